"""The files of `pagefind/`, and what is said when they cannot be made."""

from __future__ import annotations

import json
import stat
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pagefind_bin  # type: ignore[import-untyped]
import pytest

from gongkai_ssg.search import SearchError, SearchPage, build_index, entries, pagefind, shards


def page(number: int, text: str = "征地补偿", **changes: Any) -> SearchPage:
    values: dict[str, Any] = {
        "address": f"r/{number}/",
        "html": f"<main data-pagefind-body><h1>标题{number}</h1><p>{text}</p></main>",
        "title": f"标题{number}",
        "meta": {"编码": f"A-{number}"},
        "filters": {"年份": (str(2020 + number % 3),), "层级": ("县级", "乡级")[: number % 3]},
        "date": f"{2020 + number % 3}-01-01",
    }
    return SearchPage(**{**values, **changes})


def built(pages: list[SearchPage], jobs: int = 2) -> dict[str, bytes]:
    return dict(build_index(pages, jobs))


def table(made: dict[str, bytes]) -> dict[str, Any]:
    entry = json.loads(made["entry.json"])
    unpacked: dict[str, Any] = json.loads(zlib.decompress(made[entry["table"]]))
    return unpacked


def numbers(text: str) -> list[int]:
    """What `numbers` in search.js reads."""
    return [ord(char) - (36 if ord(char) > 92 else 35) for char in text]


def shown(made: dict[str, bytes], number: int) -> dict[str, Any]:
    unpacked: dict[str, Any] = json.loads(zlib.decompress(made[f"text/{number}.pf_fragment"]))
    return unpacked


def test_only_what_the_browser_reads_is_emitted() -> None:
    kinds = {path.split("/")[0].split("-")[0] for path in built([page(1), page(2)])}
    assert kinds == {"entry.json", "table", "index", "text", "offline.js"}


def test_the_same_pages_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_CHARACTERS", 300)
    pages = [page(n, text=f"第{n}号公告" * 9) for n in range(30)]
    first = list(build_index(pages, jobs=2))
    assert first == list(build_index(pages, jobs=1))
    assert first == list(build_index(iter(pages), jobs=7))
    assert len(table(dict(first))["shards"]) > 1


def test_pages_are_numbered_from_the_oldest_to_the_newest() -> None:
    made = built([page(1, date="2026-01-02"), page(2, date=""), page(3, date="2025-12-31"),
                  page(4, date="2025-12-31")])  # fmt: skip
    order = [shown(made, number)["address"] for number in range(4)]
    assert order == ["r/2/", "r/4/", "r/3/", "r/1/"]


def test_a_new_page_leaves_older_shards_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_CHARACTERS", 300)
    pages = [page(n, text=f"第{n}号公告" * 9, date=f"2025-01-{n + 1:02}") for n in range(20)]
    before, after = built(pages), built([*pages, page(99, date="2026-01-01")])
    same = [path for path, content in before.items() if after.get(path) == content]
    assert len([path for path in same if path.startswith("text/")]) == 20
    folders = {path.split("/")[1] for path in before if path.startswith("index/")}
    kept = {path.split("/")[1] for path in same if path.startswith("index/")}
    assert len(folders - kept) == 1


def test_filters_are_columns_in_the_order_of_the_site() -> None:
    pages = [page(n, filters={"领域": (name,), "年份": (year,)}) for n, (name, year) in enumerate(
        [("社会救助", "2024"), ("征地补偿", "2026"), ("社会救助", "2025")])]  # fmt: skip
    domains, years = table(built(pages))["filters"]
    assert (domains["name"], domains["values"]) == ("领域", ["社会救助", "征地补偿"])
    assert (years["name"], years["values"]) == ("年份", ["2026", "2025", "2024"])
    named = [[domains["values"][v] for v in domains["sets"][n]] for n in numbers(domains["of"])]
    assert sorted(named) == [["征地补偿"], ["社会救助"], ["社会救助"]]


def test_several_values_and_none() -> None:
    made = built([page(1, filters={"层级": ("县级", "乡级")}), page(2, filters={})])
    (levels,) = table(made)["filters"]
    assert sorted(levels["sets"]) == [[], [0, 1]]


def test_a_page_without_a_word_keeps_its_number() -> None:
    made = built([page(1, text="", title="", html="<p data-pagefind-body>——</p>"), page(2)])
    assert numbers(table(made)["shards"][0]["lengths"])[0] == 0
    assert shown(made, 0)["blocks"] == ["——"]


def test_a_title_that_nobody_can_read_is_not_searched() -> None:
    entry = entries.read(page(1, title="标题1暗语"))
    assert not any("6697" in word for word in shards.words(entry)[0])  # 暗


