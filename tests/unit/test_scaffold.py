"""`init`, `new item`, `new record`: what they write, and what they refuse."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import tiny
import yaml
from hatchling.builders.wheel import WheelBuilder
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import build, fs, scaffold, schema, source
from gongkai_ssg.build import Checked, Options
from gongkai_ssg.scaffold import ScaffoldError, forms, next_code

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "gongkai_ssg/starter"
TODAY = date(2026, 11, 20)
COLON = "\uff1a"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    scaffold.init(folder)
    return folder


def check(site: Path) -> Checked:
    return build.check(Options(site, TODAY))


def problems(site: Path) -> list[tuple[str, str]]:
    return [(d.code, d.span.path) for d in check(site).diagnostics]


def errors(site: Path) -> list[str]:
    return [f"{d.code} {d.message}" for d in check(site).diagnostics if d.severity == "error"]


def new_item(site: Path, domain: str) -> Path:
    return scaffold.new_item(check(site), site, domain)


def new_record(site: Path, code: str) -> Path:
    return scaffold.new_record(check(site), Options(site, TODAY), code)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def uncommented(text: str) -> str:
    """Every line that a clerk could bring to life by taking away its `# `."""
    lines = []
    for line in text.split("\n"):
        bare = line.removeprefix("# ")
        alive = re.match(r"(- |  )?[^\s:\uff1a“”]+:( |$)|- \S", bare)
        lines.append(bare if alive else line)
    return "\n".join(lines)


# ------------------------------------------------------------------------------ init


def test_a_new_site_has_no_problem_of_any_kind(site: Path) -> None:
    assert problems(site) == []


def test_a_new_site_publishes_all_its_records(site: Path) -> None:
    project = check(site).project
    assert project is not None
    assert len(project.catalog.domains) == 2
    assert len(project.catalog.items) == 5
    assert len(project.release.records) == 3
    assert project.release.left_out == ()


def test_a_new_site_builds_at_once(site: Path) -> None:
    built = build.build(Options(site, TODAY))
    assert built.checked.diagnostics == []
    assert (site / "public/index.html").is_file()
    assert problems(site) == []


def test_init_names_the_files_it_made(tmp_path: Path) -> None:
    made = scaffold.init(tmp_path / "new/deep")
    present = [p for p in (tmp_path / "new/deep").rglob("*") if p.is_file()]
    assert sorted(made) == sorted(present)


def test_the_read_me_tells_the_three_commands(site: Path) -> None:
    text = (site / "说明.txt").read_text("utf-8")
    assert all(f"gongkai {name} " in text for name in ("check", "serve", "build"))


def test_the_table_opens_in_excel(site: Path) -> None:
    """Excel takes a CSV file for GBK unless it begins with a byte order mark."""
    table = site / "content/shjz/records/2026-04-16-shjz-zijin.csv"
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_starter_file_is_in_the_wheel() -> None:
    packed = {f.distribution_path for f in WheelBuilder(str(ROOT)).recurse_included_files()}
    wanted = {p.relative_to(ROOT).as_posix() for p in STARTER.rglob("*") if p.is_file()}
    assert wanted
    assert wanted <= {path.replace("\\", "/") for path in packed}


def test_init_refuses_a_folder_with_a_file_and_leaves_it_alone(tmp_path: Path) -> None:
    (tmp_path / "报表.xlsx").write_text("x")
    with pytest.raises(ScaffoldError, match=r"不是空的.*报表\.xlsx"):
        scaffold.init(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["报表.xlsx"]


def test_init_refuses_a_site(site: Path) -> None:
    with pytest.raises(ScaffoldError, match="不是空的"):
        scaffold.init(site)


def test_init_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(ScaffoldError, match="是一个文件"):
        scaffold.init(tmp_path / "a")


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    assert scaffold.init(tmp_path)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, left = fs.write_text, iter(range(3))

    def full(path: Path, text: str) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device", str(path))
        write(path, text)

    monkeypatch.setattr(fs, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        scaffold.init(tmp_path / "new/site")
    assert not list(tmp_path.iterdir())
    (tmp_path / "site/content").mkdir(parents=True)
    with pytest.raises(OSError, match="No space"):
        scaffold.init(tmp_path / "site")
    assert [*tmp_path.rglob("*")] == [tmp_path / "site", tmp_path / "site/content"]
    monkeypatch.undo()
    assert scaffold.init(tmp_path / "site")


# -------------------------------------------------------------------------- next code


@pytest.mark.parametrize(
    ("used", "code"),
    [
        ([], "ZDBC-01-01"),
        (["ZDBC-01-01"], "ZDBC-01-02"),
        (["ZDBC-01-07", "ZDBC-02-03", "ZDBC-02-01"], "ZDBC-02-04"),
        (["ZDBC-02-09"], "ZDBC-02-10"),
        (["ZDBC-02-99"], "ZDBC-02-100"),
        (["ZDBC-02-009"], "ZDBC-02-010"),
        (["ZDBC-10-01", "ZDBC-9-99", "ZDBC-09-05"], "ZDBC-10-02"),
        (["ZDBC-02-01-04", "ZDBC-02-03"], "ZDBC-02-01-05"),
        (["ZDBC-05"], "ZDBC-06"),
        (["SHJZ-08-08", "zdbc-07-07", "ZDBC-", "ZDBC-01-01-01-01", "X"], "ZDBC-01-01"),
    ],
)
def test_the_next_code_follows_the_last_of_the_highest_group(used: list[str], code: str) -> None:
    assert next_code("zdbc", used) == code


def test_a_group_that_is_full_is_said_to_be() -> None:
    with pytest.raises(ScaffoldError, match="已经用完"):
        next_code("zdbc", ["ZDBC-01-999"])


@pytest.mark.parametrize("slug", ["a", "zdbc2", "zd-bc", "toolong"])
def test_a_folder_name_that_cannot_begin_a_code_is_refused(slug: str) -> None:
    with pytest.raises(ScaffoldError, match="2 到 6 个小写字母"):
        next_code(slug, [])


# --------------------------------------------------------------------------- new item


@pytest.mark.parametrize("written", ["zdbc", "ZDBC", "征地补偿", " zdbc "])
def test_a_domain_goes_by_slug_or_name(site: Path, written: str) -> None:
    assert new_item(site, written) == site / "content/zdbc/zdbc-02-04.md"


def test_a_second_item_never_overwrites_the_first(site: Path) -> None:
    first, second = new_item(site, "zdbc"), new_item(site, "zdbc")
    assert (first.name, second.name) == ("zdbc-02-04.md", "zdbc-02-05.md")


def test_a_code_in_the_ledger_is_used_though_its_entry_is_gone(site: Path) -> None:
    build.build(Options(site, TODAY))
    edit(site / "published.yaml", "ZDBC-02-03:", "ZDBC-02-08:")
    assert new_item(site, "zdbc").name == "zdbc-02-09.md"


def test_a_code_in_a_file_that_cannot_be_read_is_used(site: Path) -> None:
    (site / "content/zdbc/zdbc-02-06.md").write_text("编码: ZDBC-02-06", "utf-8")
    assert new_item(site, "zdbc").name == "zdbc-02-07.md"


def test_without_a_readable_ledger_no_code_is_given(site: Path) -> None:
    (site / "published.yaml").write_text("ZDBC-02-09: 1\n", "utf-8")
    with pytest.raises(ScaffoldError, match="台账"):
        new_item(site, "zdbc")


def test_a_new_item_lacks_the_required_elements_and_nothing_else(site: Path) -> None:
    path = new_item(site, "zdbc").relative_to(site).as_posix()
    required = [f for f in schema.load().kinds["item"].fields if f.required and f.type != "code"]
    assert problems(site) == [("GK102", path)] * len(required)


def test_the_form_of_an_item_begins_with_what_is_required(site: Path) -> None:
    text = new_item(site, "shjz").read_text("utf-8")
    kind = schema.load().kinds["item"]
    alive = re.findall(r"(?m)^(\S+?):", text)
    assert alive == [f.key for f in kind.fields if f.required]
    first_optional = text.index("# 三级事项:")
    assert all(text.index(f"{key}:") < first_optional for key in alive)


def test_every_element_is_in_the_form_with_its_help(site: Path) -> None:
    text = new_item(site, "shjz").read_text("utf-8")
    for f in schema.load().kinds["item"].fields:
        assert re.search(rf"(?m)^(# )?{f.key}:", text)
        assert f.help in text


def test_taking_away_the_marks_of_comments_gives_right_yaml(site: Path) -> None:
    text = uncommented(new_item(site, "shjz").read_text("utf-8"))
    front, found = source.parse_front_matter("x.md", text)
    assert found == []
    assert front is not None
    assert isinstance(front.head, source.Mapping)
    kind = schema.load().kinds["item"]
    assert {key.text for key, _ in front.head.entries} == set(kind.by_key)
    channels = front.head.get("公开渠道")
    assert isinstance(channels, source.Sequence)
    assert [c.text for c in channels.items if isinstance(c, source.Scalar)] == list(
        kind.by_key["公开渠道"].values
    )


def test_a_form_that_is_filled_in_is_an_item(site: Path) -> None:
    path = new_item(site, "shjz")
    filled = {
        "一级事项:": "一级事项: 临时救助",
        "二级事项:": "二级事项: 临时救助办事指南",
        "公开时限:": "公开时限: 制定或获取信息之日起10个工作日内",
        "公开主体:": "公开主体: 县民政局",
        "公开方式:": "公开方式: 主动",
        "# - 征收范围": "- 申请条件",
        "# - 《中华": "- 《中华",
        "# - 政府网站": "- 政府网站",
        "#   特定群体": "  特定群体",
        "# - 县级": "- 县级",
    }
    for old, new in filled.items():
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"(?m)^{re.escape(old)}", new, text, count=1), "utf-8")
    assert problems(site) == []


def test_the_county_s_own_elements_are_in_the_form(site: Path) -> None:
    own = (
        "\n扩展要素:\n"
        "- {键: 责任科室, 必填: 是, 说明: 哪个科室}\n"
        '- {键: "a: b", 类型: 多选, 选项: ["甲, 乙", "丙 #1"], 说明: "一行\\n编码: X\\n三行"}\n'
    )
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + own, "utf-8")
    text = new_item(site, "zdbc").read_text("utf-8")
    assert "\n责任科室:\n" in text
    assert f"# a: b{COLON}一行 编码: X 三行" in text
    assert '# "a: b":\n# - "甲, 乙"\n# - "丙 #1"\n' in text
    assert "GK101" not in {code for code, _ in problems(site)}


def test_an_unknown_domain_is_answered_with_a_guess_and_the_list(site: Path) -> None:
    with pytest.raises(ScaffoldError) as caught:
        new_item(site, "zdbk")
    assert "是不是 zdbc（征地补偿）" in str(caught.value)
    assert "shjz（社会救助）" in str(caught.value)


def test_a_site_without_domains_is_told_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes((STARTER / "site.yaml").read_bytes())
    with pytest.raises(ScaffoldError, match=r"content/zdbc/domain\.yaml"):
        new_item(tmp_path, "zdbc")


def test_without_a_readable_site_file_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match=r"site\.yaml"):
        new_item(tmp_path, "zdbc")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------- new record


def test_a_new_record_is_a_draft_of_today_without_errors(site: Path) -> None:
    path = new_record(site, "SHJZ-02-01")
    assert path == site / "content/shjz/records/2026-11-20-shjz-02-01.md"
    assert problems(site) == []
    project = check(site).project
    assert project is not None
    record = project.catalog.records[path.stem]
    assert record.title == "〔请填写标题〕"
    assert record.entry.text("发布机构") == "示例县民政局"
    assert record.entry.day("成文日期") == TODAY
    assert [out.reason for out in project.release.left_out] == ["草稿"]


@pytest.mark.parametrize("written", ["shjz-02-01", " SHJZ-02-01", "ＳＨＪＺ－０２－０１"])
def test_a_code_is_understood_in_small_and_wide_letters(site: Path, written: str) -> None:
    assert new_record(site, written).name == "2026-11-20-shjz-02-01.md"


def test_further_records_of_a_day_are_numbered(site: Path) -> None:
    names = [new_record(site, "ZDBC-01-01").name for _ in range(3)]
    assert names == [f"2026-11-20-zdbc-01-01{end}.md" for end in ("", "-2", "-3")]


def test_an_id_that_another_folder_uses_is_taken(site: Path) -> None:
    other = site / "content/shjz/records/2026-11-20-zdbc-01-01.md"
    other.write_text("不是信息", "utf-8")
    assert new_record(site, "ZDBC-01-01").stem.endswith("-2")


def test_the_template_gives_elements_and_headings(site: Path) -> None:
    text = new_record(site, "ZDBC-02-01").read_text("utf-8")
    assert "模板“征地公告”" in text
    assert "\n内容概述:\n" in text
    assert "\n区划:\n" in text
    assert "\n---\n\n## 征收范围\n\n## 咨询和救济\n" in text


def test_what_the_template_wants_is_warned_of_until_it_is_there(site: Path) -> None:
    path = new_record(site, "ZDBC-02-01")
    assert problems(site) == []  # nobody has begun to write it
    edit(path, "〔请填写标题〕", "征收土地预公告")
    assert [code for code, _ in problems(site)] == ["GK215"]
    edit(path, "\n内容概述:\n", "\n内容概述: 预公告\n")
    edit(path, "\n区划:\n", "\n区划: 上湾村\n")
    assert problems(site) == []


def test_elements_of_templates_that_are_objects_do_no_harm(site: Path) -> None:
    edit(
        site / "content/zdbc/domain.yaml",
        "要素: [内容概述, 区划]",
        "要素: [公示期, 附件, 名单, 五公开, 审核, 公开日期, 标题]",
    )
    new_record(site, "ZDBC-02-01")
    assert errors(site) == []


def test_other_items_get_no_headings(site: Path) -> None:
    assert "##" not in new_record(site, "ZDBC-01-01").read_text("utf-8")


def test_the_contents_to_be_published_stand_in_a_hint(site: Path) -> None:
    text = new_record(site, "ZDBC-02-01").read_text("utf-8")
    assert "# - 征收范围\n# - 征收目的\n" in text


def test_the_other_bodies_are_offered(site: Path) -> None:
    text = new_record(site, "ZDBC-02-01").read_text("utf-8")
    assert f"# 也可以是{COLON}河湾镇政府\n发布机构: 县自然资源局\n" in text


def test_every_element_of_a_record_is_in_its_form(site: Path) -> None:
    form, _, hints = new_record(site, "ZDBC-02-01").read_text("utf-8").partition("\n# 正文写在")
    assert hints
    text = uncommented(form) + "\n---\n"
    front, found = source.parse_front_matter("x.md", text)
    assert found == []
    assert front is not None
    assert isinstance(front.head, source.Mapping)
    kind = schema.load().kinds["record"]
    assert {key.text for key, _ in front.head.entries} == set(kind.by_key)


def test_a_draft_goes_out_when_it_is_dated_signed_and_released(site: Path) -> None:
    path = new_record(site, "SHJZ-02-01")
    edit(path, "状态: 草稿", "状态: 发布")
    edit(path, "\n公开日期:\n", "\n公开日期: 2026-11-20 09:00\n")
    edit(path, "# 审核:", "审核:")
    for name in ("初审", "复审", "终审", "保密审查"):
        edit(path, f"#   {name}: {{人: , 日期: }}", f"  {name}: {{人: 负责人, 日期: 2026-11-20}}")
    project = check(site).project
    assert project is not None
    assert project.release.records[0].id == path.stem


def test_elements_that_the_county_requires_get_a_placeholder_of_their_type(site: Path) -> None:
    types = ("文字", "多行", "日期", "数字", "选项, 选项: [甲, 乙]", "多选, 选项: ['甲: 1']")
    own = "".join(
        f"- {{键: 自{n}, 用于: 公开信息, 必填: 是, 说明: 某, 类型: {kind}}}\n"
        for n, kind in enumerate(types)
    )
    with (site / "site.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n扩展要素:\n{own}")
    text = new_record(site, "SHJZ-02-01").read_text("utf-8")
    assert {p for _, p in problems(site)} == {
        f"content/{p}"
        for p in (
            "shjz/records/2026-01-15-shjz-biaozhun.md",
            "shjz/records/2026-04-16-shjz-zijin.md",
            "zdbc/records/2026-03-05-zdbc-shangwan-ygg.md",
        )
    }
    assert f"# 自0（必填，请核对）{COLON}某\n自0: 〔请填写自0〕\n" in text


def test_a_record_for_paper_only_says_so(site: Path) -> None:
    edit(site / "content/shjz/catalog.yaml", "[政府网站, 政务服务中心, 便民服务站]", "[便民服务站]")
    assert "不会上网" in new_record(site, "SHJZ-02-01").read_text("utf-8")


def test_an_unknown_code_is_answered_with_near_ones(site: Path) -> None:
    with pytest.raises(ScaffoldError, match=r"是不是 SHJZ-02-01（最低生活保障办事指南）"):
        new_record(site, "SHJZ-02-10")
    edit(site / "content/shjz/catalog.yaml", "二级事项: 最低生活保障办事指南", "二级事项:")
    with pytest.raises(ScaffoldError, match=r"是不是 .*SHJZ-02-01(、|？)"):
        new_record(site, "SHJZ-02-10")
    with pytest.raises(ScaffoldError, match="没有编码为“低保”的事项"):
        new_record(site, "低保")


def test_an_ended_item_gets_no_records_and_names_its_successor(site: Path) -> None:
    edit(
        site / "content/zdbc/zdbc-02-03.md", "编码: ZDBC-02-03",
        "编码: ZDBC-02-03\n状态: 废止\n并入: ZDBC-02-01",
    )  # fmt: skip
    with pytest.raises(ScaffoldError, match=r"已经废止.*ZDBC-02-01"):
        new_record(site, "ZDBC-02-03")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("公开方式: 主动", "公开方式: 被动"),
        ("公开主体: [县自然资源局, 河湾镇政府]", "公开主体: 没有的局"),
        ("---\n\n## 这是什么", "\n## 这是什么"),
    ],
)
def test_an_item_with_errors_is_to_be_mended_first(site: Path, old: str, new: str) -> None:
    edit(site / "content/zdbc/zdbc-02-03.md", old, new)
    with pytest.raises(ScaffoldError, match="还有错误"):
        new_record(site, "ZDBC-02-03")


# ------------------------------------------------------------------------------ forms


@settings(deadline=None, max_examples=300)
@given(st.text())
def test_any_text_reads_back_as_itself(text: str) -> None:
    if not all(c.isprintable() or c in "\t\n\r" for c in text):
        return
    written = forms.scalar(text)
    assert "\n" not in written
    back = yaml.load(f"{written}: [{written}]", Loader=yaml.CBaseLoader)  # noqa: S506 - strings
    assert back == {text: [text]}


@settings(deadline=None, max_examples=300)
@given(st.from_regex(forms._PLAIN, fullmatch=True))
def test_what_is_known_to_be_plain_is_plain(text: str) -> None:
    assert forms._reads_back(text)


@settings(deadline=None)
@given(st.text())
def test_a_remark_is_one_line(text: str) -> None:
    assert forms.remark(text).startswith("# ")
    assert len(forms.remark(text).splitlines()) == 1


def test_eject_copies_a_file_of_ours_and_never_over_one(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {"site.yaml": tiny.SITE + "主题: xianqu\n"})
    made = scaffold.eject(tiny.check(root), root, "item.html")
    assert made == root / "themes/xianqu/templates/item.html"
    assert "{% extends" in made.read_text("utf-8")
    assert tiny.check(root).diagnostics == []
    with pytest.raises(scaffold.ScaffoldError, match="已经有了"):
        scaffold.eject(tiny.check(root), root, "templates/item.html")
    assert scaffold.eject(tiny.check(root), root, "static/site.css").is_file()
    with pytest.raises(scaffold.ScaffoldError, match=r"item\.html"):
        scaffold.eject(tiny.check(root), root, "iten.html")


def test_eject_needs_a_theme_of_the_countys_own(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {})
    with pytest.raises(scaffold.ScaffoldError, match="主题"):
        scaffold.eject(tiny.check(root), root, "item.html")
