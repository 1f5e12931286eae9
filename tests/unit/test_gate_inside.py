"""The gate over what lies within files: changes that were tracked, files in files, runs, notes."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pikepdf
import pytest
import tiny
import typst
from attached import ID, Check, book, document, found, zipped
from docx.document import Document

from gongkai_ssg import opened, personal

PAGE = "word/document.xml"
MASKED = f"{ID[:4]}**********{ID[14:]}"


def word(fill: Callable[[Document], object]) -> bytes:
    made = docx.Document()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def paragraph(xml: str) -> bytes:
    """A document of Word with one paragraph, and these runs in it."""
    data = word(lambda made: made.add_paragraph("PLACE"))
    content = inside(data)[PAGE].decode()
    assert "<w:r><w:t>PLACE</w:t></w:r>" in content
    parted = content.replace("<w:r><w:t>PLACE</w:t></w:r>", xml)
    return changed(data, {PAGE: parted.encode()})


def inside(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    return zipped({**inside(data), **parts})


def run(words: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def deleted(words: str) -> str:
    return f'<w:del w:id="1" w:author="a">{run(words, "delText")}</w:del>'


def inserted(xml: str) -> str:
    return f'<w:ins w:id="2" w:author="a">{xml}</w:ins>'


@pytest.mark.parametrize(
    "xml",
    [
        deleted(ID) + inserted(run(MASKED)),
        inserted(run(MASKED)) + deleted(ID),
        run(ID[:4]) + deleted(ID[4:14]) + inserted(run("**********")) + run(ID[14:]),
        run(ID[:6]) + inserted(run(ID[6:12])) + run(ID[12:]),
        run(ID[:6]) + deleted("1") + run(ID[6:]),
        inserted(deleted(ID)) + run("2026"),
        f'<w:moveFrom w:id="3">{run(ID)}</w:moveFrom><w:moveTo w:id="4">{run("12")}</w:moveTo>',
        run(f'HYPERLINK "https://sl.example/{ID}', "instrText") + run("2026年"),
        run(ID[:7], "instrText") + run(ID[7:], "instrText") + run("2026"),
        run(ID[:6]) + run("PAGE", "instrText") + run(ID[6:]),
        run(ID[:6]) + "<w:bookmarkStart/><w:proofErr/>" + run(ID[6:]),
    ],
)
def test_what_word_kept_of_tracked_changes_and_fields_is_read(check: Check, xml: str) -> None:
    assert found(check, "a.docx", paragraph(xml)) == ["GK801 “a.docx › 正文”"]


def test_what_was_put_in_and_what_was_taken_out_are_not_one_number(check: Check) -> None:
    xml = run("编号") + deleted(ID[:6]) + inserted(run(ID[6:])) + run("元")
    assert found(check, "a.docx", paragraph(xml)) == []


def test_the_points_of_a_chart_are_not_run_together(check: Check) -> None:
    points = f"<c:pt><c:v>{ID}</c:v></c:pt><c:pt><c:v>20</c:v></c:pt>"
    data = changed(document("图"), {"word/charts/chart1.xml": points.encode()})
    assert found(check, "a.docx", data) == ["GK801 “a.docx › word/charts/chart1.xml”"]


def in_cell(made: openpyxl.Workbook) -> None:
    made.active["D17"] = ID


BOOK = "Microsoft_Excel_Sheet1.xlsx"


def test_a_workbook_in_a_document_is_opened(check: Check) -> None:
    data = changed(word(lambda _: None), {f"word/embeddings/{BOOK}": book(in_cell)})
    where = f"word/embeddings/{BOOK} › Sheet › D17"
    assert found(check, "a.docx", data) == [f"GK801 “a.docx › {where}”"]
    slides = zipped({"ppt/slides/slide1.xml": b"<a/>", f"ppt/embeddings/{BOOK}": book(in_cell)})
    where = f"ppt/embeddings/{BOOK} › Sheet › D17"
    assert found(check, "a.pptx", slides) == [f"GK801 “a.pptx › {where}”"]
    packed = zipped({"里/a.docx": data})
    where = f"里/a.docx › word/embeddings/{BOOK} › Sheet › D17"
    assert found(check, "a.zip", packed) == [f"GK801 “a.zip › {where}”"]


def test_an_attachment_of_an_ofd_file_is_opened(check: Check) -> None:
    def ofd(data: bytes) -> bytes:
        return zipped({"OFD.xml": b"<a/>", "Doc_0/Attachs/m.xlsx": data})

    where = "“a.ofd › Doc_0/Attachs/m.xlsx"
    assert found(check, "a.ofd", ofd(book(in_cell))) == [f"GK801 {where} › Sheet › D17”"]
    assert found(check, "a.ofd", ofd(b"broken")) == [f"GK809 {where}”"]


RTF = rb"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 \'d6\'a4\u21495?%s\par}"
READ = {
    "m.xlsm": book(in_cell),
    "m.xltx": book(in_cell),
    "m.docm": document(ID),
    "m.dotx": document(ID[:7], ID[7:]),
    "m.pps": ID.encode(),
    "m.wps": document(ID[:7], ID[7:]),
    "m.rtf": RTF % (ID[:6] + "}\\hich\r\n\\f1 " + ID[6:]).encode(),
    "m.xml": f"<人><t>{ID[:6]}</t><r/><t>{ID[6:]}</t><![CDATA[1 < 2]]></人>".encode(),
    "m2.xml": f"<a><![CDATA[{ID}]]></a>".encode(),
    "m.htm": f"<p>{ID[:6]}<b>{ID[6:]}</b></p>".encode("gbk"),
    "m.tsv": f"a\t{ID}\n".encode(),
    **dict.fromkeys(["m.html", "m.json", "m.md", "m.log", "m.yaml"], ID.encode()),
}


@pytest.mark.parametrize("name", READ)
def test_every_kind_of_text_in_a_zip_is_read(check: Check, name: str) -> None:
    (hit,) = found(check, "a.zip", zipped({name: READ[name]}))
    assert hit.startswith(f"GK801 “a.zip › {name}")


def test_a_mark_in_an_rtf_file_by_the_bytes_and_the_numbers_of_its_signs(check: Check) -> None:
    for mark in (rb"\'bb\'fa\'c3\'dc\'a1\'ef", rb"\u26426?\u23494\'c3\'dc\u9733?10"):
        data = zipped({"m.rtf": rb"{\rtf1 " + mark + rb"\par}"})
        assert found(check, "a.zip", data) == ["GK806 “a.zip › m.rtf”"]


def test_what_nothing_reads_is_said_once_for_all_of_a_kind(check: Check) -> None:
    data = zipped({"a.dwg": b"x", "b.dwg": b"x", "c.eml": b"x", "d.jpg": b"x", "e.mp4": b"x"})
    record = tiny.record({"附件": "[a.zip]"})
    told = check({tiny.RECORD: record, "content/shjz/records/a.zip": data}).diagnostics
    assert [f"{d.code} {d.params['where']}{d.params['why']}" for d in told] == [
        "GK809 “a.zip › a.dwg”等2个文件不会读",
        "GK809 “a.zip › c.eml”不会读",
    ]


def test_what_office_itself_puts_into_its_files_is_no_stranger(check: Check) -> None:
    parts = {
        "word/media/image1.emf": b"x",
        "word/media/image2.tmp": b"x",
        "word/fonts/font1.odttf": b"x",
        "xl/printerSettings/printerSettings1.bin": b"x",
        "docProps/thumbnail.wmf": b"x",
        "mimetype": b"x",
        "word/embeddings/oleObject1.bin": b"x",
        "Doc_0/Signs/Sign_0/SignedValue.dat": b"x",
        "Doc_0/Signs/Sign_0/Seal.esl": b"x",
    }
    for name in ("a.docx", "a.ofd", "a.pptx"):
        assert found(check, name, changed(document("字"), parts)) == []
    packed = zipped({"__MACOSX/._a.docx": b"x", "Thumbs.db": b"x", "照片/": b"", ".DS_Store": b"x"})
    assert found(check, "a.zip", packed) == []


@pytest.mark.parametrize("held", [b"PK\x03\x04", b"%PDF-1.7"])
def test_a_file_in_an_old_object_is_said(check: Check, held: bytes) -> None:
    data = changed(document("字"), {"word/embeddings/oleObject1.bin": b"\xd0\xcf" + held})
    assert found(check, "a.docx", data) == ["GK809 “a.docx › word/embeddings/oleObject1.bin”"]


def test_names_of_files_in_a_zip_are_read_and_never_repeated(check: Check) -> None:
    data = zipped({f"{ID}某某.jpg": b"x"})
    assert found(check, "a.zip", data) == ["GK801 “a.zip › 文件名”"]
    data = zipped({f"{ID}某某.docx": b"x"})
    assert found(check, "a.zip", data) == ["GK801 “a.zip › 文件名”", "GK809 “a.zip › …14某某.docx”"]


def test_a_name_in_the_encoding_of_windows_is_read(check: Check) -> None:
    data = zipped({"xxxx.dwg": b""}).replace(b"xxxx", "测绘".encode("gbk"))
    assert found(check, "a.zip", data) == ["GK809 “a.zip › 测绘.dwg”"]


def commented(data: bytes, comment: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        packed.comment = comment
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_comment_of_a_zip_is_read(check: Check, encoding: str) -> None:
    comment = f"住户甲，证号{ID}".encode(encoding)
    data = commented(zipped({"a.txt": b"1"}), comment)
    assert found(check, "a.zip", data) == ["GK801 “a.zip › 压缩包的注释”"]
    assert found(check, "a.docx", commented(document("字"), comment)) == [
        "GK801 “a.docx › 压缩包的注释”"
    ]


def test_the_comment_of_a_file_in_a_zip_is_read(check: Check) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        member = zipfile.ZipInfo("a.jpg")
        member.comment = f"证号{ID}".encode()
        packed.writestr(member, b"x")
    assert found(check, "a.zip", out.getvalue()) == ["GK801 “a.zip › 压缩包的注释”"]


def test_a_document_that_is_too_large_is_said(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened.packed, "_BIGGEST", 10)
    assert found(check, "a.docx", document("字")) == [f"GK809 “a.docx › {PAGE}”"]


def test_files_within_files_have_an_end(check: Check) -> None:
    data = document(ID)
    for _ in range(5):
        data = zipped({PAGE: b"<w:p/>", "word/embeddings/a.docx": data})
    where = " › ".join(["a.docx", *["word/embeddings/a.docx"] * 4])
    assert found(check, "a.docx", data) == [f"GK809 “{where}”"]


def lying_bomb() -> bytes:
    """A zip of which one member says that it has ten bytes, and unpacks to 400 million."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("a.txt", "w", force_zip64=False) as member,
    ):
        for _ in range(400):
            member.write(bytes(1_000_000))
    size = (400_000_000).to_bytes(4, "little")
    return out.getvalue().replace(size, (10).to_bytes(4, "little"))


