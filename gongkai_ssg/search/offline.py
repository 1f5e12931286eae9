"""The index once more, as one classic script, for pages that were opened from a folder.

From `file://` a browser loads scripts and nothing else. The search reads the same bytes out of
this one and finds the same pages.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

NAME = "offline.js"


def line(name: str, content: bytes) -> bytes:
    """A file of the index by its name within `pagefind/`, as the script holds it."""
    return b'"%s": "%s"' % (name.encode(), base64.b64encode(content))


def script(lines: Iterable[bytes]) -> bytes:
    """The lines of all files → a script that holds them."""
    return b"window.gongkaiOffline = {\n" + b",\n".join(sorted(lines)) + b"\n};\n"
