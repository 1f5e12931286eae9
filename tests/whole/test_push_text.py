"""Texts of what is new, from the folder to the file: who gets what, and what never goes out."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tiny

from gongkai_ssg import cli, concerns
from gongkai_ssg.project import Project

ROOT = Path(__file__).parents[2]
NEW = "2026-11-18 09:00"
ID_CARD = "11010519491231002X"


def site(tmp_path: Path, files: Mapping[str, str | bytes | None]) -> Path:
    return tiny.write(tmp_path / "s", files)


def new(title: str, **changes: str | None) -> str:
    elements = {"标题": title, "成文日期": "2026-03-02", "公开日期": NEW, **changes}
    return tiny.record(elements)


def run(root: Path, target: str, *words: str, day: str = "2026-11-22") -> int:
    return cli._run(["push-text", target, "-s", str(root), "--clock", day, *words])


def pushed(root: Path, capsys: pytest.CaptureFixture[str], target: str, *words: str) -> Any:
    assert run(root, target, "--format", "json", *words) == 0
    return json.loads(capsys.readouterr().out)


def titles(root: Path, capsys: pytest.CaptureFixture[str], target: str, *words: str) -> list[str]:
    return [one["title"] for one in pushed(root, capsys, target, *words)["messages"]]


# ------------------------------------------------------------------------- who gets what

FOLDER = "content/shjz/records"
VILLAGE_ITEM = tiny.item({"编码": "SHJZ-02-01", "公开层级": "[县级, 村级]"})
SOME = {
    "content/shjz/catalog.yaml": tiny.catalog(tiny.item(), VILLAGE_ITEM),
    f"{FOLDER}/village.md": new("本村的", 区划="上湾村"),
    f"{FOLDER}/town.md": new("镇里的", 区划="河湾镇"),
    f"{FOLDER}/for-all.md": new("全县各村的", 事项="SHJZ-02-01"),
    f"{FOLDER}/county.md": new("县级的"),
    f"{FOLDER}/old.md": new("以前的", 区划="上湾村", 公开日期="2026-11-15 23:59"),
    f"{FOLDER}/over.md": new("失效的", 区划="上湾村", 有效性="失效"),
    f"{FOLDER}/draft.md": new("草稿", 区划="上湾村", 状态="草稿"),
    f"{FOLDER}/later.md": new("明天的", 区划="上湾村", 公开日期="2026-11-23 09:00"),
}


def test_a_village_is_told_its_own_first_and_what_comes_down_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, SOME)
    assert titles(root, capsys, "上湾村") == ["本村的", "全县各村的"]
    assert titles(root, capsys, "shangwan") == ["本村的", "全县各村的"]


def test_a_town_is_told_what_its_villages_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert titles(site(tmp_path, SOME), capsys, "河湾镇") == ["本村的", "镇里的"]


def test_a_domain_is_told_everything_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = titles(site(tmp_path, SOME), capsys, "社会救助")
    assert sorted(found) == sorted(["本村的", "镇里的", "全县各村的", "县级的"])


def test_a_week_is_the_rule_and_a_day_can_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, SOME)
    assert run(root, "上湾村") == 0
    assert "没有写 --since，写的是 2026-11-16 以来的。" in capsys.readouterr().err
    assert titles(root, capsys, "上湾村", "--since", "2026-11-15")[-1] == "全县各村的"
    assert "以前的" in titles(root, capsys, "上湾村", "--since", "2026-11-15")
    assert run(root, "上湾村", "--since", "2026-11-20") == 0
    assert "没有新公开的信息，不用发。" in capsys.readouterr().err


def test_answers_and_adjustments_belong_to_it_and_open_days_to_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = "[{日期: 2026-11-17, 类型: 调整, 内容: 时限改为15个工作日, 原因: 修订}]"
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item({"调整": change})),
        "content/questions.yaml": "问答:\n- {问: 能领吗？, 答: 能。, 事项: [SHJZ-01-01], "
        "解答单位: 县民政局, 日期: 2026-11-18}\n"
        "- {问: 旧的？, 答: 能。, 事项: [SHJZ-01-01], 日期: 2026-03-18}\n",
        "content/opendays.yaml": "开放日:\n- {编号: a, 主题: 看核对, 主办单位: 县民政局, "
        "开始: 2026-12-01 09:00, 结束: 2026-12-01 10:00, 地点: 二楼}\n"
        "- {编号: b, 主题: 过去的, 主办单位: 县民政局, "
        "开始: 2026-11-01 09:00, 结束: 2026-11-01 10:00, 地点: 二楼}\n",
        "content/shjz/domain.yaml": tiny.DOMAIN + "牵头单位: 县民政局\n",
    }
    found = pushed(site(tmp_path, files), capsys, "shjz")["messages"]
    told = [(one["kind"], one["title"]) for one in found]
    assert told == [
        ("目录调整", "公开事项调整：审核确认结果"),
        ("政策问答", "能领吗？"),
        ("政府开放日", "看核对"),
    ]
    assert "sms" not in found[0]
    assert "speaker" not in found[0]


@pytest.mark.parametrize(
    ("body", "sender"),
    [("县民政局", "县民政局"), ("县教育局", "示例县"), ("[县民政局, 县教育局]", "示例县")],
)
def test_what_several_bodies_adjusted_is_signed_by_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, sender: str
) -> None:
    change = "[{日期: 2026-11-17, 类型: 调整, 内容: 时限改为15个工作日, 原因: 修订}]"
    second = {"编码": "SHJZ-01-02", "二级事项": "办事指南", "公开主体": body, "调整": change}
    more = "单位:\n- {id: jyj, 名称: 示例县教育局, 简称: 县教育局}\n"
    files = {
        "site.yaml": tiny.SITE.replace("单位:\n", more),
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item({"调整": change}), tiny.item(second)),
    }
    (message,) = pushed(site(tmp_path, files), capsys, "shjz")["messages"]
    assert (message["title"], message["sender"]) == ("2个公开事项有调整", sender)


def test_the_places_inside_are_looked_up_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = concerns.places_inside

    def ask(project: Project, place: str) -> frozenset[str]:
        asked.append(place)
        return real(project, place)

    monkeypatch.setattr(concerns, "places_inside", ask)
    assert titles(site(tmp_path, SOME), capsys, "河湾镇") == ["本村的", "镇里的"]
    # Once for what is told, once for what hangs on boards alone, once for what is not signed.
    assert asked == ["hewan"] * 3


def test_a_text_goes_out_after_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site(tmp_path, {tiny.RECORD: new("本村的", 区划="上湾村")})
    warned = "注意: 有 1 条还没有生成网页，先 gongkai build 并上传，再发。"
    assert run(root, "上湾村") == 0
    assert warned in capsys.readouterr().err
    assert tiny.build_site(root).files
    assert run(root, "上湾村") == 0
    assert warned not in capsys.readouterr().err


def test_an_address_that_is_too_long_is_said_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = tiny.SITE.replace("sl.example/gk/", f"www.sl.example/{'a' * 40}/")
    notice = new("河湾镇上湾村征地补偿安置方案", 区划="上湾村")
    root = site(tmp_path, {tiny.RECORD: notice, "site.yaml": long})
    assert run(root, "上湾村", "--form", "sms") == 0
    said = capsys.readouterr()
    assert "网址太长写不下，没有写" in said.out
    assert "有 1 条短信写不下网址" in said.err
    assert "二维码网址" in said.err
    assert run(root, "上湾村", "--form", "wechat") == 0
    assert "写不下网址" not in capsys.readouterr().err


def test_a_sign_that_cannot_be_read_aloud_is_shown_to_the_clerk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = new("本村的", 区划="上湾村", 内容概述="产量☎3，同比增长-2.5%")
    root = site(tmp_path, {tiny.RECORD: odd})
    assert run(root, "上湾村", "--form", "speaker") == 0
    said = capsys.readouterr()
    assert "同比增长负百分之二点五" in said.out
    assert "“本村的”里有不会念的符号: “产量☎3，同比增”。" in said.err
    (message,) = pushed(root, capsys, "上湾村")["messages"]
    assert message["speaker"]["unclear"] == ["产量☎3，同比增"]
    assert run(root, "上湾村", "--form", "sms") == 0
    assert "不会念" not in capsys.readouterr().err


# -------------------------------------------------------------------- what never goes out


def test_what_is_for_paper_only_is_told_nowhere_and_the_clerk_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"{FOLDER}/paper.md": new("鑫淼焱垚", 区划="上湾村", 渠道="[两微一端, 入户/现场]")}
    # What is no longer in force is no news on paper either: it is not counted.
    over = new("贴过的", 区划="上湾村", 渠道="[两微一端, 入户/现场]", 有效性="失效")
    files |= {f"{FOLDER}/paper-over.md": over}
    root = site(tmp_path, files)
    assert run(root, "上湾村") == 0
    said = capsys.readouterr()
    assert "鑫淼焱垚" not in said.out
    assert "另有 1 条只用于张贴，没有写进来: paper" in said.err


def test_what_is_unsigned_is_told_nowhere_and_named_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        f"{FOLDER}/waits.md": new("鑫淼焱垚", 区划="上湾村", 审核=None),
        f"{FOLDER}/elsewhere.md": new("镇里的", 区划="河湾镇", 审核=None),
        f"{FOLDER}/old.md": new("早的", 区划="上湾村", 审核=None, 公开日期="2026-03-05 09:00"),
        f"{FOLDER}/draft.md": new("草稿", 区划="上湾村", 审核=None, 状态="草稿"),
    }
    root = site(tmp_path, files)
    assert run(root, "上湾村", "--format", "json") == 0
    said = capsys.readouterr()
    assert "鑫淼焱垚" not in said.out
    end = "三审和保密审查没有签完，没有写进来的信息：\n  content/shjz/records/waits.md\n"
    assert said.err.endswith(end)


def test_a_number_that_two_lines_make_together_is_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = f"'证件 {ID_CARD[:14]}\n  {ID_CARD[14:]}'"
    root = site(tmp_path, {tiny.RECORD: new("本村的", 区划="上湾村", 内容概述=broken)})
    for form in ("speaker", "wechat"):
        assert run(root, "上湾村", "--form", form) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert "身份证号" in said.err


def test_a_number_of_a_person_in_a_summary_stops_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = new("本村的", 区划="上湾村", 内容概述=f"证件 {ID_CARD}")
    assert run(site(tmp_path, {tiny.RECORD: told}), "上湾村") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "身份证号" in said.err


def test_a_mobile_that_check_warns_of_is_said_before_a_message_goes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        tiny.RECORD: new("本村的", 区划="上湾村", 内容概述="联系 13800000000 领取"),
        f"{FOLDER}/elsewhere.md": new("县级的", 内容概述="联系 13900000000 领取"),
    }
    root = site(tmp_path, files)
    found = [one for one in tiny.check(root).diagnostics if one.code == "GK805"]
    assert {one.span.path for one in found} == set(files)
    assert run(root, "上湾村") == 0
    said = capsys.readouterr().err
    (warned,) = (one for one in found if one.span.path == tiny.RECORD)
    assert f"发以前看一看“{tiny.RECORD}”第 {warned.span.line} 行: {warned.message}" in said
    assert "elsewhere" not in said


def test_a_mobile_that_is_in_no_text_is_not_spoken_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever any domain's items say, whatever the page alone says: it is not sent."""
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item({"公开内容": "[电话13700000000]"})),
        tiny.RECORD: tiny.record(
            {"公开日期": NEW, "区划": "上湾村", "内容概述": "联系 13800000000 领取"},
            body="找 13900000000。\n",
        ),
    }
    root = site(tmp_path, files)
    found = [one.span.path for one in tiny.check(root).diagnostics if one.code == "GK805"]
    assert found == ["content/shjz/catalog.yaml", tiny.RECORD, tiny.RECORD]
    assert run(root, "上湾村") == 0
    (said,) = [one for one in capsys.readouterr().err.splitlines() if "发以前看一看" in one]
    lines = (root / tiny.RECORD).read_text("utf-8").split("\n")
    (number,) = [n for n, line in enumerate(lines, 1) if line.startswith("内容概述")]
    assert f"“{tiny.RECORD}”第 {number} 行" in said