def test_no_zip_takes_memory_or_time(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = lying_bomb()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert opened.Closed("a.txt", "打不开，可能已经损坏") in [*opened.pieces("a.zip", bomb)]
    assert time.process_time() - begun < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    monkeypatch.setattr(opened.packed.Budget, "__init__", lambda self: setattr(self, "left", 100))
    inner = zipped({"word/embeddings/b.txt": bytes(60)})
    many = zipped({"a.txt": bytes(30), "b.docx": inner, "c.txt": bytes(30)})
    closed = [one for one in opened.pieces("a.zip", many) if isinstance(one, opened.Closed)]
    assert [one.why for one in closed] == ["太大"]


def cut(words: str, tag: str = "a") -> str:
    halves = (words[:6], words[6:])
    return "".join(f"<{tag}:r><{tag}:rPr/><{tag}:t>{half}</{tag}:t></{tag}:r>" for half in halves)


def plain(words: str) -> str:
    return "".join(f"<r><rPr><b/></rPr><t>{half}</t></r>" for half in (words[:6], words[6:]))


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        (
            "xl/drawings/drawing1.xml",
            f"<xdr:sp><a:p>{cut(ID)}</a:p><a:p>{cut('12')}</a:p></xdr:sp>",
        ),
        ("xl/comments1.xml", f"<comment><text>{plain(ID)}</text></comment>"),
        ("xl/comments/comment1.xml", f"<comment><text>{plain(ID)}</text></comment><comment/>"),
        ("xl/charts/chart1.xml", f"<c:title><a:p>{cut(ID)}</a:p></c:title>"),
        ("xl/drawings/vmlDrawing1.vml", f"<v:textbox><div>{ID}</div></v:textbox>"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", f'<sharedItems><s v="{ID}"/></sharedItems>'),
    ],
)
def test_a_number_that_a_workbook_cut_into_runs(check: Check, part: str, xml: str) -> None:
    data = changed(book(lambda _: None), {part: xml.encode()})
    where = "批注" if part.startswith("xl/comments") else part
    assert found(check, "a.xlsx", data) == [f"GK801 “a.xlsx › {where}”"]


