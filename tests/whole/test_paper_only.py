"""A record for paper only is in no written file, however the file is packed or coded.

The same text in a public record is found in each kind of file, so that this can fail.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import tiny

from gongkai_ssg.search import fold

# A village that no other text of the site speaks of, in characters that occur nowhere else.
MARK = "鑫淼焱垚"
RECORD_ID = "paper-7f3a"
PATH = f"content/shjz/records/{RECORD_ID}.md"
CODED = [pair.encode() for pair in fold.pairs(MARK)]
SITE = tiny.SITE + "打印: {随站生成: 是}\n"


def inside(name: str, data: bytes) -> Iterator[bytes]:
    """A file's bytes, and what they say when they are unpacked or decoded."""
    yield data
    if name.endswith((".pf_meta", ".pf_index", ".pf_fragment", ".gz")) or data[:2] == b"\x1f\x8b":
        yield zlib.decompress(data, 47)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from inside(member, packed.read(member))
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(data)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        yield re.sub(r"\s", "", text + json.dumps(document.get_metadata_dict())).encode()
    if name == "pagefind/offline.js":
        # For `file://` the packed files stand here in base64.
        for member, coded in re.findall(rb'"([^"]+)": "([^"]+)"', data):
            yield from inside(member.decode(), base64.b64decode(coded))


def signs() -> list[bytes]:
    return [MARK.encode(), ascii(MARK)[1:-1].encode(), MARK.encode("gb18030"), *CODED]


def said(root: Path) -> set[str]:
    """The kinds of files that tell of the record, by text or by its id."""
    wanted = [*signs(), RECORD_ID.encode()]
    found = set()
    for path in (root / "public").rglob("*"):
        if path.is_file():
            name = path.relative_to(root / "public").as_posix()
            texts = [name.encode(), *inside(name, path.read_bytes())]
            if any(sign in text for text in texts for sign in wanted):
                found.add(path.suffix if name.startswith(("pagefind/", "r/")) else name)
    return found


def built(root: Path, channels: str) -> set[str]:
    record = tiny.record(
        {
            "标题": f"{MARK}名单",
            "渠道": channels,
            "内容概述": f"{MARK}的概述",
            "区划": "shangwan",
            "文号": f"{MARK}〔2026〕1号",
            "公示期": "{起: 2026-11-20, 止: 2026-11-28}",
            "解读": "other",
            "附件": "[{文件: a.csv, 名称: " + MARK + "}]",
        },
        f"# {MARK}\n\n{MARK}全文。\n",
    )
    files = {
        "site.yaml": SITE,
        PATH: record,
        "content/shjz/records/a.csv": f"户数,{MARK}\n",
        "content/shjz/records/other.md": tiny.record({"标题": "解读", "区划": "shangwan"}),
    }
    made = tiny.build_site(tiny.write(root, files))
    assert [d.code for d in made.checked.diagnostics] == []
    assert made.files
    return said(root)


def test_the_text_of_a_public_record_is_found_in_every_kind_of_file(tmp_path: Path) -> None:
    found = built(tmp_path, "[政府网站]")
    assert {".html", ".pdf", ".csv", ".pf_index", ".pf_fragment", ".js"} <= found
    assert {"data/records.json", "data/records.csv", "feed.xml", "feed.json"} <= found
    assert {"shjz/feed.xml", "place/shangwan/feed.xml", "sitemap.xml", "index.html"} <= found
    assert {"i/shjz-01-01/index.html", "place/shangwan/index.html", "manifest.json"} <= found


@pytest.mark.parametrize(
    "channels", ["[公开查阅点]", "[社区/企事业单位/村公示栏(电子屏), 广播电视]"]
)
def test_the_same_record_for_paper_only_is_in_none(tmp_path: Path, channels: str) -> None:
    assert built(tmp_path, channels) == set()
