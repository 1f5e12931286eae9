"""What a change costs: nothing changed, one item edited, a save in the preview.

    python bench/rebuilds.py [ITEMS] [ROUNDS]       10,000 items and 3 rounds unless told otherwise

Beside each stands what Hugo takes for the same pages from nothing in the same round, where it is
installed (`bench/peers.py` says how). Read the ratios, not the seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from corpus import write
from peers import DAY, HERE, PEERS, Peer, entries, ours, timed

PORT = "8790"
_LIMIT = re.compile("公开时限: .*")


def edit(site: Path, number: int) -> None:
    """Give the first item another time limit."""
    path = min(site.glob("content/*/catalog.yaml"))
    text = path.read_text("utf-8")
    path.write_text(
        _LIMIT.sub(f"公开时限: 信息形成之日起{number}个工作日内", text, count=1), "utf-8"
    )


def one_round(
    site: Path, hugo: Path | None, peer: Peer, number: int
) -> Iterator[tuple[str, float]]:
    """Seconds of each case, in turn."""
    if hugo:
        shutil.rmtree(hugo / peer.out, ignore_errors=True)
        yield "hugo, from nothing", timed(peer.command, hugo)[0]
    shutil.rmtree(site / "public", ignore_errors=True)
    (site / "published.yaml").unlink(missing_ok=True)
    yield "from nothing", timed(ours(site), site)[0]
    timed(ours(site), site)  # the ledger that the first wrote is read
    yield "nothing changed", timed(ours(site), site)[0]
    edit(site, 10 + number)
    yield "one item edited", timed(ours(site), site)[0]
    yield from saved(site, 50 + number)


def saved(site: Path, number: int) -> Iterator[tuple[str, float]]:
    """From a save to the news of it, and until it can be searched for."""
    command = (sys.executable, "-u", "-m", "gongkai_ssg", "serve", "--clock", DAY, "-s", str(site))
    with subprocess.Popen(
        (*command, "-p", PORT), stderr=subprocess.PIPE, encoding="utf-8"
    ) as running:
        lines = iter(running.stderr or ())
        for words in ("已更新", "可以搜索"):
            _until(lines, words)
        began = time.perf_counter()
        edit(site, number)
        for words, case in (("已更新", "a save, to see it"), ("可以搜索", "a save, to find it")):
            _until(lines, words)
            yield case, time.perf_counter() - began
        running.terminate()


def _until(lines: Iterator[str], words: str) -> None:
    next(line for line in lines if words in line)


def main() -> None:
    """Lay the sites, run the rounds, print a row for each case."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    os.environ["PYTHONPATH"] = str(HERE.parent)
    peer = PEERS[0]
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        site, hugo = Path(temporary, "gongkai"), Path(temporary, "hugo")
        write(site, count)
        if peer.command[0]:
            shutil.copytree(HERE / "peers/hugo", hugo)
            peer.lay(hugo, list(entries(site)))
        for number in range(rounds):
            for case, seconds in one_round(site, hugo if hugo.exists() else None, peer, number):
                found.setdefault(case, []).append(seconds)
    base = next(iter(found.values()))
    print("| | seconds | of the first, each round |\n|---|---|---|")
    for case, seconds in found.items():
        ratios = " ".join(f"{s / b:.2f}" for s, b in zip(seconds, base, strict=True))
        print(f"| {case} | {statistics.median(seconds):.1f} | {ratios} |")


if __name__ == "__main__":
    main()
