"""The documents are true: commands, options, codes, links, dependencies, files, sample outputs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml

import gongkai_ssg
from gongkai_ssg import elements, exits, release, source
from gongkai_ssg.cli import cli
from gongkai_ssg.diagnostics import Code, codes
from gongkai_ssg.schema import load

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "手册.md"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    return path.read_text("utf-8")


def blocks(path: Path, language: str | None = None) -> list[str]:
    """The fenced blocks of a document."""
    found = FENCED.findall(text(path))
    return [body for kind, body in found if language in (None, kind)]


def prose(path: Path) -> str:
    """A document without its fenced blocks."""
    return FENCED.sub("", text(path))


@cache
def commands() -> dict[str, click.Command]:
    """Every command by its words: `new item`."""

    def below(group: click.Group, words: str) -> Iterator[tuple[str, click.Command]]:
        for name, command in group.commands.items():
            yield f"{words}{name}", command
            if isinstance(command, click.Group):
                yield from below(command, f"{words}{name} ")

    return dict(below(cli, ""))


def options(command: click.Command) -> set[str]:
    written = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    return {*written, "-h", "--help"}


# ------------------------------------------------------------------- reference pages


def test_reference_pages_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "docs.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_and_option_is_documented() -> None:
    sections = re.split(r"^## ", text(ROOT / "docs" / "commands.md"), flags=re.MULTILINE)
    by_title = {section.partition("\n")[0]: section for section in sections}
    for name, command in commands().items():
        section = by_title[f"gongkai {name}"]
        assert [o for o in options(command) - {"-h", "--help"} if o not in section] == [], name


def test_every_code_is_documented() -> None:
    page = text(ROOT / "docs" / "codes.md")
    assert [code for code in codes() if f"## {code}\n" not in page] == []


def test_every_element_is_documented() -> None:
    page = text(ROOT / "docs" / "content.md")
    keys = {f.key for kind in load().kinds.values() for f in kind.fields}
    assert [key for key in keys if f"| {key} |" not in page] == []


# ---------------------------------------------------------------- commands in documents


def calls(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every `gongkai …` in a document's code, as (the whole call, its words)."""
    pieces = [line for block in blocks(path) for line in block.split("\n")]
    pieces += re.findall(r"`([^`\n]+)`", prose(path))
    for piece in pieces:
        call = re.match(r"(?:\S*[/\\])?gongkai(?: (.*))?$", piece.strip())
        if call:
            yield piece.strip(), (call[1] or "").split()


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_commands_in_documents_exist(path: Path) -> None:
    for call, words in calls(path):
        if not words or words[0].startswith("-") or not words[0].isascii():
            continue
        name = " ".join(words[:2]) if " ".join(words[:2]) in commands() else words[0]
        assert name in commands(), call
        known = options(commands()[name])
        assert [w for w in words if w.startswith("-") and w not in known] == [], call


def test_the_manual_for_clerks_names_every_command() -> None:
    met = {" ".join(words) for _, words in calls(MANUAL)}
    for name, command in commands().items():
        if not isinstance(command, click.Group):
            assert any(call == name or call.startswith(f"{name} ") for call in met), name


@pytest.mark.parametrize("path", [*READMES, MANUAL], ids=named)
def test_what_is_not_there_yet_is_not_among_the_commands(path: Path) -> None:
    """The tables of planned things must lose a row when the command comes."""
    planned = re.findall(r"^\| [^|`]*\(?（?((?:`\w+`[、, ]*)+)[)）]? ?", prose(path), re.MULTILINE)
    words = {word for group in planned for word in re.findall(r"`(\w+)`", group)}
    assert words & set(commands()) == set()


def test_readmes_begin_with_the_same_two_lines() -> None:
    first = [blocks(path)[0] for path in READMES]
    assert first[0] == "python3 scripts/run.py build\npython3 scripts/run.py test\n"
    assert first[1] == first[0]


@pytest.mark.parametrize("path", READMES, ids=named)
def test_the_item_in_the_readme_is_a_correct_item(path: Path) -> None:
    (example,) = blocks(path, "yaml")
    node, problems = source.parse_yaml("README.md", example)
    assert isinstance(node, source.Sequence)
    schema = load()
    for one in node.items:
        problems += elements.read(schema.kinds["item"], one, schema)[1]
    assert [p.message for p in problems] == []


# ------------------------------------------------------------------------ sample outputs


