"""`province.yaml` → which sites stand side by side, and at which address each of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gongkai_ssg import config, elements, schema, source
from gongkai_ssg.diagnostics import Diagnostic, Span, has_errors, in_order, problem
from gongkai_ssg.model import Entry, Value, name_rule
from gongkai_ssg.source import Tree

# First parts of addresses that the front page itself needs.
TAKEN = frozenset({"search", "static"})
_LIST = "站点"


class County(NamedTuple):
    """A site: its folder as it is written and as it lies on the disk, its address, its name."""

    written: str
    root: Path
    address: str
    name: str


class Workspace(NamedTuple):
    """What the file says; of the footer what is shown, in its order."""

    name: str
    url: str
    footer: tuple[tuple[str, str], ...]
    counties: tuple[County, ...]


class Loaded(NamedTuple):
    """The workspace, None where something is wrong with it; the file itself, to show where."""

    workspace: Workspace | None
    tree: Tree
    problems: list[Diagnostic]


def load(path: Path) -> Loaded:
    """Read the file; folders in it are looked for from where it lies.

    Raises:
        OSError: where the file cannot be read.
    """
    data = path.read_bytes()
    tree = Tree({path.name: data})
    text, problems = source.decode(path.name, data)
    node, more = source.parse_yaml(path.name, text) if text is not None else (None, [])
    problems += more
    if node is None:
        return Loaded(None, tree, in_order(problems))
    known = schema.load()
    entry, more = elements.read(known.kinds["workspace"], node, known)
    problems += more
    problems += [*_folders(entry, path.parent), *_addresses(entry, path.parent)]
    if has_errors(problems):
        return Loaded(None, tree, in_order(problems))
    return Loaded(_workspace(entry, path.parent), tree, in_order(problems))


def _workspace(entry: Entry, base: Path) -> Workspace:
    counties = [_county(one, base) for one in entry.objects(_LIST)]
    footer = tuple((key, str(value)) for key, value in entry.object("页脚").items())
    return Workspace(entry.text("名称"), entry.text("网址"), footer, tuple(_told_apart(counties)))


def _county(one: Mapping[str, Value], base: Path) -> County:
    written = str(one["文件夹"])
    root = _root(base, written)
    return County(written, root, _address(one, root), str(one.get("名称", "")) or _own_name(root))


def _told_apart(counties: list[County]) -> Iterator[County]:
    """Readers choose a county by its name: of those with one name each has its address, too."""
    names = [one.name for one in counties]
    for one in counties:
        twice = names.count(one.name) > 1
        yield one._replace(name=f"{one.name}（{one.address}）") if twice else one


def _own_name(root: Path) -> str:
    """What a site calls its county; its folder where that cannot be read."""
    try:
        settings = config.load((root / config.SITE_FILE).read_bytes())[0]
    except OSError:
        return root.name  # its build will say so, and stops no other
    return (settings and (settings.site.county or settings.site.name)) or root.name


def _root(base: Path, written: str) -> Path:
    """A folder as clerks on Windows may write it, too; links that lead nowhere are no folder."""
    return Path(os.path.realpath(base / written.replace("\\", "/")))


def _address(one: Mapping[str, Value], root: Path) -> str:
    return str(one.get("地址", "")) or root.name


def _folders(entry: Entry, base: Path) -> Iterator[Diagnostic]:
    """GK402, GK410: each folder is there, holds a site, and is named once."""
    met: dict[Path, int] = {}
    for span, _, one in _listed(entry, "文件夹"):
        written = str(one.get("文件夹", ""))
        root = _root(base, written)
        if not written:
            continue
        if root in met:
            yield problem("GK402", span, key=_LIST, value=written, nth=met[root])
        elif not root.is_dir():
            yield problem("GK410", span, name=written, what="没有这个文件夹")
        elif not (root / config.SITE_FILE).is_file():
            yield problem("GK410", span, name=written, what="文件夹里没有 site.yaml")
        met.setdefault(root, len(met) + 1)


def _addresses(entry: Entry, base: Path) -> Iterator[Diagnostic]:
    """GK411: each address can be one, is free, and is given once."""
    met: dict[str, str] = {}
    for span, faulty, one in _listed(entry, "地址"):
        written = str(one.get("文件夹", ""))
        if not written or faulty:
            continue
        address = _address(one, _root(base, written))
        what = ""
        if address in TAKEN:
            what = "是首页自己要用的"
        elif address in met:
            what = f"和站点“{met[address]}”的一样"
        elif name_rule(address):
            what = f"是文件夹的名称，不能当地址：{name_rule(address)}"
        if what:
            yield problem("GK411", span, name=written, address=address, what=what)
        met.setdefault(address, written)


def _listed(entry: Entry, key: str) -> Iterator[tuple[Span, bool, Mapping[str, Value]]]:
    """Each site as it is written, with the place of one of its keys and whether that is faulty."""
    for index, one in enumerate(entry.objects(_LIST)):
        path = f"{_LIST}/{index}"
        span = entry.at(f"{path}/{key}", f"{path}/文件夹", path)
        yield span, f"{path}/{key}" in entry.faulty, one
