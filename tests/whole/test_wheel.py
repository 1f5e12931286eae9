"""The wheel works alone: theme, schema and starter are in it, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_theme_schema_and_starter(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"gongkai_ssg/{name}" for name in ("codes.yaml", "schema/elements.yaml", "py.typed")}
    theme = ROOT / "themes" / "default"
    wanted |= {
        f"gongkai_ssg/_theme/{p.relative_to(theme).as_posix()}"
        for p in theme.rglob("*")
        if p.is_file()
    }
    assert wanted - names == set()
    assert any(name.startswith("gongkai_ssg/starter/") for name in names)
    sheets = [p.name for p in (ROOT / "gongkai_ssg/print/templates").glob("*.typ")]
    assert sheets
    assert {f"gongkai_ssg/print/templates/{name}" for name in sheets} - names == set()
    assert not any(name.startswith(("content/", "tests/", "public/")) for name in names)


def test_an_installed_wheel_makes_and_builds_a_site(wheel: Path, tmp_path: Path) -> None:
    """In a folder with a space and Chinese characters, with nothing of the checkout in reach."""
    home = tmp_path / "示例 县"
    venv.create(home / "venv", with_pip=True)
    python = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    for arguments in (
        ["init", "站点"],
        ["check", "-s", "站点", "--strict"],
        ["build", "-s", "站点"],
    ):
        command = [python, "-m", "gongkai_ssg", *arguments]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    public = home / "站点" / "public"
    assert (public / "index.html").is_file()
    assert (public / "static" / "site.css").is_file()
    assert (public / "pagefind").is_dir()
