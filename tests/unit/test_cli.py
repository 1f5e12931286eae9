"""Commands: exit codes, Chinese words for wrong use, what goes to stdout and what to stderr."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import click
import pytest
import tiny

from gongkai_ssg import cli
from gongkai_ssg.chinese import in_chinese
from gongkai_ssg.cli import shared
from gongkai_ssg.diagnostics import codes

CATALOG = "content/shjz/catalog.yaml"
WRONG = {CATALOG: tiny.catalog(tiny.item({"公开方式": "网上"}))}
WARNS = {"site.yaml": tiny.SITE + "领域: [ylws]\n", "content/ylws/domain.yaml": "名称: 卫生\n"}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli._run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def site(root: Path, files: dict[str, str | None] | None = None) -> Path:
    return tiny.write(root, dict(files or {}))


# ------------------------------------------------------------------------- exit codes


def test_zero_when_there_is_nothing_to_say(run: Run, tmp_path: Path) -> None:
    assert run("check", "-s", site(tmp_path)) == (0, "", "没有问题\n")


def test_a_check_ends_with_how_many_are_not_signed(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, {tiny.RECORD: tiny.record({"审核": None})})
    line = "1 条信息三审和保密审查没有签完，不会发布；gongkai build 列出它们\n"
    assert run("check", "-s", root) == (0, "", f"没有问题\n{line}")
    assert "没有签完" not in "".join(run("check", "-s", root, "--format", "json")[1:])


def test_one_when_the_content_has_errors(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", "-s", site(tmp_path, dict(WRONG)))
    assert (code, out) == (1, "")
    assert f"{CATALOG}:11:9 错误 GK104" in err
    assert err.endswith("1 个错误\n")


def test_warnings_count_under_strict_only(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, dict(WARNS))
    assert run("check", "-s", root)[0] == 0
    assert run("check", "-s", root, "--strict")[0] == 1
    assert run("build", "-s", root, "--strict")[0] == 1
    assert not (root / "public").exists()


@pytest.mark.parametrize(
    "files",
    [
        {"site.yaml": None},
        {"site.yaml": "名称: ["},
        {"site.yaml": tiny.SITE + "主体: 甲\n"},
        {"site.yaml": tiny.SITE + "主题: xianqu\n"},
        {"site.yaml": tiny.SITE + "主体: 甲\n", **WRONG},
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_two_when_the_configuration_is_wrong(
    run: Run, tmp_path: Path, command: str, files: dict[str, str | None]
) -> None:
    code, out, err = run(command, "-s", site(tmp_path, files))
    assert (code, out) == (2, "")
    assert "site.yaml:" in err


def test_a_preview_of_no_site_waits_for_none(run: Run, tmp_path: Path) -> None:
    code, out, err = run("serve", "-s", tmp_path)
    assert (code, out) == (2, "")
    assert "GK401 这个文件夹里没有 site.yaml\n  改法: 进到站点的文件夹再运行" in err
    assert "预览地址" not in err


def test_a_damaged_ledger_is_content(run: Run, tmp_path: Path) -> None:
    assert run("check", "-s", site(tmp_path, {"published.yaml": "台账"}))[0] == 1


def test_build_with_errors_writes_nothing(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, dict(WRONG))
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run("build", "-s", root)
    assert (code, out) == (1, "")
    assert "没有生成网站" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    run("check", "-s", root)
    assert sorted(tmp_path.rglob("*")) == before


def test_three_when_it_is_our_fault(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("县里的内容")

    monkeypatch.setattr("gongkai_ssg.build.check", crash)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, out, err = run("check", "-s", site(tmp_path / "site"))
    assert (code, out) == (3, "")
    (report,) = tmp_path.glob("gongkai-error-*.txt")
    assert report.name in err
    saved = report.read_text("utf-8")
    assert "RuntimeError" in saved
    assert "test_cli:" in saved
    assert "县里的内容" not in saved


def test_three_even_where_no_report_can_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("县里的内容")

    monkeypatch.setattr("gongkai_ssg.build.check", crash)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    code, _, err = run("check", "-s", site(tmp_path / "site"))
    assert code == 3
    assert "RuntimeError" in err
    assert "县里的内容" not in err


def test_130_when_interrupted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongkai_ssg.build.check", interrupted)
    code, _, err = run("check", "-s", site(tmp_path))
    assert code == 130
    assert "已中断" in err


# -------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "没有“chekc”这个命令，是不是“check”？\n用“gongkai --help”看全部命令。\n"),
        (["BULID"], "没有“BULID”这个命令，是不是“build”？\n"),
        (["检查"], "没有“检查”这个命令\n用“gongkai --help”看全部命令。\n"),
        (["new", "domain"], "没有“domain”这个命令\n用“gongkai new --help”看全部命令。\n"),
        (["check", "--nothing"], "没有“--nothing”这个选项"),
        (["check", "-z"], "没有“-z”这个选项"),
        (["check", "-s"], "“-s”后面要跟一个值"),
        (["check", "--strict=1"], "“--strict”后面不能跟值"),
        (["check", "-s", "/nothing/here"], "没有“/nothing/here”这个文件夹"),
        (["build", "-s", "/nothing/here"], "没有“/nothing/here”这个文件夹"),
        (["clean", "-s", "/nothing/here"], "没有“/nothing/here”这个文件夹"),
        (["check", "--format", "xml"], "可以写 text、json、github、xlsx"),
        (["check", "--clock", "明天"], "“明天”不是日期"),
        (["check", "--clock", "2026-02-30"], "“2026-02-30”不是日期"),
        (["check", "--only", "GK999"], "没有“GK999”这个代码"),
        (["check", "--ignore", "104"], "没有“104”这个代码"),
        (["check", "甲"], "没有“甲”这个文件"),
        (["check", "甲", "乙"], "多写了内容"),
        (["build", "-j", "0"], "应当是 1 到 64 的整数"),
        (["build", "-j", "x"], "应当是 1 到 64 的整数"),
        (["build", "-b", "gongkai"], "“gongkai”不是网址"),
        (["build", "-b", "https://sl.example/政务/"], "不是网址"),
        (["explain"], "缺少代码"),
        (["import"], "缺少表格"),
        (["sample"], "缺少 --seed（种子）"),
        (["sample", "--seed"], "选项“--seed”后面要跟一个值\n用“gongkai sample --help”看用法。"),
        (["sample", "--seeds", "甲"], "没有“--seeds”这个选项，是不是“--seed”、“--site”？"),
        (["sample", "--seed", "甲\n乙"], "--seed 的值不对: 种子里有换行"),
        (["check", "-s"], "用“gongkai check --help”看用法。"),
        (["new", "item", "zdbc", "-s"], "用“gongkai new item --help”看用法。"),
        (["export", "pdf"], "格式 的值不对: 可以写 xlsx、csv、json"),
        (["export", "xlsx", "-o", "/"], "--output: “/”是文件夹，这里要写文件"),
        (["compare", "/"], "表格: “/”是文件夹，这里要写文件"),
        (["build", "—strict"], "“—strict”前面的横线不是英文的减号，是不是 --strict？"),
        (["build", "－－ｓｔｒｉｃｔ"], "是不是 --strict？"),
        (["check", "–s", "a"], "是不是 -s？"),
        (["print", "notice", "——all"], "是不是 --all？"),
        (["check", "——format=json"], "是不是 --format？"),
        (["check", "—甲"], "没有“—甲”这个文件"),
        (["print", "--"], "缺少命令"),
        (["print", "--", "-x"], "没有“-x”这个选项"),
        (["explain", "GK999"], "没有“GK999”这个代码"),
        (["schema", "nothing"], "没有“nothing”这个种类"),
        (["serve", "-p", "70000"], "应当是 1 到 65535 的整数"),
    ],
)
def test_wrong_use_is_told_in_chinese(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "--help" in err
    plain = re.sub(r"“[^”]*”|--?[\w-]+|gongkai \w+|gongkai|GK\w*", "", err)
    plain = re.sub(r"text、json、github、xlsx|new item|item|catalog|record|http\S*", "", plain)
    plain = re.sub(r"init|serve|\b(?:[a-z]+、)+[a-z]+\b", "", plain)
    assert not re.search(r"[A-Za-z]{3,}", plain), plain


@pytest.mark.parametrize("words", ["import", "compare", "check"])
def test_a_table_that_must_not_be_read_is_told_in_chinese(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    table = tmp_path / "目录.xlsx"
    table.write_bytes(b"x")
    monkeypatch.setattr("os.access", lambda path, *_, **_more: str(path) != str(table))
    code, _, err = run(words, table, "-s", tmp_path)
    assert (code, f"表格: “{table}”打不开: 没有读取的权限" in err) == (2, True)


def test_nothing_that_click_says_is_english() -> None:
    """Whatever a later release says in words that we do not know."""
    for error in (click.UsageError, click.BadParameter, click.ClickException):
        assert in_chinese(error("Something new.")).startswith(("这样写不对", "参数 的值不对: 这样"))


def test_a_damaged_clock_of_the_surroundings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(tmp_path)
    for epoch in ("tomorrow", "9" * 30, "²"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        code, _, err = run("check", "-s", root)
        assert code == 2
        assert "SOURCE_DATE_EPOCH" in err


def test_the_day_is_that_of_beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772726400")  # 2026-03-05 16:00 UTC
    assert shared.today().isoformat() == "2026-03-06"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("report -o 表.pdf --format xlsx", "“表.pdf”的扩展名不对；写的是 xlsx，文件名要以 .xlsx"),
        ("report -o 表.xlsx", "“表.xlsx”的扩展名不对；写的是文字，文件名要以 .txt 结尾"),
        ("report -o 表.XLSX --format json", "文件名要以 .json 结尾"),
        ("report --ics -o 表.html", "文件名要以 .ics 结尾"),
        ("export xlsx -o 表.csv", "文件名要以 .xlsx 结尾"),
        ("export json -o 表.xlsx", "文件名要以 .json 结尾"),
        ("check 目录.xlsx --format xlsx -o 表.pdf", "文件名要以 .xlsx 结尾"),
        ("push-text 上湾村 -o 表.docx", "文件名要以 .txt 结尾"),
        ("push-text 上湾村 --format json -o 表.txt", "文件名要以 .json 结尾"),
        ("print board --all -o a.txt", "“a.txt”是文件名；要写文件夹，或者写成 名称.pdf"),
        ("review a -o a.docx", "“a.docx”是文件名；要写文件夹，或者写成 名称.pdf"),
        ("sample --seed 甲 -o a.xlsx", "“a.xlsx”是文件名；要写文件夹，或者写成 名称.pdf"),
        ("sample --seed 甲 --format yaml -o a.yaml", "用 --format yaml 不做检查表，不要写 -o"),
        ("package -o a.zip", "“a.zip”是文件名；要写文件夹"),
        ("package --usb --fragments", "--fragments 和 --usb 只写一个"),
        ("package --split 5 --fragments", "--fragments 和 --split 只写一个"),
    ],
)
def test_a_name_of_another_kind_is_a_wrong_use(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    tiny.build_site(site(tmp_path, {"目录.xlsx": "x", tiny.RECORD: tiny.record()}))
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run(*words.split())
    assert (code, out, said in err) == (2, "", True), err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_ending_that_is_none_or_a_folder_that_is_there_is_nobody_s_mistake(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site(tmp_path))
    assert run("report", "-o", "公开情况-2026.11")[0] == 0
    assert run("report", "--format", "html", "-o", "a.HTM")[0] == 0
    assert run("report", "-o", "a")[0] == 0
    (tmp_path / "dist.zip").mkdir()
    assert "还没有生成网站" in run("package", "-o", "dist.zip")[2]


# ------------------------------------------------------------------------------ output


def test_json_is_one_document_on_stdout_and_nothing_else(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", "-s", site(tmp_path, dict(WRONG)), "--format", "json")
    assert (code, err) == (1, "")
    document = json.loads(out)
    assert list(document) == ["version", "summary", "diagnostics"]
    assert document["summary"]["errors"] == 1
    assert document["diagnostics"][0]["path"] == CATALOG


def test_json_of_a_folder_that_is_no_site(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", "-s", tmp_path, "--format", "json")
    assert (code, err) == (2, "")
    assert [d["code"] for d in json.loads(out)["diagnostics"]] == ["GK401"]


def test_github_lines_on_stdout(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, dict(WRONG))
    code, out, err = run("check", "-s", root, "--format", "github")
    assert (code, err) == (1, "")
    assert out.startswith(f"::error file={root.as_posix()}/{CATALOG},line=11,col=9,title=GK104::")


TWO = {CATALOG: tiny.catalog(tiny.item({"公开方式": "网上", "公开层级": "[]"}))}


@pytest.mark.parametrize(
    ("arguments", "found", "code"),
    [
        (["--only", "GK104"], ["GK104"], 1),
        (["--only", "gk104"], ["GK104"], 1),
        (["--only", "GK104", "--only", "GK102"], ["GK102", "GK104"], 1),
        (["--only", "GK201"], [], 0),
        (["--ignore", "GK104"], ["GK102"], 1),
        (["--ignore", "gk104", "--ignore", "GK102"], [], 0),
        (["--only", "GK104", "--ignore", "GK104"], [], 0),
    ],
)
def test_only_and_ignore(
    run: Run, tmp_path: Path, arguments: list[str], found: list[str], code: int
) -> None:
    """Pinned: a code in small letters was accepted and then matched nothing."""
    got, out, _ = run("check", "-s", site(tmp_path, dict(TWO)), "--format", "json", *arguments)
    assert (got, sorted(d["code"] for d in json.loads(out)["diagnostics"])) == (code, found)


def test_a_site_that_cannot_be_read_is_always_reported(run: Run, tmp_path: Path) -> None:
    assert "GK401" in run("check", "-s", tmp_path, "--only", "GK104")[2]


@pytest.mark.parametrize("code", list(codes()))
def test_explain_answers_every_code(run: Run, code: str) -> None:
    status, out, err = run("explain", code.lower())
    assert (status, err) == (0, "")
    assert out.startswith(f"{code} {codes()[code].title}")
    out.encode("gbk")


@pytest.mark.parametrize("kind", ["item", "catalog", "record", "domain", "page", "site", "point"])
def test_schema(run: Run, tmp_path: Path, kind: str) -> None:
    code, out, err = run("schema", kind, "-s", tmp_path)
    assert (code, err) == (0, "")
    assert json.loads(out)["type"] == "object"
    assert run("schema", kind, "-s", tmp_path, "--format", "markdown")[1].startswith("| 键 |")


def test_schema_knows_the_own_elements_of_the_county(run: Run, tmp_path: Path) -> None:
    own = "扩展要素: [{键: 责任科室, 必填: 是, 说明: 哪个科室}]\n"
    root = site(tmp_path, {"site.yaml": tiny.SITE + own})
    rule = json.loads(run("schema", "item", "-s", root)[1])
    assert "责任科室" in rule["required"]


def test_version_and_help(run: Run) -> None:
    assert run("--version")[1].startswith("gongkai ")
    for line in ("", "check", "build", "explain", "schema", "new", "new item", "sample", "package"):
        command = line.split()
        code, out, err = run(*command, "--help")
        assert (code, err) == (0, "")
        assert "用法: gongkai" in out
        for word in (
            "Usage",
            "Options",
            "Commands",
            "Show this message",
            "default",
            "required",
            "<=",
        ):
            assert word not in out
        out.encode("gbk")


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert code == 2
    assert "check" in out + err


def test_every_printed_problem_exists_in_gbk(run: Run, tmp_path: Path) -> None:
    """An old Windows console shows GBK and nothing else."""
    run("check", "-s", site(tmp_path, dict(TWO)))[2].encode("gbk")


def test_drafts_are_not_written_over_the_site(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, {})
    code, _, err = run("build", "-s", root, "--drafts", "-o", root / "public")
    assert (code, "草稿不能写到那里" in err) == (2, True)


def test_schema_of_a_folder_that_is_none_and_of_settings_that_cannot_be_read(
    run: Run, tmp_path: Path
) -> None:
    assert run("schema", "item", "-s", tmp_path / "nowhere")[0] == 2
    (tmp_path / "site.yaml").write_text("名称: [", "utf-8")
    code, out, err = run("schema", "item", "-s", tmp_path)
    assert (code, json.loads(out)["type"], "读不懂" in err) == (0, "object", True)


# -------------------------------------------------------------------------- time limits


def test_deadline_in_words(run: Run, tmp_path: Path) -> None:
    text = "制定或获取信息之日起10个工作日内，公示7个工作日"
    code, out, err = run("deadline", text, "--from", "2026-02-10", "-s", site(tmp_path))
    assert (code, err) == (0, "")
    assert out == (
        "1. 之内: 从“制定或获取信息”起 10个工作日 → 2026-03-02\n2. 公示期: 公示 至少 7个工作日\n"
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("20个工作日内", "1. 之内: 20个工作日（没有写从哪天起算） → 2026-03-16\n"),
        ("批准之日起1个月内", "1. 之内: 从“批准”起 1个月 → 2026-03-10\n"),
        ("24小时内", "1. 之内: 24小时（没有写从哪天起算） → 2026-02-11\n"),
        ("当年报名开始之前公开", "1. 当年报名开始之前公开，没有写提前几天\n"),
        ("提前一周通知", "1. 之内: 提前 7日（日历日），或者更早 → 2026-02-03\n"),
        ("季后15日内", "1. 频率: 每季后 15日（日历日） → 最近一次到期 2026-04-15\n"),
        ("事前公示", "1. 事前公开，没有写提前几天\n"),
        ("半年一次", "1. 频率: 每半年 → 最近一次到期 2026-06-30\n"),
        ("每年1月和7月", "1. 频率: 每年1月和7月 → 最近一次到期 2026-07-31\n"),
        ("每三年一次", "1. 频率: 每三年 → 最近一次到期 2029-02-10\n"),
        ("一年两次", "1. 频率: 每年 → 不能确定哪一天到期\n"),
    ],
)
def test_deadline_words_each_limit_properly(
    run: Run, tmp_path: Path, text: str, answer: str
) -> None:
    assert run("deadline", text, "--from", "2026-02-10", "-s", site(tmp_path))[1] == answer


BEYOND = "到期日不在 0001 年到 9999 年之间，算不出来"


@pytest.mark.parametrize(
    ("text", "start", "answer"),
    [
        ("20个工作日内", "9999-12-31", "之内: 20个工作日（没有写从哪天起算）"),
        ("1年内", "9999-01-01", "之内: 12个月（没有写从哪天起算）"),
        ("提前20日", "0001-01-05", "之内: 提前 20日（日历日），或者更早"),
    ],
)
def test_deadline_says_why_there_is_no_last_day(
    run: Run, tmp_path: Path, text: str, start: str, answer: str
) -> None:
    words = ["deadline", text, "--from", start, "-s", site(tmp_path)]
    assert run(*words) == (0, f"1. {answer} → {BEYOND}\n", "")
    code, out, err = run(*words, "--format", "json")
    assert (code, json.loads(out)["due"], BEYOND in err) == (0, None, True)


@pytest.mark.parametrize("text", ["", " ", "　"])
def test_deadline_of_nothing_says_that_nothing_was_written(
    run: Run, tmp_path: Path, text: str
) -> None:
    code, out, err = run("deadline", text, "-s", site(tmp_path))
    assert (code, out) == (2, "")
    assert "没有写公开时限" in err


def test_deadline_as_json_keeps_its_shape(run: Run, tmp_path: Path) -> None:
    words = ["deadline", "形成之日起20个工作日内", "--from", "2026-12-04", "--format", "json"]
    code, out, err = run(*words, "-s", site(tmp_path))
    assert (code, err) == (0, "")
    rule = {"n": 20, "unit": "工作日", "kind": "之内", "anchor": "形成"}
    assert json.loads(out) == {
        "version": 1,
        "rules": [{**rule, "text": "形成之日起20个工作日内"}],
        "understood": True,
        "due": "2027-01-01",
        "provisional": True,
    }


def test_a_county_adds_a_year_of_holidays(run: Run, tmp_path: Path) -> None:
    off = ", ".join(["2027-01-01", *(f"2027-10-0{day}" for day in range(1, 8))])
    year = f"年份: 2027\n依据: 示例通知\n放假: [{off}]\n上班: [2027-01-02]\n"
    root = site(tmp_path, {"holidays/2027.yaml": year})
    words = ["deadline", "20个工作日内", "--from", "2026-12-04", "--format", "json", "-s", root]
    found = json.loads(run(*words)[1])
    assert (found["due"], found["provisional"]) == ("2027-01-02", False)


def test_a_holiday_that_is_written_twice_counts_once(run: Run, tmp_path: Path) -> None:
    off = ", ".join(["2027-01-01", "2027-01-01", *(f"2027-10-0{day}" for day in range(1, 8))])
    year = f"年份: 2027\n依据: 示例通知\n放假: [{off}]\n"
    root = site(tmp_path, {"holidays/2027.yaml": year})
    words = ["deadline", "20个工作日内", "--from", "2026-12-04", "-s", root]
    code, out, err = run(*words)
    assert (code, "2027-01-04" in out, "暂定" in out) == (0, True, False)
    assert "写了两遍，只算一次" in err


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_with_hardly_a_holiday_is_not_known_by_it(
    run: Run, tmp_path: Path, year: int
) -> None:
    words = ["deadline", "20个工作日内", "--from", f"{year}-09-20", "--format", "json"]
    known = run(*words, "-s", site(tmp_path / "a"))[1]
    text = f"年份: {year}\n依据: 示例通知\n放假: [{year}-01-01]\n"
    root = site(tmp_path / "b", {f"holidays/{year}.yaml": text})
    code, out, err = run(*words, "-s", root)
    assert (code, out) == (0, known)
    assert f"holidays/{year}.yaml:3 {year}年的放假安排只写了1天放假，没有用它" in err


@pytest.mark.parametrize("name", ["2027.yml", "2027.yaml.txt", "2027.YAML", "2027.yml.txt"])
def test_an_arrangement_under_a_wrong_name_is_not_passed_over(
    run: Run, tmp_path: Path, name: str
) -> None:
    root = site(tmp_path, {f"holidays/{name}": "年份: 2027\n依据: 甲\n放假: [2027-01-01]\n"})
    code, _, err = run("deadline", "20个工作日内", "-s", root)
    assert code == 2
    assert f"holidays/{name}:1 这个文件的名称或位置不对" in err


@pytest.mark.parametrize(
    ("start", "words"),
    [("2003-03-03", "2003年的放假安排没有"), ("2026-12-30", "2027年的放假安排还没有")],
)
def test_a_year_that_is_over_gets_no_arrangement_any_more(
    run: Run, tmp_path: Path, start: str, words: str
) -> None:
    out = run("deadline", "20个工作日内", "--from", start, "-s", site(tmp_path))[1]
    assert f"（暂定: {words}，" in out


def test_deadline_says_what_it_did_not_understand(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("deadline", "同上", "-s", site(tmp_path))
    assert code == 0
    assert "没有看懂: “同上”" in out
    assert "不会据此计算到期日" in out


def test_a_wrong_arrangement_is_no_arrangement(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, {"holidays/2027.yaml": "年份: 2027\n依据: 甲\n放假: [2028-01-01]\n"})
    code, out, err = run("deadline", "20个工作日内", "--from", "2026-12-04", "-s", root)
    assert code == 2
    assert "holidays/2027.yaml:3 放假安排里2028-01-01不在2027年" in err
    assert "暂定" in out


@pytest.mark.parametrize("command", [("report", "--format", "html"), ("export", "csv")])
def test_what_stays_in_the_house_is_not_written_into_the_site_by_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    root = site(tmp_path)
    tiny.build_site(root)
    monkeypatch.chdir(root / "public")
    before = sorted(Path().rglob("*"))
    code, _, err = run(*command, "-s", root)
    assert (code, sorted(Path().rglob("*"))) == (2, before)
    assert "不能写到" in err


@pytest.mark.parametrize("words", [("explain",), ("check", "--only"), ("check", "--ignore")])
def test_a_code_in_the_right_form_is_not_told_the_form(run: Run, words: tuple[str, ...]) -> None:
    assert "三位数字" not in run(*words, "GK999")[2]
    assert "三位数字" in run(*words, "104")[2]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "words",
    [
        *("check", "build", "report", "report --format json", "report --format html -o a.html"),
        *(
            "report --format xlsx -o a.xlsx",
            "report --ics -o a.ics",
            "sample --seed a --format yaml",
        ),
        *("export json -o a.json", "print board --all -o b"),
    ],
)
def test_at_the_ends_of_the_calendar_every_command_works(
    words: str, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = [
        "每月公布一次",
        "每年1月和7月",
        "每月后10个工作日内",
        "至少每三年公布一次",
        "20个工作日内",
        "每季度公布一次",
    ]
    items = [
        tiny.item({"编码": f"SHJZ-02-{n:02}", "二级事项": f"事项{n}", "公开时限": limit})
        for n, limit in enumerate(limits)
    ]
    dates = {"事项": "SHJZ-02-00", "形成日期": "9999-12-01", "公开日期": "9999-12-31 09:00"}
    files = {
        "content/shjz/catalog.yaml": tiny.catalog(*items),
        tiny.RECORD: tiny.record(dates),
        "content/shjz/records/b.md": tiny.record({"事项": "SHJZ-02-03", "标题": "乙"}),
    }
    monkeypatch.chdir(tiny.write(tmp_path, files))
    assert cli._run([*words.split(), "--clock", day]) == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (".目录.xlsx.gongkai-new", "“目录.xlsx”"),
        ("a/.public.gongkai-old/i/x.html", "“a/public/i/x.html”"),
        ("b.yaml", "“b.yaml”"),
    ],
)
def test_a_locked_file_is_named_as_the_clerk_knows_it_and_what_to_do(name: str, shown: str) -> None:
    from gongkai_ssg.mistakes import sentence

    said = sentence(PermissionError(13, "Permission denied", name))
    assert said.startswith(f"{shown}: 没有权限，或者文件正被别的程序（例如 Excel）打开")
    assert "关掉那个程序，再运行一次" in said


def test_too_little_memory_is_said_with_a_remedy() -> None:
    """The system killed a process of ours, and the clerk read that it was a bug."""
    from gongkai_ssg.mistakes import sentence

    for error in (BrokenProcessPool("x"), MemoryError()):
        said = sentence(error)
        assert "内存" in said
        assert "gongkai build -j 1" in said
        assert "原来的内容没有改动" in said


@pytest.mark.parametrize(
    ("answers", "agrees"),
    [
        *[([one], True) for one in ("是", "y", "Y", "ｙ", "Ｙ", "yes", "ＹＥＳ", " 是 ", "“是”")],
        *[([one], False) for one in ("", "否", "n", "N", "ｎ", "no", "ＮＯ", "　")],
        (["写", "是"], True),
        (["y n", "否"], False),
    ],
)
def test_who_is_asked_may_answer_in_chinese(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: list[str],
    agrees: bool,
) -> None:
    """Pinned: `[y/N]`, and 是 was an `Error: invalid input`."""
    typed = "".join(f"{answer}\n" for answer in answers)
    screen = io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8")
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", screen)
    assert shared.agreed("写进去吗？", yes=False, form="text") is agrees
    asked = capsys.readouterr().err
    assert asked.startswith("写进去吗？输入“是”或者 y，回车就是不写: ")
    assert asked.count("没有看懂。写就输入“是”或者 y，不写就输入“否”或者 n。") == len(answers) - 1
