"""The program itself to carry along: `package --portable`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from gongkai_ssg.cli import shared

_MEGABYTE = 1_000_000


def carried(wheels: Path, python: Path | None, folder: Path) -> int:
    """Write the portable folder as a zip, from wheels and a Python that lie there."""
    from gongkai_ssg import fs
    from gongkai_ssg.exchange import bundle

    try:
        from gongkai_ssg.exchange import portable
        from gongkai_ssg.exchange import wheels as given
    except ImportError:
        raise click.UsageError('还缺一个零件，先运行 py -m pip install "packaging>=24.0"') from None
    try:
        found = given.wheels_in(wheels)
        goal = given.target(found, f"{sys.version_info[0]}.{sys.version_info[1]}")
        path = folder / bundle.PORTABLE
        files = portable.contents(found.values(), goal, python)
        fs.write_by(path, partial(bundle.pack_with_rights, files=files))
    except given.PortableError as error:
        raise click.UsageError(str(error)) from None
    size = path.stat().st_size / _MEGABYTE
    shared.say(f"{len(found)} 个 wheel 打成便携版，{size:.1f} MB，在 {path}")
    if not python:
        shared.say(f"里面没有 Python；要用它的电脑上装好 Python {goal.python}（64 位）。")
    hashes = bundle.kept(folder, bundle.BESIDE_THE_PROGRAM) | {bundle.PORTABLE: fs.digest(path)}
    fs.write_bytes(folder / bundle.SUMS, bundle.checksums(hashes))
    shared.say(f"校验值（SHA-256）: {hashes[bundle.PORTABLE]}")
    return shared.DONE