def test_a_mobile_in_an_adjustment_that_is_told_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = "[{日期: 2026-11-17, 类型: 调整, 内容: 改为找 13700000000, 原因: 修订}]"
    items = (tiny.item({"调整": change}), tiny.item({"编码": "SHJZ-01-02", "二级事项": "办事指南"}))
    root = site(tmp_path, {"content/shjz/catalog.yaml": tiny.catalog(*items)})
    assert run(root, "shjz") == 0
    assert "发以前看一看“content/shjz/catalog.yaml”第 13 行" in capsys.readouterr().err


def test_what_check_stops_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site(tmp_path, {tiny.RECORD: new("本村的", 区划="上湾村", 内容概述="机密★10年")})
    assert run(root, "上湾村") == 1
    assert capsys.readouterr().out == ""


def test_the_texts_are_not_laid_into_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, SOME)
    assert run(root, "上湾村", "-o", str(root / "public" / "a.txt")) == 2
    assert not (root / "public").exists()
    assert run(root, "上湾村", "-o", str(tmp_path / "a.txt")) == 0
    assert "本村的" in (tmp_path / "a.txt").read_text("utf-8")
    assert capsys.readouterr().out == ""


# ------------------------------------------------------------------------------ wrong use


@pytest.mark.parametrize(
    ("target", "words", "said"),
    [
        ("上弯村", [], "没有“上弯村”；是不是“上湾村”？"),
        ("shangwen", [], "是不是“shangwan”？"),
        ("上湾村", ["--since", "2026-11-23"], "2026-11-23 还没有到"),
    ],
)
def test_a_wrong_use_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    target: str,
    words: list[str],
    said: str,
) -> None:
    assert run(site(tmp_path, SOME), target, *words) == 2
    assert said in capsys.readouterr().err


