"""Characters that look like others: what is said, and of what nothing is said."""

from __future__ import annotations

import unicodedata

import pytest
import tiny

from gongkai_ssg import lookalikes


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
        *(("сom", "U+0441"), ("Αpp", "U+0391"), ("gｏv", "U+FF4F"), ("ВС 类", "U+0412")),
        *(
            ("www.ɡov.cn", "ɡ"),
            ("http://gоv.cn/", "о"),
            ("ｇov.cn", "ｇ"),
            ("https://xn--gv-fmc.cn", "网址"),
        ),
    ],
)
def test_what_misleads_is_said(text: str, words: str) -> None:
    found = said(text)
    assert found
    assert words in "".join(found)


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


def test_words_of_a_link_that_are_another_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    body = (
        "[gov.cn](https://www.gov.cn/) [WWW.A.CN/x](http://a.cn/y) [见a.cn](http://b.cn/)\n"
        "[1.2](https://a.cn/) [b@c.cn](mailto:x@y.cn) [甲](https://a.cn/) <https://a.cn/>\n"
        "[a.cn](https://a.cn.evil.example/) [**a.cn**](https://b.cn/) [a.cn](//b.cn)\n"
    )
    root = tiny.write(tmp_path_factory.mktemp("s"), {tiny.RECORD: tiny.record(body=body)})
    # Those to a.cn.evil.example and //b.cn, and not the one whose words are in bold.
    found = [*tiny.places(tiny.check(root))]
    assert found == [f"{tiny.RECORD}:11:8 GK241", f"{tiny.RECORD}:11:69 GK241"]
