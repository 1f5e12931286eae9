"""CPU seconds and peak memory of a workbook of the catalog: out, in again, in as an office's table.

python bench/office.py [EXPORTED IMPORTED]        10,000 and 5,000 items unless told otherwise

Each step runs in a process of its own, on a corpus made by `corpus.py`; the check of the site that
`import` and `export` begin with is counted apart. Bounds on an idle machine: an export of 10,000
items takes no more than 5 s, an import of 5,000 rows no more than 3 s.
"""

from __future__ import annotations

import gc
import io
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from gongkai_ssg import build, cli, tables
from gongkai_ssg.exchange import workbook
from gongkai_ssg.importing import gathering

DAY = date(2026, 11, 22)
STEPS = ("export", "import", "foreign")


def step(name: str, folder: Path) -> dict[str, float]:
    """One step here and now; `foreign` is the workbook without its hidden columns."""
    # As the command itself does.
    gc.set_threshold(*cli.COLLECT)
    (checked, check) = _timed(lambda: build.check(build.Options(folder, DAY)))
    project = checked.project
    if project is None:
        raise SystemExit([d.message for d in checked.diagnostics])
    file = folder / "目录.xlsx"
    if name == "export":
        made, seconds = _timed(lambda: workbook.workbook(project))
        file.write_bytes(made)
        return _row(check, seconds)
    data = file.read_bytes() if name == "import" else _foreign(file.read_bytes())

    def plan() -> int:
        source = gathering.Source("目录.xlsx", tables.read("目录.xlsx", data))
        found, drafts = gathering.plan(project, [source])
        if found.new or found.changed:
            raise SystemExit(f"{len(found.new)} new, {len(found.changed)} changed")
        return len(drafts)

    return _row(check, _timed(plan)[1])


def _foreign(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        heads = [sheet.cell(1, at).value for at in range(1, sheet.max_column + 1)]
        at = heads.index("校验") + 1
        for merged in [m for m in sheet.merged_cells.ranges if m.min_col == at]:
            sheet.unmerge_cells(str(merged))
        for cell in sheet[get_column_letter(at)]:
            cell.value = None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = process_time()
    return work(), process_time() - begin


def _row(check: float, seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"check": check, "seconds": seconds, "peak": peak}


def main() -> None:
    """Generate, measure and print one table row for each step."""
    exported, imported = [int(a) for a in sys.argv[1:]] or (10_000, 5_000)
    print("| step | items | check s | s | peak MB |")
    print("|---|---|---|---|---|")
    here = Path(__file__).parent
    for size in sorted({exported, imported}, reverse=True):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary, "site")
            subprocess.run([sys.executable, here / "corpus.py", folder, str(size)], check=True)
            for name in STEPS if size == imported else STEPS[:1]:
                command = [sys.executable, __file__, "--one", name, str(folder)]
                done = subprocess.run(command, check=True, capture_output=True, cwd=here.parent)
                row = json.loads(done.stdout)
                told = f"{row['check']:.1f} | {row['seconds']:.1f} | {row['peak']}"
                print(f"| {name} | {size:,} | {told} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(step(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
