"""GK231 to GK235: names, addresses and sizes that not every computer takes.

Of the names not every computer can hold a file: they are those of no file on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import tiny

from gongkai_ssg import urls
from gongkai_ssg.build import Checked
from gongkai_ssg.project import Project
from gongkai_ssg.rules import names
from gongkai_ssg.source import Tree

Check = Callable[..., Checked]


def holding(check: Check, *others: str) -> Project:
    """A site with these files, none of which is on the disk."""
    project = check().project
    assert project
    return replace(project, tree=Tree({}, frozenset(others)))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a\x07.png", ["里有 Windows 不允许的控制字符"]),
        ("a?.png", ["里有 Windows 不允许的“?”"]),
        ("\udcb1.png", ["不是 UTF-8 编码，别的电脑上会是乱码"]),
        ("tu ", ["的结尾是点或者空格，Windows 会去掉它"]),
        ("tu.", ["的结尾是点或者空格，Windows 会去掉它"]),
        # 255 bytes, and one more.
        ("图" * 85, []),
        ("图" * 85 + "a", ["太长，有的服务器放不下"]),
    ],
)
def test_what_is_wrong_with_a_name(check: Check, name: str, what: list[str]) -> None:
    found = names.not_for_windows(holding(check, f"content/{name}"))
    assert [one.params["what"] for one in found] == what


def test_a_folder_of_a_wrong_name_is_told_once_and_not_for_each_file(check: Check) -> None:
    project = holding(check, "content/a:b/1.png", "content/a:b/2.png")
    assert [one.span.path for one in names.not_for_windows(project)] == ["content/a:b/1.png"]


def test_a_folder_of_two_spellings_is_told_once_and_not_for_each_file(check: Check) -> None:
    project = holding(check, "content/Tu/1.png", "content/tu/2.png", "content/tu/3.png")
    (found,) = names.same_elsewhere(project)
    assert found.span.path == "content/tu/2.png"
    assert (found.params["name"], found.params["other"]) == ("tu", "Tu")


PAGE = "---\n标题: 指南\n日期: 2026-03-05\n---\n甲。\n"
# The longest id of a record whose page has a path of 160 characters, and of files beside it.
LONGEST = "a" * (160 - len(urls.file_of(urls.record(""))))
BESIDE = "b" * (160 - len(urls.record(LONGEST)) - len(".pdf"))
ATTACHED, SHOWN = "附件: [{{文件: {0}.pdf, 名称: 甲}}]\n---\n", "---\n![甲]({0}.png)\n"


def long_record(more: str, name: str) -> dict[str, str | bytes]:
    """A record of the longest id, with a file beside it."""
    records, text = "content/shjz/records", tiny.record()
    files = {f"{records}/{LONGEST}.md": text.removesuffix("---\n") + more.format(name)}
    return {**files, f"{records}/{name}.pdf": tiny.PDF, f"{records}/{name}.png": b""}


def long_id(of: str, name: str) -> dict[str, str | bytes]:
    return {"site.yaml": tiny.SITE.replace(of, name)}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (lambda x: {f"content/shjz/records/{LONGEST}{x}.md": tiny.record()}, "records/{}.md:2:1"),
        (lambda x: long_record(ATTACHED, f"{BESIDE}{x}"), "8:11"),
        (lambda x: long_record(SHOWN, f"{BESIDE}{x}"), ".png:1:1"),
        (lambda x: {f"content/pages/{LONGEST[4:]}{x}.md": PAGE}, ":2:1"),
        (lambda x: long_id("hewan", f"{LONGEST[4:]}{x}"), "site.yaml:6:1"),
        (lambda x: long_id("mzj", f"{LONGEST[3:]}{x}"), "site.yaml:4:1"),
    ],
    ids=["record", "attachment", "picture", "page", "place", "body"],
)
def test_a_path_of_a_hundred_and_sixty_characters_is_the_longest(
    problems: Callable[..., list[str]],
    files: Callable[[str], dict[str, str | bytes]],
    place: str,
) -> None:
    def too_long(name: str) -> list[str]:
        return [one for one in problems(files(name)) if one.endswith("GK233")]

    assert too_long("") == []
    (found,) = too_long("x")
    assert found.endswith(f"{place.format(LONGEST + 'x')} GK233")


def test_of_a_record_whose_own_page_is_too_long_the_files_are_not_named_as_well(
    problems: Callable[..., list[str]],
) -> None:
    files = long_record(ATTACHED, f"{BESIDE}x")
    (record,) = (name for name in files if name.endswith(".md"))
    files[f"{record[:-3]}x.md"] = files.pop(record)
    assert [one for one in problems(files) if one.endswith("GK233")] == [
        f"{record[:-3]}x.md:2:1 GK233"
    ]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (50_000_000, []),
        (50_000_001, [("GK235", 51, 50)]),
        (500_000_000, [("GK235", 500, 50)]),
        (500_000_001, [("GK234", 501, 500)]),
        # What lies behind a link has a size that nobody knows.
        (None, []),
    ],
)
def test_the_heaviest_file_for_a_telephone_and_for_a_server(
    check: Check, size: int | None, told: list[tuple[str, int, int]]
) -> None:
    """Megabytes are filled up: what is over a limit is never called as large as it."""
    file = "content/shjz/records/a.pdf"
    project = check({tiny.RECORD: tiny.record({"附件": "[{文件: a.pdf}]"}), file: tiny.PDF}).project
    assert project
    sizes = {} if size is None else {file: size}
    found = [*names.heavy(replace(project, tree=replace(project.tree, sizes=sizes)))]
    assert [(one.code, one.params["size"], one.params["limit"]) for one in found] == told
    assert all((one.span.path, one.params["name"]) == (file, "a.pdf") for one in found)
