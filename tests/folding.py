"""A disk that takes `A.pdf` for `a.pdf`, as those of Windows and macOS do, laid over any other.

Names keep the case they were given first. Only calls of this process are folded: what is
tried with it must neither fork nor start a program that opens files by name.
"""

from __future__ import annotations

import builtins
import functools
import io
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai_ssg.fs import swap

# By how many of the first arguments are paths.
_ONE = ("stat", "lstat", "open", "mkdir", "unlink", "remove", "rmdir", "scandir", "listdir")
_ONE_MORE = ("utime", "chmod", "access", "readlink")
_TWO = ("rename", "replace", "link")
_list = os.listdir


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class Disk:
    """Below `root` every path is looked up by its folded names."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in (*_ONE, *_ONE_MORE):
            patch.setattr(os, name, self._over(getattr(os, name), 1))
        for name in _TWO:
            patch.setattr(os, name, self._over(getattr(os, name), 2))
        patch.setattr(swap, "_exchanged", lambda *_: False)
        opened = self._over(builtins.open, 1)
        patch.setattr(builtins, "open", opened)
        patch.setattr(io, "open", opened)

    def _over(self, call: Callable[..., Any], paths: int) -> Callable[..., Any]:
        @functools.wraps(call)
        def folded(*given: Any, **more: Any) -> Any:
            there = [self.there(path) for path in given[:paths]]
            return call(*there, *given[paths:], **more)

        return folded

    def there(self, path: Any) -> Any:
        """The path with the names that its files have; what is not there stays as it is."""
        if not isinstance(path, str | os.PathLike):
            return path
        said = os.fspath(path)
        whole = os.path.abspath(said)  # noqa: PTH100 - links stay links
        if not isinstance(said, str) or not whole.startswith(self.root + "/"):
            return path
        found = self.root
        for name in whole[len(self.root) + 1 :].split("/"):
            found += "/" + self._named(found, name)
        return found

    def _named(self, folder: str, name: str) -> str:
        try:
            names = _list(folder)
        except OSError:
            return name
        if name in names:
            return name
        return next((one for one in names if _folded(one) == _folded(name)), name)