def test_comments_and_paragraphs_of_a_workbook_are_not_one_number(check: Check) -> None:
    texts = "".join(
        f"<comment><text><r><t>{half}</t></r></text></comment>" for half in (ID[:6], ID[6:])
    )
    boxes = "".join(f"<a:p><a:r><a:t>{half}</a:t></a:r></a:p>" for half in (ID[:6], ID[6:]))
    parts = {"xl/comments1.xml": texts.encode(), "xl/drawings/drawing1.xml": boxes.encode()}
    assert found(check, "a.xlsx", changed(book(lambda _: None), parts)) == []


def test_what_a_filter_kept_of_a_sheet(check: Check) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.active.auto_filter.ref = "A1:B2"
        made.active.auto_filter.add_filter_column(0, [ID])

    assert found(check, "a.xlsx", book(fill)) == ["GK801 “a.xlsx › Sheet › 筛选”"]


OFD_PAGE = "Doc_0/Pages/Page_0/Content.xml"


def ofd(*objects: str) -> bytes:
    xml = f"<ofd:Page><ofd:Content>{''.join(objects)}</ofd:Content></ofd:Page>"
    return zipped({OFD_PAGE: xml.encode()})


def line(box: str, *codes: str) -> str:
    texts = "".join(f'<ofd:TextCode X="0" Y="3">{code}</ofd:TextCode>' for code in codes)
    return f'<ofd:TextObject ID="7" Boundary="{box}" Font="3" Size="4">{texts}</ofd:TextObject>'