def test_a_village_with_another_number_is_not_suggested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "- {id: dier, 名称: 河湾镇第二村, 层级: 村级, 上级: hewan}\n"
    root = site(tmp_path, {"site.yaml": tiny.SITE + more})
    assert run(root, "河湾镇第三村") == 2
    assert "是不是" not in capsys.readouterr().err
    assert run(root, "河湾第二村") == 2
    assert "是不是“河湾镇第二村”？" in capsys.readouterr().err


def test_two_villages_of_one_name_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "- {id: dongwan, 名称: 上湾村, 层级: 村级, 上级: hewan}\n"
    assert run(site(tmp_path, {"site.yaml": tiny.SITE + more}), "上湾村") == 2
    assert "shangwan、dongwan" in capsys.readouterr().err


# ---------------------------------------------------------------------- the sample county


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("county")
    for name in ("site.yaml", "published.yaml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "content", root / "content")
    return root


@pytest.mark.parametrize("target", ["longtan", "hewan", "dongjie", "zdbc", "spyp", "hjbh"])
def test_a_year_of_the_sample_county_can_be_sent_and_read(
    county: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    found = pushed(county, capsys, target, "--since", "2026-01-01")
    assert found["messages"]
    for one in found["messages"]:
        if "sms" in one:
            text = one["sms"]["text"]
            assert one["sms"]["length"] == len(text.encode("utf-16-le")) // 2 <= 70, text
            assert re.match(r"【[^【】]+】[^【】]+$", text), text
        assert one["wechat"]["text"].endswith(one["address"])
    read = found["speaker"]["text"]
    assert not re.search(r"[0-9/:（）《》“”·%【】-]", read)
    assert found["speaker"]["seconds"] > 0


def test_a_notice_that_is_open_says_so_in_every_form(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (one, *_) = pushed(county, capsys, "下湾村")["messages"]
    assert "有意见的，请在12月16日前（含当天）反映。" in one["wechat"]["text"]
    assert "公告至12月16日" in one["sms"]["text"]
    assert "有意见的，最晚十二月十六日提出。" in one["speaker"]["text"]


def test_a_notice_that_is_over_asks_for_nothing(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(county, "shangwan", "--since", "2026-05-01") == 0
    text = capsys.readouterr().out
    assert "征地补偿安置方案公告（河湾镇防洪排涝工程上湾村段）" in text
    assert "6月12日" not in text
