"""The first glance never passes over a file in which an ID number would be found."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai_ssg import personal
from gongkai_ssg.personal import numbers, seen

ID, WITH_X = "110101190001010014", "11010119000101009X"
SIGNS = "".join(chr(place) for place in range(0x110000) if not 0xD800 <= place < 0xE000)
# What may stand in a number, what only looks as if it might, and what certainly may not.
PIECES = [
    *" -\n\r\t\x0b/.·／・*_~`\\[]()>|，、。年\u3000\u200b\u00ad\u2011\u2028\U000e0041甲x0é",
    *("<b>", "</b>", "<br>", "<a href='?a=1&amp;b=2'>", "<span class='x12 y'>", "<i t='!'>"),
    *(
        "<td>",
        "</time>",
        "<b",
        "b>",
        "<b title='&gt;1'>",
        "<b &lt;",
        "<p>",
        "</p>\n<p>",
        "< ",
        "<9",
    ),
    *(
        "</b> <span class='x'>",
        "\n\t",
        "<!-- 1年 > 2甲 -->",
        "\\\n",
        "<!---->",
        "<!--",
        "-->",
        "](a1b)",
        "][2]",
        "[x](y)",
        "](",
        "**",
        "\n> ",
    ),
    *("&nbsp;", "&shy;", "&amp;", "&amp", "&lt;", "&gt;", "&lt;b&gt;", "&quot;", "&", "&#", "#"),
    *(
        "&#49;",
        "&#x31;",
        "&#34;",
        "&#39;",
        "&#8203;",
        "１",
        "０",
        "Ｘ",
        "2026-03-05",
        "7",
        "&amp;#49;",
    ),
]
between = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)


def finds(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return any(any(personal.ids(text, flowing=flowing)) for flowing in (True, False))


@given(
    st.sampled_from([ID, WITH_X, f"{ID}43", WITH_X.lower()]),
    st.dictionaries(st.integers(0, 18), between, max_size=4),
    st.binary(max_size=2),
)
@example(ID, {6: "<b title='x1'>年</b>"}, b"")
@example(ID, {6: "</b> <span class='a1y'>", 14: "&amp;"}, b"\xe4")
def test_a_number_with_anything_in_it(number: str, put: dict[int, str], around: bytes) -> None:
    text = "".join(put.get(at, "") + sign for at, sign in enumerate(number)) + put.get(18, "")
    data = around + text.encode() + around
    assert personal.may_hold_ids(data) or not finds(data)


@given(st.lists(st.sampled_from([*PIECES, ID, ID[:6], ID[6:], ID[:14], ID[14:]])))
def test_a_text_of_any_pieces(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    assert personal.may_hold_ids(data) or not finds(data)


REFERENCES = [f"&#{ord(digit)};" for digit in ID]
WIDE = [chr(0xFF10 + int(digit)) for digit in ID]


@pytest.mark.parametrize(
    "text",
    [
        *("".join(WIDE[:at]) + ID[at:] for at in range(19)),
        *("".join(REFERENCES[:at]) + ID[at:] for at in range(19)),
        f"{ID[:6]}[{ID[6:]}](https://sl.example/)",
        f"{ID[:6]}[{ID[6:]}号](https://sl.example/)",
        f"{ID[:6]}<b title='&gt;{ID[6:]}",
        f"{ID[:6]}&lt;b title='>{ID[6:]}",
        f"{ID[:6]}<b title='x>{ID[6:]}'>",
        f"<甲{ID[:1]}</b>{ID[1:]}",
        f"<a{ID[:1]}</b>{ID[1:6]}<b>{ID[6:]}",
        f"<a {ID[:2]}<br>{ID[2:]}",
        f"<b{WITH_X[:1]}<br>{WITH_X[1:]}",
        f"<b{WITH_X[:1]}&shy;{WITH_X[1:]}",
        f"<甲{WITH_X[:1]}](<){WITH_X[1:2]}<b>{WITH_X[2:]}",
    ],
)
def test_a_number_in_other_words(text: str) -> None:
    assert finds(text.encode())
    assert personal.may_hold_ids(text.encode())


def test_each_piece_at_each_place_of_a_number() -> None:
    for piece in PIECES:
        for at in range(18):
            data = f"号{ID[:at]}{piece}{ID[at:]}年".encode()
            assert personal.may_hold_ids(data) or not finds(data), (piece, at)
        parted = piece.join((ID[:6], ID[6:14], ID[14:])).encode()
        assert personal.may_hold_ids(parted) or not finds(parted), piece


@pytest.mark.parametrize("kind", [f"[{seen.BLANKS}]", f"[{seen.UNSEEN_SIGNS}]", "[0-9０-９]"])
def test_every_sign_that_may_stand_in_a_number(kind: str) -> None:
    for sign in re.findall(kind, SIGNS):
        between = f"{ID[:6]}{sign}{ID[6:14]}{sign}{ID[14:]}"
        instead = f"{sign}{ID[1:]}"
        for text in (between, instead, f"{ID[:-1]}{sign}"):
            assert personal.may_hold_ids(text.encode()) or not finds(text.encode()), ascii(sign)


def test_every_sign_that_may_part_a_number_or_stands_for_another() -> None:
    signs = set(seen._WIDE.findall(SIGNS))
    parts = re.findall(r"\(\[(/[^]]+)\]\)", numbers._PARTED_ID.pattern)
    assert len(parts) == 1
    for sign in sorted(signs.union(*parts)):
        for text in (sign.join((ID[:6], ID[6:14], ID[14:])), f"{WITH_X[:-1]}{sign}"):
            assert personal.may_hold_ids(text.encode()) or not finds(text.encode()), ascii(sign)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026年3月5日，电话0000-8000101，编号〔2026〕12号",
        '<time datetime="2026-03-05">2026-03-05</time>, <span class="c">JY-01-02</span></span>',
        '<li data-day="2026"><b>3</b> 条</li>\n<li><a href="a12.html?b=1&amp;c=2">12</a></li>',
        '<path d="M4 4.5h7m2 0h6m2 0h4m1 0h7m-29 1h1m5 0h1m4 0h1m2 0h2m2 0h1m1 0h1"/>',
        '{"电话": "0000-8000101", "日期": "2026-03-05", "依据": ["国务院令第711号"]}',
        "JY-01-02,2026-03-05 09:00,0000-8000101\r\nJY-01-03,2026-03-05 09:00,0000-8000102\r\n",
    ],
)
def test_what_files_hold_every_day_is_passed_over(text: str) -> None:
    assert not personal.may_hold_ids(text.encode())


@pytest.mark.parametrize(
    "piece", ["0 ", "0<", "0<b>", "0>", "<", "1&amp;", "1\n> ", "1!<!", "]0", "<h1>", "<1"]
)
def test_no_text_takes_long(piece: str) -> None:
    began = process_time()
    personal.may_hold_ids((piece * 200_000).encode())
    assert process_time() - began < 5