@pytest.mark.parametrize(
    "objects",
    [
        [line("10 20 40 4", ID)],
        [line("10 20 40 4", ID[:6], ID[6:14], ID[14:])],
        [line("10 20 12 4", ID[:6]), line("22 20.1 24 4", ID[6:])],
        [line("10 20 12 4", "12"), line("22 20 24 4", ID)],
        [line("10 20 12 4", "12", ID)],
        [line("bad", ID)],
    ],
)
def test_a_number_that_ofd_cut_into_pieces(check: Check, objects: list[str]) -> None:
    assert found(check, "a.ofd", ofd(*objects)) == [f"GK801 “a.ofd › {OFD_PAGE}”"]


def test_lines_and_columns_of_an_ofd_page_are_not_one_number(check: Check) -> None:
    for box in ("10 26 24 4", "40 20 24 4"):
        data = ofd(line("10 20 12 4", ID[:6]), line(box, ID[6:]))
        assert found(check, "a.ofd", data) == []


def test_a_span_of_an_open_document(check: Check) -> None:
    xml = f"<text:p>{ID[:3]}<text:span>{ID[3:9]}</text:span>{ID[9:]}</text:p><text:p>1</text:p>"
    data = zipped({"m.odt": zipped({"content.xml": xml.encode()})})
    assert found(check, "a.zip", data) == ["GK801 “a.zip › m.odt › 正文”"]


FONT = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)


def sheet(fill: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(300, 300))
        fill(made)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def annotation(made: pikepdf.Pdf, **keys: object) -> pikepdf.Object:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[10, 10, 200, 30], **keys)
    one = made.make_indirect(note)
    made.pages[0].obj["/Annots"] = pikepdf.Array([one])
    return one


def note(made: pikepdf.Pdf) -> None:
    annotation(made, Subtype=pikepdf.Name.Text, Contents=pikepdf.String(f"证号{ID}"))


def field(made: pikepdf.Pdf) -> None:
    one = annotation(
        made,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T=pikepdf.String("sfz"),
        V=pikepdf.String(ID),
    )
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[one])


def inherited(made: pikepdf.Pdf) -> None:
    one = annotation(made, Subtype=pikepdf.Name.Widget)
    parent = pikepdf.Dictionary(
        FT=pikepdf.Name.Tx, T=pikepdf.String("sfz"), V=pikepdf.String(ID), Kids=[one]
    )
    one.Parent = made.make_indirect(parent)
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[one.Parent])


def address(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(
        S=pikepdf.Name.URI, URI=pikepdf.String(f"https://sl.example/?id={ID}")
    )
    annotation(made, Subtype=pikepdf.Name.Link, A=action)


def pinned(made: pikepdf.Pdf) -> None:
    held = pikepdf.AttachedFileSpec(made, f"甲,{ID}\n".encode(), filename="m.csv")
    annotation(made, Subtype=pikepdf.Name.FileAttachment, FS=held.obj)


def bookmark(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("一", 0))
        outline.root[0].children.append(pikepdf.OutlineItem(f"甲{ID}", 0))


def cropped(made: pikepdf.Pdf) -> None:
    page = made.pages[0]
    page.obj["/CropBox"] = pikepdf.Array([0, 0, 300, 50])
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=FONT))
    page.obj["/Contents"] = made.make_stream(f"BT /F 12 Tf 20 100 Td ({ID}) Tj ET".encode())


