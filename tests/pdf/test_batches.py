"""Batches: everything, what changed, one file for many; what must come off the wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tiny
from paper import Done, close, texts

Site = Callable[..., Path]
Sheets = Callable[..., Done]
FOLDER = "content/shjz/records/"


def catalog(content: str = "[保障对象, 保障金额]", **second: str) -> str:
    other = {"编码": "SHJZ-01-02", "二级事项": "办事指南", **second}
    return tiny.catalog(tiny.item({"公开内容": content}), tiny.item(other))


@pytest.fixture
def root(site: Site) -> Path:
    return site(
        {
            "content/shjz/catalog.yaml": catalog(),
            f"{FOLDER}a.md": tiny.record({"标题": "甲公示", "区划": "hewan"}),
            f"{FOLDER}b.md": tiny.record({"标题": "乙公示", "状态": "草稿"}),
        }
    )


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--all"], ["notice-a.pdf", "notice-shjz-01-01.pdf", "notice-shjz-01-02.pdf"]),
        (["--all", "--by", "domain"], ["notice-shjz.pdf"]),
        (["--all", "--by", "place"], ["notice-hewan.pdf"]),
        (["--all", "--domain", "shjz", "-j", "1"], ["notice-a.pdf", "notice-shjz-01-01.pdf"]),
        (["shjz-01-02", "a"], ["notice-a.pdf", "notice-shjz-01-02.pdf"]),
    ],
)
def test_a_range_gives_a_pdf_for_each(
    root: Path, sheets: Sheets, words: list[str], names: list[str]
) -> None:
    assert sheets(root, "notice", *words).names[: len(names)] == names


def test_many_sheets_in_one_file(root: Path, sheets: Sheets, tmp_path: Path) -> None:
    file = tmp_path / "一个文件.pdf"
    done = sheets(root, "notice", "SHJZ-01-01", "a", "-o", str(file))
    assert done.status == 0, done.said
    assert not file.exists()  # the last -o counts
    from click.testing import CliRunner

    from gongkai_ssg.cli import cli

    words = ["print", "notice", "SHJZ-01-01", "a", "-s", str(root), "-o", str(file)]
    CliRunner().invoke(cli, words, standalone_mode=False)
    text = close("".join(texts(file)))
    assert text.index("审核确认结果公开事项告知") < text.index("甲公示")
    assert text.count("第1/1页") == 2


def test_every_kind_can_be_made_for_all(root: Path, sheets: Sheets) -> None:
    assert sheets(root, "catalog", "--all").names == ["catalog-shjz.pdf"]
    assert sheets(root, "catalog", "--all", "--by", "body").names == ["catalog-mzj.pdf"]
    assert sheets(root, "catalog", "--all", "--by", "place").names == []  # county level only
    assert len(sheets(root, "poster", "--all").names) == 1 + 2 + 2  # domain, places, items
    assert sheets(root, "labels").names == ["labels.pdf"]
    assert len(sheets(root, "board", "--all").names) == 2


def test_since_prints_what_changed_and_says_what_to_take_down(root: Path, sheets: Sheets) -> None:
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        tiny.build_site(root, today=day)
    period = "{起: 2026-03-05, 止: 2026-03-12}"
    changed = {
        "content/shjz/catalog.yaml": catalog("[保障对象]", 状态="废止"),
        f"{FOLDER}a.md": tiny.record({"标题": "甲公示", "公示期": period}),
        f"{FOLDER}c.md": tiny.record({"标题": "丙公示", "公开日期": "2026-06-05 09:00"}),
    }
    for name, text in changed.items():
        (root / name).write_text(text, "utf-8")
    done = sheets(root, "notice", "--since", "2026-03-10")
    assert done.status == 0, done.said
    assert done.names == ["notice-c.pdf", "notice-shjz-01-01.pdf"]
    assert "换成 SHJZ-01-01 第2版" in done.said
    assert "办事指南: 事项已废止，取下 SHJZ-01-02 的告示、海报和标签" in done.said
    assert "甲公示: 2026年3月12日期满" in done.said
    text = close("".join(texts(done.pdf("notice-shjz-01-01.pdf"))))
    assert "第2版" in text
    # Printing is no publishing: the ledger knows nothing of version 2 yet.
    assert "版本: '2'" not in (root / "published.yaml").read_text("utf-8")
    assert sheets(root, "catalog", "--since", "2026-12-31").names == []


def test_a_version_not_yet_published_is_the_one_that_will_be(root: Path, sheets: Sheets) -> None:
    tiny.build_site(root, today=date(2026, 3, 1))
    (root / "content/shjz/catalog.yaml").write_text(catalog("[保障对象]"), "utf-8")
    text = close("".join(texts(sheets(root, "notice", "SHJZ-01-01").pdf())))
    assert "第2版" in text


@pytest.mark.parametrize(
    "words",
    [
        ["notice"],
        ["notice", "SHJZ-09-09"],
        ["notice", "a", "--all"],
        ["poster", "没有"],
        ["poster", "SHJZ-01-01", "--distance", "3"],
        ["board", "没有村"],
        ["board", "hewan", "--month", "2026-13"],
        ["labels", "--grid", "own"],
        ["catalog", "--domain", "xxxx"],
        ["catalog", "--paper", "B5"],
        ["notice", "--since", "昨天"],
    ],
)
def test_wrong_use_is_said_in_chinese(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str], tmp_path: Path
) -> None:
    from gongkai_ssg import cli

    assert cli._run(["print", *words, "-s", str(root), "-o", str(tmp_path / "o")]) == 2
    said = capsys.readouterr().err
    assert said.strip()
    assert not any(word in said for word in ("Error", "Usage", "Invalid", "Traceback"))


def test_errors_of_the_content_stop_all_printing(root: Path, sheets: Sheets) -> None:
    (root / "content/shjz/catalog.yaml").write_text("事项: [", "utf-8")
    done = sheets(root, "notice", "a")
    assert (done.status, done.names) == (1, [])
    assert done.said.endswith("没有打印。\n")


def test_without_the_printing_parts_it_says_how_to_get_them(
    root: Path, sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "typst", None)
    done = sheets(root, "notice", "a")
    assert (done.status, done.names) == (2, [])
    assert 'pip install "gongkai-ssg[print]"' in done.said


def test_a_font_that_is_not_there_is_a_warning(root: Path, sheets: Sheets) -> None:
    own = "打印: {字体: {仿宋: 没有的字体}}\n"
    (root / "site.yaml").write_text(tiny.SITE + own, "utf-8")
    done = sheets(root, "notice", "a")
    assert (done.status, done.names) == (0, ["notice-a.pdf"])
    assert "警告 GK606" in done.said


@pytest.mark.parametrize("written", ["a", "a.md", "content/shjz/records/a.md", "records\\a.md"])
def test_a_record_may_be_named_by_its_file(root: Path, sheets: Sheets, written: str) -> None:
    assert sheets(root, "notice", written).names == ["notice-a.pdf"]


def refused(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    from gongkai_ssg import cli

    assert cli._run(["print", *words, "-s", str(root)]) == 2
    return capsys.readouterr().err


def test_what_was_probably_meant_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "是不是“SHJZ-01-01”？" in refused(root, capsys, "notice", "SHJZ-1-01")
    assert "是不是“hewan”？" in refused(root, capsys, "board", "hewann")


def test_what_is_named_is_of_the_wanted_kind(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A code is no record, and what is near a flow's id is no place."""
    from gongkai_ssg import cli

    assert cli._run(["review", "SHJZ-01-01", "-s", str(root)]) == 2
    said = capsys.readouterr().err
    assert "没有“SHJZ-01-01”；请写信息的编号（文件名）" in said
    assert "没有“hewan”；请写 content/flows.yaml" in refused(root, capsys, "flow", "hewan")
    assert "请写区划的名称或者 id" in refused(root, capsys, "board", "张家村")
    assert "是不是“上湾村”？" in refused(root, capsys, "board", "上弯村")


