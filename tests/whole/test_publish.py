"""Publishing: what a build leaves behind, and what it never touches."""

from __future__ import annotations

import hashlib
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest
import tiny

from gongkai_ssg import build, finishing, fs, mistakes, report
from gongkai_ssg.build import Built, Checked, Options
from gongkai_ssg.fs import files, swap
from gongkai_ssg.source import Tree

LATER = date(2026, 12, 1)
ENDED = {"状态": "废止"}


def publish(root: Path, today: date = tiny.TODAY, **more: object) -> Built:
    return build.build(Options(root=root, today=today, **more))  # type: ignore[arg-type]


def hashes(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "站 点", {tiny.RECORD: tiny.record()})


def rewrite(root: Path, *items: str) -> None:
    (root / "content/shjz/catalog.yaml").write_text(tiny.catalog(*items), "utf-8")


def ledger(root: Path) -> str:
    return (root / "published.yaml").read_text("utf-8")


def test_errors_stop_the_build_and_leave_the_old_site_untouched(site: Path) -> None:
    assert publish(site).files
    before = hashes(site / "public")
    rewrite(site, tiny.item({"公开方式": "网上"}))
    assert not publish(site).files
    assert hashes(site / "public") == before
    assert [p.name for p in site.iterdir() if p.name.startswith(".")] == [".gongkai"]


def test_warnings_stop_a_strict_build(site: Path) -> None:
    (site / "content/notes.md").write_text("x", "utf-8")
    assert publish(site, strict=True).files == 0
    assert publish(site).files