def test_a_name_that_people_have_for_it_is_told_as_a_title_is() -> None:
    html = "<p data-pagefind-body>标题1 也叫：低保、吃低保</p>"
    told, _ = shards.words(entries.read(page(1, html=html, names=("低保", "暗语"))))
    before = told[: told.index(shards._BODY_BEGINS)]
    assert "4f4e4fdd" in before  # 低保
    assert not any("6697" in word for word in told)  # 暗


def test_numbers_are_written_as_characters_that_json_leaves_alone() -> None:
    written = shards.characters(range(5000))
    assert numbers(written) == list(range(5000))
    assert json.dumps(written, ensure_ascii=False) == f'"{written}"'


def test_a_page_too_long_for_the_index_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    last = shards.MAX_LENGTH // shards.LENGTH_STEP
    assert shards.characters([last]) < "\ud800" <= shards.characters([last + 1])
    monkeypatch.setattr(shards, "MAX_LENGTH", 100)
    with pytest.raises(SearchError, match=r"“标题1”这一页（r/1/）的文字超过八十万字"):
        built([page(1, "征地补偿" * 100)], jobs=1)


def test_no_pages_give_an_empty_index() -> None:
    made = built([])
    assert json.loads(made["entry.json"])["pages"] == 0
    assert table(made) == {
        "shards": [],
        "filters": [],
        "days": {"undated": 0, "first": 0, "gaps": ""},
    }


def test_the_table_knows_the_day_of_each_page() -> None:
    pages = [page(n, date=day) for n, day in enumerate(("2026-02-01", "", "2026-01-05"))]
    pages += [page(n, date="2026-01-05") for n in (3, 4)]
    days = table(built(pages))["days"]
    assert (days["undated"], days["first"]) == (1, date(2026, 1, 5).toordinal())
    assert numbers(days["gaps"]) == [0, 0, 0, 27]
    far = table(built([page(1, date="0001-01-01"), page(2, date="9999-12-31")]))["days"]["gaps"]
    assert "".join(sorted(far))[-1] < "\ud800"


@pytest.mark.parametrize(
    "html", ["<p>甲</p>", "<p data-pagefind-body>甲</p><p data-pagefind-body>"]
)
def test_exactly_one_element_is_searchable(html: str) -> None:
    with pytest.raises(ValueError, match=r"r/1/: [02] elements"):
        built([page(1, html=html)])


def test_html_goes_nowhere() -> None:
    made = built([page(1, text="<b>粗</b>&lt;i&gt;")])
    assert shown(made, 0)["blocks"] == ["标题1", "粗<i>"]


def test_pagefind_missing_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(SearchError, match="找不到检索程序 Pagefind"):
        built([page(1)])


def test_pagefind_removed_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def removed() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(pagefind_bin, "get_executable", removed)
    with pytest.raises(SearchError, match="杀毒软件"):
        built([page(1)])


def program(folder: Path, code: str) -> Path:
    """An executable that stands in for Pagefind."""
    path = folder / "pagefind"
    body = folder / "pagefind.py"
    body.write_text(f"{code}\n", encoding="utf-8")
    # A path with blanks does not fit behind `#!`.
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{body}" "$@"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


ERROR = "eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyBzdWNoIGluZGV4In19,"

NO_FILES = "eyJwYXlsb2FkIjp7InR5cGUiOiJHZXRGaWxlcyIsImZpbGVzIjpbXX19,"


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit('内存不够')", "中途退出（状态 1）.*内存不够"),
        ("import os; os.abort()", "中途退出（状态 -6）"),
        ("print('!!!,', end='')", "中途退出"),
        ("print('e30=,', end='')", "中途退出"),
        (f"print({ERROR!r}, end='')", "的报告：no such index"),
        (f"print({NO_FILES!r} * 3, end=''); input()", "认不出检索程序"),
    ],
    ids=["exit", "abort", "no base64", "no message", "error", "no files"],
)
def test_pagefind_breaking_off_is_said_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program(tmp_path, code))
    with pytest.raises(SearchError, match=said):
        built([page(1)])


def test_a_file_that_is_no_program_is_said_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pagefind"
    path.write_bytes(b"")
    path.chmod(0o755)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: path)
    with pytest.raises(SearchError, match="无法启动"):
        built([page(1)])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such right")
def test_a_program_that_may_not_run_is_told_from_one_that_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: the scanner was blamed for what a tool that knows no rights had unpacked."""
    path = program(tmp_path, "")
    path.chmod(0o644)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: path)
    with pytest.raises(SearchError, match=f"没有执行的权限.*chmod [+]x '{path}'"):
        built([page(1)])


def test_another_version_of_pagefind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "VERSION", "9.9.9")
    with pytest.raises(SearchError, match=r"pagefind-bin==9\.9\.9"):
        built([page(1)])


def test_a_shell_variable_does_not_change_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = built([page(1)])
    monkeypatch.setenv("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", "1")
    assert built([page(1)]) == expected
