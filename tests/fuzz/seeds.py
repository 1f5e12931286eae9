"""Where the inputs begin: the tiny sites of the tests, and small files of every office format."""

from __future__ import annotations

import base64
import io
import zlib
from functools import cache
from pathlib import Path

import attached
import docx
import imported
import openpyxl
import packed
import tiny

_TESTS = Path(__file__).parent.parent
_SITES = _TESTS / "sites"
_LONGEST = 3000
LIMITS = (
    "信息形成或者变更之日起20个工作日内 每季度首月20日前 每年1月和7月 长期公开 实时公开 "
    "公示期不少于7个工作日 自收到申请之日起十五日内 每月后10个工作日 同上 "
    "5日（工作日）内 决定作出后7个工作日内，法律另有规定的除外 事前公示3天；结果实时公开 每三年 "
    "半个月内 每半年1次 （二）24小时内 一百二十日内 ①制定后5个工作日；②每年底前"
).split()
MARKDOWN = (
    "# 一、范围\n\n- 甲\n  1. 乙\n\n| 表 | 头 |\n|:--|--:|\n| a | **b** |\n",
    "[办法](SHJZ-01-01) ![图](tu.png \"题\") <a href='javascript:x'>y</a>\n\n> 引\n\n```\n码\n",
    '<table><tr><td colspan=2 onclick="x">格</td></tr></table>\n\n[甲]: http://a.example/ "乙"\n',
    "第一行\n第二行**强**\n\n***\n\n<dl><dt>甲<dd>乙</dl>\n\n&lt;&#x6a;avascript:&colon;\n",
)
ADDRESSES = (
    *("SHJZ-01-01", "a.md#s-1", "../../shjz/domain.yaml", "b/../tu.png", "#一", "tel:123"),
    *("https://sl.example/a?b=1#c", "//a.example", "%2e%2e/%2fa", "C:\\a", "mailto:a@b.example"),
    *("http://例.example/县/?v=1", "http://[::1]:80/", "名单 (1).pdf", "/%E4%B8%AD?x#y", "con"),
)
SPOKEN = ("3-2-501 GB/T 9704-2012", "2026年3月2日至5日", "-3.5℃~12%", "1/2，¥1,200.50元/㎡")


@cache
def texts(ending: str) -> tuple[bytes, ...]:
    """Small files of the test sites whose names end so, each content once."""
    found = (path.read_bytes() for path in sorted(_SITES.rglob(f"*{ending}")))
    return tuple(dict.fromkeys(data for data in found if len(data) <= _LONGEST))


def holidays() -> bytes:
    return (_SITES / "ok_holidays/holidays/2027.yaml").read_bytes()


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (("社会救助领域标准目录",), imported.HEAD, *_rows()):
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    book.active["C3"].comment = openpyxl.comments.Comment("批注", "甲")
    out = io.BytesIO()
    book.save(out)
    return packed.closed(packed.opened(out.getvalue()))


def _rows() -> list[list[str]]:
    both = (imported.FIRST, imported.SECOND)
    return [[str(n), *(row.get(k, "") for k in imported.HEAD[1:])] for n, row in enumerate(both, 1)]


@cache
def document() -> bytes:
    paper = docx.Document()
    paper.add_paragraph("社会救助领域标准目录")
    rows = (imported.HEAD, *_rows())
    table = paper.add_table(len(rows), len(imported.HEAD))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    out = io.BytesIO()
    paper.save(out)
    wanted = ("word/document.xml", "[Content_Types].xml", "_rels/.rels")
    return packed.closed({k: v for k, v in packed.opened(out.getvalue()).items() if k in wanted})


@cache
def page() -> bytes:
    rows = "".join(
        f"<tr>{''.join(f'<td rowspan=1>{c}</td>' for c in row)}</tr>"
        for row in (imported.HEAD, *_rows())
    )
    return f"<p>社会救助领域</p><table><caption>目录</caption>{rows}</table>".encode()


