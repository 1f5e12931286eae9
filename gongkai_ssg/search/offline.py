"""The index once more, as one classic script, for pages that were opened from a folder.

From `file://` a browser loads scripts and nothing else. The search reads the same bytes out of
this one and finds the same pages.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

NAME = "offline.js"


def script(files: Mapping[str, bytes]) -> bytes:
    """The files of the index by their names within `pagefind/` → a script that holds them."""
    packed = {name: base64.b64encode(content).decode() for name, content in sorted(files.items())}
    return f"window.gongkaiOffline = {json.dumps(packed, indent=0)};\n".encode()