def said(template: str) -> str:
    """A sentence of `codes.yaml` as a pattern: what is filled in may be anything."""
    pieces = re.split(r"\{\w+\}", template)
    return ".*".join(re.escape(piece) for piece in pieces)


@pytest.mark.parametrize("path", [*READMES, MANUAL], ids=named)
def test_sample_outputs_are_what_the_product_says(path: Path) -> None:
    met = 0
    for block in blocks(path, "text"):
        lines = block.split("\n")
        for number, line in enumerate(lines):
            shown = re.fullmatch(r"\S+:\d+:\d+ (\S+) (GK\d{3}) (.*)", line)
            if not shown:
                continue
            met += 1
            code: Code = codes()[shown[2]]
            assert shown[1] == SEVERITIES[code.severity], line
            assert re.fullmatch(said(code.message), shown[3]), line
            remedy = next(rest for rest in lines[number:] if rest.startswith("  改法"))
            assert re.fullmatch(said(code.help), re.sub(r"^  改法[:\uff1a] ?", "", remedy)), remedy
    assert met >= 1


def test_the_manual_names_every_reason_for_staying_in_the_house() -> None:
    reasons = {
        release.PAPER,
        release.DRAFT,
        release.UNDATED,
        release.UNSIGNED,
        release.TOO_EARLY,
        release.WITHDRAWN,
    }
    manual = text(MANUAL)
    assert [reason for reason in reasons if f"| {reason} |" not in manual] == []


# --------------------------------------------------------------------------------- links


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    plain = re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {slug(h) for h in re.findall(r"^#{1,6} (.*)$", prose(path), re.MULTILINE)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_relative_links_lead_somewhere(path: Path) -> None:
    shown = re.sub(r"`[^`]*`", "", prose(path))
    targets = re.findall(r"\]\(([^)\s]+)\)", shown)
    targets += re.findall(r'(?:src|href)="([^"]+)"', shown)
    targets += re.findall(r"^\[[^\]]+\]: (\S+)$", shown, re.MULTILINE)
    for target in targets:
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        other = path.parent / file if file else path
        assert other.exists(), target
        if anchor:
            assert anchor in anchors(other), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_documents_name_no_machine(path: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|usr)/", text(path)) == []


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "img").glob("*.png"))
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > 200_000] == []


# ------------------------------------------------------------------- dependencies, files


def test_every_dependency_has_a_row() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    page = text(ROOT / "docs" / "dependencies.md")
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(need for extra in extras.values() for need in extra)]
    assert [need for need in wanted if f"`{need}`" not in page] == []
    rows = set(re.findall(r"`([A-Za-z][\w-]*[><=]=[\d.]+(?:,<[\d.]+)?)`", page))
    assert rows - set(wanted) == set()


def test_every_template_and_option_of_the_theme_is_named() -> None:
    theme = ROOT / "themes" / "default"
    page = text(ROOT / "docs" / "theme.md")
    names = [path.name for path in (theme / "templates").glob("*.html")]
    names += yaml.safe_load(text(theme / "theme.yaml"))["options"]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_map_of_the_rooms_is_complete_and_on_the_right_levels() -> None:
    package = ROOT / "gongkai_ssg"
    rooms = {p.stem for p in package.glob("*.py") if not p.stem.startswith("_")}
    rooms |= {p.parent.name for p in package.glob("*/__init__.py")}
    page = text(ROOT / "docs" / "architecture.md")
    drawn = {
        name: int(level)
        for level, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.MULTILINE)
    }
    assert set(drawn) == rooms
    assert drawn == levels()


def levels() -> dict[str, int]:
    """The levels in the package's docstring, a table between rulers: level, rooms, what they do."""
    lines = (gongkai_ssg.__doc__ or "").split("\n")
    first, last = (number for number, line in enumerate(lines) if line.startswith("===="))
    column = re.search(r"(?<= )=+", lines[first])
    assert column
    found: dict[str, int] = {}
    level = 0
    for line in lines[first + 1 : last]:
        level = int(line[: column.start()].strip() or level)
        found |= dict.fromkeys(re.findall(r"\w+", line[slice(*column.span())]), level)
    return found


def test_every_exit_code_is_told() -> None:
    every = {number for number in vars(exits).values() if isinstance(number, int)}
    assert {*exits.MEANT} == every
    table = text(ROOT / "docs" / "commands.md").partition("## 退出码")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == every
