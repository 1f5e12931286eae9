"""GK231, GK232: names that not every computer takes, of files that not every computer can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

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
