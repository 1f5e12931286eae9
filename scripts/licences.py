"""Write `docs/licences.md`: under which licence everything stands that comes with a release.

    python scripts/licences.py [--check]

A package's licence is read from its metadata where the locked version of it is installed; else its
row stays as it is. A package without a row, or with a licence that is not in `ALLOWED`, is an
error: somebody has to read the licence, and then writes it down here.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import locks  # noqa: E402

PAGE = ROOT / "docs" / "licences.md"
# All of them let anyone use and pass on what stands under them, beside a program under Apache-2.0.
# MPL-2.0 asks for the source of its own files, which are passed on unchanged.
ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 FTL IJG ISC "
    "LicenseRef-AGG-2.3 LicenseRef-GUST-Font-License Bitstream-Vera MIT MIT-0 MIT-Modern-Variant "
    "MPL-2.0 OFL-1.1 Python-2.0 Unicode-3.0 Unlicense Zlib libpng-2.0 libtiff".split()
)
EXCEPTIONS = frozenset({"LLVM-exception"})
# What metadata say, in SPDX's words.
WORDS = {
    "MIT License": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
}
# What metadata leave open, as the licence text in the package has it.
READ = {
    ("jinja2", "BSD License"): "BSD-3-Clause",
    ("partd", "BSD"): "BSD-3-Clause",
    ("zict", "BSD"): "BSD-3-Clause",
    ("pypdfium2", "BSD-3-Clause, Apache-2.0, dependency licenses"): "BSD-3-Clause OR Apache-2.0",
}
_PDFIUM = (
    "BSD-3-Clause AND Apache-2.0 AND BSD-2-Clause AND BSL-1.0 AND FTL AND IJG AND MIT AND "
    "MIT-Modern-Variant AND Unicode-3.0 AND Zlib AND libpng-2.0 AND libtiff AND LicenseRef-AGG-2.3"
)
# What else lies in the wheel, as the package says it.
CARRIED: Mapping[str, tuple[str, str]] = {
    "cffi": ("MIT", "libffi"),
    "cryptography": ("Apache-2.0", "OpenSSL"),
    "dask": ("BSD-3-Clause", "parts of NumPy"),
    "deflate": ("MIT", "libdeflate"),
    "et-xmlfile": ("Python-2.0", "a part of Python's library"),
    "justmytype-intl-cjk": ("OFL-1.1", "Noto Sans JP, KR, SC, TC"),
    "pagefind-bin": ("MIT", "the program `pagefind`"),
    "pypdfium2": (_PDFIUM, "PDFium, FreeType, ICU, libjpeg-turbo and more, each text in the wheel"),
    "pyyaml": ("MIT", "libyaml"),
    "selectolax": ("Apache-2.0", "lexbor"),
    "typst": (
        "OFL-1.1 AND LicenseRef-GUST-Font-License AND Bitstream-Vera",
        "Libertinus, New Computer Modern, DejaVu Sans Mono; and see below",
    ),
    "zint-bindings": (
        "BSD-3-Clause",
        "the library of Zint; not its window, which is under the GPL",
    ),
}
_TOKEN = re.compile(r"[()]|[\w.+-]+")
_ROW = re.compile(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
_TOP = """\
# Licences

<!-- Written by scripts/licences.py; what it cannot read in metadata is kept there by hand. -->

gongkai itself stands under the [Apache License 2.0](../LICENSE): the program, the theme with its
styles and scripts, and the sample county. There is no code of others in this repository, nor in
the pages that are made; of Pagefind they carry what its program writes, the index.

What is installed with it, by the metadata and the licence texts of the versions in `locks/`. An
expression is SPDX's; `OR` lets choose. The second column is what the package itself stands under,
the third what else lies in its wheel.

| package | licence | carries |
|---|---|---|
"""
_END = """
The wheels written in Rust (cryptography, nh3, python-calamine, rjieba, typst) list the crates
in them, each with its licence, in an SBOM of their own (`*.dist-info/sboms/`); that of bcrypt
lists none. Where such a wheel is installed, that list is held against the same set of licences:
MIT, Apache-2.0, Unicode-3.0, Zlib, BSD and ISC for nearly all; MPL-2.0 for `cssparser` and
`dtoa-short` in nh3 and `option-ext` in typst, which are passed on unchanged. The wheel of
pypdfium2 for musl, and no other, carries libgcc and libstdc++ (GPL-3.0 with the GCC Runtime
Library Exception).

