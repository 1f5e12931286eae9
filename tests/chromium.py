"""A real browser for the tests: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No request of the browser's own leaves the machine.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions"
).split()


def path() -> str:
    """The browser's path; a missing browser is a failure, never a skip."""
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = next((p for p in (shutil.which(n) for n in names if n) if p), None)
    if found is None:
        raise RuntimeError("Chromium is missing: `python3 scripts/run.py test` installs it")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path(), args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()
