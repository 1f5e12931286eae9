"""Sheets made from lists: the poster of an open day, a flow chart, a village's own table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from paper import MM, Done, close, codes, pages, pictures, texts
from pdfplumber.page import Page

Site = Callable[..., Path]
Sheets = Callable[..., Done]
OPEN_DAY = (
    "开放日:\n- {编号: kaifang, 主题: 走进民政, 主办单位: 县民政局, 开始: 2026-12-10 09:00, "
    "结束: %s, 地点: 县政务服务中心二楼, 内容: [看核对, 提问], 报名电话: 0000-8000150}\n"
)
STEPS = (
    "{名称: 申请, 承办: 村民}, {名称: 审核, 时限: 5个工作日内, 不符合时: 书面告诉理由}, "
    "{名称: 发放}"
)
FLOW = "流程:\n- {编号: dibao, 名称: 低保办理, 监督电话: 0000-8000151, 步骤: [%s]}\n"
VILLAGE = (
    "村务:\n- {公开事项: 财务收支, 公开依据: [《村民委员会组织法》第三十条], "
    "公开时限: 每季度首月20日前, 公开主体: %s, 公开渠道: [公开查阅点], 公开层级: [村级]}\n"
)


def test_the_poster_of_an_open_day_says_when_where_and_how(site: Site, sheets: Sheets) -> None:
    root = site({"content/opendays.yaml": OPEN_DAY % "2026-12-10 11:30"})
    done = sheets(root, "poster", "kaifang")
    text = close("".join(texts(done.pdf("poster-kaifang.pdf"))))
    for shown in (
        *("走进民政", "2026年12月10日（星期四）09:00至11:30", "地点:县政务服务中心二楼"),
        *("主办单位:示例县民政局", "内容:看核对；提问", "报名电话:0000-8000150"),
    ):
        assert shown in text
    read = codes(pictures(done.pdf())[0])
    assert read == ["https://sl.example/gk/opendays/#kaifang"]


def test_an_open_day_over_night_names_both_days(site: Site, sheets: Sheets) -> None:
    done = sheets(
        site({"content/opendays.yaml": OPEN_DAY % "2026-12-11 11:30"}), "poster", "kaifang"
    )
    assert "09:00至2026年12月11日11:30" in close("".join(texts(done.pdf())))


def test_a_flow_chart_is_one_page_of_a3_with_every_step(site: Site, sheets: Sheets) -> None:
    done = sheets(site({"content/flows.yaml": FLOW % STEPS}), "flow", "dibao")
    (page,) = pages(done.pdf("flow-dibao.pdf"))
    assert (round(page.width / MM), round(page.height / MM)) == (297, 420)
    text = close("".join(texts(done.pdf())))
    for shown in (
        *("低保办理流程图", "1.申请", "承办:村民", "2.审核", "时限:5个工作日内"),
        *("书面告诉理由", "3.发放", "监督电话0000-8000151"),
    ):
        assert shown in text
    assert codes(pictures(done.pdf())[0]) == ["https://sl.example/gk/flows/#dibao"]


def test_what_happens_otherwise_stands_right_of_its_step(site: Site, sheets: Sheets) -> None:
    done = sheets(site({"content/flows.yaml": FLOW % STEPS}), "flow", "dibao")
    words = pages(done.pdf())[0].extract_words()
    step = next(w for w in words if "审核" in w["text"])
    aside = next(w for w in words if "书面" in w["text"])
    assert aside["x0"] > step["x1"]
    assert step["top"] - 60 < aside["top"] < step["bottom"] + 60


def test_a_long_flow_is_set_smaller_and_stays_on_its_page(site: Site, sheets: Sheets) -> None:
    many = ", ".join(f"{{名称: 第{n}步要办的事情, 承办: 乡镇人民政府}}" for n in range(1, 21))
    done = sheets(site({"content/flows.yaml": FLOW % many}), "flow", "dibao")
    assert done.status == 0, done.said
    assert len(pages(done.pdf())) == 1
    assert "第20步要办的事情" in close(texts(done.pdf())[0])


def test_however_long_a_flow_it_is_whole_on_one_page_or_not_printed(
    site: Site, sheets: Sheets
) -> None:
    """Nothing may be set over the edge or on a second page, where nobody looks for it."""
    told = "要带身份证、户口簿和收入证明" * 3
    printed = []
    for count in (2, 8, 14, 20, 24, 28, 32, 36):
        steps = ", ".join(
            f"{{名称: 第{n}步要办的事, 说明: {told}, 不符合时: 书面告知第{n}步的理由}}"
            for n in range(1, count + 1)
        )
        done = sheets(site({"content/flows.yaml": FLOW % steps}), "flow", "dibao")
        if not done.names:
            assert "content/flows.yaml:2" in done.said
            assert "GK610" in done.said
            continue
        (page,) = pages(done.pdf())
        text = close(texts(done.pdf())[0])
        for n in range(1, count + 1):
            assert f"第{n}步要办的事" in text
            assert f"书面告知第{n}步的理由" in text
        assert text.count(told) == count
        assert on_the_sheet(page, 27)
        printed.append(count)
    assert printed[:3] == [2, 8, 14]
    assert len(printed) < 8


def on_the_sheet(page: Page, margin: float) -> bool:
    """Whether every character stands within the margins (in mm)."""
    left, top = margin * MM - 1, margin * MM - 1
    return all(
        char["x0"] >= left
        and char["top"] >= top
        and char["x1"] <= float(page.width) - left
        and char["bottom"] <= float(page.height) - top
        for char in page.chars
    )


def test_the_poster_of_a_full_open_day_is_cut_short_but_for_when_and_where(
    site: Site, sheets: Sheets
) -> None:
    many = ", ".join(
        f"第{n}项看核对中心怎样核对家庭收入和财产并且现场回答群众的问题" for n in range(1, 13)
    )
    day = (OPEN_DAY % "2026-12-11 11:30").replace("看核对, 提问", many)
    day = day.replace(
        "县政务服务中心二楼",
        "县政务服务中心二楼东侧第三会议室（从南门进，乘电梯到二楼，出电梯右转）",
    )
    done = sheets(site({"content/opendays.yaml": day}), "poster", "kaifang")
    (page,) = pages(done.pdf())
    text = close(texts(done.pdf())[0])
    assert "2026年12月10日（星期四）09:00至2026年12月11日11:30" in text
    assert "出电梯右转）" in text
    assert "第6项" in text
    assert "第7项" not in text
    assert "报名电话:0000-8000150" in text
    assert min(char["size"] for char in page.chars) >= 8
    assert on_the_sheet(page, 25)


def test_an_open_day_that_fits_no_poster_is_said(site: Site, sheets: Sheets) -> None:
    day = (OPEN_DAY % "2026-12-10 11:30").replace("县政务服务中心二楼", "县政务服务中心" * 400)
    done = sheets(site({"content/opendays.yaml": day}), "poster", "kaifang")
    assert done.status == 1
    assert done.names == []
    assert "content/opendays.yaml:2:8" in done.said
    assert "GK610" in done.said


def test_all_flow_charts_are_printed_and_open_days_are_none(site: Site, sheets: Sheets) -> None:
    files = {
        "content/flows.yaml": FLOW % STEPS,
        "content/opendays.yaml": OPEN_DAY % "2026-12-10 11:30",
    }
    root = site(files)
    assert sheets(root, "flow", "--all").names == ["flow-dibao.pdf"]
    with pytest.raises(click.UsageError, match=r"请写 content/flows\.yaml 里的编号"):
        sheets(root, "flow", "kaifang")
    with pytest.raises(click.UsageError, match="是不是“dibao”"):
        sheets(root, "flow", "diba")


def test_an_open_day_and_a_flow_of_one_id_are_printed_each_by_its_own_command(
    site: Site, sheets: Sheets
) -> None:
    same = {
        "content/flows.yaml": FLOW % STEPS,
        "content/opendays.yaml": (OPEN_DAY % "2026-12-10 11:30").replace("kaifang", "dibao"),
    }
    root = site(same)
    flow = sheets(root, "flow", "dibao").pdf("flow-dibao.pdf")
    assert "低保办理流程图" in close(texts(flow)[0])
    poster = sheets(root, "poster", "dibao").pdf("poster-dibao.pdf")
    assert codes(pictures(poster)[0]) == ["https://sl.example/gk/opendays/#dibao"]


def test_a_flow_has_no_poster(site: Site, sheets: Sheets) -> None:
    root = site({"content/flows.yaml": FLOW % STEPS})
    with pytest.raises(click.UsageError, match="没有“dibao”"):
        sheets(root, "poster", "dibao")


@pytest.mark.parametrize("places", ["各行政村", "[上湾村]"])
def test_a_village_s_board_has_its_own_table(site: Site, sheets: Sheets, places: str) -> None:
    root = site({"content/village.yaml": VILLAGE % places})
    done = sheets(root, "board", "shangwan", "--month", "2026-11")
    text = close("".join(texts(done.pdf())))
    for shown in (
        *("河湾镇上湾村村务公开目录", "序号", "公开层级", "财务收支"),
        *("《村民委员会组织法》第三十条", "每季度首月20日前", "2027年1月20日以前"),
    ):
        assert shown in text
    assert "各行政村" not in text


def test_a_town_s_board_has_no_village_table(site: Site, sheets: Sheets) -> None:
    root = site({"content/village.yaml": VILLAGE % "各行政村"})
    done = sheets(root, "board", "hewan", "--month", "2026-11")
    assert "村务公开目录" not in close("".join(texts(done.pdf())))
