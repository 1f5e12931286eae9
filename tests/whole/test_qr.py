"""Every QR code of the sample, decoded from its raster by a second library."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import jinja2
import pytest
import zxingcpp
from PIL import Image

from gongkai_ssg import build, qr, urls

ROOT = Path(__file__).parents[2]
SCALE = 6


def raster(svg: str) -> tuple[Image.Image, int]:
    """Draw the one path of our SVG: `M x y h n m dx dy …`, strokes of one module."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    modules = Image.new("L", (size, size), 255)
    path = re.findall(r'd="([^"]*)"', svg)[-1]
    x = y = 0.0
    for command, arguments in re.findall(r"([MmhH])([^MmhH]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", arguments)]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            end = x + numbers[0]
            for column in range(int(x), int(end)):
                modules.putpixel((column, int(y)), 0)
            x = end
    return modules.resize((size * SCALE, size * SCALE), Image.Resampling.NEAREST), size


def test_every_code_of_the_sample_says_its_permanent_address() -> None:
    checked = build.check(build.Options(ROOT, date(2026, 11, 22)))
    project = checked.project
    assert project
    assert len(project.catalog.items) >= 150
    for code in project.catalog.items:
        text = urls.qr_text(project.catalog.site, code, project.version(code))
        assert text == f"https://sl.example/gk/i/{code.lower()}/?v={project.version(code)}"
        assert len(text.encode()) <= 60
        image, size = raster(qr.svg(text))
        (found,) = zxingcpp.read_barcodes(image)
        assert found.text == text
        assert "M" in str(found.ec_level)
        corners = (found.position.top_left, found.position.bottom_right)
        assert round(corners[0].x / SCALE) == round(corners[0].y / SCALE) == 4
        assert round(corners[1].x / SCALE) == size - 4 or round(corners[1].x / SCALE) == size - 5


def test_a_browser_draws_the_same_code() -> None:
    from tests.chromium import browser

    text = "https://sl.example/gk/i/zdbc-01-01/?v=12"
    with browser() as running:
        page = running.new_page(viewport={"width": 400, "height": 400})
        page.set_content(f'<body style="margin:0"><div style="width:300px">{qr.svg(text)}</div>')
        image = Image.open(io.BytesIO(page.screenshot()))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == text


def test_a_long_or_chinese_text_does_not_fit() -> None:
    assert qr.fits("x" * 60)
    assert not qr.fits("x" * 61)
    assert not qr.fits("https://example.cn/征地/")


@pytest.mark.parametrize("change", ["", "|replace('<path', '<path class=\"dark\"')", "|trim"])
def test_a_template_may_treat_a_code_as_the_text_that_it_is_drawn_with(change: str) -> None:
    """Themes of counties were written when it was that text."""
    environment = jinja2.Environment(autoescape=True)
    text = "https://s.example/i/zdbc-01-02/"
    template = environment.from_string(f"{{{{ code{change}|safe }}}}")
    assert template.render(code=qr.Code(text)) == template.render(code=qr.svg(text))
