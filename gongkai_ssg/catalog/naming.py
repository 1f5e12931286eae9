"""Where files belong and what they are called: a slip in either keeps one from being read."""

from __future__ import annotations

import posixpath

from gongkai_ssg import schema, source
from gongkai_ssg.catalog.gathering import Loading, remember_broken, stems
from gongkai_ssg.diagnostics import Span, problem

# What only a record has: a file with one of these and no code is no item.
_OF_RECORDS = frozenset({"事项", "发布机构", "公开日期"})
# In bytes. A longer page cannot be read on a phone; the index takes 800,000 characters a page.
MAX_PAGE = 800_000


def is_misplaced(path: str, data: bytes, loading: Loading) -> bool:
    """Whether the name or the place keeps a file from being read; what it holds is remembered."""
    folder, _, name = path.rpartition("/")
    parts = path.split("/")[1:]
    in_domain = len(parts) > 1 and parts[0] != "pages"
    right = _right_name(parts)
    if right != name:
        _report_name(path, f"{folder}/{right}", loading)
        remember_broken(path, ascii_of(data), loading)
        if in_domain and parts[1:] == [name] and right == "domain.yaml":
            loading.misnamed_domains.setdefault(parts[0], path)
        return True
    if not name.endswith(".md") or not in_domain:
        return False
    keys = _head_keys(path, data)
    if is_record(parts):
        if "编码" not in keys or keys & _of_records_only(loading):
            return False
        what, hint = "这像是一个事项，不是信息", f"移到 content/{parts[0]}/ 里"
        loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))
        remember_broken(path, ascii_of(data), loading)
    elif parts[1:] != [name]:
        _report_folder(path, parts, keys, loading)
        if "编码" in keys:
            remember_broken(path, ascii_of(data), loading)
    elif "编码" in keys or not keys & _of_records_only(loading):
        return False
    else:
        what = "这像是一条信息，请移到 records 文件夹里"
        hint = f"移到 {folder}/records/ 里；如果它是事项，就补上“编码”"
        loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))
    loading.broken.update(stems(path))
    return True


def _right_name(parts: list[str]) -> str:
    """The name that a file was meant to have (`catalog.yml`, `a.MD`, Notepad's `a.md.txt`)."""
    name = parts[-1]
    plain = name.lower().removesuffix(".txt")
    stem, _, suffix = plain.rpartition(".")
    if suffix not in ("md", "yaml", "yml"):
        return name
    right = f"{stem}.{suffix.replace('yml', 'yaml')}"
    hidden = plain != name.lower()
    # `a.md` in capitals is a bad name for an address, and nothing else (GK008).
    variant = not name.endswith(".md") if suffix == "md" else _is_list(parts[:-1], right)
    return right if hidden or variant else name


def _is_list(folders: list[str], name: str) -> bool:
    if not folders:
        return name in {one.file for one in schema.load().listings.values()}
    return len(folders) == 1 and folders != ["pages"] and name in ("domain.yaml", "catalog.yaml")


def _report_name(path: str, right: str, loading: Loading) -> None:
    name = posixpath.basename(right)
    if path.lower().endswith(".txt"):
        what = "结尾多了 .txt"
        where = "（在“查看”里打开“文件扩展名”才看得见）"
        hint = f"把 .txt 去掉，改成“{name}”{where}"
    else:
        what, hint = f"应当是“{name}”", f"把文件名改成“{name}”"
    if right in loading.tree.texts:
        hint += f"；文件夹里已经有一个“{name}”，核对后只留一个"
    loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))


def _report_folder(path: str, parts: list[str], keys: frozenset[str], loading: Loading) -> None:
    slug, folder = parts[:2]
    what = "信息要放在 records 文件夹里（小写）"
    hint = f"移到 content/{slug}/records/ 里"
    if folder.lower().startswith("record"):
        hint = f"把文件夹“{folder}”改名为“records”"
    if "编码" in keys:
        what, hint = f"事项不放在“{folder}”文件夹里", f"移到 content/{slug}/ 里"
    loading.problems.append(problem("GK014", Span(path), what=what, hint=hint))


def _head_keys(path: str, data: bytes) -> frozenset[str]:
    """The keys of the front matter, as far as it can be read."""
    text, _ = source.decode(path, data)
    if text is None or len(data) > MAX_PAGE:
        return frozenset()
    front, _ = source.parse_front_matter(path, text)
    if front is None or not isinstance(front.head, source.Mapping):
        return frozenset()
    return frozenset(key.text for key, _ in front.head.entries)


def _of_records_only(loading: Loading) -> frozenset[str]:
    return _OF_RECORDS - set(loading.settings.schema.kinds["item"].by_key)


def is_record(parts: list[str]) -> bool:
    """Whether a file lies where records do; `parts` is its path below `content/`."""
    return len(parts) > 2 and parts[0] != "pages" and parts[1] == "records"  # noqa: PLR2004


def ascii_of(data: bytes) -> str:
    """A text in an unknown encoding; codes are ASCII, so that they can be found in it."""
    return data.replace(b"\0", b"").decode("latin-1")