A sheet that is printed embeds the fonts that it is set in. Noto Sans SC (OFL-1.1) may be embedded;
of a font that the computer or the county brings, its own licence decides.
"""


class UnclearError(Exception):
    """A licence that nobody has written down yet."""


def allowed(expression: str) -> bool:
    """Whether a licence is among those that we take; of `A OR B` one is enough."""
    tokens = _TOKEN.findall(expression)
    whole = bool(tokens) and tokens[-1] not in ("AND", "OR")
    return whole and _any_of(tokens) and not tokens


def _any_of(tokens: list[str]) -> bool:
    found = [_all_of(tokens)]
    while tokens[:1] == ["OR"]:
        tokens.pop(0)
        found.append(_all_of(tokens))
    return any(found)


def _all_of(tokens: list[str]) -> bool:
    found = [_one(tokens)]
    while tokens[:1] == ["AND"]:
        tokens.pop(0)
        found.append(_one(tokens))
    return all(found)


def _one(tokens: list[str]) -> bool:
    token = tokens.pop(0) if tokens else ""
    if token == "(":  # noqa: S105 - a bracket
        inner = _any_of(tokens)
        return tokens[:1] == [")"] and tokens.pop(0) == ")" and inner
    known = token in ALLOWED
    if tokens[:1] == ["WITH"]:
        known &= tokens[1:2] != [] and tokens[1] in EXCEPTIONS
        del tokens[:2]
    return known


def installed(one: locks.Locked) -> metadata.PackageMetadata | None:
    """The metadata of a package, where just this version of it is installed."""
    try:
        about = metadata.metadata(one.name)
    except metadata.PackageNotFoundError:
        return None
    return about if about["Version"] == one.version else None


def licence(name: str, about: metadata.PackageMetadata) -> str:
    """What a package stands under, by its metadata.

    Raises:
        UnclearError: where they do not say it in words that are known.
    """
    said, short = _line(about, "License-Expression"), _line(about, "License")
    words = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if "Licen" in one
    ]
    said = said or short or " AND ".join(words)
    expression = READ.get((name, said)) or WORDS.get(said, said)
    if not allowed(expression):
        raise UnclearError(f"{name}: “{said}”")
    return expression


def _line(about: metadata.PackageMetadata, key: str) -> str:
    """A value of one line; some write the whole text of the licence there."""
    value = (about.get_all(key) or [""])[0]
    return "" if "\n" in value else value


def crates(name: str) -> Iterator[tuple[str, str]]:
    """The crates in an installed wheel, as its own SBOM lists them or else as we do."""
    for file in metadata.files(name) or []:
        if ".dist-info/sboms/" in file.as_posix():
            bom: dict[str, Any] = json.loads(Path(str(file.locate())).read_text("utf-8"))
            for one in bom["components"]:
                said = [_said(entry) for entry in one.get("licenses", [])]
                written, words = CARRIED.get(name, ("", ""))
                ours = written if one["name"] in words.lower().split() else ""
                yield one["name"], " AND ".join(f"({words})" for words in said) or ours


def _said(entry: Mapping[str, Any]) -> str:
    known = entry.get("license", {})
    return str(entry.get("expression") or known.get("id") or known.get("name") or "")


def rows() -> dict[str, tuple[str, str]]:
    """The rows of the page as it stands: licence and what is carried, by the package."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    return {name: (licence, more) for name, licence, more in _ROW.findall(text)}


def problems() -> Iterator[str]:
    """What keeps a release from being passed on."""
    known = rows()
    for name, one in locks.locked("cluster").items():
        about = installed(one)
        try:
            said = licence(name, about) if about else ""
        except UnclearError as error:
            yield str(error)
            continue
        there = known.get(name, ("", ""))[0]
        if not there:
            yield f"{name}: no row in docs/licences.md"
        elif said and said != there:
            yield f"{name}: {said} by its metadata, {there} in docs/licences.md"
        elif not allowed(there):
            yield f"{name}: {there}"
        inside = crates(name) if about else ()
        yield from (f"{name}, in it {c}: {words}" for c, words in inside if not allowed(words))
    yield from (
        f"{name}, in it: {words}" for name, (words, _) in CARRIED.items() if not allowed(words)
    )
    yield from (
        f"{name}: not locked" for name in (*known, *CARRIED) if name not in locks.locked("cluster")
    )


def page() -> str:
    """The page as it must be; of packages that are not installed, the rows that are there."""
    lines = []
    known = rows()
    for name, one in locks.locked("cluster").items():
        about = installed(one)
        said = licence(name, about) if about else known.get(name, ("", ""))[0]
        expression, words = CARRIED.get(name, ("", ""))
        lines.append(f"| `{name}` | {said} | {f'{words} ({expression})' if words else ''} |\n")
    return _TOP + "".join(lines) + _END


def main() -> int:
    """Write the page, or with `--check` say what is wrong; 1 if something is."""
    try:
        text = page()
    except UnclearError as error:
        print(f"{error}: read its licence, and write it down in scripts/licences.py")
        return 1
    if "--check" not in sys.argv:
        PAGE.write_text(text, "utf-8", newline="\n")
    found = list(problems())
    if text != PAGE.read_text("utf-8"):
        found.append("docs/licences.md is not up to date; run python scripts/licences.py")
    print("\n".join(found) or "licences: all known and allowed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
