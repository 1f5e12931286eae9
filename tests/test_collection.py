"""Every file of tests is run by the README's line: pytest passes over folders by their names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent


def test_every_file_of_tests_is_collected() -> None:
    """Pinned: a folder `build` was passed over for months, and with it all that it tested."""
    command = [sys.executable, "-m", "pytest", "tests", "--collect-only", "-q", "--no-header"]
    done = subprocess.run(
        command, cwd=TESTS.parent, capture_output=True, encoding="utf-8", check=False
    )
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    files = [path for path in TESTS.rglob("test_*.py") if "\ndef test_" in path.read_text("utf-8")]
    assert collected == {path.relative_to(TESTS.parent).as_posix() for path in files}
