"""A built site as zip files to hand over: the same site gives the same bytes.

Order and times are fixed (1980-01-01, the earliest that the format knows), names are ASCII. Where a
portal takes only so much at once, the files are divided over several zips, each complete in
itself; together they are the site.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import deflate

# What we call our packages, and pieces to paste (by the slug of a domain).
FOR_A_PORTAL = re.compile(r"gongkai(?:-[0-9]+)?\.zip")
FOR_A_STICK = re.compile(r"gongkai-usb\.zip")
PORTABLE = "gongkai-portable.zip"
# What one command leaves as it is in a list of hashes: what the other wrote, or a stranger.
BESIDE_THE_SITE = re.compile(f"(?!(?:{FOR_A_PORTAL.pattern}|{FOR_A_STICK.pattern})$).+")
BESIDE_THE_PROGRAM = re.compile(f"(?!{re.escape(PORTABLE)}$).+")
SUMS = "SHA256SUMS"
_ON_A_STICK = "site/"
PIECES = re.compile(r"[\w-]+\.html")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE, _RUNS = 0o644 << 16, 0o755 << 16
# A zip says on which system it was made; ours is made on one, wherever.
UNIX = 3
# What the central directory and the head of a file take at most, besides its name.
_OVERHEAD = 200
# Already packed: squeezing once more costs time and gains nothing.
_PACKED = (".zip", ".docx", ".xlsx", ".pptx", ".pdf", ".jpg", ".jpeg", ".png", ".gz", ".pagefind")


def divided(sizes: Mapping[str, int], most: int) -> list[list[str]]:
    """Names in order, in parts of no more than so many bytes; a larger file stands alone."""
    parts: list[list[str]] = [[]]
    room = most
    for name in sorted(sizes):
        need = sizes[name] + len(name) * 2 + _OVERHEAD
        if parts[-1] and need > room:
            parts.append([])
            room = most
        parts[-1].append(name)
        room -= need
    return parts


def pack(out: BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip of files in the order given; no more than one of them is held at a time."""
    pack_with_rights(out, ((name, data, False) for name, data in files))


def pack_with_rights(out: BinaryIO, files: Iterable[tuple[str, bytes, bool]]) -> None:
    """The same of files of which some are programs."""
    with zipfile.ZipFile(out, "w") as made:
        for name, data, runs in files:
            about = zipfile.ZipInfo(name, _EPOCH)
            about.external_attr = _RUNS if runs else _MODE
            about.create_system = UNIX
            stored = name.lower().endswith(_PACKED)
            about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            about.file_size = len(data)
            with made.open(about, "w") as file:
                if not stored:
                    file._compressor = _Deflater()  # type: ignore[attr-defined]  # noqa: SLF001
                file.write(data)


class _Deflater:
    """Packs a file as libdeflate does, which comes with us; there are several zlibs.

    Python's own may be that of the system or zlib-ng, and each gives other bytes.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def compress(self, part: bytes) -> bytes:
        self._parts.append(part)
        return b""

    def flush(self) -> bytes:
        return bytes(deflate.deflate_compress(b"".join(self._parts), 9))


def packed_again(data: bytes) -> bytes:
    """A zip that another library wrote, with the same files in it, as we write one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        pack(out, ((name, made.read(name)) for name in made.namelist()))
    return out.getvalue()


def checksums(hashes: Mapping[str, str]) -> bytes:
    """A list as `sha256sum -c` reads it, of SHA-256 hashes by the names of files."""
    return "".join(f"{digest}  {name}\n" for name, digest in hashes.items()).encode()


def listed(sums: str, names: re.Pattern[str]) -> dict[str, str]:
    """The hashes that such a list gives, of names of the given form."""
    found = re.findall(r"^([0-9a-f]{64})  (.+)$", sums, re.MULTILINE)
    return {name: digest for digest, name in found if names.fullmatch(name)}


def kept(folder: Path, names: re.Pattern[str]) -> dict[str, str]:
    """The hashes that lie in a folder, of names of the given form whose files are there."""
    sums = folder / SUMS
    found = listed(sums.read_text("utf-8", "replace"), names) if sums.is_file() else {}
    return {name: digest for name, digest in found.items() if (folder / name).is_file()}


def name(part: int, parts: int, *, usb: bool) -> str:
    """What a package is called."""
    return f"gongkai{'-usb' if usb else ''}{f'-{part}' if parts > 1 else ''}.zip"


def checks(packages: Iterable[Path], name: str) -> set[int]:
    """The CRC-32 of a file of the site in the packages that hold it; a damaged one holds none."""
    found: set[int] = set()
    for package in packages:
        try:
            with zipfile.ZipFile(package) as made:
                infos = made.infolist()
        except (zipfile.BadZipFile, NotImplementedError):
            continue
        found |= {one.CRC for one in infos if one.filename.removeprefix(_ON_A_STICK) == name}
    return found


def entrance(title: str) -> bytes:
    """The page beside the site on a stick, to be opened by a double click."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f"<title>{title}</title>\n"
        '<meta http-equiv="refresh" content="0; url=site/index.html">\n</head>\n'
        f'<body><p><a href="site/index.html">{title}</a></p></body>\n</html>\n'
    ).encode()


def on_a_stick(files: Iterable[tuple[str, bytes]], title: str) -> Iterator[tuple[str, bytes]]:
    """The site in a folder, with a page beside it that opens it."""
    yield "OPEN.html", entrance(title)
    yield from ((_ON_A_STICK + name, data) for name, data in files)
