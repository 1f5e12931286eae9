"""File types: what may be attached, and as what a server must deliver each file.

One table, because three rooms need it: attachments are checked against it, the preview
answers with it, and `web.config` teaches it to IIS, which refuses what it does not know.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"

# What offices publish; anything that a browser would run (html, svg) stays out.
_ATTACHED = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": TEXT,
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "wps": "application/vnd.ms-works",
    "et": UNKNOWN,
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
# What the site itself is made of.
_OWN = {
    "html": HTML,
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "sig": TEXT,
    "config": "application/xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "wasm": "application/wasm",
    "pagefind": "application/wasm",
    "pf_meta": UNKNOWN,
    "pf_index": UNKNOWN,
    "pf_fragment": UNKNOWN,
    "pf_filter": UNKNOWN,
    "webp": "image/webp",
    "ics": "text/calendar; charset=utf-8",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
}
_TYPES: Mapping[str, str] = {**_ATTACHED, **_OWN}
ATTACHMENT_TYPES = frozenset(_ATTACHED)
# Suffixes that IIS answers with 404 unless it is told of them.
_NEW_TO_IIS = (
    "json wasm pagefind pf_meta pf_index pf_fragment pf_filter ofd wps et webp woff2 ics sig"
)

# What only a server can say, for pages say the rest themselves: take no file for another type,
# tell others of the site alone from where a reader comes. Who may frame the site is for the portal
# to say, which may have a policy of its own that ours must not replace.
HEADERS: Mapping[str, str] = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def suffix(name: str) -> str:
    """The suffix of a file's name in small letters, without its dot."""
    return posixpath.splitext(name)[1].lower().removeprefix(".")


def kind_of(name: str) -> str:
    """The content type of a file by its name."""
    return _TYPES.get(suffix(name), UNKNOWN)


def new_to_iis() -> dict[str, str]:
    """Dotted suffix → media type without parameters, for `web.config`."""
    return {f".{one}": _TYPES[one].partition(";")[0] for one in _NEW_TO_IIS.split()}
