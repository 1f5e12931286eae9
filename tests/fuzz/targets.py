"""The doors of `doors`, each with what it begins with and the words that matter to it.

Hypothesis and atheris call the same functions: `test_fuzz.py` every day with a few inputs,
`fuzz.py` for minutes or days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import doors
import laws
import seeds
import tiny


@dataclass(frozen=True)
class Target:
    """A door: what to call, what to begin with, whether what comes is a zip, words that matter."""

    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    is_packed: bool = False
    words: tuple[str, ...] = ()


def _named(*texts: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(text.encode() for text in texts)


def _files(*made: Callable[[], bytes] | bytes) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(one if isinstance(one, bytes) else one() for one in made)


YAML_WORDS = (
    ": ", "- ", "\n  ", "\n- ", "{", "}", "[", "]", "|\n", "&a ", "*a", "!!", "<<: ", "? ", "''",
    '"\\u', "---\n", "\uff1a", "\u3000", "\u2028", "\ufeff", "编码: ", "审核: ", "名单: ", "日期",
)  # fmt: skip
_LIMIT_WORDS = (
    *("自", "之日起", "个工作日", "内", "前", "每", "季度", "月", "年", "日", "半", "（", "）"),
    *("长期", "公示期", "不少于", "起", "十五", "百", "0", "次", "、", "；", "①", "同步", "末"),
    *("首月", "小时"),
)
_TABLE_WORDS = ("colspan=", "rowspan=", "<td>", "<table>", '"', ",", "\t", "√", "同上", "一级事项")
_MARKS = (
    "](", "![", "```\n", "~~~\n", "**", "__", "> ", "- ", "1. ", "    ", "|", "\n\n", "# ", "<a ",
    "href=", "javascript:", "<svg", "<!--", "&#", "\\", "<td", "style=", "[x]: ", "\x02", "\x03",
    "<?", "<![CDATA[", "</", "onerror=", "data:",
)  # fmt: skip
_ADDRESS_WORDS = (
    "../",
    "%2e",
    "%00",
    "\\",
    "//",
    "http:",
    "@",
    ":",
    "?",
    "#",
    "xn--",
    "[",
    "]",
    "。",
)
_NUMBER_WORDS = (
    "110101190001010014",
    "&#49;",
    "&nbsp;",
    "绝密",
    "★",
    "身份证",
    "１",
    "\u200b",
    "-",
)


@cache
def all_() -> dict[str, Target]:
    """Every door by its name."""
    xml = ("<w:tc>", "<w:tr>", "</w:tbl>", "w:val=", "&lt;", "<![CDATA[", "<c r=", "t=", "<v>")
    office = {
        "table-xlsx": Target(doors.table("a.xlsx"), _files(seeds.workbook), True, xml),
        "table-docx": Target(doors.table("a.docx"), _files(seeds.document), True, xml),
        "table-html": Target(doors.table("a.html"), _files(seeds.page), words=_TABLE_WORDS),
        "table-csv": Target(doors.table("a.csv"), _files(seeds.table), words=_TABLE_WORDS),
        "table-ods": Target(doors.table("a.ods"), _files(seeds.open_workbook), True, xml),
        "table-xls": Target(doors.table("a.xls"), _files(seeds.old_workbook, seeds.OLE)),
    }
    attachments = {
        "attached-xlsx": Target(doors.attachment("a.xlsx"), _files(seeds.workbook), True, xml),
        "attached-xls": Target(doors.attachment("a.xls"), _files(seeds.old_workbook)),
        "attached-ods": Target(doors.attachment("a.ods"), _files(seeds.open_workbook), True, xml),
        "attached-docx": Target(doors.attachment("a.docx"), _files(seeds.WORD), True, xml),
        "attached-ofd": Target(doors.attachment("a.ofd"), _files(seeds.OFD), True, ("Boundary=",)),
        "attached-zip": Target(doors.attachment("a.zip"), _files(seeds.WORD, seeds.OFD), True),
        "attached-doc": Target(
            doors.attachment("a.doc"), _files(seeds.OLE, seeds.RICH, seeds.WORD, seeds.old_workbook)
        ),
        "attached-pdf": Target(doors.attachment("a.pdf"), _files(seeds.PDF)),
        "attached-rtf": Target(
            doors.attachment("a.rtf"), _files(seeds.RICH), words=("\\'", "\\u", "{")
        ),
        "attached-csv": Target(doors.attachment("a.csv"), _files(seeds.table), words=_TABLE_WORDS),
    }
    texts = {
        "yaml": Target(doors.yaml, lambda: seeds.texts(".yaml"), words=YAML_WORDS),
        "front-matter": Target(doors.front_matter, lambda: seeds.texts(".md"), words=YAML_WORDS),
        "catalog": Target(doors.catalog, _named(tiny.catalog(), doors.RECORD), words=YAML_WORDS),
        "time-limits": Target(doors.time_limits, _named(*seeds.LIMITS), words=_LIMIT_WORDS),
        "addresses": Target(doors.addresses, _named(*seeds.ADDRESSES), words=_ADDRESS_WORDS),
        "requests": Target(doors.requests, _named(*_PATHS), words=_ADDRESS_WORDS),
        "connections": Target(doors.connections, _named(*_SAID), words=_HTTP),
        "markdown": Target(doors.markdown, _named(*seeds.MARKDOWN), words=_MARKS),
        "ledger": Target(doors.book, _ledgers, words=YAML_WORDS),
        "settings": Target(doors.settings, lambda: seeds.texts("site.yaml"), words=YAML_WORDS),
        "holidays": Target(doors.days_off, _holidays, words=YAML_WORDS),
        "province": Target(doors.province, _named(_PROVINCE), words=YAML_WORDS),
        "persons": Target(doors.persons, _named(*_PERSONS), words=_NUMBER_WORDS),
        "search": Target(doors.searched, _named(*seeds.MARKDOWN, "ＡＢΣς ß İ"), words=_MARKS),
        "spoken": Target(
            doors.read_aloud, _named(*seeds.SPOKEN), words=("-", "~", "%", "²", "½", "①")
        ),
        "manifest": Target(
            doors.manifest, _named(*_MANIFESTS), words=('"files"', "../", "\\u0000", "[")
        ),
        "notes": Target(doors.notes, _named(*_NOTES), words=("[", "{", '"a"', "\\ud800", "null")),
        "list-xlsx": Target(doors.list_of_names, _files(seeds.list_of_names), True, xml),
    }
    return {**texts, **office, **attachments}


_PATHS = ("/", "/i/shjz-01-01/", "/shjz?x=1", "/_gongkai/events", "/%2e%2e/site.yaml", "/r/a")
_SAID = (
    "GET / HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
    "HEAD /r/a/?x HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n",
    "GET /shjz HTTP/1.1\r\nHost: localhost\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
)
_HTTP = (
    "HTTP/9.9",
    "\r\n",
    "Host: ",
    "Content-Length: ",
    "Transfer-Encoding: chunked",
    "GET ",
    "%00",
)
_PERSONS = (
    "身份证110101190001010014", "手机 13800138000 电话\n护照 E12345678", "绝密★1年",
    "6222021234567890",
    "１１０１０１１９０００１０１００１４ &#49;&#x31;", "110101\n19000101\n0014",
)  # fmt: skip
_PROVINCE = (
    "名称: 示例省\n网址: https://s.example/\n站点:\n- {文件夹: sl}\n- {文件夹: b, 地址: b}\n"
)
_MANIFESTS = ('{"version": 1, "files": {"index.html": "ab", "i/a/index.html": "cd"}}',)
_NOTES = (
    '{"public": {"inputs": ["a", "b"], "how": [], "day": "2026-01-01", "state": "y", "said": []}}',
    '[{"a": "k"}, {"a": 1}, {"k": [1, "a", []]}]',
)


def _ledgers() -> tuple[bytes, ...]:
    return tuple(one for one in seeds.texts("published.yaml") if one)


def _holidays() -> tuple[bytes, ...]:
    found = sorted(Path(tiny.__file__).parent.glob("sites/*/holidays/*.yaml"))
    return tuple(dict.fromkeys(path.read_bytes() for path in found))


def run(name: str, data: bytes) -> None:
    """Put an input through a door, within its time."""
    with laws.Watch(data):
        all_()[name].run(data)
