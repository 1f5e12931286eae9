"""A real browser for the tests: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, Error, Page, sync_playwright

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


def until(page: Page, words: str) -> None:
    """Wait until something is true on a page; its policy lets nobody ask that from within."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(Error):  # on the way to another page nothing is there to be asked
            if page.evaluate(words):
                return
        time.sleep(0.02)
    raise AssertionError(words)
