"""Workbooks and PDFs are read in a process of their own: what kills or keeps it ends no run."""

from __future__ import annotations

import io
import multiprocessing
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import attached
import pytest
import tiny

from gongkai_ssg import cli, tables
from gongkai_ssg.build import Checked
from gongkai_ssg.opened import apart, books, reader
from gongkai_ssg.opened.piece import DIED, TOO_SLOW

Check = Callable[..., Checked]
_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
# The directory of the first begins behind its end; that of the second leads round in a ring.
PAST_ITS_END = _HEADER + bytes(10) + struct.pack("<I", 1) + bytes(474)
FOR_EVER = _HEADER + bytes(478)
# Whether its clock or its memory runs out first, the machine decides.
ENDED = f"{TOO_SLOW}|{DIED}"
WHOLE = attached.book(lambda book: book.active.append(["甲", 1]))


def test_sheets_of_a_workbook() -> None:
    (sheet,) = books.read(WHOLE)
    assert (sheet.name, sheet.is_of_cells, sheet.is_visible) == ("Sheet", True, True)
    assert sheet.rows == [["户主", "金额"], ["甲", 1.0]]


def test_a_workbook_that_ends_its_reader_is_no_end(capfd: pytest.CaptureFixture[str]) -> None:
    """Pinned: found by fuzzing; calamine panics, which no `except Exception` hears."""
    with pytest.raises(books.DamagedError, match=DIED):
        books.read(PAST_ITS_END)
    assert books.read(WHOLE)
    assert capfd.readouterr().err == ""


def test_a_workbook_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pinned: found by fuzzing; a ring of sectors keeps calamine for ever."""
    monkeypatch.setattr(apart, "PATIENCE", 2.0)
    with pytest.raises(books.DamagedError, match=ENDED):
        books.read(FOR_EVER)
    assert books.read(WHOLE)


def test_a_page_of_cells_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pinned: found by fuzzing; a tag of an ODS that is not closed keeps calamine for ever."""
    monkeypatch.setattr(apart, "PATIENCE", 2.0)
    names = "office:1.0", "table:1.0", "text:1.0"
    spaces = "".join(
        f' xmlns:{n.partition(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{n}"' for n in names
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="a"><table:table-row><table:table-cell/></table:table-row>'
        "</table:te></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr("content.xml", content)
    whole = apart._Reader()
    began = monotonic()
    with pytest.raises(apart.UnreadError, match=TOO_SLOW):
        whole.ask(reader.BOOK, out.getvalue())
    assert monotonic() - began > 1.9
    whole.end()


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        # Its bytes are looked through, as those of any old document, but no cell was read.
        (PAST_ITS_END, "读不出来", ["GK809 “a.xls”"]),
        (FOR_EVER, f"{TOO_SLOW}|读不出来", ["GK809 “a.xls”"]),
    ],
)
def test_whoever_reads_such_a_workbook_says_so(
    check: Check, data: bytes, words: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 2.0)
    with pytest.raises(tables.NotATableError, match=words):
        tables.read("a.xls", data)
    assert attached.found(check, "a.xls", data) == told
    written = tiny.record({"名单": "{文件: m.xlsx, 列: {户主: 姓名}}"})
    found = check({tiny.RECORD: written, "content/shjz/records/m.xlsx": data})
    assert "GK602" in [d.code for d in found.diagnostics]


def test_import_of_such_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tiny.write(tmp_path / "site", {})
    file = tmp_path / "a.xls"
    file.write_bytes(PAST_ITS_END)
    assert cli._run(["import", str(file), "-s", str(root)]) == 2
    assert "读不出来" in capsys.readouterr().err


def doubled(times: int) -> bytes:
    """A PDF whose page draws a form that draws the next one twice, and so on."""
    form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    parts = [
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R",
        "/Resources<</XObject<</A 5 0 R>>>>>>endobj\n",
        "4 0 obj<</Length 6>>stream\n/A Do \nendstream endobj\n",
    ]
    for number in range(5, 5 + times):
        parts.append(f"{number} 0 obj<<{form}/Resources<</XObject<</A {number + 1} 0 R>>>>")
        parts.append("/Length 12>>stream\n/A Do /A Do \nendstream endobj\n")
    parts.append(f"{5 + times} 0 obj<<{form}/Length 0>>stream\n\nendstream endobj\n")
    return f"{''.join(parts)}trailer<</Root 1 0 R>>\n".encode()


