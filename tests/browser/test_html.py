"""Every page of the sample is valid HTML, by the judgement of html-validate."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_pages import public

__all__ = ["public"]  # a fixture
PROGRAM = Path(__file__).parents[2] / ".venv/node/node_modules/.bin/html-validate"
RULES = {
    "root": True,
    "extends": ["html-validate:standard"],
    # Matters of style, in which templates have a style of their own.
    "rules": {
        "no-trailing-whitespace": "off",
        "attribute-boolean-style": "off",
        "void-style": "off",
        "no-inline-style": "off",
    },
}


def judged(folder: Path, files: list[str]) -> str:
    rules = folder.parent / "html-validate.json"
    rules.write_text(json.dumps(RULES), "utf-8")
    command = [str(PROGRAM), "--config", str(rules), "--formatter", "text", *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


@pytest.mark.skipif(not PROGRAM.exists(), reason="html-validate is not installed (no npm)")
def test_every_page_is_valid(public: Path) -> None:
    pages = sorted(page.relative_to(public).as_posix() for page in public.rglob("*.html"))
    assert len(pages) > 400
    assert judged(public, pages) == ""


@pytest.mark.skipif(not PROGRAM.exists(), reason="html-validate is not installed (no npm)")
def test_the_judge_finds_what_is_wrong(tmp_path: Path) -> None:
    """The control: without it the test above could not fail."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/bad.html").write_text("<p><div></p><img src=a>", "utf-8")
    assert "close-order" in judged(tmp_path / "a", ["bad.html"])