def test_a_folder_with_foreign_files_is_refused(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public" / "合同.docx").write_text("x", "utf-8")
    with pytest.raises(fs.ForeignFilesError):
        publish(site)
    assert (site / "public" / "合同.docx").read_text("utf-8") == "x"


def test_a_foreign_file_put_into_the_site_later_is_kept_too(site: Path) -> None:
    assert publish(site).files
    (site / "public" / "verify.txt").write_text("x", "utf-8")
    with pytest.raises(fs.ForeignFilesError):
        publish(site)
    assert (site / "public" / "verify.txt").exists()
    with pytest.raises(fs.ForeignFilesError):
        fs.clean(site / "public")


@pytest.mark.parametrize(
    ("written", "lost"), [(None, "不见了"), ("", "读不出来"), ('{"files": {"ind', "读不出来")]
)
def test_a_site_without_its_list_is_left_alone_and_called_so(
    site: Path, written: str | None, lost: str
) -> None:
    """Pinned: the pages of the site itself were called files of somebody else."""
    assert publish(site).files
    (site / "public/manifest.json").unlink()
    if written is not None:
        (site / "public/manifest.json").write_text(written, "utf-8")
    before = hashes(site / "public")
    for refused in (publish, lambda root: fs.clean(root / "public")):
        with pytest.raises(fs.ListLostError) as caught:
            refused(site)
        said = mistakes.sentence(caught.value)
        assert f"manifest.json {lost}，分不清哪些文件是生成的" in said
        assert "移走或者改名" in said
    assert hashes(site / "public") == before


def test_a_foreign_file_put_there_during_a_build_stops_it_before_the_swap(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: it went away with the old site."""
    assert publish(site).files
    before = hashes(site / "public")
    others = finishing.Filling.others

    def meanwhile(filling: finishing.Filling) -> None:
        others(filling)
        (site / "public" / "合同.docx").write_text("x", "utf-8")

    monkeypatch.setattr(finishing.Filling, "others", meanwhile)
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    with pytest.raises(fs.ForeignFilesError):
        publish(site)
    assert (site / "public" / "合同.docx").read_text("utf-8") == "x"
    (site / "public" / "合同.docx").unlink()
    assert hashes(site / "public") == before
    assert "版本: 2" not in ledger(site)


def test_a_foreign_file_put_there_during_the_swap_lies_there_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: it went into a hidden folder without a word."""
    assert publish(site).files
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    put = swap.put_in_place

    def meanwhile(new: Path, folder: Path, old: Path) -> None:
        (folder / "报送").mkdir()
        (folder / "报送" / "合同.docx").write_text("x", "utf-8")
        put(new, folder, old)

    monkeypatch.setattr("gongkai_ssg.fs.output.put_in_place", meanwhile)
    assert publish(site).files
    assert "版本: 2" in ledger(site)
    assert (site / "public" / "报送" / "合同.docx").read_text("utf-8") == "x"
    assert not list(site.glob(".public.*"))
    with pytest.raises(fs.ForeignFilesError):
        publish(site)


def test_a_large_text_is_looked_through_as_it_goes_out(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: what was written into it after the check went out with it."""
    text = site / "content/shjz/records/a.txt"
    text.write_text("甲" * 6_000_000, "utf-8")
    (site / tiny.RECORD).write_text(tiny.record({"附件": "[a.txt]"}), "utf-8")
    index = finishing.Filling.index

    def meanwhile(filling: finishing.Filling, *about: object) -> None:
        text.write_text("甲" * 6_000_000 + "，身份证号11010519491231002X", "utf-8")
        index(filling, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(finishing.Filling, "index", meanwhile)
    built = publish(site)
    assert [d.code for d in built.checked.diagnostics if d.severity == "error"] == ["GK808"]
    assert not (site / "public").exists()


def test_removing_the_old_site_changes_no_rights_of_the_new_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: a file that both have is one, under two names."""
    assert publish(site).files
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    rmtree, failed = shutil.rmtree, []

    def once(path: Path, **more: object) -> None:
        if not failed:
            failed.append(path)
            raise PermissionError
        rmtree(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(swap.shutil, "rmtree", once)
    assert publish(site).files
    assert failed
    modes = {p.stat().st_mode & 0o777 for p in (site / "public").rglob("*") if p.is_file()}
    assert len(modes) == 1


def test_a_foreign_file_in_what_a_killed_run_left_is_not_removed(site: Path) -> None:
    assert publish(site).files
    left = site / ".public.gongkai-old"
    shutil.copytree(site / "public", left)
    (left / "合同.docx").write_text("x", "utf-8")
    with pytest.raises(fs.ForeignFilesError):
        publish(site)
    assert (left / "合同.docx").exists()
    (left / "合同.docx").unlink()
    assert publish(site).files
    assert not left.exists()


def test_what_is_gone_from_the_content_is_gone_from_the_site(site: Path) -> None:
    assert publish(site).files
    assert (site / "public/r/a/index.html").exists()
    (site / tiny.RECORD).unlink()
    built = publish(site)
    assert built.gone == ("r/a/index.html",)
    assert not (site / "public/r/a").exists()


def test_a_record_under_another_name_is_led_to_as_the_build_says(site: Path) -> None:
    assert publish(site).files
    (site / tiny.RECORD).rename(site / "content/shjz/records/b.md")
    said = [*report.gone(publish(site))]
    assert said[1] == "  r/a/index.html"
    assert said[-2:] == ["  旧网址:", "  - {网址: r/a/, 转到: r/现在的文件名/}"]
    led = "\n".join(line[2:] for line in said[-2:]).replace("现在的文件名", "b")
    settings = (site / "site.yaml").read_text("utf-8")
    (site / "site.yaml").write_text(f"{settings}{led}\n", "utf-8")
    built = publish(site)
    assert not built.checked.diagnostics
    assert (site / "public/r/a/index.html").exists()


def test_what_is_gone_without_a_page_of_a_record_leads_nowhere() -> None:
    built = Built(Checked(Tree({}), []), gone=("r/a/x.pdf", "domain/shjz/index.html"))
    assert len([*report.gone(built)]) == 3


def test_a_run_that_was_killed_is_cleaned_up_by_the_next(site: Path) -> None:
    assert publish(site).files
    (site / ".public.gongkai-new").mkdir()
    (site / "public").rename(site / ".public.gongkai-old")
    assert publish(site).files
    assert (site / "public/index.html").exists()
    assert not list(site.glob(".public.*"))


def test_what_a_killed_run_took_away_comes_back_though_the_next_one_fails(site: Path) -> None:
    """Pinned: with an error in the content the old site stayed away, and was said to be there."""
    assert publish(site).files
    before = hashes(site / "public")
    (site / "public").rename(site / ".public.gongkai-old")
    rewrite(site, tiny.item({"公开方式": "半主动"}))
    assert not publish(site).files
    assert hashes(site / "public") == before
    assert [p.name for p in site.iterdir() if p.name.startswith(".public")] == []


def test_a_swap_that_fails_half_way_puts_the_old_site_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish(site).files
    before = hashes(site / "public")
    rename = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if path.name.endswith("-new"):
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(swap, "_exchanged", lambda *_: False)
    monkeypatch.setattr(files, "_PAUSES", (0.0,))
    monkeypatch.setattr(Path, "rename", fails)
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    with pytest.raises(PermissionError):
        publish(site, LATER)
    assert hashes(site / "public") == before
    assert "版本: 2" not in ledger(site)


def test_a_lost_ledger_is_noticed_in_whichever_folder_the_site_lies(site: Path) -> None:
    there = site / "there"
    assert publish(site, output=there).files
    (site / "published.yaml").unlink()
    assert [d.code for d in publish(site, output=there).checked.diagnostics] == ["GK503"]


def test_a_failing_template_publishes_nothing(site: Path) -> None:
    templates = site / "themes/own/templates"
    templates.mkdir(parents=True)
    (templates / "home.html").write_text("{{ view.nothing }}", "utf-8")
    (site / "site.yaml").write_text(tiny.SITE + "主题: own\n", "utf-8")
    built = publish(site)
    assert not built.files
    (found,) = built.checked.diagnostics
    assert (found.code, found.span.path) == ("GK406", "themes/own/templates/home.html")
    assert not (site / "public").exists()


def test_a_county_theme_extends_ours_and_fills_a_hook(site: Path) -> None:
    templates = site / "themes/own/templates"
    templates.mkdir(parents=True)
    words = '{% extends "default/base.html" %}{% block head_extra %}<meta name="x">{% endblock %}'
    (templates / "base.html").write_text(words, "utf-8")
    (site / "themes/own/theme.yaml").write_text("options:\n  colour: red\n", "utf-8")
    (site / "site.yaml").write_text(tiny.SITE + "主题: own\n", "utf-8")
    assert publish(site).files
    page = (site / "public/index.html").read_text("utf-8")
    assert '<meta name="x">' in page
    assert 'data-colour="red"' in page


@pytest.mark.parametrize("text", ["", "options:\n\tcolour: red\n", "options:\n  color: red\n"])
def test_a_county_theme_file_with_a_slip_is_a_problem_and_no_crash(site: Path, text: str) -> None:
    (site / "themes/own").mkdir(parents=True)
    (site / "themes/own/theme.yaml").write_text(text, "utf-8")
    (site / "site.yaml").write_text(tiny.SITE + "主题: own\n", "utf-8")
    codes = [d.code for d in publish(site).checked.diagnostics]
    assert codes == ([] if not text else ["GK003"] if "\t" in text else ["GK101"])


def test_a_first_build_writes_the_ledger_and_a_second_leaves_it(site: Path) -> None:
    assert publish(site).files
    first = ledger(site)
    assert "SHJZ-01-01" in first
    before = hashes(site / "public")
    assert publish(site, LATER).files
    assert ledger(site) == first
    assert hashes(site / "public/i") == {
        name.removeprefix("i/"): digest for name, digest in before.items() if name[:2] == "i/"
    }


def test_a_swap_that_fails_leaves_no_half_of_the_ledger(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(fs.Output, "publish", locked)
    with pytest.raises(PermissionError):
        publish(site)
    assert sorted(p.name for p in site.iterdir()) == ["content", "site.yaml"]


def test_ctrl_c_in_the_midst_of_the_swap_comes_too_late(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: between the two renames it left no site at all, and after them no ledger."""
    assert publish(site).files
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        done = rename(path, target)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(Path, "rename", interrupted)
    # Tests that run in the background are started with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert publish(site, LATER).files
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert "版本: 2" in ledger(site)
    page = (site / "public/i/shjz-01-01/index.html").read_text("utf-8")
    assert 'data-version="2"' in page


def test_drafts_and_previews_never_write_the_ledger(site: Path) -> None:
    assert publish(site, drafts=True).files
    assert publish(site, write_ledger=False).files
    assert not (site / "published.yaml").exists()


def test_drafts_go_into_a_folder_of_their_own_and_into_no_data(site: Path) -> None:
    (site / tiny.RECORD).write_text(tiny.record({"状态": "草稿"}), "utf-8")
    assert publish(site, drafts=True).files
    assert not (site / "public").exists()
    page = (site / "preview/r/a/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    for name in ("data/records.json", "data/records.csv", "feed.xml", "feed.json", "sitemap.xml"):
        assert "三月名单" not in (site / "preview" / name).read_text("utf-8"), name
        assert "r/a/" not in (site / "preview" / name).read_text("utf-8"), name


def test_a_site_without_its_ledger_is_not_published_again(site: Path) -> None:
    assert publish(site).files
    (site / "published.yaml").unlink()
    built = publish(site)
    assert not built.files
    assert [d.code for d in built.checked.diagnostics] == ["GK503"]
    (site / "published.yaml").write_text("# 空\n", "utf-8")
    assert [d.code for d in publish(site).checked.diagnostics] == ["GK501"]


def test_a_ledger_that_is_a_folder_publishes_nothing(site: Path) -> None:
    (site / "published.yaml").mkdir()
    with pytest.raises(OSError, match="published"):
        publish(site)
    assert not (site / "public").exists()
    assert not list(site.glob(".public.*"))


def test_a_lock_that_cannot_be_removed_does_not_take_the_ledger_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pinned: the site was out, and the ledger of before was put back."""
    unlink = Path.unlink

    def fails(path: Path, *, missing_ok: bool = False) -> None:
        if path.name.endswith("-lock"):
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", fails)
    assert publish(site).files
    assert "SHJZ-01-01" in ledger(site)


def test_two_runs_do_not_write_into_one_folder(site: Path) -> None:
    first = fs.Output(site / "public")
    with pytest.raises(fs.BusyError):
        publish(site)
    first.discard()
    assert publish(site).files
    assert not list(site.glob(".public.*"))


def test_a_changed_element_makes_a_new_version_in_ledger_page_and_code(site: Path) -> None:
    assert publish(site).files
    rewrite(site, tiny.item({"公开时限": "信息形成之日起7个工作日内"}))
    assert publish(site, LATER).files
    assert "版本: 2" in ledger(site)
    assert "变更:\n    - 公开时限" in ledger(site)
    page = (site / "public/i/shjz-01-01/index.html").read_text("utf-8")
    assert 'data-version="2"' in page
    built = build.check(Options(site, LATER))
    assert built.project
    assert built.project.version("SHJZ-01-01") == 2


def test_a_changed_explanation_is_no_new_version(site: Path) -> None:
    (site / "content/shjz/catalog.yaml").unlink()
    page = site / "content/shjz/shjz-01-01.md"
    page.write_text(tiny.item_file(body="一种说法。\n"), "utf-8")
    assert publish(site).files
    before = ledger(site)
    page.write_text(tiny.item_file(body="另一种说法。\n"), "utf-8")
    assert publish(site, LATER).files
    assert ledger(site) == before


def test_a_published_code_may_not_disappear_but_may_end(site: Path) -> None:
    second = {"编码": "SHJZ-01-02", "二级事项": "临时救助的对象和标准", "公开内容": "[救助标准]"}
    rewrite(site, tiny.item(), tiny.item(second))
    assert publish(site).files
    rewrite(site, tiny.item())
    built = publish(site)
    assert not built.files
    assert [d.code for d in built.checked.diagnostics] == ["GK502"]
    rewrite(site, tiny.item(), tiny.item({**second, **ENDED, "并入": "SHJZ-01-01"}))
    assert publish(site).files
    page = (site / "public/i/shjz-01-02/index.html").read_text("utf-8")
    assert "废止" in page
    assert "shjz-01-01/index.html" in page


def test_a_sub_path_or_another_address_changes_only_absolute_places(site: Path) -> None:
    assert publish(site).files
    page = (site / "public/i/shjz-01-01/index.html").read_text("utf-8")
    there = site / "there"
    assert publish(site, output=there, url="https://a.example/b/c/").files
    other = (there / "i/shjz-01-01/index.html").read_text("utf-8")
    assert "https://a.example/b/c/i/shjz-01-01/" in other
    assert "sl.example" not in other
    assert page.count("https://sl.example/gk/") == other.count("https://a.example/b/c/")


def test_a_moved_site_is_warned_of_until_it_was_published_there(site: Path) -> None:
    assert publish(site).files
    elsewhere = Options(site, tiny.TODAY, url="https://x.example/")
    assert build.check(elsewhere).diagnostics == []
    moved = tiny.SITE.replace("sl.example/gk/", "sl.example/new/")
    (site / "site.yaml").write_text(moved, "utf-8")
    found = publish(site).checked.diagnostics
    assert [(d.code, d.severity, d.span.line) for d in found] == [("GK504", "warning", 2)]
    assert "https://sl.example/gk/" in found[0].message
    assert publish(site).checked.diagnostics == []
    assert "二维码网址: https://sl.example/new/" in ledger(site)
