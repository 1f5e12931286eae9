"""A page → the text that a reader can search in."""

import pytest

from gongkai_ssg.search import searchable_blocks


def blocks(inner: str) -> list[str]:
    return searchable_blocks(f"<body>外<main data-pagefind-body>{inner}</main>外</body>")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<h1>征地<em>补</em>偿</h1><p>公告</p>", ["征地补偿", "公告"]),
        ("甲<br>乙<hr>丙", ["甲", "乙", "丙"]),
        ("<table><tr><th>依据</th><td>国发</td></tr></table>", ["依据", "国发"]),
        ("<ul><li>一<li>二</ul>", ["一", "二"]),
        ("<dl><dt>名<dd>义</dl>", ["名", "义"]),
        ("<p>征地\n  补偿</p>", ["征地 补偿"]),
        ("征<wbr>地<span>补</span><a href=x>偿</a>", ["征地补偿"]),
        ("甲<nav>导航</nav>乙", ["甲乙"]),
        ("甲<nav>外<nav hidden>内</nav></nav>乙", ["甲乙"]),
        ("<div hidden>藏<p hidden>深</p></div>甲", ["甲"]),
        ("<p data-pagefind-ignore>略</p>甲", ["甲"]),
        ("<p data-pagefind-ignore=all>略</p>甲", ["甲"]),
        ("<script>a</script><style>b</style><svg><text>图</text></svg>甲", ["甲"]),
        ("<template>模</template><noscript>无</noscript>甲", ["甲"]),
        ("<!-- <p>注</p> -->甲<!-- > -->", ["甲"]),
        ("&lt;p&gt;甲&amp;lt;乙&nbsp;丙", ["<p>甲&lt;乙\u00a0丙"]),
        ('<p title="a>b" data-x=\'"><p>\'>甲</p>', ["甲"]),
        ("<p-x>自</p-x><x-p>定</x-p>", ["自定"]),
        ("<P>大<BR/>写</P>", ["大", "写"]),
        ("<p> </p><p></p>", []),
        ("𬭚㐂", ["𬭚㐂"]),
    ],
)
def test_blocks_are_what_a_reader_sees(inner: str, expected: list[str]) -> None:
    assert blocks(inner) == expected


def test_a_page_that_is_not_searchable_has_no_blocks() -> None:
    assert searchable_blocks("<body><p>甲</p></body>") == []
    assert searchable_blocks("") == []


def test_the_searchable_element_counts_even_if_it_is_hidden_itself() -> None:
    assert searchable_blocks("<div data-pagefind-body hidden>甲</div>") == ["甲"]
