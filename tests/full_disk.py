"""Fill a small disk of its own and publish on it: `python full_disk.py FOLDER TIMES`.

Run where mounting is allowed (`unshare --mount`). Prints how often the disk was too full, and how
often the site came out; ends with an assertion where what stood there was not whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import blows
import tiny

from gongkai_ssg import build
from gongkai_ssg.build import Options

_PIECE = 4096
_SIZE = 8 << 20


def _publish(root: Path) -> object:
    return build.build(Options(root=root, today=tiny.TODAY))


def _edit(root: Path, time: int) -> None:
    """Another name of the county, which every page shows."""
    (root / "site.yaml").write_text(tiny.SITE.replace("示例县", f"示例{time}县", 1), "utf-8")


def _fill(path: Path, leave: int) -> None:
    about = os.statvfs(path.parent)
    path.write_bytes(b"\0" * max(0, about.f_bavail * about.f_frsize - leave))


def main(folder: Path, times: int) -> None:
    """Publish with a little more room each time, until it is enough."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder], check=True)
    root = tiny.write(folder / "site", {tiny.RECORD: tiny.record()})
    _publish(root)
    site = root / "public"
    needed = sum(p.stat().st_size // _PIECE + 2 for p in site.rglob("*")) * _PIECE
    ended = {blows.DONE: 0, blows.REFUSED: 0}
    for time in range(times):
        before = blows.whole(site)
        _edit(root, time)
        _fill(folder / "filler", needed * time // (3 * (times - 1)))
        how, _ = blows.struck(lambda: _publish(root), root, blows.killed, 0)
        ended[how] += 1
        after = blows.whole(site)
        assert after == before if how == blows.REFUSED else len(after) == len(before), after
        assert not [*root.glob(".*.gongkai-*"), *root.glob(".gongkai/.*")], time
        (folder / "filler").unlink()
    print(ended[blows.REFUSED], ended[blows.DONE])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
