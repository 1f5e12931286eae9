"""Pages of towns and villages: what came out, month by month, and what their level must publish."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import tiny

from gongkai_ssg import theme
from gongkai_ssg.build import Checked
from gongkai_ssg.pages import places, ways

Check = Callable[..., Checked]
DAYS = {"a": "2026-03-05", "b": "2026-01-31", "c": "2025-03-01", "d": "2026-03-31", "e": None}


def checked_with_records(check: Check) -> Checked:
    records = {
        f"content/shjz/records/{name}.md": tiny.record(
            {
                "标题": f"名单{name}",
                "公开日期": day and f"{day} 09:00",
                "区划": "shangwan" if name in "bd" else "hewan",
                "状态": None if day else "草稿",
            }
        )
        for name, day in DAYS.items()
    }
    return check(records, drafts=True)


def rendered(checked: Checked, address: str) -> str:
    assert checked.project
    look = theme.load(checked.project, checked.look)
    (page,) = (page for page in checked.pages if page.address == address)
    return look.render(page)


def shown(html: str) -> list[str]:
    return re.findall(r"<h3>(.*?月|未定日期)</h3>|>(名单\w)</a>", html)


def test_the_records_of_a_town_and_its_villages_month_by_month(check: Check) -> None:
    checked = checked_with_records(check)
    found = [month or title for month, title in shown(rendered(checked, "place/hewan/"))]
    assert found == [
        *("2026年3月", "名单d", "名单a", "2026年1月", "名单b", "2025年3月", "名单c"),
        *("未定日期", "名单e"),
    ]
    of_village = [title for _, title in shown(rendered(checked, "place/shangwan/")) if title]
    assert of_village == ["名单d", "名单b"]


def test_what_a_level_must_publish_is_gathered_once(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    villages = "".join(
        f"- {{id: v{n}, 名称: 第{n}村, 层级: 村级, 上级: hewan}}\n" for n in range(9)
    )
    checked = check({"site.yaml": tiny.SITE + villages})
    gathered = []
    real = ways.by_domain
    monkeypatch.setattr(ways, "by_domain", lambda *given: gathered.append(1) or real(*given))
    assert checked.project
    pages = list(places.place_pages(checked.project))
    views = [page.view() for page in pages]
    assert len(pages) == 11
    assert len(gathered) == 2
    assert views[-1]["groups"] == views[1]["groups"]
