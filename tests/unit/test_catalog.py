"""Files of `content/` → one cross-linked catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from gongkai_ssg import catalog, config, fs
from gongkai_ssg.model import Catalog
from gongkai_ssg.near import near_hint
from gongkai_ssg.source import Tree


def load(files: dict[str, str] | None = None) -> tuple[Catalog, list[str]]:
    texts = {**tiny.FILES, **(files or {})}
    tree = Tree({n: t.encode() for n, t in texts.items() if isinstance(t, str)}, frozenset())
    settings, problems = config.load(tree.texts["site.yaml"])
    assert settings is not None
    assert problems == []
    found, problems = catalog.load(tree, settings)
    return found, [f"{p.span.path}:{p.span.line}:{p.span.column} {p.code}" for p in problems]


def clean(files: dict[str, str] | None = None) -> Catalog:
    found, problems = load(files)
    assert problems == []
    return found


def test_an_item_from_a_list_and_one_from_a_file() -> None:
    file = tiny.item_file({"编码": "SHJZ-01-02"}, "## 说明\n")
    items = clean({"content/shjz/shjz-01-02.md": file}).items
    assert list(items) == ["SHJZ-01-01", "SHJZ-01-02"]
    assert items["SHJZ-01-02"].entry.body == "## 说明\n"
    assert items["SHJZ-01-02"].entry.body_line == 14
    assert items["SHJZ-01-01"].domain == "shjz"
    assert items["SHJZ-01-01"].bodies == ("mzj",)


def test_a_short_name_is_replaced_by_the_full_one() -> None:
    found = clean({tiny.RECORD: tiny.record()})
    assert found.items["SHJZ-01-01"].entry.lines("公开主体") == ("示例县民政局",)
    assert found.records["a"].entry.text("发布机构") == "示例县民政局"
    assert found.records["a"].issuer == "mzj"


@pytest.mark.parametrize("written", ["shangwan", "上湾村"])
def test_a_place_by_id_or_by_name(written: str) -> None:
    assert clean({tiny.RECORD: tiny.record({"区划": written})}).records["a"].place == "shangwan"


def test_a_record_in_a_subfolder() -> None:
    record = clean({"content/shjz/records/2026/03/a.md": tiny.record()}).records["a"]
    assert (record.id, record.item) == ("a", "SHJZ-01-01")
    assert record.published is not None


def test_domains_stand_in_the_order_of_the_site_then_by_number_then_by_name() -> None:
    files = {f"content/{slug}/domain.yaml": f"名称: {slug}\n" for slug in ("bb", "aa", "zz")}
    files["content/zz/domain.yaml"] += "序号: 1\n"
    files["site.yaml"] = tiny.SITE + "领域: [shjz]\n"
    assert list(clean(files).domains) == ["shjz", "zz", "aa", "bb"]


def test_lists_and_pages() -> None:
    found = clean(
        {
            "content/negative.yaml": "清单: [{名称: 甲, 类别: 条例第十四条, 理由: 乙, 依据: 丙}]\n",
            "content/points.yaml": "查阅点:\n- {名称: 甲, 地址: 乙, 开放时间: 丙, 区划: 河湾镇}\n",
            "content/pages/guide.md": "---\n标题: 指南\n日期: 2026-03-05\n---\n正文\n",
        }
    )
    assert (len(found.of_kind("negative")), len(found.of_kind("point"))) == (1, 1)
    assert [page.slug for page in found.pages] == ["guide"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("content/a.md", ["GK010"]),
        ("content/other.yaml", ["GK010"]),
        ("content/shjz/catalog.yml", ["GK014"]),
        ("content/shjz/a.MD", ["GK014"]),
        ("content/shjz/2026/a.md", ["GK014"]),
        ("content/pages/2026/a.md", ["GK010"]),
        ("content/pages/records/a.md", ["GK010"]),
        ("content/shjz/records/catalog.yaml", ["GK010"]),
        ("content/shjz/a.md", ["GK014"]),
        ("content/shjz/records/a.md.txt", ["GK014"]),
        ("content/shjz/Catalog.yaml", ["GK014"]),
        ("content/shjz/信息/a.md", ["GK014"]),
        ("content/shjz/信息/a.MD", ["GK014"]),
        ("content/negative.yml", ["GK014"]),
        ("content/pages/a.MD", ["GK014"]),
        ("content/pages/Catalog.yaml", ["GK010"]),
        ("content/shjz/甲.md", ["GK014"]),
        ("content/shjz/records/甲.md", ["GK008"]),
        ("content/shjz/records/A.md", ["GK008"]),
        ("content/shjz/records/a_b.md", ["GK008"]),
        ("content/shjz/records/nul.md", ["GK008"]),
    ],
)
def test_files_in_no_place_and_with_no_name(path: str, found: list[str]) -> None:
    assert [p.split()[1] for p in load({path: tiny.record()})[1]] == found


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/question.yaml", "是不是“questions.yaml”？"),
        ("content/shjz/domains.yaml", "是不是“domain.yaml”？"),
        ("content/shjz/catalogue.yaml", "是不是“catalog.yaml”？"),
        ("content/other.yaml", ""),
        ("content/pages/catalogue.yaml", ""),
        ("content/shjz/records/catalog.yaml", ""),
    ],
)
def test_a_file_with_a_slip_in_its_name_is_asked_about(
    tmp_path: Path, path: str, hint: str
) -> None:
    (found,) = tiny.check(tiny.write(tmp_path, {path: "a: b\n"})).diagnostics
    assert (found.code, found.params["hint"]) == ("GK010", hint)


@pytest.mark.parametrize("sign", "、，；")
def test_several_domains_written_as_one_are_parted(tmp_path: Path, sign: str) -> None:
    files = {
        "site.yaml": f"{tiny.SITE}领域: [shjz{sign}ylws]\n",
        "content/ylws/domain.yaml": "名称: 卫生\n说明: 没有\n",
        "content/ylws/catalog.yaml": tiny.catalog(tiny.item({"编码": "YLWS-01-01"})),
    }
    checked = tiny.check(tiny.write(tmp_path, files))
    assert not {"GK213"} & {d.code for d in checked.diagnostics}
    (found,) = (d for d in checked.diagnostics if d.code == "GK206")
    assert found.help == "每个值单独写一项，写成 [shjz, ylws]"


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("a", "GK008"),
        ("shehuijiuzhu", "GK008"),
        ("sh-jz", "GK008"),
        ("shjz2", "GK008"),
        ("con", "GK008"),
        ("place", "GK304"),
    ],
)
def test_a_domain_folder_must_be_able_to_hold_codes(slug: str, code: str) -> None:
    """Pinned: such a folder was accepted, and then no code whatever was right in it."""
    found = load({f"content/{slug}/domain.yaml": "名称: 甲\n"})[1]
    assert found == [f"content/{slug}/domain.yaml:1:1 {code}"]


def test_the_remedy_for_a_wrong_ending() -> None:
    tree = Tree({"site.yaml": tiny.SITE.encode(), "content/shjz/catalog.yml": b""}, frozenset())
    settings, _ = config.load(tree.texts["site.yaml"])
    assert settings is not None
    assert "把文件名改成“catalog.yaml”" in catalog.load(tree, settings)[1][0].help


def test_the_second_of_two_entries_with_one_code_is_the_wrong_one() -> None:
    text = tiny.catalog(tiny.item(), tiny.item({"二级事项": "另一个"}))
    found, problems = load({"content/shjz/catalog.yaml": text})
    assert problems == ["content/shjz/catalog.yaml:13:7 GK201"]
    assert found.items["SHJZ-01-01"].title == "审核确认结果"


def test_an_empty_catalog_file_is_no_mistake() -> None:
    assert not clean({"content/shjz/catalog.yaml": ""}).items
    assert not clean({"content/shjz/catalog.yaml": "事项:\n"}).items


def test_three_levels_of_names() -> None:
    text = tiny.catalog(tiny.item({"三级事项": "县级"}))
    item = clean({"content/shjz/catalog.yaml": text}).items["SHJZ-01-01"]
    assert item.title == "县级"
    assert item.path_names == ("最低生活保障", "审核确认结果", "县级")


def test_items_in_a_misnamed_file_are_broken_and_their_domain_is_there() -> None:
    files = {
        "content/ylws/domain.yml": "名称: 卫生\n",
        "content/ylws/catalog.yaml.txt": tiny.catalog(tiny.item({"编码": "YLWS-01-01"})),
        tiny.RECORD: tiny.record({"事项": "YLWS-01-01"}),
        "site.yaml": tiny.SITE + "领域: [shjz, ylws]\n",
    }
    found, problems = load(files)
    assert {p.split()[1] for p in problems} == {"GK014"}
    assert len(problems) == 2
    assert "YLWS-01-01" in found.broken
    assert "ylws" in found.domains
    assert "ylws" in found.incomplete


def test_an_item_in_a_folder_is_sent_to_its_domain() -> None:
    file = tiny.item_file({"编码": "SHJZ-01-02"})
    files = {
        "content/shjz/items/a.md": file,
        tiny.RECORD: tiny.record({"事项": "SHJZ-01-02"}),
    }
    assert load(files)[1] == ["content/shjz/items/a.md:1:1 GK014"]


@pytest.mark.parametrize(
    ("name", "hidden"), [("site.yaml.txt", True), ("site.yml", False), ("Site.yaml", False)]
)
def test_a_misnamed_site_file_is_named(tmp_path: Path, name: str, hidden: bool) -> None:
    (tmp_path / name).write_text(tiny.SITE, "utf-8")
    others = fs.read_site(tmp_path).others
    assert others == {name}
    hint = str(config.load(None, others=others)[1][0].params["hint"])
    assert f"“{name}”" in hint
    assert "gongkai init" not in hint
    assert (".txt\uff09" in hint) == hidden
    assert "gongkai init" in str(config.load(None)[1][0].params["hint"])


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("下弯村", "是不是“下湾村”？"),
        ("上弯村", "是不是“上湾村”？"),
        ("中湾村", ""),
        ("河弯镇", "是不是“河湾镇”？"),
        ("石桥村", ""),
    ],
)
def test_a_village_with_one_wrong_character_is_asked_about_where_only_one_can_be_meant(
    tmp_path: Path, written: str, hint: str
) -> None:
    site = f"{tiny.SITE}- {{id: xiawan, 名称: 下湾村, 层级: 村级, 上级: hewan}}\n"
    files = {"site.yaml": site, tiny.RECORD: tiny.record({"区划": written})}
    (found,) = tiny.check(tiny.write(tmp_path, files)).diagnostics
    assert (found.code, found.params["hint"]) == ("GK204", hint)


@pytest.mark.parametrize(
    "written", ["上湾村、下湾村", "上湾村和下湾村", "上湾村，下湾村", "上湾村 下湾村"]
)
def test_several_places_are_written_as_the_town_around_them(tmp_path: Path, written: str) -> None:
    site = f"{tiny.SITE}- {{id: xiawan, 名称: 下湾村, 层级: 村级, 上级: hewan}}\n"
    files = {"site.yaml": site, tiny.RECORD: tiny.record({"区划": written})}
    (found,) = tiny.check(tiny.write(tmp_path, files)).diagnostics
    words = "只能写一个；跨几个村的写它们的乡镇“河湾镇”。"
    assert (found.code, found.params["hint"]) == ("GK204", words)
    files[tiny.RECORD] = tiny.record({"区划": "[上湾村, 下湾村]"})
    (found,) = tiny.check(tiny.write(tmp_path, files)).diagnostics
    assert found.code == "GK103"
    assert "只能写一个；跨几个村的写它们的乡镇" in found.help


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("民证局", "是不是“县民政局”？"),
        ("县民证局", "是不是“县民政局”？"),
        ("县民政居", "是不是“县民政局”？"),
        ("财政局", ""),
        ("民宗局", ""),
        ("司法局", ""),
        ("政局", ""),
    ],
)
def test_a_body_with_a_character_of_the_same_sound_is_asked_about(
    tmp_path: Path, written: str, hint: str
) -> None:
    files = {tiny.RECORD: tiny.record({"发布机构": written})}
    (found,) = tiny.check(tiny.write(tmp_path, files)).diagnostics
    assert (found.code, found.params["hint"]) == ("GK203", hint)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("SHZJ-01-01", "是不是“SHJZ-01-01”？"),
        ("SHJX-01-01", "是不是“SHJZ-01-01”？"),
        ("SHZJ-01-02", ""),
        ("SHJZ-O1-0l", "是不是“SHJZ-01-01”？"),
        ("SHJZ-0I-O1", "是不是“SHJZ-01-01”？"),
        ("SHJZ-O2-01", ""),
        ("YWJY-01-01", ""),
        ("SHJX-02-01", ""),
    ],
)
def test_a_code_with_a_slip_in_its_letters_is_asked_about(
    tmp_path: Path, written: str, hint: str
) -> None:
    files = {tiny.RECORD: tiny.record({"事项": written})}
    (found,) = tiny.check(tiny.write(tmp_path, files)).diagnostics
    assert (found.code, found.params["hint"]) == ("GK205", hint)


@pytest.mark.parametrize(
    ("written", "known", "hint"),
    [
        ("水务局", ["县税务局"], ""),
        ("县水务局", ["县税务局"], ""),
        ("县体育局", ["县教育局"], ""),
        ("县财政局", ["县民政局"], ""),
        ("县民政厅", ["县民政局"], "是不是“县民政局”？"),
        ("镇人民正府", ["河湾镇人民政府", "石桥镇人民政府"], ""),
        ("民证局", ["民政局", "县民政局"], "是不是“民政局”？"),
        ("西关社区", ["南关社区", "北关社区"], ""),
        ("王庄村", ["大王庄村", "小王庄村"], ""),
        ("县自然资源和规化局", ["县自然资源和规划局"], "是不是“县自然资源和规划局”？"),
    ],
)
def test_another_office_is_not_what_was_meant(written: str, known: list[str], hint: str) -> None:
    assert near_hint(written, known) == hint


def test_letters_that_are_those_of_another_domain_are_no_slip(tmp_path: Path) -> None:
    other = tiny.catalog(tiny.item({"编码": "SHZJ-01-01"}))
    files = {
        "content/shzj/domain.yaml": "名称: 甲\n",
        "content/shzj/catalog.yaml": other,
        tiny.RECORD: tiny.record({"事项": "SHZJ-02-01"}),
        "content/shjz/catalog.yaml": tiny.catalog(tiny.item({"编码": "SHJZ-02-01"})),
    }
    found = [d for d in tiny.check(tiny.write(tmp_path, files)).diagnostics if d.code == "GK205"]
    assert [d.params["hint"] for d in found] == [""]
