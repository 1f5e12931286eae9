"""What hangs on a board: its month, its lists in the board's own masking, nothing unfinished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from paper import Done, close, texts, workbook

Site = Callable[..., Path]
Sheets = Callable[..., Done]
BOARD = "[社区/企事业单位/村公示栏(电子屏)]"
ID = "110101190001010018"  # of nobody: the day is in 1900
ROWS = [
    ["上湾村低保公示名单"],
    ["序号", "户 主", "身份证号", "银行账号", "月保障金额", "备注"],
    [1, "住 甲", ID, "6200000000000000001", 780.5, "新增"],
    [2, "欧阳住乙", ID, "6200000000000000002", 640.0, ""],
    ["", "", "", "", "", ""],
]
COLUMNS = "列: {序号: 序号, 户主: 姓名, 身份证号: 证件号, 银行账号: 账号, 月保障金额: 金额}"


def listed(more: str = COLUMNS, file: str = "mingdan.xlsx", **elements: str | None) -> str:
    written = {"区划": "shangwan", "渠道": BOARD, "名单": f"{{文件: {file}, {more}}}", **elements}
    return tiny.record(written, "现予公示。\n")


def printed(site: Site, sheets: Sheets, record: str, data: bytes | None = None) -> Done:
    data = workbook(ROWS) if data is None else data
    files = {tiny.RECORD: record, "content/shjz/records/mingdan.xlsx": data}
    return sheets(site(files), "board", "shangwan", "--month", "2026-03")


def test_the_list_hangs_with_full_names_and_without_numbers(site: Site, sheets: Sheets) -> None:
    done = printed(site, sheets, listed())
    assert done.status == 0, done.said
    text = close("".join(texts(done.pdf())))
    for shown in ("附件", "户主", "住甲", "欧阳住乙", "780.50", "640.00"):
        assert shown in text
    for hidden in (ID, ID[-4:], "身份证号", "银行账号", "62000", "备注", "新增"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("mask", "shown", "hidden"),
    [
        ("公示栏: {姓名: 隐名}", ["住*", "欧**乙"], ["住甲", "欧阳"]),
        ("公示栏: {姓名: 不显示}", ["780.50"], ["户主", "住甲"]),
        ("公示栏: {证件号: 后四位}", ["****0018"], [ID]),
        ("网站: {姓名: 不显示}", ["住甲"], []),
    ],
)
def test_the_record_says_how_the_board_shows_each_role(
    site: Site, sheets: Sheets, mask: str, shown: list[str], hidden: list[str]
) -> None:
    done = printed(site, sheets, listed(f"{COLUMNS}, 脱敏: {{{mask}}}"))
    text = close("".join(texts(done.pdf())))
    assert all(word in text for word in shown), text
    assert not any(word in text for word in hidden)


@pytest.mark.parametrize("role", ["证件号", "账号", "电话"])
def test_no_record_can_ask_for_a_whole_number(site: Site, sheets: Sheets, role: str) -> None:
    done = printed(site, sheets, listed(f"{COLUMNS}, 脱敏: {{公示栏: {{{role}: 全部}}}}"))
    assert (done.status, done.names) == (1, [])
    assert "GK104" in done.said


@pytest.mark.parametrize(
    ("record", "data", "code"),
    [
        (listed("列: {户主: 姓名, 身份正号: 证件号}"), None, "GK603"),
        (listed("脱敏: {公示栏: {姓名: 全部}}"), None, "GK604"),
        (listed(), b"not a workbook", "GK602"),
        (listed("列: {谁: 姓名}"), None, "GK603"),
    ],
)
def test_a_list_that_cannot_be_read_safely_is_not_printed(
    site: Site, sheets: Sheets, record: str, data: bytes | None, code: str
) -> None:
    done = printed(site, sheets, record, data)
    assert (done.status, done.names) == (1, [])
    assert code in done.said


def test_a_list_in_csv_as_excel_saves_it(site: Site, sheets: Sheets) -> None:
    rows = "\r\n".join(",".join(map(str, row)) for row in ROWS).encode("gbk")
    record = listed(file="mingdan.csv")
    files = {tiny.RECORD: record, "content/shjz/records/mingdan.csv": rows}
    done = sheets(site(files), "notice", "a")
    text = close("".join(texts(done.pdf())))
    assert "欧阳住乙" in text
    assert ID not in text


def test_only_what_hangs_this_month_is_there_its_own_first(site: Site, sheets: Sheets) -> None:
    def record(title: str, **elements: str | None) -> str:
        return tiny.record({"标题": title, "渠道": BOARD, "区划": "shangwan", **elements}, "文。\n")

    village = tiny.catalog(tiny.item({"公开层级": "[县级, 村级]"}))
    folder = "content/shjz/records/"
    files = {
        "content/shjz/catalog.yaml": village,
        f"{folder}own.md": record("本村三月的"),
        f"{folder}long.md": record("公示期到四月的", 公示期="{起: 2026-03-20, 止: 2026-04-02}"),
        f"{folder}town.md": record("镇里三月的", 区划="hewan", 公开日期="2026-03-04 09:00"),
        f"{folder}county.md": record("县里三月的", 区划=None, 公开日期="2026-03-04 08:00"),
        f"{folder}old.md": record("四月的", 公开日期="2026-04-05 09:00"),
        f"{folder}web.md": record("只上网的", 渠道="[政府网站]"),
        f"{folder}draft.md": record("草稿的", 状态="草稿"),
        f"{folder}unsigned.md": record("没有审完的", 审核=None),
        f"{folder}down.md": record("撤下的", 撤下日期="2026-03-20"),
    }
    root = site(files)
    march = close("".join(texts(sheets(root, "board", "shangwan", "--month", "2026-03").pdf())))
    there = ["本村三月的", "公示期到四月的", "县里三月的", "镇里三月的"]
    assert [title for title in there if title not in march] == []
    cover = march[: march.index("打印")]
    assert cover.index("本村三月的") < cover.index("镇里三月的")
    march = march.replace("公示期到四月的", "")
    for title in ("四月的", "只上网的", "草稿的", "没有审完的", "撤下的"):
        assert title not in march
    april = close("".join(texts(sheets(root, "board", "shangwan", "--month", "2026-04").pdf())))
    assert "公示期到四月的" in april
    assert "四月的" in april.replace("公示期到四月的", "")
    assert "本村三月的" not in april


def test_each_sheet_says_when_it_comes_down(site: Site, sheets: Sheets) -> None:
    period = "{起: 2026-03-06, 止: 2026-03-16, 天数: 7个工作日}"
    done = printed(site, sheets, listed(公示期=period, 撤下日期="2027-01-01"))
    cover, sheet_, *_ = map(close, texts(done.pdf()))
    assert "2026年3月6日至3月16日" in cover
    assert "3月16日后" in cover
    assert "公示期：2026年3月6日至3月16日（7个工作日），期满取下" in sheet_
    assert "张贴到2027年1月1日" in sheet_


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"状态": "草稿"}, "草稿"),
        ({"公开日期": None}, "没有公开日期"),
        ({"审核": None}, "没有签完"),
        ({"撤下日期": "2026-04-01"}, "撤下"),
        ({"渠道": BOARD, "审核": None}, "没有签完"),
    ],
)
def test_what_is_unfinished_or_withdrawn_is_not_printed(
    site: Site, sheets: Sheets, elements: dict[str, str | None], reason: str
) -> None:
    done = sheets(site({tiny.RECORD: tiny.record(elements)}), "notice", "a")
    assert (done.status, done.names) == (1, [])
    assert "GK605" in done.said
    assert reason in done.said


def test_what_a_board_lacks_for_want_of_a_signature_is_named(site: Site, sheets: Sheets) -> None:
    signed = {"区划": "shangwan", "渠道": BOARD}
    waits = {**signed, "审核": None}
    elsewhere = {**waits, "区划": "hewan"}
    files = {
        tiny.RECORD: tiny.record(signed),
        "content/shjz/records/b.md": tiny.record(waits),
        "content/shjz/records/c.md": tiny.record({**waits, "公开日期": "2026-04-05 09:00"}),
        "content/shjz/records/d.md": tiny.record(elsewhere),
        "content/shjz/records/e.md": tiny.record({**waits, "渠道": "[政府网站]"}),
    }
    done = sheets(site(files), "board", "shangwan", "--month", "2026-03")
    assert done.status == 0, done.said
    words = "三审和保密审查没有签完，没有打印的信息：\n  content/shjz/records/b.md\n"
    assert done.said.endswith(words)
    said = sheets(site(files), "board", "shangwan", "--month", "2026-03", "-q").said
    assert "没有签完" not in said


def test_a_month_without_sheets_says_so(site: Site, sheets: Sheets) -> None:
    text = "".join(texts(sheets(site({}), "board", "--all").pdf("board-hewan-2026-11.pdf")))
    assert "本月没有需要在这里张贴的信息" in close(text)


@pytest.mark.parametrize("words", [["notice"], ["poster"], ["labels"]])
def test_of_an_item_that_has_ended_no_sheet_is_printed(
    site: Site, sheets: Sheets, words: list[str]
) -> None:
    root = site({"content/shjz/catalog.yaml": tiny.catalog(tiny.item({"状态": "废止"}))})
    done = sheets(root, *words, "SHJZ-01-01")
    assert (done.status, done.names) == (1, [])
    assert "事项已经废止" in done.said


def test_a_sheet_of_what_is_no_longer_valid_says_so(site: Site, sheets: Sheets) -> None:
    done = sheets(site({tiny.RECORD: tiny.record({"有效性": "失效"})}), "notice", "a")
    assert "有效性：失效" in close("".join(texts(done.pdf())))


def test_a_rare_character_of_a_name_is_found_in_the_list(site: Site, sheets: Sheets) -> None:
    rows = [*ROWS, [3, "住\ue123", ID, "", 1.0, ""]]
    done = printed(site, sheets, listed(), workbook(rows))
    assert (done.status, done.names) == (1, [])
    assert "content/shjz/records/mingdan.xlsx:6:1 错误 GK601" in done.said
    assert "“第6行的户主”里的“\ue123”" in done.said
