"""Whatever a body says, a sheet of it can be set, and says the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gongkai_ssg import markup
from gongkai_ssg.print import blocks, engine
from gongkai_ssg.print.text import texts

DAY = date(2026, 11, 27)
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "    ",
            "  ",
            " ",
            "# ",
            "## ",
            "### ",
            "- ",
            "1. ",
            "3. ",
            "> ",
            "| ",
            "|",
        ),
        *(
            "---",
            "|---|---|\n",
            "```\n",
            "`",
            "**",
            "*",
            "~~",
            "[",
            "](a.md)",
            "](http://b.c)",
            "![",
        ),
        *("<table>", "<tr>", "<td>", "<td colspan=2>", "<th rowspan=3>", "</table>", "<caption>"),
        *("<dl>", "<dt>", "<dd>", "<li>", "<ul>", "<h3>", "</h3>", "<br>", "<sup>", "<p>", "<div>"),
        *(
            "甲",
            "乙方",
            "一、",
            "（二）",
            "补偿标准",
            "2026年",
            "：",
            "。",
            "，",
            "“",
            "”",
            "\\",
            "&amp;",
            "<",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def html(text: str) -> str:
    return markup.render(text, lambda target, picture: None if picture else target).html


def close(text: str) -> str:
    return "".join(text.split())


def words(found: str) -> str:
    """The text of a body as a browser has it, with the words of pictures that are not there."""
    body = LexborHTMLParser(f"<body>{found}</body>").body
    assert body
    return close(body.text() + "".join(i.attributes.get("alt") or "" for i in body.css("img")))


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_no_word_is_lost_and_none_is_added(text: str) -> None:
    found = html(text)
    made = blocks.blocks(found, "https://sl.example/gk/r/a/", lambda _: None)
    assert sorted(close("".join(texts(made)))) == sorted(words(found))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
@example("# # ")
@example("- # 甲\n- # 乙\n\n> # 丙\n> # 丁")
def test_every_body_can_be_set(text: str) -> None:
    made = blocks.blocks(html(text), "https://sl.example/gk/r/a/", lambda _: None)
    sheet = {
        "kind": "notice",
        "title": "甲",
        "title-lines": ["甲"],
        "list": None,
        "foot": [],
        "qr": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
        "address": "a",
        "edition": "b",
        "blocks": list(blocks.counted(made)),
        "tail": False,
        "fits": False,
        "attachments": [],
        "signers": ["乙"],
        "date": "丙",
    }
    press = engine.press(Path.cwd(), {})
    assert press.pdf("甲", "乙", DAY, [sheet])[:5] == b"%PDF-"
