"""Marks of secrecy are seen however they are written; words about secrecy are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import secrecy


def marks(text: str) -> list[str]:
    return [mark.shown for mark in secrecy.find(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("机密★10年", "机密★"),
        ("绝密★", "绝密★"),
        ("秘密☆长期", "秘密☆"),
        ("机 密 ★ 一年", "机密★"),
        ("000012\n秘密\n关于某事的请示", "秘密"),
        ("# 绝密", "绝密"),
        ("密级：机密", "机密"),
        ("关于某事的汇报（内部资料，注意保存）", "内部资料，注意保存"),
        ("内部资料", "内部资料"),
        ("【内部文件】", "内部文件"),
        ("内部资料 不得外传", "内部资料不得外传"),
        ("工作秘密★3年", ""),
        ("绝密级★30年", "绝密级★"),
        ("機密★", "機密★"),
        ("机密*10年", "机密*"),
        ("秘密※长期", "秘密※"),
        ("秘密 5年", "秘密5年"),
        ("绝密　特急", "绝密特急"),
        ("机密特急", "机密特急"),
        ("**机密**", "机密"),
        ("密级：内部", "内部"),
        ("密级：内部资料", "内部"),
        ("商业秘密★3年", "秘密★"),
        ("机\u200b密★10年", "机密★"),
        ("机&#8203;密\u2060★", "机密★"),
        ("密\u3164级：机\u00ad密", "机密"),
        ("\u200b内部\ufeff资料", "内部资料"),
    ],
)
def test_a_mark_is_found(text: str, shown: str) -> None:
    assert marks(text) == ([shown] if shown else ["秘密★"])


@pytest.mark.parametrize(
    "text",
    [
        "依法定为国家秘密的文件资料",
        "涉及国家秘密、商业秘密的内容除外",
        "不得公开（国家秘密、工作秘密和内部资料除外）",
        "《中华人民共和国保守国家秘密法》",
        "密级由有关机关确定",
        "- 名称: 内部资料的目录",
        "本资料供内部使用的说明",
        "机密*类事项",
        "秘密级事项的保密期限不超过10年",
        "密级：公开",
        "密级：内部食堂公示",
        "商业秘密●3年内不公开",
    ],
)
def test_words_about_secrecy_are_no_marks(text: str) -> None:
    assert marks(text) == []


def test_a_mark_is_named_at_its_own_place() -> None:
    text = "&nbsp;前\u200b言（机\u200b密★）"
    (mark,) = secrecy.find(text)
    assert text[mark.start : mark.end] == "机\u200b密★"


@given(st.text("机绝秘密★☆内部资料文件（）()\n :：级a", max_size=40))
def test_any_text_is_looked_through(text: str) -> None:
    for mark in secrecy.find(text):
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.shown


@pytest.mark.parametrize("line", [" ", "\u3000", "> ", "# ", "(", "( ", "\t", "内部资料 ", "密级 "])
def test_a_long_line_costs_its_length(line: str) -> None:
    """Pinned: 40,000 blanks beside a mark took 20 s, and the square of it for more."""
    begun = time.process_time()
    assert marks("保密\n" + line * (40_000 // len(line)) + "甲") == []
    assert time.process_time() - begun < 1
