"""Zips (Office files among them) taken apart and put together, so that what is in them changes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError)


def opened(data: bytes) -> dict[str, bytes]:
    """The members of a zip; none of what is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [one for one in packed.infolist() if one.file_size < 1_000_000]
            return {one.filename: packed.read(one) for one in members}
    except (*_FAULTS, EOFError):
        return {}


def closed(members: Mapping[str, bytes]) -> bytes:
    """A zip of these; not compressed, so that a fuzzer can see into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
