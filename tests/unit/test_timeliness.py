"""In time or late, and due again: what can be said, and what cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import cli, inspection, timeliness, views
from gongkai_ssg.build import Checked
from gongkai_ssg.deadlines.workdays import published
from gongkai_ssg.project import Project

Check = Callable[..., Checked]
CATALOG = "content/shjz/catalog.yaml"


def project(check: Check, limit: str, record: dict[str, str | None] | None = None) -> Project:
    files: dict[str, str] = {CATALOG: tiny.catalog(tiny.item({"公开时限": limit}))}
    if record is not None:
        files[tiny.RECORD] = tiny.record(record)
    checked = check(files)
    assert checked.project, checked.diagnostics
    return checked.project


def judged(check: Check, limit: str, **record: str | None) -> tuple[str, int] | None:
    whole = project(check, limit, record)
    found = timeliness.judge(whole, whole.catalog.records["a"])
    return (found.due.isoformat(), found.late) if found else None


# 成文日期 2026-03-02, a Monday.
@pytest.mark.parametrize(
    ("limit", "out", "answer"),
    [
        ("信息形成之日起3个工作日内", "2026-03-05", ("2026-03-05", 0)),
        ("信息形成之日起3个工作日内", "2026-03-06", ("2026-03-05", 1)),
        ("形成或者变更之日起3个工作日内予以公开", "2026-03-09", ("2026-03-05", 2)),
        ("制定或获取信息之日起3日内", "2026-03-09", ("2026-03-05", 2)),
        ("信息形成（变更）20个工作日内", "2026-03-30", ("2026-03-30", 0)),
        ("20个工作日内", "2026-03-31", ("2026-03-30", 1)),
        # Two limits: in time for both, late for both, and between them.
        ("信息形成3个工作日内；其他信息形成10个工作日内", "2026-03-05", None),
        ("信息形成之日起3个工作日内，信息变更之日起10个工作日内", "2026-03-05", ("2026-03-05", 0)),
        ("信息形成之日起3个工作日内，信息变更之日起10个工作日内", "2026-03-17", ("2026-03-16", 1)),
        ("信息形成之日起3个工作日内，信息变更之日起10个工作日内", "2026-03-10", None),
        # How long it stays out is no deadline.
        (
            "信息形成之日起3个工作日内公开，公开时限不少于5个工作日",
            "2026-03-30",
            ("2026-03-05", 17),
        ),
        ("信息形成之日起3个工作日内公开，张贴7天", "2026-03-06", ("2026-03-05", 1)),
        ("信息形成之日起1个月内", "2026-04-02", ("2026-04-02", 0)),
        ("信息形成之日起24小时内", "2026-03-04", ("2026-03-03", 1)),
        ("信息形成之日起1-3个工作日内", "2026-03-30", None),
        ("信息形成之日起不超过3个工作日", "2026-03-06", ("2026-03-05", 1)),
        # The day from which these count does not stand in a record.
        ("收到申请之日起3个工作日内", "2026-03-30", None),
        ("分配结果确定后3个工作日内", "2026-03-30", None),
        ("信息形成之日起3个工作日内；批准后5日内", "2026-03-30", None),
        ("信息形成并经县政府批准之日起3个工作日内", "2026-03-30", None),
        ("信息形成(变更)下发至本单位3个工作日内", "2026-03-30", None),
        ("制定或获取备案政策之日起3个工作日内", "2026-03-05", ("2026-03-05", 0)),
        ("及时公开", "2026-03-30", None),
        ("信息形成之日起3内", "2026-03-30", None),
    ],
)
def test_a_record_against_its_limit(
    check: Check, limit: str, out: str, answer: tuple[str, int] | None
) -> None:
    assert (
        judged(check, limit, 公开日期=f"{out} 09:00", 审核=tiny.RECORD_ELEMENTS["审核"]) == answer
    )


def test_the_day_of_making_goes_before_the_day_of_signing(check: Check) -> None:
    limit, out = "信息形成之日起3个工作日内", "2026-03-06 09:00"
    assert judged(check, limit, 公开日期=out, 形成日期="2026-03-03") == ("2026-03-06", 0)


def test_holidays_are_no_working_days(check: Check) -> None:
    """Counting Monday to Friday would call this late by days."""
    found = judged(
        check,
        "信息形成之日起20个工作日内",
        成文日期="2026-02-10",
        公开日期="2026-03-16 09:00",
        审核=tiny.RECORD_ELEMENTS["审核"],
    )
    assert found == ("2026-03-16", 0)


@pytest.mark.parametrize(
    ("limit", "last", "day"),
    [
        ("每月公布一次", "2026-10-16", "2026-11-30"),
        ("每月公布一次", None, "2026-11-30"),
        ("每季度公开一次", "2026-07-15", "2026-12-31"),
        ("每季度公开一次", "2026-11-06", "2027-03-31"),
        ("半年至少更新1次", "2026-02-01", "2026-12-31"),
        ("按年公开", "2025-12-15", "2026-12-31"),
        ("每年3月31日前", "2026-01-05", "2027-03-31"),
        ("每年3月31日前", None, "2026-03-31"),
        ("每年2月底前", "2027-02-05", "2028-02-29"),
        ("在每月后10个工作日内", "2026-10-16", "2026-11-13"),
        ("季后15日内", "2026-07-10", "2026-10-15"),
        ("年度终了后3个月内", "2026-02-10", "2027-03-31"),
        ("至少每三年公布一次", "2026-01-16", "2029-01-16"),
        ("至少每三年公布一次", None, None),
        ("至少每两年公布一次", "2026-01-16", "2028-01-16"),
        ("每年12月底前", "9998-12-30", "9999-12-31"),
        ("每季度首月20日前", "2026-07-15", "2026-10-20"),
        ("每季度末月20日前", "2026-07-15", "2026-12-20"),
        ("每季度第一个月20日前", "2026-07-15", "2026-10-20"),
        ("每季度末月底前", "2026-07-15", "2026-12-31"),
        # A week is no part of a year that begins where the year does.
        ("每周公布一次", "2026-10-15", None),
        # Under a condition that nobody here can judge the later day is the certain one.
        ("每季度公布一次；财务往来较多的每月公布一次", "2026-10-15", "2027-03-31"),
        ("信息形成之日起20个工作日内", "2026-10-15", None),
        ("每年13月1日前", None, None),
        ("每年2月30日前", None, None),
        ("每年2月29日前", "2026-03-05", "2027-02-28"),
        ("每年2月29日前", "2027-03-05", "2028-02-29"),
        ("每月31日前", "2026-05-20", "2026-06-30"),
        ("每月31日前", "2026-06-20", "2026-07-31"),
        ("每月30日前", "2026-01-20", "2026-02-28"),
        # Two days of a year: what came out counts for the last of them that had begun.
        ("每年1月和7月", "2026-02-10", "2026-07-31"),
        ("每年1月和7月", "2026-07-10", "2027-01-31"),
        ("每年7月20日前、1月20日前", "2025-11-10", "2026-01-20"),
        ("每年1月和7月", None, "2026-07-31"),
        # Not understood whole: nothing is said.
        ("每年1、7月", "2026-02-10", None),
        ("每季度公布一次；财务信息定期公布", "2026-02-10", None),
        # Nobody can say which of so many times is the next.
        ("每年公开2次", "2026-02-10", None),
        ("每三年公开2次", "2026-02-10", None),
        ("每年1月10日前和1月20日前", "2026-02-10", None),
        # Ten of what?
        ("每月后10内", "2026-02-10", None),
        ("每0个月公开一次", "2026-02-10", None),
        ("每9999年公布一次", "2026-02-10", None),
        ("每月公布一次", "9999-12-30", None),
        ("每年3月31日前", "9999-12-30", None),
        ("每月后10个工作日内", "9999-12-30", None),
    ],
)
def test_when_an_item_is_due_again(
    check: Check, limit: str, last: str | None, day: str | None
) -> None:
    whole = project(check, limit)
    item = whole.catalog.items["SHJZ-01-01"]
    found = timeliness.again(whole, item, date.fromisoformat(last) if last else None)
    assert (found.day.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        ("每月10日前", "2026-12-10"),
        ("每月22日前", "2026-11-22"),
        ("每月21日前", "2026-12-21"),
        ("每月后10个工作日内", "2026-12-14"),
        ("每月后60个工作日内", "2026-11-27"),
        ("每年1月和7月", "2027-01-31"),
        # Of several the next, whatever it is for.
        ("至少每季度公布一次；财务往来较多的每月公布一次", "2026-11-30"),
        ("每年3月31日前；每年11月30日前", "2026-11-30"),
        ("每年3月31日前，名单公布前公示10个工作日", "2027-03-31"),
        ("至少每三年公布一次", None),
        ("每季度公布一次；财务信息定期公布", None),
        ("每年1、7月", None),
        ("信息形成之日起20个工作日内", None),
    ],
)
def test_the_next_day_of_a_rhythm_from_today(limit: str, day: str | None) -> None:
    found = timeliness.coming(limit, tiny.TODAY, published())
    assert (found.isoformat() if found else None) == day


def test_what_was_due_after_a_month_of_last_year_may_still_be_due() -> None:
    """Sixty working days after October 2025 end in January."""
    found = timeliness.coming("每月后60个工作日内", date(2026, 1, 10), published())
    assert found == date(2026, 1, 26)


@pytest.mark.parametrize("day", [date.min, date.max])
@given(
    st.text("每按0零1两三个年月季度日半公开一次和、,前后底首", max_size=12)
    | st.from_regex(r"\A每[0-9]{0,4}个?(年|月|季度|半年)(后[0-9]{1,4}个工作日内)?\Z")
)
@settings(deadline=None, max_examples=60)
def test_at_the_ends_of_the_calendar_no_rhythm_fails(day: date, written: str) -> None:
    timeliness.coming(written, day, published())
    for last in (None, date.min, date.max):
        timeliness.due_again(written, last, day, published())


def test_the_first_year_of_the_calendar_has_its_days_too() -> None:
    assert timeliness.coming("每年3月31日前", date.min, published()) == date(1, 3, 31)


def test_a_limit_beyond_the_calendar_judges_nothing(check: Check) -> None:
    limit = "信息形成之日起20个工作日内"
    assert judged(check, limit, 形成日期="9999-12-20", 公开日期="9999-12-30 09:00") is None


def test_the_page_says_in_words_what_can_be_said(check: Check) -> None:
    def words(limit: str, out: str) -> str:
        whole = project(check, limit, {"公开日期": f"{out} 09:00"})
        rows = views.header_card(whole, whole.catalog.records["a"])
        return next(row.lines[0] for row in rows if row.label == "公开用时")

    limit = "信息形成之日起3个工作日内"
    assert words(limit, "2026-03-05") == "形成后 3 天，在时限内"
    assert words(limit, "2026-03-09") == "形成后 7 天，超过时限 2 个工作日（应在 2026-03-05 以前）"
    assert words("及时公开", "2026-03-09") == "形成后 7 天"


def test_an_item_s_page_says_when_it_is_due_again(tmp_path: Path) -> None:
    item = tiny.item({"公开时限": "每季度公开一次"})
    root = tiny.write(tmp_path, {CATALOG: tiny.catalog(item), tiny.RECORD: tiny.record()})
    tiny.build_site(root)
    page = (root / "public/i/shjz-01-01/index.html").read_text("utf-8")
    assert "按“每季度公开一次”，下一次应当在" in page
    assert "2026-06-30" in page


def test_an_inspection_finds_each_kind_and_names_the_file(tmp_path: Path) -> None:
    catalog = tiny.catalog(
        tiny.item({"公开时限": "信息形成之日起3个工作日内"}),
        tiny.item({"编码": "SHJZ-01-02", "二级事项": "月报", "公开时限": "每月公布一次"}),
        tiny.item({"编码": "SHJZ-01-03", "二级事项": "年报", "公开时限": "每年3月31日前"}),
        tiny.item({"编码": "SHJZ-01-04", "二级事项": "定期", "公开时限": "定期公布"}),
        tiny.item({"编码": "SHJZ-01-05", "二级事项": "张贴的", "公开渠道": "[公开查阅点]"}),
        tiny.item({"编码": "SHJZ-01-06", "二级事项": "废止的", "状态": "废止"}),
    )
    folder = "content/shjz/records/"
    files = {
        CATALOG: catalog,
        f"{folder}a.md": tiny.record({"标题": "晚了", "公开日期": "2026-03-09 09:00"}),
        f"{folder}b.md": tiny.record({"标题": "草稿", "状态": "草稿"}),
        f"{folder}c.md": tiny.record({"事项": "SHJZ-01-05", "标题": "张贴"}),
    }
    checked = tiny.check(tiny.write(tmp_path, files))
    assert checked.project, checked.diagnostics
    found = inspection.inspect(checked.project)
    assert [(r.id, j.late) for r, j in found.late] == [("a", 2)]
    assert [(i.code, a.day.isoformat()) for i, a in found.overdue] == [("SHJZ-01-03", "2026-03-31")]
    assert [i.code for i, _ in found.soon] == ["SHJZ-01-02"]
    assert [i.code for i in found.empty] == ["SHJZ-01-02", "SHJZ-01-03", "SHJZ-01-04"]
    assert [out.record.id for out in found.left_out] == ["b"]
    assert [i.code for i in found.unread] == ["SHJZ-01-04"]
    assert [(c.items, c.filled, c.records) for c in found.coverage] == [(5, 2, 2)]


def test_report_in_text_and_json_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limit = {"公开时限": "信息形成之日起3个工作日内"}
    late = tiny.record({"公开日期": "2026-03-09 09:00"})
    root = tiny.write(tmp_path, {CATALOG: tiny.catalog(tiny.item(limit)), tiny.RECORD: late})
    words = ["report", "-s", str(root), "--clock", "2026-11-22"]
    assert cli._run(words) == 0
    said = capsys.readouterr().out
    assert "逾期公开的信息（能判断的 1 条）: 1\n" in said
    line = "content/shjz/records/a.md 三月名单: 应公开 2026-03-05，晚（工作日） 2"
    assert line in said
    assert "到期没有公开的事项: 没有\n" in said
    assert cli._run([*words, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["version"], data["day"]) == (1, "2026-11-22")
    assert [(one["path"], one["due"], one["days"]) for one in data["late"]] == [
        ("content/shjz/records/a.md", "2026-03-05", 2)
    ]


def test_report_on_broken_content_says_what_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {CATALOG: "事项: ["})
    assert cli._run(["report", "-s", str(root)]) == 1
    assert "先改好再统计" in capsys.readouterr().err


def test_the_sample_county_has_something_of_each_kind() -> None:
    root = Path(__file__).parents[2]
    checked = tiny.check(root, today=date(2026, 11, 27))
    assert checked.project, checked.diagnostics
    found = inspection.inspect(checked.project)
    assert found.late
    assert found.overdue
    assert found.soon
    assert found.empty
    assert found.left_out
    assert found.judged >= 60
