"""Seconds and peak memory of each phase of a build, at several sizes.

    python bench/phases.py [ITEMS …]        300, 1,000 and 10,000 unless told otherwise

Each size is built in a process of its own from a corpus made by `corpus.py`; every build is
cold, with QR codes and search index. Absolute times are noise on shared machines: compare rows
of one run.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

SIZES = (300, 1_000, 10_000)
DAY = date(2026, 11, 22)


def one(folder: Path) -> dict[str, object]:
    """Build a site here and now; peaks are of this process and of the indexer, in MB."""
    from gongkai_ssg import build, cli

    gc.set_threshold(*cli.COLLECT)  # as the command does
    peaks: dict[str, int] = {}

    def note(phase: str, done: int, total: int) -> None:
        del done, total
        peaks[phase] = megabytes(resource.RUSAGE_SELF)

    built = build.build(build.Options(folder, DAY, write_ledger=False), note)
    if not built.files:
        raise SystemExit([d.message for d in built.checked.diagnostics])
    peaks["发布"] = megabytes(resource.RUSAGE_SELF)
    indexer = megabytes(resource.RUSAGE_CHILDREN)
    pages = len(built.checked.pages)
    return {"seconds": built.seconds, "peaks": peaks, "indexer": indexer, "pages": pages}


def megabytes(who: int) -> int:
    """Peak resident memory so far (Linux counts in KiB)."""
    return resource.getrusage(who).ru_maxrss // 1024


def main() -> None:
    """Generate, build and print one table row for each size."""
    sizes = [int(a) for a in sys.argv[1:]] or SIZES
    print("| items | pages | check s | render s | index s | publish s | peak MB | indexer MB |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary, "site")
            here = Path(__file__).parent
            subprocess.run([sys.executable, here / "corpus.py", folder, str(size)], check=True)
            command = [sys.executable, __file__, "--one", str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, cwd=here.parent)
        row = json.loads(done.stdout)
        seconds = " | ".join(f"{value:.1f}" for value in row["seconds"].values())
        peak = max(row["peaks"].values())
        print(
            f"| {size:,} | {row['pages']:,} | {seconds} | {peak} | {row['indexer']} |", flush=True
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.path.insert(0, str(Path(__file__).parent.parent))
        print(json.dumps(one(Path(sys.argv[2]))))
    else:
        main()