def test_of_two_villages_of_one_name_none_is_guessed(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    more = (
        "- {id: dong, 名称: 东镇, 层级: 乡级}\n"
        "- {id: d-shangwan, 名称: 上湾村, 层级: 村级, 上级: dong}\n"
    )
    root = site({"site.yaml": tiny.SITE + more})
    for kind in ("poster", "board"):
        said = refused(root, capsys, kind, "上湾村")
        assert "有几个“上湾村”，写它的 id: shangwan、d-shangwan" in said


@pytest.mark.parametrize("where", ["public", "public/print", "public/a.pdf", "content/x"])
def test_no_sheet_is_written_where_it_would_be_uploaded(
    root: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """A list with whole names may hang in the village and nowhere else."""
    tiny.build_site(root)
    before = sorted(root.rglob("*"))
    assert "不能写到" in refused(root, capsys, "notice", "a", "-o", str(root / where))
    assert sorted(root.rglob("*")) == before


def test_nor_into_a_site_that_was_built_elsewhere(
    root: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tiny.build_site(root, output=tmp_path / "elsewhere", write_ledger=False)
    said = refused(root, capsys, "notice", "a", "-o", str(tmp_path / "elsewhere/sheets"))
    assert "要上传的网站" in said


def test_it_says_that_the_site_must_go_up_before_the_sheet(root: Path, sheets: Sheets) -> None:
    """A code on the wall that leads to nothing, or to an old version, helps nobody."""
    assert "SHJZ-01-01 等 2 个事项的这一版还没有生成网站" in sheets(root, "labels").said
    assert "SHJZ-01-01的这一版还没有生成网站" in sheets(root, "notice", "a").said
    assert "注意: 还没有生成过网站" in sheets(root, "poster", "shangwan").said
    tiny.build_site(root, today=date(2026, 3, 1))
    assert "还没有生成" not in sheets(root, "notice", "a").said
    assert "还没有生成" not in sheets(root, "poster", "shangwan").said
    (root / "content/shjz/catalog.yaml").write_text(catalog("[保障对象]"), "utf-8")
    assert "SHJZ-01-01的这一版还没有生成网站" in sheets(root, "notice", "a").said


def test_what_comes_out_tomorrow_may_be_printed_today(root: Path, sheets: Sheets) -> None:
    (root / f"{FOLDER}a.md").write_text(tiny.record({"公开日期": "2026-12-01 09:00"}), "utf-8")
    done = sheets(root, "notice", "a")
    assert (done.status, done.names) == (0, ["notice-a.pdf"])
    assert "警告 GK609 公开日期是2026年12月1日" in done.said
