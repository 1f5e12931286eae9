"""Attachments with a number in them, made as programs make them, and what the gate says of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import tiny

from gongkai_ssg.build import Checked

Check = Callable[..., Checked]
ID = "110101190001010014"


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["户主", "金额"])
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def document(*runs: str) -> bytes:
    text = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    xml = f"<w:document><w:body><w:p>{text}</w:p></w:body></w:document>"
    return zipped({"word/document.xml": xml.encode()})


def found(check: Check, name: str, data: bytes) -> list[str]:
    record = tiny.record({"附件": f"[{name}]"})
    checked = check({tiny.RECORD: record, f"content/shjz/records/{name}": data})
    return [f"{d.code} {d.params['where']}" for d in checked.diagnostics]
