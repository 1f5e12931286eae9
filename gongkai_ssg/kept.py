"""What one build keeps for the next: QR codes by their text, in `.gongkai/` of the site.

Only speed depends on it, never a byte: what is damaged, of another version or gone is drawn anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from gongkai_ssg import fs, qr

FOLDER = ".gongkai"
_FILE = "qr.json"


def load(root: Path) -> None:
    """Hand the codes of the last build to `qr`."""
    try:
        data = json.loads((root / FOLDER / _FILE).read_text("utf-8"))
        codes = {str(text): str(svg) for text, svg in data["codes"].items()}
        if data["made_by"] == qr.MADE_BY and data["hash"] == _hash(codes):
            qr.remember(codes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return


def save(root: Path, texts: Iterable[str]) -> None:
    """Keep the codes of these texts and no others; a folder that cannot be written is left."""
    codes = {text: qr.svg(text) for text in sorted(texts)}
    kept = {"made_by": qr.MADE_BY, "hash": _hash(codes), "codes": codes}
    text = json.dumps(kept, indent=0)
    with contextlib.suppress(OSError):
        fs.write_text(root / FOLDER / _FILE, text)


def _hash(codes: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(codes, sort_keys=True).encode()).hexdigest()


def clean(root: Path) -> None:
    """Forget everything; what somebody else put there stays."""
    with contextlib.suppress(OSError):
        (root / FOLDER / _FILE).unlink(missing_ok=True)
        (root / FOLDER).rmdir()
