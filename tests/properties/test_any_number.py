"""Whatever is told of a site, in whatever form: no number of a person is in it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import cli, inspection, report, retold
from gongkai_ssg.build import Checked
from gongkai_ssg.comparison import compare
from gongkai_ssg.exits import CONTENT_ERRORS
from gongkai_ssg.findings import differences, inspections
from gongkai_ssg.preview import overlay

ID, CARD, PASSPORT, MOBILE = "110105199003071239", "6217000010001234560", "E12345678", "13812345678"
SPACED = "110105 19900307 1239"
ITEM = "content/shjz/catalog.yaml"
FILES = {
    **{name: text for name, text in tiny.FILES.items() if isinstance(text, str)},
    tiny.RECORD: tiny.record(
        {}, "正文 [甲](b.md)，<b onclick='x'>乙</b>。\n\n第二段，电话 0000-1234567。\n"
    ),
    "content/pages/guide.md": "---\n标题: 指南\n日期: 2026-03-05\n---\n正文。\n",
}
BODIES = (
    f"身份证号{ID}，[甲]({ID}.md) 和 [乙](x/{ID})\n",
    f"[http://a.example/{ID}](http://b.example/{ID})\n",
    f"[甲](/{ID}) 和 <a href='javascript:{ID}'>乙</a>\n",
    f"[甲]({'长' * 30}{ID}) 填写完整（待填写）{ID}\n",
    f"[甲](没有.md) 账号 {CARD}，护照 {PASSPORT}，手机 {MOBILE}，{SPACED}\n",
    "[甲](没有.md) １１０１０５１９９００３０７１２３９ 和 110105<b>1990</b>03071239\n",
    "[甲](没有.md) 身份证号 110105\n199003071239，[乙](没有.md)\n",
)


def told(root: Path) -> str:
    """All that `check` says, in every form; and the overlay of the preview."""
    checked = tiny.check(root)
    form = (*report.text(checked), report.as_json(checked), *report.github(checked, root))
    shown = overlay.html([overlay.trouble(one) for one in checked.diagnostics], alone=True)
    said = report.said(checked)
    kept = json.dumps(retold.written(said), ensure_ascii=False)
    again = report.text(Checked(checked.tree, list(said.problems)))
    return "\n".join((*form, shown, kept, *again))


@pytest.mark.parametrize("body", BODIES)
def test_what_stands_in_a_body_is_not_told(body: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {tiny.RECORD: tiny.record({}, body)})
    words = told(root)
    assert "GK80" in words
    assert tiny.RECORD in words
    for number in (
        ID,
        CARD,
        PASSPORT,
        MOBILE,
        SPACED,
        ID[:16],
        "１９９０",
        "199003071239",
        "03071239",
    ):
        assert number not in words


def test_the_caret_stays_below_what_is_wrong(tmp_path: Path) -> None:
    body = f"身份证号１１０１０５１９９００３０７１２３９，{ID}，[甲](没有.md)\n"
    root = tiny.write(tmp_path, {tiny.RECORD: tiny.record({}, body)})
    lines = list(report.text(tiny.check(root)))
    at = next(n for n, line in enumerate(lines) if "GK305" in line)
    quoted = "，****************39，[甲](没有.md)"
    assert lines[at + 1].endswith(quoted)
    assert report._width(lines[at + 2].rstrip("^")) == report._width(lines[at + 1][:-6])


@given(data=st.data())
def test_an_id_number_anywhere(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    at = data.draw(st.integers(0, len(text)))
    before = data.draw(st.sampled_from(["", " ", "，", "\n", "[甲]("]))
    after = data.draw(st.sampled_from(["", " ", "。", "\n", ")"]))
    with TemporaryDirectory() as folder:
        changed = text[:at] + before + ID + after + text[at:]
        root = tiny.write(Path(folder), {**FILES, name: changed})
        # Beside another digit it is no such number, to anybody.
        beside = changed[changed.index(ID) - 1 : changed.index(ID)] + changed.partition(ID)[2][:1]
        if not any(char.isdigit() for char in beside):
            assert ID not in told(root)


def test_a_number_that_was_taken_out_is_not_told_by_what_changed(tmp_path: Path) -> None:
    """Pinned: the check looks at today's files, and what stood there before was said in full."""
    before = {ITEM: tiny.catalog(tiny.item({"公开内容": f"[身份证号{ID}, 账号{CARD}]"}))}
    after = {ITEM: tiny.catalog(tiny.item({"公开内容": f"[保障对象, 电话{MOBILE}]"}))}
    old = tiny.check(tiny.write(tmp_path / "old", before)).project
    new = tiny.check(tiny.write(tmp_path / "new", after)).project
    assert old
    assert new
    kind = new.settings.schema.kinds["item"]
    lines = "\n".join(differences.text(compare(old.catalog, new.catalog, kind)))
    assert "- 身份证号****************39" in lines
    assert f"+ 电话{MOBILE}" in lines
    assert CARD not in lines


def test_the_plan_of_an_import_tells_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pinned: a table was read before any check, and its lines were said in full."""
    sheet = tmp_path / "biao.csv"
    head = "一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道"
    row = f"救助,名单{ID},账号{CARD},《办法》,20个工作日内,没有的局,政府网站"
    sheet.write_text(f"{head}\n{row}\n", "utf-8")
    root = tiny.write(tmp_path / "site", {})
    cli._run(["import", str(sheet), "--domain", "shjz", "--dry-run", "-s", str(root)])
    words = "".join(capsys.readouterr())
    assert "名单****************39" in words
    assert ID not in words
    assert CARD not in words


def test_what_stays_in_the_house_is_told_without_numbers(tmp_path: Path) -> None:
    """Pinned: a number in a record's name was told by the list of what is not published."""
    path = tiny.RECORD.replace("a.md", f"{MOBILE}.md")
    checked = tiny.check(tiny.write(tmp_path, {path: tiny.record({"审核": None})}))
    assert checked.project
    kept = [one.record for one in checked.project.release.left_out]
    lines = (*report.left_out(checked), *report.unsigned(kept, "没有打印"))
    lines += (*inspections.text(inspection.inspect(checked.project)), told(tmp_path))
    assert sum("…78.md" in line for line in lines) > len(kept)
    assert MOBILE not in "\n".join(lines)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_command_says_none(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {tiny.RECORD: tiny.record({}, BODIES[0])})
    assert cli._run(["check", "--format", form, "-s", str(root)]) == CONTENT_ERRORS
    words = "".join(capsys.readouterr())
    assert "GK801" in words
    assert ID not in words
