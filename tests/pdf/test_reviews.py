"""The review sheet: six things to decide on, four to sign, and nothing invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2
import pytest
import tiny
from paper import Done, pages

Site = Callable[[Mapping[str, str | bytes | None]], Path]


def text(sheets: Callable[..., Done], root: Path) -> str:
    document = pypdfium2.PdfDocument(sheets(root, "review", "a").pdf("review-a.pdf"))
    return "".join("".join(p.get_textpage().get_text_bounded() for p in document).split())


def test_it_has_the_six_things_and_the_four_signatures(
    site: Site, sheets: Callable[..., Done]
) -> None:
    unsigned = "{初审: {人: 科长, 日期: 2026-03-02}}"
    record = {"审核": unsigned, "公开日期": None, "状态": "草稿", "内容概述": "三月的对象"}
    found = text(sheets, site({tiny.RECORD: tiny.record(record)}))
    for label in ("信息名称", "内容摘要", "拟公开方式", "公开范围", "公开时间"):
        assert label in found
    assert "不予公开的理由和依据" in found
    assert "三月名单" in found
    assert "三月的对象" in found
    assert "（拟定）时限:信息形成之日起20个工作日内" in found
    assert "初审科长2026-03-02" in found
    for post in ("分管负责人", "主要负责人", "保密审查人"):
        assert post in found


def test_there_is_room_for_a_signature_beside_each_step(
    site: Site, sheets: Callable[..., Done]
) -> None:
    page = pages(sheets(site({tiny.RECORD: tiny.record({})}), "review", "a").pdf())[0]
    table = page.extract_tables()[-1]
    assert table[0] == ["环节和审查人", "意见", "签名", "日期"]
    assert [row[0].split()[0] for row in table[1:]] == ["初审", "复审", "终审", "保密审查"]
    assert all(not row[1] and not row[2] for row in table[1:])


def test_whoever_signed_is_named_by_post(site: Site, sheets: Callable[..., Done]) -> None:
    found = text(sheets, site({tiny.RECORD: tiny.record({})}))
    assert "终审局长2026-03-04" in found
    assert "主要负责人" not in found
    assert "2026-03-0509:00" in found


@pytest.mark.parametrize("name", ["b", "SHJZ-01-01"])
def test_what_is_no_record_is_said(site: Site, sheets: Callable[..., Done], name: str) -> None:
    root = site({tiny.RECORD: tiny.record({})})
    with pytest.raises(Exception, match=f"没有“{name}”"):
        sheets(root, "review", name)


def test_typst_code_in_a_text_is_set_and_never_run(site: Site, sheets: Callable[..., Done]) -> None:
    code = '#panic("x") #read("/etc/passwd") $x^2$ @ref `r` // c /* d */ <label> \\ = h {{ 7*7 }}'
    written = "'" + code.replace("'", "''") + "'"
    record = {"标题": written, "内容概述": written}
    found = text(sheets, site({tiny.RECORD: tiny.record(record, f"{code}\n\n- {code}\n")}))
    assert found.count("".join(code.split())) >= 2
    assert "root:" not in found
