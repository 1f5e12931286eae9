"""A county over a year: whatever a clerk may do, every code that was ever printed still answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import tiny

from gongkai_ssg import qr
from gongkai_ssg.build import Checked
from gongkai_ssg.print import batches, plan, walls

BASE = "https://sl.example/gk/"
LIMITS = ("5个工作日内", "10个工作日内", "每季度公开一次", "长期公开")
VILLAGES = {f"cun{n}": f"第{n}村" for n in range(1, 5)}


@dataclass
class County:
    """The content as a clerk has it on the disk, and what he does to it."""

    dice: random.Random
    today: date = date(2026, 1, 5)
    items: list[dict[str, str]] = field(default_factory=lambda: [{}])
    own: set[str] = field(default_factory=set)
    records: dict[str, dict[str, str]] = field(default_factory=dict)
    villages: dict[str, str] = field(default_factory=lambda: dict(VILLAGES))
    moved: dict[str, str] = field(default_factory=dict)
    days: list[str] = field(default_factory=list)

    def code(self, number: int) -> str:
        return f"SHJZ-01-{number + 1:02}"

    def alive(self) -> list[int]:
        return [n for n, item in enumerate(self.items) if "状态" not in item]

    def add_item(self) -> None:
        self.items.append({"二级事项": f"第{len(self.items) + 1}件事"})

    def change(self) -> None:
        self.items[self.dice.choice(self.alive())]["公开时限"] = self.dice.choice(LIMITS)

    def end(self) -> None:
        if len(self.alive()) > 1:
            self.items[self.dice.choice(self.alive())]["状态"] = "废止"

    def merge(self) -> None:
        if len(self.alive()) > 1:
            gone, heir = self.dice.sample(self.alive(), 2)
            self.items[gone] |= {"状态": "废止", "并入": self.code(heir)}

    def move_to_a_file(self) -> None:
        self.own.add(self.code(self.dice.choice(self.alive())))

    def publish(self) -> None:
        name = f"r{len(self.records)}-{self.today:%m%d}"
        place = self.dice.choice([*self.villages, "hewan"])
        day = {
            "成文日期": f"{self.today}",
            "公开日期": f"{self.today} 09:00",
            "审核": self.review(),
        }
        about = {"事项": self.code(self.dice.choice(self.alive())), "区划": place}
        self.records[name] = {"标题": f"{name}名单", **day, **about}

    def review(self) -> str:
        steps = ", ".join(
            f"{s}: {{人: 科长, 日期: {self.today}}}" for s in ("初审", "复审", "终审")
        )
        return f"{{{steps}, 保密审查: {{人: 科长, 日期: {self.today}}}}}"

    def withdraw(self) -> None:
        if self.records:
            self.records[self.dice.choice([*self.records])]["撤下日期"] = f"{self.today}"

    def throw_away(self) -> None:
        gone = [name for name, record in self.records.items() if "撤下日期" in record]
        if gone:
            del self.records[self.dice.choice(gone)]

    def merge_villages(self) -> None:
        if len(self.villages) > 1:
            gone, heir = self.dice.sample([*self.villages], 2)
            del self.villages[gone]
            self.moved = {old: heir if new == gone else new for old, new in self.moved.items()}
            self.moved[gone] = heir
            for record in self.records.values():
                record["区划"] = heir if record["区划"] == gone else record["区划"]

    def open_day(self) -> None:
        self.days.append(f"{self.today:%Y-%m}")

    def clear_open_days(self) -> None:
        self.days.clear()

    def files(self) -> dict[str, str | bytes | None]:
        """All of it as files."""
        site = tiny.SITE.rpartition("- {id: shangwan")[0]
        for village, name in self.villages.items():
            site += f"- {{id: {village}, 名称: {name}, 层级: 村级, 上级: hewan}}\n"
        if self.moved:
            site += "旧网址:\n"
        for old, new in self.moved.items():
            site += f"- {{网址: place/{old}/, 转到: place/{new}/}}\n"
        files: dict[str, str | bytes | None] = {"site.yaml": site}
        listed = []
        for number, item in enumerate(self.items):
            written = {"编码": self.code(number), "公开层级": "[县级, 乡级, 村级]", **item}
            if written["编码"] in self.own:
                files[f"content/shjz/{written['编码'].lower()}.md"] = tiny.item_file(written)
            else:
                listed.append(tiny.item(written))
        files["content/shjz/catalog.yaml"] = "事项:\n" + "".join(listed) if listed else "事项: []\n"
        for name, record in self.records.items():
            files[f"content/shjz/records/{name}.md"] = tiny.record(record)
        days = "".join(
            f"- {{编号: d{day}, 主题: 走进民政, 主办单位: 县民政局, 开始: {day}-28 09:00, "
            f"结束: {day}-28 11:00, 地点: 一楼}}\n"
            for day in dict.fromkeys(self.days)
        )
        files["content/opendays.yaml"] = f"开放日:\n{days}" if days else "开放日: []\n"
        return files


DEEDS: tuple[Callable[[County], None], ...] = (
    *(County.add_item, County.change, County.end, County.merge, County.move_to_a_file),
    *(County.publish, County.publish, County.withdraw, County.throw_away),
    *(County.merge_villages, County.open_day, County.clear_open_days),
)


def print_everything(checked: Checked, root: Path, today: date) -> None:
    """Make the data of every sheet that can be printed; what the codes say is noted elsewhere."""
    assert checked.project
    desk = plan.Desk(checked.project, root)
    jobs = [
        *batches.notices(desk, "", None, "item"),
        *batches.tables(desk, None, "A4", "domain"),
        *batches.posters(desk, None, "1"),
        *batches.labels(desk, [], "", None, batches.RASTERS["3x8"]),
        *batches.boards(desk, [], None, today),
        *(desk.poster_job(one, "1") for one in walls.events(checked.project)),
    ]
    for job in jobs:
        job.make()


def answers(public: Path, text: str) -> str:
    """Why a code does not answer; empty where it does."""
    parts = urlsplit(text)
    page = public / unquote(parts.path.removeprefix("/gk/")) / "index.html"
    if not page.is_file():
        return f"{text}: no page"
    html = page.read_text("utf-8")
    version = parse_qs(parts.query).get("v", [""])[0]
    if version and f'data-change="{version}"' not in html:
        return f"{text}: the page does not know this version"
    if parts.fragment and f'id="{unquote(parts.fragment)}"' not in html:
        return f"{text}: no such place on the page"
    target = html.partition('http-equiv="refresh" content="0; url=')[2].partition('"')[0]
    if target and not (page.parent / target).resolve().is_file():
        return f"{text}: leads to nothing"
    return ""


@pytest.mark.parametrize("seed", range(4))
def test_every_code_that_was_ever_printed_still_answers(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: set[str] = set()
    svg = qr.svg

    def noted(text: str) -> str:
        printed.add(text)
        return svg(text)

    county = County(random.Random(seed))  # noqa: S311
    root = tmp_path / "site"
    for month in range(12):
        for deed in county.dice.choices(DEEDS, k=6) if month else ():
            deed(county)
        for path in root.rglob("*.md"):
            path.unlink()
        tiny.write(root, county.files())
        done = tiny.build_site(root, today=county.today)
        assert done.files, [d.message for d in done.checked.diagnostics]
        with monkeypatch.context() as patch:
            patch.setattr(qr, "svg", noted)
            print_everything(done.checked, root, county.today)
        assert [why for text in sorted(printed) if (why := answers(root / "public", text))] == []
        county.today += timedelta(days=30)
    assert {text.partition("/gk/")[2].partition("/")[0] for text in printed} >= {
        "i",
        "place",
        "shjz",
    }
    assert any("/opendays/#d" in text for text in printed)
    assert all(text.startswith(BASE) for text in printed)


def test_the_check_above_can_fail(tmp_path: Path) -> None:
    page = tmp_path / "i/shjz-01-01/index.html"
    assert answers(tmp_path, f"{BASE}i/shjz-01-01/?v=1").endswith("no page")
    page.parent.mkdir(parents=True)
    page.write_text('<li data-change="1">', "utf-8")
    assert answers(tmp_path, f"{BASE}i/shjz-01-01/?v=1") == ""
    assert "does not know" in answers(tmp_path, f"{BASE}i/shjz-01-01/?v=2")
    page.write_text('<p id="d1">', "utf-8")
    assert answers(tmp_path, f"{BASE}i/shjz-01-01/#d1") == ""
    assert answers(tmp_path, f"{BASE}i/shjz-01-01/#d").endswith("no such place on the page")
    page.write_text('<meta http-equiv="refresh" content="0; url=../x/index.html">', "utf-8")
    assert answers(tmp_path, f"{BASE}i/shjz-01-01/").endswith("leads to nothing")