@pytest.mark.parametrize(
    ("fill", "where"),
    [
        (note, "第1页的批注和表单"),
        (field, "第1页的批注和表单"),
        (inherited, "第1页的批注和表单"),
        (address, "第1页的批注和表单"),
        (pinned, "m.csv › B1"),
        (bookmark, "书签和表单"),
        (cropped, "第1页"),
    ],
)
def test_a_pdf_hides_nothing(check: Check, fill: Callable[[pikepdf.Pdf], None], where: str) -> None:
    assert found(check, "a.pdf", sheet(fill)) == [f"GK801 “a.pdf › {where}”"]


def test_pages_that_cannot_be_loaded_are_said(check: Check) -> None:
    data = tiny.PDF.replace(b"/Count 1", b"/Count 3")
    assert found(check, "a.pdf", data) == ["GK809 “a.pdf › 第2页”"]


@pytest.mark.parametrize("held", ["empty", "none", "null"])
def test_an_attachment_without_data_is_said(check: Check, held: str) -> None:
    def fill(made: pikepdf.Pdf) -> None:
        made.attachments["b.csv"] = f"甲,{ID}\n".encode()
        made.attachments["a.txt"] = b""
        if held == "none":
            del made.attachments["a.txt"].obj["/EF"]
        if held == "null":
            made.Root.Names.EmbeddedFiles.Names[1] = None

    hits = found(check, "a.pdf", sheet(fill))
    assert "GK801 “a.pdf › b.csv › B1”" in hits
    assert len(hits) == 2
    assert hits[-1].startswith("GK809")


def test_the_name_of_an_attachment_of_a_pdf_is_read(check: Check) -> None:
    def fill(made: pikepdf.Pdf) -> None:
        made.attachments[f"{ID}.jpg"] = b"x"

    assert found(check, "a.pdf", sheet(fill)) == ["GK801 “a.pdf › 文件名”"]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_the_head_of_a_column_is_known_whatever_parts_the_cells(check: Check, sign: str) -> None:
    rows = '姓名;账号;备注\n甲;310012345678;"1,5,1,1,1,1"\n乙;1;310012345679\n'.replace(";", sign)
    assert found(check, "a.csv", rows.encode()) == ["GK802 “a.csv › B2”"]


def test_a_large_document_is_read_in_a_moment() -> None:
    text = "".join(f"<w:p><w:r><w:t>第{n}条，编号{n:08}。</w:t></w:r></w:p>" for n in range(24_000))
    data = zipped({PAGE: text.encode()})
    assert len(text) > 1_000_000
    begun = time.process_time()
    for piece in opened.pieces("a.docx", data):
        assert isinstance(piece, opened.Piece)
        assert not [*personal.find(piece.text)]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "xml", ["<w:t " * 200_000, "<![CDATA[" * 100_000, "<" * 1_000_000, "<w:t>1" * 150_000]
)
def test_no_part_holds_the_search_up(xml: str) -> None:
    begun = time.process_time()
    assert [*opened.pieces("a.docx", zipped({PAGE: xml.encode()}))]
    assert time.process_time() - begun < 3


def test_a_page_of_typst_reads_as_before(check: Check) -> None:
    data = bytes(typst.compile(f"证号{ID}".encode(), format="pdf"))
    assert found(check, "a.pdf", data) == ["GK801 “a.pdf › 第1页”"]


def test_what_was_packed_to_burst_is_not_unpacked(check: Check) -> None:
    """Pinned: of two hundred kilobytes forty-four million characters were searched."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w:p><w:r><w:t>" + b"1 " * 10_000_000)
    began = time.process_time()
    assert found(check, "a.docx", out.getvalue()) == ["GK809 “a.docx › word/document.xml”"]
    assert time.process_time() - began < 10


def test_a_page_that_a_pdf_shows_a_million_times_is_not_read_as_often(check: Check) -> None:
    kids = b"3 0 R " * 30_000
    data = tiny.PDF.replace(b"Kids[3 0 R]/Count 1", b"Kids[" + kids + b"]/Count 30000")
    began = time.process_time()
    assert found(check, "a.pdf", data) == ["GK809 “a.pdf › 第10001页”"]
    assert time.process_time() - began < 20


@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.ofd"])
def test_a_part_without_a_name_is_looked_into_like_any_other(check: Check, name: str) -> None:
    """Pinned: found by fuzzing; Python asks for the last character of the name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("x"), b"1")
        packed.filelist[0].filename = ""
        packed.writestr("word/document.xml", f"<w:t>{ID}</w:t>")
        packed.writestr("a.txt", ID)
    assert any(one.startswith("GK801") for one in found(check, name, out.getvalue()))
