"""The gate over what would run where it is opened: programs, macros, scripts; and names outside."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import pikepdf
import pytest
import tiny
from attached import Check, book, document, zipped

from gongkai_ssg.opened import active, books, longhand, sheets

OLE = b"\xd0\xcf\x11\xe0" + bytes(100)
STORAGE = "_VBA_PROJECT_CUR".encode("utf-16-le")
PROGRAM = b"MZ\x90\0" + bytes(60) + b"!This program cannot be run in DOS mode.\r\r\n$"


def told(check: Check, name: str, data: bytes) -> list[str]:
    record = tiny.record({"附件": f"[{name}]"})
    checked = check({tiny.RECORD: record, f"content/shjz/records/{name}": data})
    return [f"{d.code} {d.message}" for d in checked.diagnostics]


@pytest.mark.parametrize("kind", "exe bat js vbs scr lnk EXE apk".split())
def test_a_program_in_a_zip(check: Check, kind: str) -> None:
    data = zipped({f"表/安装.{kind}": b"MZ", "表/甲.txt": b"a"})
    (hit,) = told(check, "a.zip", data)
    assert hit == f"GK245 “a.zip › 表/安装.{kind}”是程序，点开就会在别人的电脑上运行"


@pytest.mark.parametrize("name", ["甲.exe.", "甲.exe ", "甲.EXE . ."])
def test_a_program_whose_last_signs_windows_passes_over(check: Check, name: str) -> None:
    (hit,) = told(check, "a.zip", zipped({name: b"MZ"}))
    assert hit.startswith("GK245")


def test_many_programs_are_one_sentence(check: Check) -> None:
    data = zipped({f"{n}.{kind}": b"" for n in range(3) for kind in ("exe", "dll")})
    (hit,) = told(check, "a.zip", data)
    assert hit.startswith("GK245 “a.zip › 0.exe”等6个文件是程序")


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "甲/../../a.txt",
        "..\\a.txt",
        "\\\\x\\a.txt",
        "C:\\a.txt",
        "c:/a.txt",
    ],
)
def test_a_name_that_leads_out_of_the_folder_stops_the_build(check: Check, name: str) -> None:
    record = tiny.record({"附件": "[a.zip]"})
    files = {tiny.RECORD: record, "content/shjz/records/a.zip": zipped({name: b"a"})}
    (hit,) = check(files).diagnostics
    assert (hit.code, hit.severity) == ("GK246", "error")
    assert "解压时会写到别处" in hit.message


@pytest.mark.parametrize(
    "name", ["/附件/甲.txt", "A:名单.txt", "甲..txt", "..甲.txt", "甲/..乙/a.txt"]
)
def test_a_careless_name_that_leads_nowhere_else_stops_nothing(check: Check, name: str) -> None:
    assert told(check, "a.zip", zipped({name: b"a"})) == []


@pytest.mark.parametrize("name", ["甲..txt", "a/..b/c.txt", "甲: 乙.txt", "a.b/c.txt", "..甲.txt"])
def test_a_usual_name_in_a_zip(check: Check, name: str) -> None:
    assert told(check, "a.zip", zipped({name: b"a"})) == []


def test_a_part_of_a_document_is_never_unpacked(check: Check) -> None:
    """Some programs write parts, and names of files within a PDF, from the root on."""
    assert told(check, "a.docx", merged(document("甲"), {"/word/header1.xml": b"<a/>"})) == []
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["C:\\甲\\a.xml"] = b"<a/>"
        out = io.BytesIO()
        made.save(out)
    assert told(check, "a.pdf", out.getvalue()) == []


def test_macros(check: Check) -> None:
    said = "里面有宏，打开时可能运行"
    with_macros = {"xl/vbaProject.bin": OLE + STORAGE}
    assert told(check, "a.xlsx", merged(book(lambda _: None), with_macros)) == [
        f"GK245 “a.xlsx”{said}"
    ]
    word = merged(document("甲"), {"word/vbaProject.bin": OLE})
    assert told(check, "a.docx", word) == [f"GK245 “a.docx”{said}"]
    assert told(check, "a.zip", zipped({"b.docm": word})) == [f"GK245 “a.zip › b.docm”{said}"]
    for name in ("a.doc", "a.xls", "a.wps", "a.ppt"):
        assert f"GK245 “{name}”{said}" in told(check, name, OLE + STORAGE)
        assert told(check, name, OLE) == []

    basic = zipped({"content.xml": b"<a/>", "Basic/Standard/Module1.xml": b"<a/>"})
    assert told(check, "a.zip", zipped({"b.odt": basic})) == [f"GK245 “a.zip › b.odt”{said}"]
    for part in ("word/x.bin", "word/embeddings/oleObject1.bin"):
        hidden = merged(document("甲"), {part: OLE + STORAGE})
        assert told(check, "a.docx", hidden) == [f"GK245 “a.docx › {part}”{said}"]
    sheet = books.Sheet("宏", "MacroSheet", True, [["=EXEC()"]])
    assert active.macros() in list(sheets._sheet(sheet, longhand.Longhand({}, {})))


def merged(data: bytes, more: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return zipped({**{name: packed.read(name) for name in packed.namelist()}, **more})


def test_a_program_within_a_document(check: Check) -> None:
    data = merged(document("甲"), {"word/embeddings/oleObject1.bin": OLE + PROGRAM})
    assert told(check, "a.docx", data) == [
        "GK245 “a.docx › word/embeddings/oleObject1.bin”里面包着程序"
    ]


def paper(action: pikepdf.Object | None, *, packed: bool = False, **more: str) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        if action is not None:
            made.Root.OpenAction = action
        for name, words in more.items():
            made.attachments[name.replace("_", ".")] = words.encode()
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode
        made.save(out, object_stream_mode=mode.generate if packed else mode.disable)
    return out.getvalue()


def script(kind: str = "/JavaScript") -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(kind), JS="app.alert(1)")


@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_by_itself(check: Check, packed: bool) -> None:
    assert told(check, "a.pdf", paper(None, packed=packed)) == []
    assert told(check, "a.pdf", paper(script("/GoTo"), packed=packed)) == []
    ran = ["GK245 “a.pdf”里面有脚本，打开或者填写时会运行"]
    assert told(check, "a.pdf", paper(script(), packed=packed)) == ran
    started = ["GK245 “a.pdf”里面的动作会启动别的程序"]
    assert told(check, "a.pdf", paper(script("/Launch"), packed=packed)) == started


def test_a_pdf_that_hides_what_it_does(check: Check) -> None:
    plain = paper(script())
    assert b"/S /JavaScript" in plain
    for hidden in (
        b"/S/Java#53cript",
        b"/#53 /#4AavaScript",
        b"/S\n/JavaScript",
        b"/S\0/JavaScript",
        b"/S%a\r%b\n /JavaScript",
    ):
        ran = ["GK245 “a.pdf”里面有脚本，打开或者填写时会运行"]
        assert told(check, "a.pdf", plain.replace(b"/S /JavaScript", hidden)) == ran


def test_files_within_a_pdf(check: Check) -> None:
    """An invoice carries its data with it: that is searched, and no reason for a warning."""
    assert told(check, "a.pdf", paper(None, a_xml="<a/>", b_txt="甲")) == []
    (hit,) = told(check, "a.pdf", paper(None, a_exe="MZ"))
    assert hit.startswith("GK245 “a.pdf › a.exe”是程序")


def test_objects_packed_to_burst_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(active, "_MOST_UNPACKED", 10_000)
    burst = zlib.compress(bytes(1_000_000) + b"/S/JavaScript")
    one = b"1 0 obj<</Type/ObjStm>>stream\n" + burst + b"\nendstream\n"
    begun = time.process_time()
    assert list(active.of_paper(b"1 0 obj<</ObjStm>>stream\n" * 200_000, lambda: 0)) == []
    assert time.process_time() - begun < 5
    broken = b"1 0 obj<</Type/#4fbjStm>>stream\nbroken\nendstream\n"
    assert list(active.of_paper(broken + one * 1000, lambda: 0)) == []
    assert len(list(active.of_paper(broken, lambda: 1))) == 1
