"""The codes of new items: their own where that is free, else the next of their group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai_ssg.importing.items import Draft
from gongkai_ssg.importing.plan import New
from gongkai_ssg.model import CODE
from gongkai_ssg.project import Project
from gongkai_ssg.wording import plain


def own_code(draft: Draft) -> str:
    """The code that a draft gives, where it can be one of its domain; offices have others."""
    written = draft.text("编码").upper()
    fits = CODE.fullmatch(written) and written.startswith(f"{draft.domain.upper()}-")
    return written if fits else ""


def coded(project: Project, drafts: Iterable[Draft]) -> Iterator[New]:
    """New items under free codes: one group of codes for each 一级事项."""
    codes = _Codes([*project.catalog.items, *project.catalog.broken, *project.published.items])
    groups = {
        (item.domain, plain(item.entry.text("一级事项"))): item.code.rpartition("-")[0]
        for item in project.catalog.items.values()
    }
    for draft in drafts:
        written = own_code(draft)
        if written and codes.is_free(written):
            code = written
        else:
            name = (draft.domain, plain(draft.text("一级事项")))
            group = groups.setdefault(name, "") or codes.next_group(draft.domain.upper())
            groups[name] = group
            code = codes.next_in(group)
        codes.take(code)
        yield New(code, draft)


class _Codes:
    """Codes that are taken, and the highest number in each group (`SHJZ`, `SHJZ-02`)."""

    def __init__(self, used: Iterable[str]) -> None:
        self.used: set[str] = set()
        self.highest: dict[str, int] = {}
        for code in used:
            self.take(code)

    def is_free(self, code: str) -> bool:
        return code not in self.used

    def take(self, code: str) -> None:
        self.used.add(code)
        group, _, number = code.rpartition("-")
        prefix, _, first = code.partition("-")
        for name, digits in ((group, number), (prefix, first.partition("-")[0])):
            if digits.isdigit():
                self.highest[name] = max(int(digits), self.highest.get(name, 0))

    def next_group(self, prefix: str) -> str:
        return f"{prefix}-{self.highest.get(prefix, 0) + 1:02}"

    def next_in(self, group: str) -> str:
        return f"{group}-{self.highest.get(group, 0) + 1:02}"
