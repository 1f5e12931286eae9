"""Which changes on the disk count: the site's texts, attachments and theme, saved for good."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from gongkai_ssg.config import SITE_FILE
from gongkai_ssg.ledger import LEDGER_FILE

_FILES = (SITE_FILE, LEDGER_FILE)
_FOLDERS = ("content", "themes")
# Opening and reading are no changes: the check itself does both.
_KINDS = frozenset({"created", "modified", "moved", "deleted", "closed"})
# What editors write beside a file while it is being edited.
_TEMPORARY = (".tmp", ".temp", ".swp", ".swx", ".bak", ".part", ".crdownload", "~")
_LATER = 0.5  # seconds after a new folder, when its own watch surely stands
_POLL = 0.4  # seconds, where the system cannot tell of changes by itself


def counts(path: str) -> bool:
    """Whether a file of the site (relative, with `/`) can change what is shown."""
    first, *inner = path.split("/")
    if first in _FILES:
        return not inner
    if first not in _FOLDERS or any(part.startswith((".", "~$")) for part in inner):
        return False
    name = inner[-1] if inner else ""
    return "." in name and not name.endswith(_TEMPORARY)


class Watcher(FileSystemEventHandler):
    """Calls `changed` for every change that counts; folders that come later are found."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self.root, self.changed = root.resolve(), changed
        self._inside: dict[str, ObservedWatch] = {}
        self._timer = threading.Timer(0, changed)
        self._observer = self._started()

    def stop(self) -> None:
        """End the threads."""
        self._timer.cancel()
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in its thread."""
        if event.event_type not in _KINDS:
            return
        for path in (event.src_path, event.dest_path):
            if not path:
                continue
            name = self._relative(os.fsdecode(path))
            if event.is_directory:
                self._folder(name, event.event_type)
            elif counts(name):
                self.changed()

    def _folder(self, name: str, kind: str) -> None:
        """A folder that came or went; its own date changes whenever a file in it does."""
        first, _, inner = name.partition("/")
        if kind == "modified" or first not in _FOLDERS:
            return
        if not inner:
            with contextlib.suppress(OSError):  # gone again, or no watch left
                self._follow(self._observer, first)
        self.changed()
        self._look_again()

    def _look_again(self) -> None:
        """A file saved into a new folder before the system watches it would go unheard."""
        self._timer.cancel()
        self._timer = threading.Timer(_LATER, self.changed)
        self._timer.daemon = True
        self._timer.start()

    def _relative(self, path: str) -> str:
        return Path(os.path.relpath(path, self.root)).as_posix()

    def _started(self) -> BaseObserver:
        # watchdog 7 speaks up when a folder and the one in it come at once, or when a watch has
        # just ended, and goes on rightly; a clerk could do nothing with it.
        warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
        logging.getLogger("watchdog").setLevel(logging.ERROR)
        try:
            return self._watching(Observer())
        except OSError:
            # No more watches to be had (inotify has limits), or a file system without them.
            self._inside.clear()
            return self._watching(PollingObserver(timeout=_POLL))

    def _watching(self, observer: BaseObserver) -> BaseObserver:
        try:
            observer.schedule(self, str(self.root), recursive=False)
            for name in _FOLDERS:
                self._follow(observer, name)
            observer.start()
        except OSError:
            observer.stop()
            raise
        return observer

    def _follow(self, observer: BaseObserver, name: str) -> None:
        """Watch a folder with all that is in it; a folder that was replaced is a new one."""
        old = self._inside.pop(name, None)
        if old is not None:
            with contextlib.suppress(KeyError):
                observer.unschedule(old)
        folder = self.root / name
        if folder.is_dir():
            self._inside[name] = observer.schedule(self, str(folder), recursive=True)
