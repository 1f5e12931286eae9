"""三随机抽查: anyone who has the seed and the data file draws the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import tiny
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai_ssg import cli
from gongkai_ssg.print import engine
from gongkai_ssg.sampling import Candidate, draw, months

ROOT = Path(__file__).parents[2]
DAY = date(2026, 10, 8)
CANDIDATES = [
    Candidate(f"SHJZ-{n:02}-{m:02}", "x", (f"单位{n}", "单位0") if m == 1 else (f"单位{n}",))
    for n in range(1, 9)
    for m in range(1, 4)
]


def by_hand(data: dict[str, list[dict[str, object]]], seed: str) -> list[tuple[str, str, str]]:
    """The program of `docs/sampling.md`, written out once more from its words."""

    def lot(*lines: str) -> str:
        return hashlib.sha256("\n".join((seed, *lines)).encode()).hexdigest()

    of: dict[str, list[str]] = {}
    for item in data["items"]:
        if item.get("状态") != "废止":
            for body in item["公开主体"]:  # type: ignore[attr-defined]
                of.setdefault(body, []).append(str(item["编码"]))
    bodies = sorted(of, key=lambda body: lot("单位", body))
    past = [(DAY.year * 12 + DAY.month - 1 - back) for back in range(1, 13)]
    names = [f"{index // 12}-{index % 12 + 1:02}" for index in past]
    found = []
    for turn in range(max(map(len, of.values()))):
        for body in bodies:
            codes = sorted(of[body], key=lambda code: lot("事项", f"{body} {code}"))
            if turn < len(codes):
                code = codes[turn]
                month = min(names, key=lambda m: lot("月份", f"{body} {code} {m}"))
                found.append((body, code, month))
    return found


def test_whoever_has_the_data_file_draws_the_same(tmp_path: Path) -> None:
    catalog = tiny.catalog(
        tiny.item(),
        tiny.item({"编码": "SHJZ-01-02", "二级事项": "标准"}),
        tiny.item({"编码": "SHJZ-01-03", "二级事项": "废止的", "状态": "废止"}),
    )
    root = tiny.write(tmp_path, {"content/shjz/catalog.yaml": catalog})
    checked = tiny.build_site(root).checked
    data = json.loads((root / "public/data/catalog.json").read_bytes())
    from gongkai_ssg.findings import samples

    assert checked.project
    drawn = draw(samples.candidates(checked.project), "种子 1", 99, DAY)
    assert [(d.body, d.item.code, d.month) for d in drawn] == by_hand(data, "种子 1")
    assert len(drawn) == 2


def test_the_program_in_the_documentation_draws_the_same(tmp_path: Path) -> None:
    text = (ROOT / "docs/sampling.md").read_text("utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    checked = tiny.check(ROOT, today=DAY)
    assert checked.project
    from gongkai_ssg.exchange import data
    from gongkai_ssg.findings import samples

    file = tmp_path / "catalog.json"
    file.write_bytes(dict(data.files(checked.project))["data/catalog.json"]())
    program = program.replace("https://…/data/catalog.json", file.as_uri())
    said: list[str] = []
    exec(program, {"print": lambda *words: said.append(" ".join(words))})  # noqa: S102
    drawn = draw(samples.candidates(checked.project), "the seed", 10_000, DAY)
    assert said == [f"{d.body} {d.item.code} {d.month}" for d in drawn]
    assert len(said) > 250


def test_the_sample_s_own_report_is_what_its_seed_draws() -> None:
    checked = tiny.check(ROOT, today=DAY)
    assert checked.project
    from gongkai_ssg.findings import samples

    (told,) = yaml.safe_load((ROOT / "content/samplings.yaml").read_text("utf-8"))["通报"]
    assert str(told["截止日期"]) == DAY.isoformat()
    drawn = draw(samples.candidates(checked.project), told["种子"], len(told["结果"]), DAY)
    assert [(d.body, d.item.code, d.month) for d in drawn] == [
        (one["单位"], one["事项"], one["月份"]) for one in told["结果"]
    ]


@given(st.text(max_size=20), st.integers(1, 60))
def test_a_draw_is_fair_in_its_rounds(seed: str, number: int) -> None:
    drawn = draw(CANDIDATES, seed, number, DAY)
    assert len(drawn) == min(number, 32)
    pairs = [(d.body, d.item.code) for d in drawn]
    assert len(set(pairs)) == len(pairs)
    counts = Counter(d.body for d in drawn[:9])
    assert max(counts.values()) == 1
    assert {d.month for d in drawn} <= set(months(DAY))
    assert draw(CANDIDATES[::-1], seed, number, DAY) == drawn
    assert draw(CANDIDATES, seed, number + 1, DAY)[:number] == drawn


def test_every_body_item_and_month_comes_up() -> None:
    first = [draw(CANDIDATES, str(n), 1, DAY)[0] for n in range(400)]
    assert {d.body for d in first} == {f"单位{n}" for n in range(9)}
    assert {d.month for d in first} == set(months(DAY))
    shares = Counter(d.body for d in first)
    assert all(20 < share < 75 for share in shares.values()), shares


def test_the_months_end_before_the_day() -> None:
    assert list(months(date(2026, 1, 31)))[:2] == ["2025-12", "2025-11"]
    assert list(months(date(2026, 1, 1)))[-1] == "2025-01"


def test_nothing_to_draw_from() -> None:
    assert draw([], "x", 5, DAY) == []


def run(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str, str]:
    status = cli._run(["sample", "-s", str(root), "--clock", DAY.isoformat(), *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_in_text_json_and_yaml(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "installed", lambda: False)
    root = tiny.write(tmp_path, {})
    status, out, err = run(capsys, root, "--seed", 'a"b: #')
    assert status == 0
    assert "1. 示例县民政局 SHJZ-01-01 审核确认结果 20" in out
    assert "没有做检查表" in err
    answer = json.loads(run(capsys, root, "--seed", "a", "--format", "json")[1])
    (one,) = answer["drawn"]
    text = f"a\n月份\n示例县民政局 SHJZ-01-01 {one['月份']}"
    assert one["lots"]["月份"] == hashlib.sha256(text.encode()).hexdigest()
    filled = run(capsys, root, "--seed", 'a"b: #', "--format", "yaml")[1]
    for place, words in (("这次", "抽查"), ("通报", "2026-10-20"), ("符合", "符合")):
        filled = re.sub(f"〔请填写{place}.*?〕", words, filled)
    (root / "content/samplings.yaml").write_text(f"通报:\n{filled}", "utf-8")
    done = tiny.build_site(root)
    assert done.files, [d.message for d in done.checked.diagnostics]
    html = (root / "public/samplings/index.html").read_text("utf-8")
    assert "a&#34;b: #" in html
    assert "SHJZ-01-01" in html or "审核确认结果" in html


def test_an_entry_that_is_not_filled_in_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path, {})
    blank = run(capsys, root, "--seed", "a", "--format", "yaml")[1]
    (root / "content/samplings.yaml").write_text(f"通报:\n{blank}", "utf-8")
    assert not tiny.build_site(root).files


@pytest.mark.parametrize("form", ["text", "json", "yaml"])
@pytest.mark.parametrize(
    "seed", ["a\nb", "a\rb", "\udcff", "a\u2028b", "a\x85b", "a\x00", "\x7f", "\ufeffa", "\uffff"]
)
def test_a_seed_that_nobody_can_copy_is_a_wrong_use(
    seed: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, tiny.write(tmp_path, {}), "--seed", seed, "--format", form)
    assert (status, out) == (2, "")
    assert "种子里有换行" in err


def test_a_seed_that_begins_or_ends_with_a_blank_is_a_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file of reports keeps no blanks around a text: the seed would be another."""
    root = tiny.write(tmp_path, {})
    for seed in (" a", "a ", "a\u3000"):
        status, out, err = run(capsys, root, "--seed", seed)
        assert (status, out) == (2, "")
        assert "开头或者末尾有空格" in err


@pytest.mark.parametrize("form", ["text", "json", "yaml"])
@pytest.mark.parametrize("seed", ["", "  ", "\u3000", "\xa0"])
def test_a_seed_of_nothing_that_is_seen_is_a_wrong_use(
    seed: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, tiny.write(tmp_path, {}), "--seed", seed, "--format", form)
    assert (status, out) == (2, "")
    assert "种子里什么也没有" in err
