"""The gate over a workbook whose file holds more of a number than a reader of values shows."""

from __future__ import annotations

import io
import zipfile

import pytest
from attached import ID, Check, book, found, zipped

SHEET = "xl/worksheets/sheet1.xml"
PLACE = '<c r="D17" t="n"><v>7</v></c>'


def with_cell(xml: str, rows: str = "") -> bytes:
    """A workbook in which this stands for the cell D17, below other rows."""
    with zipfile.ZipFile(io.BytesIO(book(lambda made: made.active.cell(17, 4, 7)))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    content = parts[SHEET].decode()
    assert PLACE in content
    content = content.replace(PLACE, xml).replace('<row r="17"', f'{rows}<row r="17"')
    return zipped({**parts, SHEET: content.encode()})


HALVES = f'"{ID[:9]}"&amp;"{ID[9:]}"'


@pytest.mark.parametrize(
    "xml",
    [
        f'<c r="D17"><v>{ID}</v></c>',
        f'<c r="D17" t="n"><v>{ID}.0</v></c>',
        f"<c s='1' r='D17'><v>{ID}</v></c>",
        f'<c r="D17"><v>{ID[0]}.{ID[1:]}E+17</v></c>',
        f'<c r="D17"><f>1*1</f><v>{ID}</v></c>',
        f'<c r="D17"><f t="shared" si="0"/><v>{ID}</v></c>',
        f'<c r="D17" t="str"><f>{HALVES}</f><v>{ID}</v></c>',
        f'<c r="D17" t="str"><f>{HALVES}</f></c>',
        f'<c r="D17"><f>{HALVES.replace("&amp;", " &amp; ")}</f><v></v></c>',
        f'<c r="D17" t="str"><f>REPLACE("{ID}",7,8,"****")</f><v>110101****0014</v></c>',
    ],
)
def test_every_digit_that_the_file_of_a_workbook_holds_is_read(check: Check, xml: str) -> None:
    assert found(check, "a.xlsx", with_cell(xml)) == ["GK801 “a.xlsx › Sheet › D17”"]


def test_a_number_in_a_cell_without_an_address_is_read(check: Check) -> None:
    data = with_cell(f"<c><v>{ID}</v></c>")
    assert found(check, "a.xlsx", data) == ["GK801 “a.xlsx › Sheet”"]


def test_a_long_number_keeps_its_digits_under_the_head_of_its_column(check: Check) -> None:
    head = '<row r="2"><c r="D2" t="inlineStr"><is><t>银行卡号</t></is></c></row>'
    data = with_cell('<c r="D17"><v>6222021234567890128</v></c>', head)
    assert found(check, "a.xlsx", data) == ["GK802 “a.xlsx › Sheet › D17”"]


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="D17"><v>110101190001010015</v></c>',
        '<c r="D17"><v>0.30000000000000004</v></c>',
        '<c r="D17"><v>1.1010119000101001E17</v></c>',
        f'<c r="D17"><f>{ID[:6]}+{ID[6:14]}+{ID[14:]}</f><v>19106129</v></c>',
        f'<c r="D17"><f>SUM("{ID[:9]}","{ID[9:]}")</f><v>2</v></c>',
        '<c r="D17"/>',
    ],
)
def test_other_numbers_and_formulas_of_a_workbook_pass(check: Check, xml: str) -> None:
    assert found(check, "a.xlsx", with_cell(xml)) == []


def test_a_number_at_the_edge_of_what_is_read_at_once_is_found(check: Check) -> None:
    cell = f'<c r="D17"><v>{ID}</v></c>'
    for before in (1_047_000, 1_048_000, 1_048_575):
        rows = f"<!--{'x' * (before - 500)}-->"
        assert found(check, "a.xlsx", with_cell(cell, rows)) == ["GK801 “a.xlsx › Sheet › D17”"]