@cache
def list_of_names() -> bytes:
    book = openpyxl.Workbook()
    for row in (("户主", "金额", "备注"), ("住甲", 780, "2026-03-05"), ("住乙", 640.5, "")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return packed.closed(packed.opened(out.getvalue()))


def table() -> bytes:
    return imported.table(imported.FIRST, imported.SECOND)


PDF = tiny.PDF
WORD = attached.document("身份证", "110101", "19000101", "0014")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "甲乙丙".encode("utf-16-le") * 40
RICH = rb"{\rtf1\ansi\ansicpg936 \'bc\'d7 \u30002? 110101190001010014}"
OFD = packed.closed(
    {
        "Doc_0/Pages/Page_0/Content.xml": '<ofd:TextObject Boundary="1 2 3 4"><ofd:TextCode X="0" '
        'Y="1" DeltaX="g 3 1">甲乙丙</ofd:TextCode></ofd:TextObject>'.encode(),
        "OFD.xml": b"<ofd:OFD/>",
    }
)
# An old workbook, as Excel 97 wrote them; packed, because most of it is nothing.
_XLS = (
    r"c-rk)O-"
    r"NKx6#nj;H^0s3Xj*7sB4lN5tc@F;ipo`^rcz{RngfNRF^FIbvusus6+u|kLJ*>j)uxg{YS$vLpG6P|TC@^^pudIsI_JDQG"
    r"iojrN-ExY+;h+0{oeh*_q~_nS(8Ke^QW+gD&fMM<%egUO;PeEl`zO}Su7@VA0^A7e~SD*8c2^Dk3%oKJcc~pQ!sGPd`292"
    r"Pw5CwBHGm%D_lj|Ep=#7T!#wc3OC7;fjp^Iw(w)Z*9yNYkxzv06w5{76%;$E4r4qLEh*Qt_>fT~z6>z#Ln-"
    r"r4EM>^WbDqVgFDpCNja~5*EggTSqrePe7&LBGvCde$rDGB~G=RhSY83)sk}LITp<`cNy8_vNEVO%<uwOMypdZ#zncxWovE"
    r"F2lp+5CAG|!-$rYIzl|5DTUI+MbpxBJdVdk0CpkQO^?(VVCqZPenoSj{z>DrHnGT0K!s*-"
    r"&HoamqsV4Rz$$PU5S&${1%?ZVgfvtPeyf^VRn>1$dj6Z6Um1TL{T=2@-"
    r"EZrpQ^cXu`Dd&)oU^dVgz8q**NeaunDH#wKnfES%vIR5(LC0!q^uD3KD|gr61E4I<|Y&!HH~i)(VVux~(O&WX2}-"
    r"m^pKO=R;tc?-"
    r"#j>DosHi4T#jB#%^0oyr+`8yP|o9bj!#o}U4fs#101I@4$*nJc}yObE~WWux&KVO@7ipNg57ML@(X;kL%Tqf(lo`^wf_q`"
    r"6X>Nt&sV)e^``kli|739=`pF|s$MF*5gkpTQa<PrGbnV+mwKkoibghDVR6ZD-"
    r"VgMl}R=O-f_bpsue=TC)(<C8#0dW1=xCx1Qt8Me$>VWJ-KG#v{F#j`3il*z7*zD~9dzV-K&Q0;=Cf-FQ>Fy3)wT18y6g1Z"
    r"fJuA%`4t$RURua>yb3if+iI403yN>&w1Z|JRwNH0S&#`ETg}y6EYq57WKqq&$w^70sV@aH}MiT4tH#|3apN^!7N~(JJ+5U"
    r"-A5<k2N*FJ<Bc_{(VbmrSG3xNj?AY`+owBDen>"
)


def old_workbook() -> bytes:
    return zlib.decompress(base64.b85decode(_XLS))


@cache
def open_workbook() -> bytes:
    """A workbook of LibreOffice."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in imported.HEAD
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a"><table:table-row>{cells}</table:table-row><table:table-row>'
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="2"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": listed, "content.xml": content.encode()}
    return packed.closed(parts)
