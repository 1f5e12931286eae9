"""The gate over names of files and folders: addresses are made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny
from attached import ID

from gongkai_ssg import cli, report
from gongkai_ssg.build import Checked
from gongkai_ssg.exits import CONTENT_ERRORS

RECORDS = "content/shjz/records"
PAGE = "---\n标题: 指南\n日期: 2026-03-05\n---\n正文。\n"
GUIDE = f"content/pages/{ID}.md"
FILES = {f"{RECORDS}/{ID}.md": tiny.record(), GUIDE: PAGE}


def told(checked: Checked) -> list[str]:
    found = (one for one in checked.diagnostics if one.code.startswith("GK80"))
    return [f"{one.span.named} {one.code} {one.message.partition('有一个')[0]}" for one in found]


@pytest.mark.parametrize("name", FILES)
def test_a_number_in_the_name_of_a_file_is_told_by_the_check(name: str, tmp_path: Path) -> None:
    checked = tiny.check(tiny.write(tmp_path, {name: FILES[name]}))
    assert told(checked) == [f"{name.replace(ID, '…14')} GK801 文件名里"]
    words = "\n".join((*report.text(checked), report.as_json(checked)))
    assert ID not in words


def test_a_number_in_the_name_of_a_folder_is_told_once(tmp_path: Path) -> None:
    files = {f"content/pages/{ID}/{name}.md": PAGE for name in ("a", "b")}
    assert told(tiny.check(tiny.write(tmp_path, files))) == [
        "content/pages/…14/a.md GK801 文件夹的名称里"
    ]


def test_a_number_in_the_name_of_a_folder_of_files(tmp_path: Path) -> None:
    files = {
        tiny.RECORD: tiny.record({}, f"![图]({ID}/p.png)\n"),
        f"{RECORDS}/{ID}/p.png": b"\x89PNG\r\n\x1a\n",
    }
    found = told(tiny.check(tiny.write(tmp_path, files)))
    assert f"{RECORDS}/…14/ GK801 文件夹的名称里" in found


def test_a_mobile_number_behind_the_day_of_a_record(tmp_path: Path) -> None:
    """Pinned: names of records begin with a day, and behind its hyphen no number was seen."""
    number = "138" + "00138000"
    site = tiny.write(tmp_path, {f"{RECORDS}/2026-03-05-{number}.md": tiny.record()})
    assert told(tiny.check(site)) == [f"{RECORDS}/2026-03-05-…00.md GK805 文件名里"]


def test_a_reviewed_number_may_stand_in_a_name(tmp_path: Path) -> None:
    site = tiny.write(tmp_path, {GUIDE: PAGE})
    mark = str(tiny.check(site).diagnostics[0].params["mark"])
    allowed = f"{tiny.SITE}隐私例外:\n- {{摘要: '{mark}', 理由: 示例, 审核人: 保密审查员}}\n"
    (site / "site.yaml").write_text(allowed, "utf-8")
    assert told(tiny.check(site)) == []


def test_neighbours_in_a_folder_are_not_one_number(tmp_path: Path) -> None:
    """Six, eight and four digits on three lines would be one in a text."""
    names = ("110101", "19000101", "0014")
    files = {f"content/pages/{name}.md": PAGE for name in names}
    assert told(tiny.check(tiny.write(tmp_path, files))) == []


@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["print", "board", "--all"], ["push-text", "上湾村"]]
)
def test_every_command_refuses_such_a_name(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tiny.write(tmp_path, {f"{RECORDS}/{ID}.md": tiny.record()})
    assert cli._run([*command, "-s", str(site)]) == CONTENT_ERRORS
    words = "".join(capsys.readouterr())
    assert "GK801 文件名里有一个身份证号（末两位“…14”），不能公开" in words
    assert ID not in words
