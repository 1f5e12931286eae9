"""Problems → text, JSON, GitHub's lines; the words of a summary."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import tiny

from gongkai_ssg import report
from gongkai_ssg.build import Built, Checked
from gongkai_ssg.diagnostics import Diagnostic, Span, codes, problem
from gongkai_ssg.source import Tree

PROMISED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "summary", "diagnostics"],
    "properties": {
        "version": {"const": 1},
        "summary": {
            "type": "object",
            "additionalProperties": False,
            "required": ["errors", "warnings", "items", "records"],
            "patternProperties": {".*": {"type": "integer", "minimum": 0}},
        },
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["code", "severity", "path", "line", "column", "message", "help"],
                "properties": {
                    "code": {"pattern": r"^GK\d{3}$"},
                    "severity": {"enum": ["error", "warning", "info"]},
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "message": {"type": "string", "minLength": 1},
                    "help": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}


def checked(*found: Diagnostic, **texts: str) -> Checked:
    return Checked(Tree({name: text.encode() for name, text in texts.items()}), list(found))


def wrong(span: Span) -> Diagnostic:
    return problem("GK104", span, key="公开方式", value="网上", hint="", choices="主动、依申请")


def test_the_shape_of_the_json_is_a_promise(check: Callable[..., Checked]) -> None:
    item = tiny.item({"公开方式": "网上", "公开渠道": "[行政服务中心]"})
    found = check({"content/shjz/catalog.yaml": tiny.catalog(item), tiny.RECORD: tiny.record()})
    document = json.loads(report.as_json(found))
    jsonschema.validate(document, PROMISED)
    assert document["summary"] == {"errors": 1, "warnings": 0, "items": 1, "records": 1}
    assert [(d["code"], d["severity"]) for d in document["diagnostics"]] == [
        ("GK106", "info"),
        ("GK104", "error"),
    ]


def test_json_of_a_site_without_settings(check: Callable[..., Checked]) -> None:
    document = json.loads(report.as_json(check({"site.yaml": None})))
    jsonschema.validate(document, PROMISED)
    assert document["summary"] == {"errors": 1, "warnings": 0, "items": 0, "records": 0}


@pytest.mark.parametrize(
    ("line", "column", "length", "below"),
    [
        ("公开方式: 网上", 7, 2, "          ^^^^"),
        ("a: b", 4, 1, "   ^"),
        ("𠮷: 网", 4, 1, "    ^^"),
        ("ａ: b", 4, 1, "    ^"),
        ("a:", 3, 1, "  ^"),
        ("a: b", 4, 99, "   ^"),
        ("a:\tb", 4, 1, "   ^"),
    ],
)
def test_the_caret_stands_below_the_words(line: str, column: int, length: int, below: str) -> None:
    lines = list(report.text(checked(wrong(Span("f", 1, column, length)), f=line)))
    assert lines[0].startswith(f"f:1:{column} 错误 GK104 ")
    assert lines[1] == "  1 | " + line.replace("\t", " ")
    assert lines[2] == "    | " + below
    assert lines[3].startswith("  改法: ")


def test_the_margin_grows_with_the_line_number() -> None:
    lines = list(report.text(checked(wrong(Span("f", 100)), f="\n" * 99 + "a")))
    assert lines[1:3] == ["  100 | a", "      | ^"]


def test_an_excerpt_counts_lines_as_editors_do() -> None:
    """Pinned: U+2028, form feeds and the like were taken for ends of lines."""
    text = "\ufeff一\u2028二\x0c三\x85四\r\n五\n"
    assert list(report.text(checked(wrong(Span("f", 2)), f=text)))[1] == "  2 | 五"


@pytest.mark.parametrize("char", ["\u3000", "\u00a0", "\u200b", "\u2060", "\u00ad"])
def test_what_cannot_be_seen_is_shown(char: str) -> None:
    lines = list(report.text(checked(wrong(Span("f", 1, 5)), f=f"甲: 乙{char}\n")))
    assert lines[1:3] == ["  1 | 甲: 乙□", "    |       ^"]
    lines[1].encode("gbk")


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "below"),
    [
        ("字" * 61, 1, 2, "字" * 61, "^^^^"),
        ("字" * 62, 1, 2, "字" * 31 + "…", "^^^^"),
        ("字" * 80, 41, 1, "…" + "字" * 61 + "…", " " * 61 + "^^"),
        ("字" * 80, 80, 1, "…" + "字" * 31, " " * 61 + "^^"),
        ("a" * 80, 50, 99, "…" + "a" * 61, " " * 31 + "^" * 31),
    ],
)
def test_a_long_line_is_cut_around_the_caret(
    line: str, column: int, length: int, shown: str, below: str
) -> None:
    lines = list(report.text(checked(wrong(Span("f", 1, column, length)), f=line)))
    assert lines[1:3] == ["  1 | " + shown, "    | " + below]


def test_a_long_value_is_cut_in_every_message() -> None:
    found = problem("GK104", Span("f"), key="公" * 50, value="长" * 41, hint="", choices="选" * 50)
    words = f"“{'公' * 50}”不能写“{'长' * 40}……”"
    assert words in next(report.text(checked(found)))
    assert json.loads(report.as_json(checked(found)))["diagnostics"][0]["message"] == words
    assert words in next(report.github(checked(found), Path()))
    assert "选" * 50 in found.help
    assert problem("GK203", Span("f"), name="长" * 40, hint="").message.count("长") == 40


@pytest.mark.parametrize("span", [Span("f", 9), Span("nothing"), Span("f", 2)])
def test_no_excerpt_where_there_is_no_line(span: Span) -> None:
    lines = list(report.text(checked(wrong(span), f="a\n\n")))
    assert [line[:4] for line in lines] == [lines[0][:4], "  改法", ""]


def test_colour_marks_the_severity_alone() -> None:
    line = next(report.text(checked(wrong(Span("f"))), colour=True))
    assert line.count("\x1b[") == 2
    assert "\x1b[31m错误\x1b[0m" in line


def test_github_lines() -> None:
    found = problem("GK203", Span("a,b:c.yaml", 2, 3), name="50%", hint="")
    [line] = report.github(checked(found), Path("site"))
    assert line.startswith("::error file=site/a%2Cb%3Ac.yaml,line=2,col=3,title=GK203::")
    assert "50%25" in line
    assert "%0A改法" in line
    assert "\n" not in line


@pytest.mark.parametrize(("code", "word"), [("GK211", "warning"), ("GK401", "error")])
def test_github_severities(code: str, word: str) -> None:
    [line] = report.github(checked(problem(code, Span("site.yaml"), name="甲", hint="乙")), Path())
    assert line.startswith(f"::{word} file=site.yaml,line=1,col=1,")


def test_counts() -> None:
    error, warning, info = (problem(c, Span("a")) for c in ("GK401", "GK211", "GK106"))
    assert report.counts([]) == "没有问题"
    assert report.counts([error, info, error]) == "2 个错误、1 个提示"
    assert report.counts([warning]) == "1 个警告"


@pytest.mark.parametrize("code", list(codes()))
def test_explain(code: str) -> None:
    lines = list(report.explain(code))
    assert lines[0].startswith(f"{code} ")
    assert codes()[code].why in lines
    assert any(line.startswith("错误的写法") for line in lines)
    assert any(line.startswith("正确的写法") for line in lines)
    "\n".join(lines).encode("gbk")


def test_what_was_left_out_is_listed(check: Callable[..., Checked]) -> None:
    found = check({tiny.RECORD: tiny.record({"渠道": "[公开查阅点]"})})
    lines = list(report.left_out(found))
    assert len(lines) == 2
    assert tiny.RECORD in lines[1]
    assert "只用于张贴" in lines[1]
    assert list(report.left_out(check({tiny.RECORD: tiny.record()}))) == []


def test_the_summary_counts_what_went_out(check: Callable[..., Checked]) -> None:
    found = check({tiny.RECORD: tiny.record()})
    *phases, last = report.summary(Built(found, 7, {"检查": 0.25, "生成": 1.0}))
    assert phases == ["检查 0.2 秒", "生成 1.0 秒"]
    for words in (f"{len(found.pages)} 页", "1 个事项", "1 条信息", "7 个文件", "1.2 秒"):
        assert words in last
    last.encode("gbk")


def test_what_is_said_of_hostile_content_moves_no_cursor(tmp_path: Path) -> None:
    """Problems quote content: on a terminal, in a browser, as commands of GitHub."""
    bad = "[x](\x1b]0;title\x07\x1b[2J\u202egnp.exe) [y](a%0A::error::b)\n\x1b[31m"
    files = {tiny.RECORD: tiny.record(body=f"{bad}\n[z](<a\x07\x9bb\u200b.pdf>)\n")}
    checked = tiny.check(tiny.write(tmp_path, {**files}))
    told = [*report.text(checked), *report.github(checked, tmp_path)]
    assert len(told) > 3
    assert not re.search(r"[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(told))
    assert all(line.startswith("::") for line in report.github(checked, tmp_path))
