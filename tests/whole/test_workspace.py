"""Many counties side by side: each as it is alone, a front page of those that are there."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tiny

from gongkai_ssg import build, cli, fs
from gongkai_ssg.build import Options
from gongkai_ssg.workspace import executors, front, settings, sites
from gongkai_ssg.workspace.sites import Order, Result

DAY = ("--clock", str(tiny.TODAY))
CATALOG = "content/shjz/catalog.yaml"
WRONG = tiny.catalog(
    *(tiny.item({"编码": f"SHJZ-01-0{n}", "公开方式": "网上"}) for n in (1, 2, 3, 4))
)
PROVINCE = "名称: 示例市基层政务公开\n站点: [{文件夹: jia}, {文件夹: yi, 名称: 乙区}]\n"
Build = Callable[..., tuple[int, str]]


def county(name: str, word: str) -> dict[str, str | bytes | None]:
    """A tiny site of its own name, with a record that holds a word of its own."""
    return {
        "site.yaml": tiny.SITE + f"行政区划: {name}\n",
        tiny.RECORD: tiny.record({"标题": f"{name}三月名单"}, f"{word}。\n"),
    }


def write(root: Path, text: str = PROVINCE) -> Path:
    tiny.write(root / "jia", county("甲县", "枇杷山下的一段话"))
    tiny.write(root / "yi", county("乙县", "樟树湾里的另一段话"))
    (root / "province.yaml").write_text(text, "utf-8")
    return root


@contextmanager
def threads(number: int) -> Iterator[Executor]:
    with ThreadPoolExecutor(number) as pool:
        yield pool


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes are not what is tested, threads begin sooner."""
    monkeypatch.setattr(executors, "processes", threads)


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Build:
    """Run `build --workspace` in the folder of the test: exit code and what was said."""
    monkeypatch.chdir(tmp_path)

    def call(*more: str) -> tuple[int, str]:
        code = cli._run(["build", "--workspace", "province.yaml", *DAY, *more])
        out, err = capsys.readouterr()
        assert out == ""
        err.encode("gbk")
        return code, err

    return call


