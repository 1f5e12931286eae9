"""One county on several machines: what differs there, and everything that is made of it."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).parents[1]
DAY = "2026-11-22"
_PROVINCE = "名称: 示例市基层政务公开\n站点: [{文件夹: jia}, {文件夹: yi, 名称: 乙区}]\n"
_OTHER_CODE = re.compile(r"\b(?!SHJZ)[A-Z]{4}-\d\d-\d\d")

# Every listing of a folder comes in another order. Runs before anything else in an interpreter.
_SHUFFLED = """\
import os, random
scan, names, chance = os.scandir, os.listdir, random.Random(7)
class Scan:
    def __init__(self, path="."):
        with scan(path) as found:
            self.entries = list(found)
        chance.shuffle(self.entries)
        self.left = iter(self.entries)
    def __iter__(self): return self.left
    def __next__(self): return next(self.left)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
def listdir(path="."):
    found = names(path)
    chance.shuffle(found)
    return found
os.scandir, os.listdir = Scan, listdir
"""

# Python's zlib is one of several; another packs the same otherwise.
_OTHER_ZLIB = """\
import zlib
compress, compressobj = zlib.compress, zlib.compressobj
zlib.compress = lambda data, *how, **more: compress(data, 1)
zlib.compressobj = lambda level=-1, method=8, wbits=15, *how: compressobj(1, method, wbits)
"""

# openpyxl writes otherwise where lxml is installed, which gongkai does not bring.
_NO_LXML = """\
import sys
sys.modules["lxml"] = None
"""

# Runs each command of a list in one interpreter, keeps what it says, names what failed.
_DRIVER = """\
import contextlib, io, json, os, sys
from pathlib import Path
from gongkai_ssg import cli
os.umask(int(sys.argv[2]))
for number, words in enumerate(json.loads(sys.argv[1])):
    said, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = cli._run(words)
    if code not in (0, 1):
        sys.exit(f"{words}: {code}: {told.getvalue()}")
    Path("said").mkdir(exist_ok=True)
    Path("said", f"{number}-{words[0]}.txt").write_text(said.getvalue(), "utf-8")
"""
_OF_RECORDS = ("2026-01-15-shjz-biaozhun-tongzhi", "2026-09-07-shjz-longtan-chushen")
SITE = ["build", "--clock", DAY]
_PAPER: list[list[str]] = [
    ["print", "notice", "SHJZ-02-01", *_OF_RECORDS],
    ["print", "catalog"],
    ["print", "poster", "shjz", "longtan"],
    ["print", "labels"],
    ["print", "board", "longtan", "--month", "2026-09"],
    ["print", "flow", "dibao"],
    ["review", _OF_RECORDS[1]],
    ["sample", "--seed", "摇号 3 8 1", "-n", "2"],
]
_TABLES: list[list[str]] = [
    ["check", "--format", "json"],
    *(["export", form, "-o", f"made/table.{form}"] for form in ("xlsx", "csv", "json")),
    *(["report", "--format", form, "-o", f"made/state.{form}"] for form in ("xlsx", "html", "ics")),
    ["report", "--format", "json"],
    ["push-text", "longtan", "--since", "2026-01-01"],
    ["check", "made/table.xlsx", "--format", "xlsx", "-o", "made/marked.xlsx"],
    ["compare", "made/table.xlsx"],
]
_HANDED: list[list[str]] = [
    ["package", "-o", "made/zip"],
    ["package", "--split", "1", "-o", "made/parts"],
    ["package", "--usb", "-o", "made/usb"],
    ["package", "--fragments", "-o", "made"],
]
# The second build reads the ledger that the first wrote; by then it may be handed over.
ALL = [SITE, SITE, *([*words, "--clock", DAY] for words in (*_TABLES, *_PAPER, *_HANDED))]
PROVINCE = [["build", "--workspace", "province.yaml", "--clock", DAY]]


@dataclass(frozen=True)
class Machine:
    """A machine, by all that may differ while the content is the same."""

    folder: str = "site"
    variables: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable
    jobs: int = 1
    shuffled: bool = False
    other_zlib: bool = False
    umask: int = 0o022
    aged: bool = False
    without_lxml: bool = False
    user: int | None = None


def small_county(root: Path, *, sheets: bool = True) -> Path:
    """The sample county with one domain and everything that a site can have."""
    settings = (HOUSE / "site.yaml").read_text("utf-8")
    settings = re.sub(r"(?m)^领域: .*", "领域: [shjz]", settings)
    root.mkdir(parents=True)
    (root / "site.yaml").write_text(settings + "打印: {随站生成: 是}\n" * sheets, "utf-8")
    content = HOUSE / "content"
    for name in ("shjz", "pages"):
        shutil.copytree(content / name, root / "content" / name)
    for path in content.glob("*.yaml"):
        shutil.copy(path, root / "content")
    for path in (p for p in root.rglob("*") if p.suffix in {".md", ".yaml"}):
        path.write_text(_OTHER_CODE.sub("SHJZ-02-01", path.read_text("utf-8")), "utf-8")
    return root


def province(root: Path) -> Path:
    """Two counties side by side."""
    for name in ("jia", "yi"):
        small_county(root / name, sheets=False)
    (root / "province.yaml").write_text(_PROVINCE, "utf-8")
    return root


def made(site: Path, folder: Path, machine: Machine, commands: list[list[str]]) -> dict[str, bytes]:
    """Everything that the commands make of a copy of a site on a machine, by name."""
    root = shutil.copytree(site, folder / machine.folder)
    (folder / "home").mkdir()
    (folder / "start").mkdir()
    start = _SHUFFLED * machine.shuffled + _OTHER_ZLIB * machine.other_zlib
    start += _NO_LXML * machine.without_lxml
    (folder / "start/sitecustomize.py").write_text(start, "utf-8")
    before = [path.relative_to(root).as_posix() for path in root.rglob("*")]
    chance = random.Random(machine.folder)  # noqa: S311
    for name in before if machine.aged else ():
        moment = chance.randrange(1_000_000_000, 1_700_000_000)
        os.utime(root / name, (moment, moment))
    if machine.user is not None:
        folder.parent.chmod(0o755)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, machine.user, machine.user)
    _run(root, folder, machine, commands)
    own = {*before, ".gongkai"} - {"published.yaml"}
    after = (path for path in root.rglob("*") if path.is_file())
    names = {path.relative_to(root).as_posix(): path for path in after}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if name not in own and ".gongkai" not in name.split("/")
    }


def _run(root: Path, folder: Path, machine: Machine, commands: list[list[str]]) -> None:
    import json

    told = [[*words, "-j", str(machine.jobs)] if _counts(words) else words for words in commands]
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    home = {"HOME": str(folder / "home"), "TMPDIR": str(folder)}
    path = {"PYTHONPATH": os.pathsep.join([str(folder / "start"), str(HOUSE)])}
    done = subprocess.run(
        [machine.python, "-c", _DRIVER, json.dumps(told), str(machine.umask)],
        cwd=root,
        env={**kept, **home, **path, **machine.variables},
        user=machine.user,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def _counts(words: list[str]) -> bool:
    return words[0] in ("build", "print", "review")
