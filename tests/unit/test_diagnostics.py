"""Problems as values, and the texts of every code."""

from __future__ import annotations

import re
import string

import pytest

from gongkai_ssg.diagnostics import Code, Span, codes, has_errors, in_order, problem

ALL = list(codes().values())
IDS = [code.code for code in ALL]


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_every_code_is_told_in_words(code: Code) -> None:
    assert re.fullmatch(r"GK\d{3}", code.code)
    for text in (code.title, code.message, code.help, code.why, code.wrong, code.right):
        assert text.strip()


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_every_symbol_exists_in_gbk(code: Code) -> None:
    for text in (code.title, code.message, code.help, code.why, code.wrong, code.right):
        text.encode("gbk")


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_sentences_have_chinese_punctuation(code: Code) -> None:
    """Half-width marks beside Chinese look like a slip, in the very tool that reports slips."""
    for text in (code.title, code.message, code.help, code.why):
        plain = re.sub(r"“[^”]*”|\{\w+\}", "", text)
        assert not re.search(r"[\u4e00-\u9fff][,;!?()]|[,;!?()][\u4e00-\u9fff]", plain), text


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_titles_and_messages_end_without_a_full_stop(code: Code) -> None:
    assert not code.title.endswith("。")
    assert not code.message.endswith("。")
    assert not code.help.endswith("。")
    assert code.why.endswith("。")


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_what_a_clerk_is_told_to_write_has_the_english_colon(code: Code) -> None:
    """Pinned: a tidy-up of punctuation once told people to write the very mistake of GK004."""
    assert not re.search("[^“]\uff1a”", code.help)
    for line in code.right.splitlines():
        assert not re.match(r"\s*(- )*[\w/]{1,20}\uff1a", line), line


def test_codes_stand_in_order() -> None:
    assert sorted(IDS) == IDS


def test_a_message_takes_any_words() -> None:
    """Words of the clerk may hold braces; they are shown as they are."""
    found = problem("GK101", Span("a.yaml"), key="{x}", where="{y}", hint="{")
    assert "{x}" in found.message
    assert found.help == "{"


@pytest.mark.parametrize("code", ALL, ids=IDS)
def test_the_words_of_a_code_are_plain_names(code: Code) -> None:
    for text in (code.message, code.help):
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is not None:
                assert name.isidentifier()
                assert not form
                assert not conversion


def test_in_order_sorts_by_place_and_tells_nothing_twice() -> None:
    two = problem("GK401", Span("a.yaml", 2))
    one = problem("GK401", Span("a.yaml", 1, 5))
    longer = problem("GK401", Span("a.yaml", 1, 5, 9))
    assert in_order([two, one, longer, two]) == [longer, two]


def test_has_errors() -> None:
    warning, info = problem("GK211", Span("a")), problem("GK106", Span("a"))
    assert not has_errors([warning, info])
    assert has_errors([warning, problem("GK401", Span("a"))])