def hashes(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def listed(root: Path) -> list[tuple[str, str]]:
    """The counties of the front page: address and name."""
    html = (root / "public/index.html").read_text("utf-8")
    return re.findall(r'<h3><a href="([^"]+)/index.html">([^<]+)</a>', html)


def searched(root: Path) -> str:
    html = (root / "public/search/index.html").read_text("utf-8")
    return re.findall(r'data-index="([^"]*)"', html)[0]


# -------------------------------------------------------------------- each site as it is alone


def test_each_county_is_to_the_byte_what_it_is_alone(run: Build, tmp_path: Path) -> None:
    """In processes of their own, as it is done."""
    write(tmp_path)
    for name in ("jia", "yi"):
        alone = shutil.copytree(tmp_path / name, tmp_path / "alone" / name)
        assert cli._run(["build", "-q", "-s", str(alone), *DAY]) == 0
    code, said = run()
    assert code == 0
    assert re.search(r"^甲县（jia）: \d+ 页，\d+\.\d 秒$", said, re.MULTILINE)
    assert re.search(r"^乙区（yi）: \d+ 页", said, re.MULTILINE)
    assert "2 个站点: 生成 2 个，用时" in said
    for name in ("jia", "yi"):
        alone = tmp_path / "alone" / name
        assert hashes(tmp_path / "public" / name) == hashes(alone / "public")
        assert (tmp_path / name / "published.yaml").read_bytes() == (
            alone / "published.yaml"
        ).read_bytes()


@pytest.mark.usefixtures("fast")
def test_where_one_county_changed_the_other_is_not_touched(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    for _ in range(2):  # the first writes the ledgers, which the second reads
        run("-q")
    inodes = {p: p.stat().st_ino for p in (tmp_path / "public/yi").rglob("*")}
    front_page = (tmp_path / "public/index.html").stat().st_mtime_ns
    assert run()[1].count("没有变化，不用重新生成") == 2
    (tmp_path / "public/jia/shjz/index.html").write_text("改了", "utf-8")
    assert "  上次生成以后，网站里的下面几个文件被人改过" in run()[1]
    assert (tmp_path / "public/index.html").stat().st_mtime_ns == front_page
    tiny.write(tmp_path / "jia", county("甲县", "后来改过的一段话"))
    code, said = run()
    assert code == 0
    assert "乙区（yi）: 没有变化" in said
    assert "甲县（jia）: 没有变化" not in said
    assert {p: p.stat().st_ino for p in (tmp_path / "public/yi").rglob("*")} == inodes
    assert "后来改过的一段话" in (tmp_path / "public/jia/r/a/index.html").read_text("utf-8")
    assert "没有变化" not in run("--force")[1]


# ---------------------------------------------------------------------- one fails, others do not


def test_a_broken_county_stops_no_other_and_is_not_listed(run: Build, tmp_path: Path) -> None:
    write(tmp_path, PROVINCE.replace("}]", "}, {文件夹: bing}]"))
    tiny.write(tmp_path / "bing", {**county("丙县", "没有人看见"), CATALOG: WRONG})
    code, said = run()
    assert code == 1
    assert "丙县（bing）: 没有生成: 4 个错误\n" in said
    assert said.count("  bing/content/shjz/catalog.yaml:") == sites.MOST_TOLD
    assert "  bing/content/shjz/catalog.yaml:11:9 GK104 " in said
    assert "  全部的问题和改法: gongkai check -s bing\n" in said
    assert "3 个站点: 生成 2 个，没有生成 1 个" in said
    assert listed(tmp_path) == [("jia", "甲县"), ("yi", "乙区")]
    assert searched(tmp_path) == "../jia/pagefind/ ../yi/pagefind/"
    assert not (tmp_path / "public/bing").exists()


@pytest.mark.usefixtures("fast")
def test_a_county_that_fails_later_keeps_its_site_and_is_listed_by_it(
    run: Build, tmp_path: Path
) -> None:
    write(tmp_path)
    run("-q")
    before = hashes(tmp_path / "public/yi")
    more = tiny.record({"标题": "还没有生成的一条"})
    tiny.write(tmp_path / "yi", {CATALOG: WRONG, "content/shjz/records/b.md": more})
    code, said = run("-q")
    assert code == 1
    assert "乙区（yi）: 没有生成，网站还是上次的: 4 个错误\n" in said
    assert hashes(tmp_path / "public/yi") == before
    html = (tmp_path / "public/index.html").read_text("utf-8")
    assert html.count("<span>1 个事项</span><span>1 条信息</span>") == 2


@pytest.mark.usefixtures("fast")
def test_without_any_site_there_is_no_front_page(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("jia", "yi"):
        tiny.write(tmp_path / name, {CATALOG: WRONG})
    code, said = run()
    assert code == 1
    assert "没有一个站点可以列出，没有生成首页" in said
    assert not (tmp_path / "public/index.html").exists()


@pytest.mark.usefixtures("fast")
def test_warnings_are_counted_and_under_strict_they_fail(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    warns = {"site.yaml": tiny.SITE + "领域: [ylws]\n", "content/ylws/domain.yaml": "名称: 卫生\n"}
    tiny.write(tmp_path / "jia", warns)
    code, said = run()
    assert code == 0
    assert re.search(r"\d 秒，\d+ 个警告: gongkai check -s jia$", said, re.MULTILINE)
    code, said = run("--strict", "--force")
    assert code == 1
    assert "示例县（jia）: 没有生成，网站还是上次的: " in said
    assert "  jia/" in said


@pytest.mark.usefixtures("fast")
def test_a_mistake_in_a_countys_settings_has_its_own_exit_code(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    tiny.write(tmp_path / "jia", {"site.yaml": tiny.SITE + "主体: 甲\n"})
    code, said = run()
    assert code == 2
    assert "  jia/site.yaml:" in said
    assert listed(tmp_path) == [("yi", "乙区")]


@pytest.mark.usefixtures("fast")
def test_what_lies_in_a_countys_folder_is_its_own_trouble(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "public/jia").mkdir(parents=True)
    (tmp_path / "public/jia/照片.jpg").write_bytes(b"")
    code, said = run()
    assert code == 2
    assert "甲县（jia）: 没有生成: “" in said
    assert "不是本工具写的文件（照片.jpg）" in said
    assert listed(tmp_path) == [("yi", "乙区")]


@pytest.mark.usefixtures("fast")
def test_settings_that_cannot_be_opened_stop_no_other_county(
    run: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    locked, real = tmp_path / "jia/site.yaml", Path.open

    def opened(path: Path, *how: Any, **more: Any) -> Any:
        if path == locked:
            raise PermissionError(errno.EACCES, "", str(path))
        return real(path, *how, **more)

    monkeypatch.setattr(Path, "open", opened)
    code, said = run()
    assert code == 2
    assert "jia（jia）: 没有生成: “" in said
    assert "没有权限" in said
    assert listed(tmp_path) == [("yi", "乙区")]


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_link_that_leads_to_itself_is_no_folder(
    run: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, PROVINCE.replace("{文件夹: jia}", "{文件夹: loop}"))
    (tmp_path / "loop").symlink_to("loop")
    code, said = run()
    assert (code, "GK410 站点“loop”" in said) == (2, True)
    assert cli._run(["build", "-s", "yi", "-o", "loop"]) == 2
    assert "loop" in capsys.readouterr().err


@pytest.mark.usefixtures("fast")
def test_a_bug_of_ours_in_one_county_is_reported_and_the_others_are_built(
    run: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    real = build.build

    def breaks(options: Options, *more: Any) -> build.Built:
        if options.root.name == "jia":
            raise RuntimeError("内容不能写进报告")
        return real(options, *more)

    monkeypatch.setattr(build, "build", breaks)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, said = run()
    assert code == 3
    assert "甲县（jia）: 没有生成: 程序出错了\n" in said
    (report,) = tmp_path.glob("gongkai-error-*.txt")
    assert "RuntimeError" in report.read_text("utf-8")
    assert "内容" not in report.read_text("utf-8")
    assert listed(tmp_path) == [("yi", "乙区")]


@pytest.mark.usefixtures("fast")
def test_an_interrupted_run_says_what_is_new_and_lets_others_in(
    run: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    real = sites.build_all

    def interrupted(orders: list[Order], executor: Executor) -> Generator[Result, None, None]:
        yield from real(orders[:1], executor)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sites, "build_all", interrupted)
        code, said = run()
    assert code == 130
    assert said.endswith(
        "正在停下，等做到一半的站点做完……\n已中断。已经生成的站点是新的，其余的和首页没有改动。\n"
    )
    assert (tmp_path / "public/jia/index.html").is_file()
    assert not (tmp_path / "public/index.html").exists()
    assert run()[0] == 0
    assert listed(tmp_path) == [("jia", "甲县"), ("yi", "乙区")]


class Dying(Executor):
    """One whose first process ends with an exception of its own."""

    def __init__(self, ends_with: Exception) -> None:
        self.ends_with: Exception | None = ends_with

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.ends_with:
            future.set_exception(self.ends_with)
        else:
            future.set_result(fn(*args, **kwargs))
        self.ends_with = None
        return future


@pytest.mark.parametrize(
    ("ends_with", "words"),
    [
        (BrokenProcessPool("terminated abruptly"), "内存可能不够"),
        (RuntimeError("worker lost\nmore"), "没有做完（RuntimeError: worker lost）。"),
    ],
)
def test_a_process_that_is_killed_fails_its_own_site_alone(
    tmp_path: Path, ends_with: Exception, words: str
) -> None:
    write(tmp_path)
    orders = [
        Order(name, name, Options(tmp_path / name, tiny.TODAY, tmp_path / "public" / name))
        for name in ("jia", "yi")
    ]
    found = {one.address: one for one in sites.build_all(orders, Dying(ends_with))}
    assert [found[name].state for name in ("jia", "yi")] == ["failed", "built"]
    assert words in found["jia"].words


def test_a_process_that_dies_takes_no_other_work_with_it() -> None:
    with executors.processes(1) as pool:
        one = pool.submit(int, "1")
        dies = pool.submit(signal.raise_signal, signal.SIGKILL)
        two = pool.submit(int, "2")
        assert [one.result(), two.result()] == [1, 2]
        assert isinstance(dies.exception(), BrokenProcessPool)


# Says when a process works, and then has it work for longer than any test waits.
KILLED = """
import os, time
from gongkai_ssg.workspace import executors
if __name__ == "__main__":
    with executors.processes(2) as pool:
        pool.submit(os.getpid).result()
        pool.submit(time.sleep, 60)
        print("at work", flush=True)
        time.sleep(60)
"""


def test_who_kills_a_run_kills_its_processes() -> None:
    """Each holds the pipe on which it speaks."""
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith(b"at work")
        run.kill()
        run.communicate(timeout=10)


class Never(Executor):
    """One that takes orders and begins none."""

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []

    def submit(self, _: Callable[..., Any], /, *_args: Any, **_more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.given:
            future.set_result(Result("jia", "unchanged"))
        self.given.append(future)
        return future


def test_what_nobody_waits_for_is_not_begun(tmp_path: Path) -> None:
    orders = [Order(name, name, Options(tmp_path, tiny.TODAY)) for name in ("jia", "yi")]
    executor = Never()
    results = sites.build_all(orders, executor)
    assert next(results).address == "jia"
    results.close()
    assert executor.given[1].cancelled()


# ------------------------------------------------------------------- what stands around the sites


@pytest.mark.usefixtures("fast")
def test_a_county_that_is_no_longer_named_is_told_and_left(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    run("-q")
    (tmp_path / "province.yaml").write_text(
        PROVINCE.replace(", {文件夹: yi, 名称: 乙区}", ""), "utf-8"
    )
    code, said = run()
    assert code == 0
    assert (
        "public/yi 不在 province.yaml 里，没有动它；不要了就运行 gongkai clean -o public/yi" in said
    )
    assert listed(tmp_path) == [("jia", "甲县")]
    assert cli._run(["clean", "-o", "public/yi"]) == 0
    assert not (tmp_path / "public/yi").exists()


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("name", ["index.html", "static/own.css", "zz/a.txt"])
def test_a_folder_with_other_peoples_files_is_refused_before_anything_is_built(
    run: Build, tmp_path: Path, name: str
) -> None:
    write(tmp_path)
    (tmp_path / "public" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "public" / name).write_text("别人的", "utf-8")
    code, said = run()
    assert code == 2
    assert f"不是本工具写的文件（{name}）" in said
    assert (tmp_path / "public" / name).read_text("utf-8") == "别人的"
    assert not (tmp_path / "public/jia").exists()


@pytest.mark.usefixtures("fast")
def test_two_runs_do_not_meet(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    other = fs.Around(tmp_path / "public", ["jia", "yi"])
    code, said = run()
    assert code == 2
    assert "另一个 gongkai 正在往" in said
    other.release()
    assert run()[0] == 0
    assert not list(tmp_path.glob(".*.gongkai-*"))


def test_a_run_killed_while_it_puts_the_front_page_leaves_nothing_foreign(tmp_path: Path) -> None:
    around = fs.Around(tmp_path / "public", [])
    around.publish({"static/a.css": b"1", "old/b.css": b"2", "index.html": b"3"})

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        real = fs.around.write_bytes
        written: list[str] = []

        def some(path: Path, data: bytes) -> None:
            if len(written) == 2:
                dies()
            written.append(path.name)
            real(path, data)

        patch.setattr(fs.around, "write_bytes", some)
        with pytest.raises(KeyboardInterrupt):
            around.publish({"static/c.css": b"4", "index.html": b"5"})
    around.release()
    assert (tmp_path / "public/index.html").read_bytes() == b"3"
    again = fs.Around(tmp_path / "public", [])
    again.publish({"static/c.css": b"4", "index.html": b"5"})
    again.release()
    assert set(hashes(tmp_path / "public")) == {"static/c.css", "index.html", "manifest.json"}


@pytest.mark.usefixtures("fast")
def test_all_links_of_the_front_pages_lead_to_files(run: Build, tmp_path: Path) -> None:
    write(tmp_path)
    run("-q")
    for page in (tmp_path / "public/index.html", tmp_path / "public/search/index.html"):
        links = re.findall(
            r'(?:href|src|action|data-large|data-read-aloud)="([^"#]+)"', page.read_text("utf-8")
        )
        assert len(links) > 8
        for link in links:
            assert (page.parent / link).is_file(), link


# ------------------------------------------------------------------------- the file and its words


def loaded(root: Path, text: str) -> settings.Loaded:
    write(root, text)
    return settings.load(root / "province.yaml")


def test_a_county_has_the_name_that_is_written_else_its_own_else_its_folders(
    tmp_path: Path,
) -> None:
    tiny.write(tmp_path / "bing", {})
    tiny.write(tmp_path / "ding", {"site.yaml": "名称: ["})
    folders = "{文件夹: jia}, {文件夹: yi, 名称: 乙区}, {文件夹: bing, 地址: c}, {文件夹: ding}"
    found = loaded(tmp_path, f"名称: 市\n站点: [{folders}]\n")
    assert found.problems == []
    assert found.workspace
    names = [(one.address, one.name) for one in found.workspace.counties]
    assert names == [("jia", "甲县"), ("yi", "乙区"), ("c", "示例县"), ("ding", "ding")]


def test_counties_of_one_name_are_told_apart_by_their_addresses(tmp_path: Path) -> None:
    found = loaded(tmp_path, "名称: 市\n站点: [{文件夹: jia}, {文件夹: 'yi', 名称: 甲县}]\n")
    assert found.workspace
    assert [one.name for one in found.workspace.counties] == ["甲县（jia）", "甲县（yi）"]


@pytest.mark.usefixtures("fast")
def test_a_countys_address_is_said_once(run: Build, tmp_path: Path) -> None:
    write(tmp_path, "名称: 市\n站点: [{文件夹: jia}, {文件夹: yi, 名称: 甲县}]\n")
    said = run()[1]
    assert re.search(r"^甲县（jia）: \d+ 页", said, re.MULTILINE)
    assert "（jia）（jia）" not in said


def test_a_folder_may_be_written_as_windows_does(tmp_path: Path) -> None:
    tiny.write(tmp_path / "counties/bing", {})
    found = loaded(tmp_path, "名称: 市\n站点: [{文件夹: counties\\bing}]\n")
    assert found.workspace
    assert found.workspace.counties[0].root == tmp_path / "counties/bing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("名称: 市\n站点: [{文件夹: jia}, {文件夹: ./jia, 地址: b}]\n", "GK402"),
        ("名称: 市\n站点: [{文件夹: jia, 网址: x}]\n", "GK101"),
        ("名称: 市\n站点: [{文件夹: jia, 地址: Jia}]\n", "GK110"),
        ("名称: 市\n站点：\n- 文件夹: jia\n", "GK004"),
        ("名称: 市\n站点: []\n", "GK102"),
        ("名称: 市\n站点: [{地址: jia}]\n", "GK102"),
        ("名称: 市\n站点: jia\n", "GK103"),
        ("名称: 市\n站点: [{文件夹: jia}\n", "GK002"),
    ],
)
def test_a_mistake_in_the_file_is_shown_at_its_place_and_nothing_is_built(
    run: Build, tmp_path: Path, text: str, code: str
) -> None:
    write(tmp_path, text)
    exit_code, said = run()
    assert exit_code == 2
    assert re.search(rf"^province.yaml:\d+:\d+ 错误 {code} ", said, re.MULTILINE)
    assert said.count(" 错误 ") == 1
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("-s", "jia"), "--site 只用于一个县"),
        (("-b", "https://sl.example/"), "--base-url 只用于一个县"),
        (("--drafts",), "--drafts 只用于一个县"),
        (("--profile",), "--profile 只用于一个县"),
        (("-o", "jia/public"), "里是一个县的网站"),
        (("-o", "jia/content/x"), "不能写到"),
    ],
)
def test_what_makes_no_sense_for_many_counties_is_said(
    run: Build, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    write(tmp_path)
    if more[1:] == ("jia/public",):
        cli._run(["build", "-q", "-s", "jia", *DAY])
    code, said = run(*more)
    assert code == 2
    assert words in said
    assert not (tmp_path / "public").exists()


def test_a_file_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in {"x.yaml": "不存在", ".": "是文件夹"}.items():
        assert cli._run(["build", "--workspace", str(tmp_path / name)]) == 2
        assert words in capsys.readouterr().err
    assert cli._run(["build", "--scheduler", "tcp://x:1", "-s", str(tmp_path)]) == 2
    assert "--scheduler 要和 --workspace 一起用" in capsys.readouterr().err


def test_without_the_extra_the_way_to_install_it_is_said(
    run: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, said = run("--scheduler", "tcp://127.0.0.1:8786")
    assert code == 2
    assert 'pip install "gongkai-ssg[cluster]"' in said


def test_only_a_site_that_is_whole_is_listed(tmp_path: Path) -> None:
    write(tmp_path)
    found = settings.load(tmp_path / "province.yaml").workspace
    assert found
    assert list(front.cards(found.counties, tmp_path / "public")) == []
    output = tmp_path / "public/jia"
    tiny.build_site(tmp_path / "jia", output=output)
    (card,) = front.cards(found.counties, tmp_path / "public")
    assert card == front.Card("甲县", "jia", 1, 1, "2026-03-05")
    (output / "data/records.json").write_text("[]", "utf-8")
    assert list(front.cards(found.counties, tmp_path / "public")) == []
