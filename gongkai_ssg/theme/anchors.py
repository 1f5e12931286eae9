"""The places (`id`) that a county's own templates, scripts and portal bring onto pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from gongkai_ssg import urls, walk

# As written in HTML or set by a script; what a template reckons is not known.
_ID = re.compile(r"""(?<![\w-])id ?= ?["']([^"'{}<>\s]+)["']""")
_FILES = (".html", ".js")


def anchors(where: tuple[Path, ...], portal: Iterable[str]) -> frozenset[str]:
    """Those of the county's theme, if it has one, and of the portal's pieces; ours left out."""
    files = (path for own in where[:-1] for path in walk.files(own) if path.suffix in _FILES)
    texts = (*portal, *(path.read_text("utf-8", "replace") for path in files))
    return frozenset(found for text in texts for found in _ID.findall(text)) - urls.ANCHORS