def test_a_pdf_that_is_drawn_for_ever_is_left(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: four kilobytes kept the check for hours; each form more doubled them."""
    assert attached.found(check, "a.pdf", doubled(8)) == []
    monkeypatch.setattr(apart, "PATIENCE", 2.0)
    began = monotonic()
    written = {tiny.RECORD: tiny.record({"附件": "[a.pdf]"})}
    [told] = check({**written, "content/shjz/records/a.pdf": doubled(60)}).diagnostics
    assert monotonic() - began > 1.9
    assert told.message == f"“a.pdf”{TOO_SLOW}，里面有没有个人信息没有检查"


def _in_a_fork() -> None:
    os._exit(0 if books.read(WHOLE)[0].rows else 1)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_what_is_forked_asks_a_reader_of_its_own() -> None:
    books.read(WHOLE)
    before = apart._readers[0].process.pid
    child = multiprocessing.get_context("fork").Process(target=_in_a_fork)
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert books.read(WHOLE)
    assert apart._readers[0].process.pid == before


def test_the_reader_ends_with_the_run() -> None:
    program = (
        "from gongkai_ssg.opened import apart, books; import sys\n"
        "books.read(sys.stdin.buffer.read()); print(apart._readers[0].process.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], input=WHOLE, capture_output=True, check=True
    )
    assert done.stderr == b""
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


def test_a_file_whose_reader_was_ended_by_another_is_read_once_more(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: where memory ran out a sound file was called damaged, and its number went out."""
    said, ended = apart._Reader._said_to, []

    def said_to(self: apart._Reader, words: bytes) -> bytes:
        if words == BOOK_WITH_ID and not ended:
            ended.append(self.process.pid)
            self.process.kill()
            self.process.wait()
        return said(self, words)

    monkeypatch.setattr(apart._Reader, "_said_to", said_to)
    assert any(one.startswith("GK801") for one in attached.found(check, "a.xlsx", BOOK_WITH_ID))
    assert ended


def test_a_file_that_ends_every_reader_was_not_looked_through(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[int] = []
    start = apart._Reader.__init__

    def counted(self: apart._Reader) -> None:
        start(self)
        began.append(self.process.pid)

    apart._end()
    monkeypatch.setattr(apart._Reader, "__init__", counted)
    written = {tiny.RECORD: tiny.record({"附件": "[a.xls]"})}
    [told] = check({**written, "content/shjz/records/a.xls": PAST_ITS_END}).diagnostics
    assert told.message == f"“a.xls”{DIED}，里面有没有个人信息没有检查"
    assert len(began) == 2


def test_a_reader_that_ended_between_two_files_is_started_again() -> None:
    books.read(WHOLE)
    process = apart._readers[0].process
    process.kill()
    process.wait()
    assert books.read(WHOLE)


# ------------------------------------------------------------------ a reader that cannot run

_TITLE = f"4 0 obj<</Title({attached.ID})>>endobj\ntrailer<</Info 4 0 R".encode()
PDF_WITH_ID = tiny.PDF.replace(b"trailer<<", _TITLE)
BOOK_WITH_ID = attached.book(lambda book: book.active.append([attached.ID, 1]))
FILES = {"a.pdf": ("pypdfium2", PDF_WITH_ID), "a.xlsx": ("python_calamine", BOOK_WITH_ID)}


def site_with(tmp_path: Path, name: str) -> Path:
    written = {tiny.RECORD: tiny.record({"附件": f"[{name}]"})}
    files = {**written, f"content/shjz/records/{name}": FILES[name][1]}
    return tiny.write(tmp_path / "site", files)


def gongkai(site: Path, command: str, first: Path) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(first), str(Path(cli.__file__).parents[2])])
    words = [sys.executable, "-m", "gongkai_ssg", command, "-s", str(site)]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(words, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "failing",
    [
        "raise ModuleNotFoundError('No module named x', name='{module}')",
        "raise ImportError('DLL load failed while importing x')",
        "raise OSError('libx.so: cannot open shared object file')",
        "import os; os.abort()",
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_reader_without_its_library_stops_all(
    tmp_path: Path, name: str, failing: str, command: str
) -> None:
    """Pinned: the file was called damaged, a warning, and the number in it was published."""
    site, module = site_with(tmp_path, name), FILES[name][0]
    package = tmp_path / "first" / module / "__init__.py"
    package.parent.mkdir(parents=True)
    package.write_text(failing.format(module=module), "utf-8")
    done = gongkai(site, command, tmp_path / "first")
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert f"用不了 {module}" in said
    assert "GK809" not in said
    assert not (site / "public").exists()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_python_that_is_gone_stops_all(
    tmp_path: Path,
    name: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site, gone = site_with(tmp_path, name), str(tmp_path / "gone")
    apart._end()
    monkeypatch.setattr(sys, "executable", gone)
    assert cli._run([command, "-s", str(site)]) == 2
    said = capsys.readouterr().err
    assert f"“{gone}”: 文件不见了" in said
    assert "GK809" not in said
    assert not (site / "public").exists()


@pytest.mark.parametrize("name", FILES)
def test_with_a_reader_the_number_is_found(check: Check, name: str) -> None:
    told = attached.found(check, name, FILES[name][1])
    assert any(one.startswith("GK801") for one in told)
