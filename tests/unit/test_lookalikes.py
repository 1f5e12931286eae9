"""Characters that look like others: what is said, and of what nothing is said."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg import links, lookalikes
from gongkai_ssg.build import Checked

Check = Callable[..., Checked]


def said(text: str, *, unseen: bool = False) -> list[str]:
    return [one.what for one in lookalikes.find(text, unseen=unseen)]


@pytest.mark.parametrize(
    "text",
    [
        *("浓度 35 μg/m³，PM2.5、PM₁₀", "Ⅱ类水、Ⅳ级", "25 ℃、10㎡、№ 3、㈠", "𠮷先生、㐂、𫞩、䶮"),
        *(
            "葛\U000e0100飾",
            "☎\ufe0e ♥\ufe0f 👨\u200d👩\u200d👧",
            "电阻 10 kΩ、功率 Δp、α受体、β-内酰胺",
        ),
        *("gōng kāi、ɡōnɡ kāi、lǜ", "Москва и Россия", "Ελληνικά", "ＡＢＣ公司、Ａ4纸、１２３"),
        *(
            "ئۇيغۇرچە\u200f тест",
            "བོད་ཡིག",
            "ᠮᠣᠩᠭᠣᠯ\u180e",
            "〇、二〇二六年、○",
            "https://www.gov.cn/中文?a=б",
        ),
        *(
            "http://例子.政务.cn/",
            "https://xn--fiqs8s.xn--55qw42g/",
            "a@b.example",
            "χ²检验、Σx、ρ、ν",
        ),
        *(
            "﨎﨑",
            "e\u0301",
            "１．第一",
            "〔2026〕3号",
            "《办法》（国务院令第649号）",
            "ʼ",
            "naïve café",
        ),
        *("ООО「Хоргос」、СССР、ТУ 和 ГОСТ", "СССР成立", "ООО", "ТУ", "ВОВ两类", "Москва А类"),
        *("А", "А4", "Я类"),
        *(
            "http://www.xj.gov.cnغا كىرىڭ",
            "http://www.xj.gov.cnغا",
            "http://www.xz.gov.cnལ། × ",
            "www.yb.gov.cn에서",
            "ئورۇنxj.gov.cn",
            "访问www.gov.cn或拨打Ａ座Ｂ口",
            "见http://www.gov.cn和ạ",
        ),
    ],
)
def test_of_what_is_usual_nothing_is_said(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(
            ("⼀⼆", "⼀"),
            ("⻓期", "⻓"),
            ("⻚", "⻚"),
            ("\uf900", "U+F900"),
            ("\U0002f81a", "U+2F81A"),
        ),
        *(("сom", "U+0441"), ("Αpp", "U+0391"), ("gｏv", "U+FF4F"), ("В类", "U+0412")),
        *(
            ("www.ɡov.cn", "ɡ"),
            ("http://gоv.cn/", "о"),
            ("ｇov.cn", "ｇ"),
            ("https://xn--gv-fmc.cn", "网址"),
            ("https://XN--gv-fmc.cn", "网址"),
            ("www.gọv.cn", "ọ"),
            ("www.go\u0323v.cn", "\u0323"),
            ("http://gıv.cn/", "ı"),
            ("请看gọv.cn。", "ọ"),
            ("见...gоv.cn", "网址"),
            ("HTTPS://WWW.GОV.CN", "网址"),
            ("http://www.gov.cnغ.evil.com", "غ"),
            ("http://gهv.cn", "ه"),
            ("А类", "U+0410"),
            ("附件А：", "U+0410"),
            ("А4纸", "U+0410"),
            ("Α类", "希腊文"),
        ),
    ],
)
def test_what_misleads_is_said(text: str, words: str) -> None:
    found = said(text)
    assert found
    assert words in "".join(found)


@pytest.mark.parametrize("text", ["www.gọv.cn", "http://gıv.cn/", "gəv.com", "www.xj.gov.cnغا"])
def test_what_is_said_of_an_address_hangs_on_no_other_line(text: str) -> None:
    assert said(text) == said(f"{text}\n\nМосква ⼀\n")[: len(said(text))]
    assert len(said(f"{text}\n\nМосква ⼀\n")) == len(said(text)) + 1


@pytest.mark.parametrize("text", ["www.gоv.cn", "http://gｏv.cn/", "请看gоv.cn、", "http://А类.cn"])
def test_a_mistake_in_an_address_is_said_once(text: str) -> None:
    (found,) = lookalikes.find(text, unseen=False)
    assert found.what.startswith("网址")


def test_letters_beside_a_label_are_labels() -> None:
    assert len(said("А、В和С类、ООО 除外")) == 3
    assert len(said("А、В和Я类")) == 0


def test_what_is_rare_is_looked_at_wherever_it_stands() -> None:
    for code in (0x0B, 0x7F, 0xAD, 0x200B, 0x2028, 0x2029, 0x202E, 0xFEFF, 0xE0001):
        assert said(f"---\n---\n好{chr(code)}的\n", unseen=True), hex(code)
    assert said("gｏv")
    assert said("Ｇov")


@pytest.mark.parametrize(
    "line",
    [
        *("А类" + "a" * 1000, "А" + "a" * 1000, "А类" + "a." * 500, "А类" + "а" * 1000),
        *("http://" + "а" * 1000, "www." * 250 + "а", "А类" + "a-" * 500, "xn--a" * 200),
        *("http://" + "a." * 500 + "غ" * 100, "a\u200e" * 500, "А" + "类a." * 300),
    ],
)
def test_the_time_grows_as_the_line_does(line: str) -> None:
    def seconds(times: int) -> float:
        """The quickest of some runs: the machine has other things to do as well."""
        text, taken = "---\n---\n" + line * times, list[float]()
        for _ in range(3):
            begun = time.process_time()
            for _ in lookalikes.find(text, unseen=True):
                pass
            taken.append(time.process_time() - begun)
        return min(taken)

    # In proportion it is fourfold; by the square, sixteenfold.
    assert seconds(80) < 9 * max(seconds(20), 0.003)


def test_every_radical_has_its_character() -> None:
    for code in (*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)):
        char = chr(code)
        usual = lookalikes._usual(char)
        assert len(usual) == 1
        if char != "⺀":  # has no character of its own
            assert "UNIFIED IDEOGRAPH" in unicodedata.name(usual), hex(code)


def test_what_is_not_seen_is_looked_for_in_bodies_alone() -> None:
    text = "---\n标题: a\u200bb\n---\n好\u200b\n\u202etxt\u202c\n"
    found = list(lookalikes.find(text, unseen=True))
    assert [(one.line, one.column) for one in found] == [(4, 2), (5, 1), (5, 5)]
    assert not said(text)


def test_signs_of_direction_in_a_line_from_right_to_left_are_usual() -> None:
    assert said("---\n---\nئۇيغۇر\u200f (2026)\n", unseen=True) == []
    assert said("---\n---\n二\u200f (2026)\n", unseen=True)


def leading(check: Check, body: str) -> list[str]:
    checked = check({tiny.RECORD: tiny.record(body=f"{body}\n")})
    return [f"{one.code}:{one.span.column}" for one in checked.diagnostics]


@pytest.mark.parametrize(
    "body",
    [
        "[gov.cn](https://www.gov.cn/) [WWW.A.CN/x](http://a.cn/y) [见a.cn](http://b.cn/)",
        "[1.2](https://a.cn/) [b@c.cn](mailto:x@y.cn) [甲](https://a.cn/) <https://a.cn/>",
        # Names of files, which are no addresses.
        "[mingdan.xlsx](https://www.x.gov.cn/f/mingdan.xlsx) [2026-gonggao.pdf](https://x.gov.cn/1)",
        "[Node.js](https://a.cn/) [README.md](https://a.cn/) [index.html](https://a.cn/)",
        # Another door of the same house.
        "[www.x.gov.cn](https://zwfw.x.gov.cn/) [a.b.com](https://c.b.com) [x.cn](https://y.x.cn)",
        "[www.x.gov.cn.](https://www.x.gov.cn./) [x.gov.cn:80](https://x.gov.cn:8080/)",
        "[https://x.gov.cn/](https://a@x.gov.cn/) [x.gov.cn](//www.x.gov.cn)",
    ],
)
def test_of_links_that_lead_where_they_say_nothing_is_said(check: Check, body: str) -> None:
    assert leading(check, body) == []


@pytest.mark.parametrize(
    ("words", "target"),
    [
        *(("a.cn", "https://a.cn.evil.example/"), ("a.cn", "//b.cn"), ("**a.cn**", "https://b.cn")),
        *(("www.x.gov.cn", "https://www.y.gov.cn/"), ("x.com.cn", "https://y.com.cn/")),
        *(("www.x.gov.cn", f"https://{who}/") for who in ("user@evil.com", "10.0.0.1", "[::1]")),
        *(("www.x.gov.cn", "https://www.x.gov.cn@evil.com/"), ("a.cn", "https://b.cn:80/")),
        *(("*a*.cn", "https://b.cn/"), ("https://a.cn/m.pdf", "https://b.cn/m.pdf")),
        *(("www.a.md", "https://b.cn/"), ("a.cn/m.pdf", "https://b.cn/m.pdf")),
        *(("`a.cn`", "https://b.cn/"), ("http://user@a.cn/", "http://b.cn/")),
    ],
)
def test_a_link_whose_words_are_another_address_is_said(
    check: Check, words: str, target: str
) -> None:
    assert leading(check, f"[{words}]({target})") == [f"GK241:{len(words) + 4}"]


def test_a_link_in_html_and_one_that_cannot_be_taken_apart(check: Check) -> None:
    assert leading(check, '<a title="a" href="https://b.cn/">a.cn</a>') == ["GK241:20"]
    assert links._misleads("a.cn", "https://[b.cn/")
    assert links._misleads("a.cn", "https://b.cn\\@a.cn/")
    assert not links._misleads("a.cn", "../a.cn")


def test_the_settings_are_looked_at_and_the_ledger_is_not(check: Check) -> None:
    """Nobody types the ledger: what it keeps of a text was looked at in that text."""
    wrong = "示例县⺠政局"
    ledger = f"SHJZ-01-01: {{要素: {{{wrong}: 0}}, 记录: [{{版本: 1, 日期: 2026-03-05}}]}}\n"
    site = tiny.SITE.replace("名称: 示例县民政局", f"名称: {wrong}")
    found = check({"site.yaml": site, "published.yaml": ledger}).diagnostics
    assert [(d.span.path, d.span.line) for d in found if d.code == "GK240"] == [("site.yaml", 4)]
