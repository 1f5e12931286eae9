"""Print a tiny site as a clerk would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner
from paper import Done

from gongkai_ssg.cli import cli


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Mapping[str, str | bytes | None]], Path]:
    def write(files: Mapping[str, str | bytes | None]) -> Path:
        return tiny.write(tmp_path / "site", files)

    return write


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., Done]:
    """Run `gongkai print …` (or `review …`, `sample …`) on a site."""

    def run(root: Path, *words: str) -> Done:
        folder = tmp_path / f"out{len(list(tmp_path.glob('out*')))}"
        where = ["-s", str(root), "-o", str(folder), "--clock", tiny.TODAY.isoformat()]
        command = words if words[0] in ("review", "sample") else ("print", *words)
        done = CliRunner().invoke(cli, [*command, *where], standalone_mode=False)
        folder.mkdir(exist_ok=True)
        if done.exception:
            raise done.exception
        return Done(done.return_value, done.stderr, folder)

    return run
