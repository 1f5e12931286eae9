"""Sheets read back from the PDF, by other libraries than the one that wrote them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pypdfium2
import zxingcpp
from pdfplumber.page import Page
from PIL.Image import Image

MM = 72 / 25.4
Row = list[dict[str, Any]]


@dataclass(frozen=True)
class Done:
    """What a run of `gongkai print` left."""

    status: int
    said: str
    folder: Path

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.pdf"))

    def pdf(self, name: str = "") -> Path:
        """The only PDF, or the one of that name."""
        found = [self.folder / name] if name else list(self.folder.glob("*.pdf"))
        assert len(found) == 1, (self.names, self.said)
        assert found[0].is_file(), (self.names, self.said)
        return found[0]


def workbook(rows: list[list[Any]]) -> bytes:
    """An XLSX file as a clerk saves it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pages(file: Path) -> list[Page]:
    return pdfplumber.open(io.BytesIO(file.read_bytes())).pages


def lines(page: Page, size: float) -> list[Row]:
    """The characters of one size on a page, line by line from the top, left to right."""
    rows: dict[float, Row] = {}
    for char in page.chars:
        if abs(char["size"] - size) < 0.01:
            rows.setdefault(round(char["top"], 1), []).append(char)
    return [sorted(rows[top], key=lambda c: float(c["x0"])) for top in sorted(rows)]


def text_of(row: Row) -> str:
    return "".join(char["text"] for char in row)


def texts(file: Path) -> list[str]:
    """The text of every page as PDFium (the engine of Chromium) gives it out."""
    document = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_bounded() for page in document]


def close(text: str) -> str:
    """Without blanks and breaks: a line break in Chinese is none of the text."""
    return re.sub(r"\s+", "", text)


def pictures(file: Path, dpi: int = 150) -> list[Image]:
    document = pypdfium2.PdfDocument(file)
    return [page.render(scale=dpi / 72).to_pil() for page in document]


def codes(picture: Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]
