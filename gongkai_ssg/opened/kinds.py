"""Which files can be read, by the ends of their names, and which have no text in them at all.

A program may give a page or a text the name of an old document: Word opens it all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from gongkai_ssg.media import suffix
from gongkai_ssg.opened.active import is_program
from gongkai_ssg.opened.decoding import decoded, strictly
from gongkai_ssg.opened.piece import UNKNOWN, Closed

# Workbooks whose cells calamine reads; templates, and those with macros, too.
SHEETS = frozenset("xlsx xlsm xltx xltm xls xlt et ett ods".split())
_WORD, _SLIDES = "docx docm dotx dotm", "pptx pptm ppsx ppsm potx potm"
_BOOKS, _OPEN = "xlsx xlsm xltx xltm", "odt ods odp ott ots otp ofd"
# A zip with XML in it.
PACKED = frozenset(f"{_WORD} {_SLIDES} {_BOOKS} {_OPEN}".split())
# Word, PowerPoint and WPS before 2007; WPS still writes them, or a zip under the same name.
BINARY = frozenset("doc dot ppt pps pot wps wpt dps dpt xls xlt et ett".split())
TABLES = frozenset("csv tsv tab".split())
PAGES = frozenset("html htm xhtml shtml".split())
MARKED = frozenset("xml svg".split())
TEXTS = frozenset("txt md markdown log json geojson yaml yml ini sql css js ics vcf".split())
ARCHIVES = frozenset("zip rar 7z gz tgz tar bz2 xz".split())
# A page with all that belongs to it, packed as mail is.
MAIL = "mht"
# How files begin that Word and Excel know by more than their names.
_SIGNS = (
    ("{\\rtf", "rtf"),
    ("%pdf-", "pdf"),
    ("mime-version:", MAIL),
    ("<?xml", "xml"),
    ("<", "html"),
)
_HEAD = 1024
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f\ufffd]")
_READ = SHEETS | PACKED | BINARY | TABLES | PAGES | MARKED | TEXTS | ARCHIVES | {"pdf", "rtf"}
_PICTURES = "jpg jpeg jpe png gif bmp tif tiff webp ico heic jp2 jb2 gbig2 wdp jxr hdp emf wmf svm"
_MEDIA = "mp3 m4a wav wma aac ogg flac mp4 m4v avi mov wmv mkv flv webm glb"
_FONTS = "ttf ttc otf cff pfb woff woff2 eot odttf fntdata"
_SILENT = frozenset(f"{_PICTURES} {_MEDIA} {_FONTS}".split())
# What Windows and macOS put beside the files that a person packs.
_OF_SYSTEMS = frozenset({"thumbs.db", ".ds_store"})


def is_read(name: str) -> bool:
    """Whether there is a reader for a file, or it is known that there must be none."""
    return suffix(name) in _READ


def beneath(kind: str, data: bytes) -> str:
    """The kind of what has the name of an old document and is none; empty if it may be one."""
    head = decoded(data[:_HEAD]).lstrip().lower()
    known = next((found for sign, found in _SIGNS if head.startswith(sign)), "")
    if known:
        return known
    text = strictly(data)
    if not text or _CONTROL.search(text):
        return ""
    return "csv" if kind in SHEETS else "txt"


def is_silent(name: str) -> bool:
    """A picture, a sound, a film or a font; and what no person put there."""
    last = name.rpartition("/")[2]
    return suffix(name) in _SILENT or last.lower() in _OF_SYSTEMS or last.startswith("._")


def strangers(names: Iterable[str]) -> Iterator[Closed]:
    """Files that nothing here reads: one sentence for all of a kind, however many there are.

    Programs have a sentence of their own (see `active`).
    """
    first: dict[str, str] = {}
    counted = Counter[str]()
    for name in names:
        if is_program(name):
            continue
        first.setdefault(suffix(name), name)
        counted[suffix(name)] += 1
    for kind, name in first.items():
        yield Closed(name, UNKNOWN if counted[kind] == 1 else f"等{counted[kind]}个文件{UNKNOWN}")
