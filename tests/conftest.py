"""What all tests share: `--accept`, and a tiny site that a test spells out in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import tiny

from gongkai_ssg.build import Checked


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the expected reports of tests/sites (then read every one of them)",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Checked]:
    """Check a site given as its files; what is not given is `tiny.FILES`."""

    def run(files: Mapping[str, str | bytes | None] | None = None, **options: object) -> Checked:
        return tiny.check(tiny.write(tmp_path, files or {}), **options)

    return run


@pytest.fixture
def problems(check: Callable[..., Checked]) -> Callable[..., list[str]]:
    """The problems of such a site as `path:line:column GK104`."""

    def run(files: Mapping[str, str | bytes | None] | None = None, **options: object) -> list[str]:
        return tiny.places(check(files, **options))

    return run
