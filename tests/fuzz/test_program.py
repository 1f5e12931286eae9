"""The whole program on a site of which any file may hold any bytes: it answers, in words.

Whatever a command meets, it ends with one of its own exit codes, says why in Chinese where it could
not do what was asked, and never with a traceback.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import attached
import mutated
import pytest
import seeds
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import YAML_WORDS

from gongkai_ssg import cli, source

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))
FILES: dict[str, str | bytes | None] = {
    "site.yaml": f"{tiny.SITE}主题: own\n门户: {{页眉: themes/own/head.html}}\n",
    tiny.RECORD: tiny.record(
        {"附件": "[a.docx, b.xlsx, c.pdf, d.csv]", "名单": "{文件: m.xlsx, 列: {户主: 姓名}}"},
        "# 一、甲\n\n[乙](../domain.yaml) **丙**\n",
    ),
    "content/shjz/records/a.docx": attached.document("甲", "乙"),
    "content/shjz/records/b.xlsx": seeds.list_of_names(),
    "content/shjz/records/c.pdf": seeds.PDF,
    "content/shjz/records/d.csv": "甲,乙\n1,2\n",
    "content/shjz/records/m.xlsx": seeds.list_of_names(),
    "content/shjz/catalog.yaml": tiny.catalog(
        tiny.item(), tiny.item({"编码": "SHJZ-01-02", "二级事项": "资金发放"})
    ),
    "content/pages/guide.md": "---\n标题: 指南\n日期: 2026-03-05\n---\n正文\n",
    "holidays/2027.yaml": seeds.holidays(),
    "themes/own/theme.yaml": "options:\n  colour: red\nwords: {公开: 公示}\n",
    "themes/own/head.html": "<p>门户</p>\n",
    "themes/own/static/site.css": "body { color: black }\n",
    "themes/own/templates/page.html": '{% extends "default/page.html" %}\n',
    "目录.xlsx": seeds.workbook(),
    "目录.csv": seeds.table(),
}
COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--strict"),
    ("build", "-q"),
    ("build", "-q", "--drafts"),
    ("verify",),
    ("verify", "--format", "json"),
    ("report",),
    ("report", "--format", "json"),
    ("import", "目录.xlsx", "--dry-run"),
    ("import", "目录.csv", "--yes"),
    ("export", "csv", "-o", "out/a.csv"),
    ("export", "xlsx", "-o", "out/a.xlsx"),
    ("deadline",),
    ("compare", "."),
    ("print", "-o", "paper"),
    ("clean",),
)
# What Typst sets takes seconds under load.
SLOW = ("print",)
CODES = frozenset({0, 1, 2, 4})


@cache
def built() -> Path:
    """The site as it was published, with all that a build leaves in the house."""
    root = Path(tempfile.mkdtemp(), "site")
    root.mkdir()
    tiny.write(root, FILES)
    said = run(root, ("build", "-q", "--clock", str(tiny.TODAY)))
    assert said[0] == 0, said
    return root


@cache
def names() -> tuple[str, ...]:
    """Every file of the site but those of the index of the search, which nothing reads again."""
    found = (p.relative_to(built()).as_posix() for p in built().rglob("*") if p.is_file())
    ours = sorted(name for name in found if not name.startswith("public/"))
    public = ("manifest.json", "index.html", "data/catalog.json", "i/shjz-01-01/index.html")
    return (*ours, *(f"public/{name}" for name in public))


def run(root: Path, words: tuple[str, ...]) -> tuple[int, str, str]:
    """A command in the folder of a site, on a console that speaks GBK."""
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding=name, errors="replace", write_through=True)
        for name in ("utf-8", "gbk")
    )
    before = Path.cwd()
    source.forget()
    try:
        os.chdir(root)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli._run([*words])
    finally:
        os.chdir(before)
    said = [one.buffer.getvalue() for one in (out, err)]  # type: ignore[attr-defined]
    return code, said[0].decode(), said[1].decode("gbk")


def struck(data: st.DataObject, commands: tuple[tuple[str, ...], ...]) -> None:
    """Some files of a site change, and then somebody runs a command."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        shutil.copytree(built(), root)
        for _ in range(data.draw(st.integers(1, 3))):
            path = root / data.draw(st.sampled_from(names()))
            path.write_bytes(data.draw(mutated.of_file(path.read_bytes(), YAML_WORDS)))
        words = data.draw(st.sampled_from(commands))
        clock = () if words[0] in ("verify", "import", "clean") else ("--clock", str(tiny.TODAY))
        code, out, err = run(root, (*words, *clock))
    assert code in CODES, (words, code, err, _bug(err))
    assert "Traceback" not in out + err
    assert code == 0 or err.strip() or out.strip()


def _bug(err: str) -> str:
    """What the report of a bug says, to see it here."""
    name = Path(err.rpartition(": ")[2].strip())
    return name.read_text("utf-8") if name.is_file() else ""


QUICK = tuple(one for one in COMMANDS if one[0] not in SLOW)
some = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_runs(words: tuple[str, ...], tmp_path: Path) -> None:
    root = shutil.copytree(built(), tmp_path / "site")
    code, out, err = run(root, words)
    assert code in CODES, (out, err)


@some
@given(st.data())
def test_any_bytes_in_any_file(data: st.DataObject) -> None:
    struck(data, QUICK)


@pytest.mark.slow
@many
@given(st.data())
def test_many_bytes_in_any_file(data: st.DataObject) -> None:
    struck(data, COMMANDS)
