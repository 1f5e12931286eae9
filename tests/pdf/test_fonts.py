"""Fonts: the county's, the system's, a free one; and a machine that has none for Chinese."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import local

import pikepdf
import pytest
import tiny
import typst
from paper import Done, close, texts

from gongkai_ssg import cli
from gongkai_ssg.print import engine, fonts

Site = Callable[..., Path]
Sheets = Callable[..., Done]
WINDOWS = ("FangSong", "KaiTi", "SimHei", "SimSun", "Arial")
LINUX = ("Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans")


def first(known: tuple[str, ...], **own: str) -> dict[str, str]:
    return {role: names[0] for role, names in fonts.choose(known, own).families.items()}


def test_on_windows_the_fonts_of_the_standard_serve() -> None:
    assert first((*WINDOWS, "FZXiaoBiaoSong-B05S", "Noto Sans SC")) == {
        "仿宋": "FangSong",
        "黑体": "SimHei",
        "楷体": "KaiTi",
        "小标宋": "FZXiaoBiaoSong-B05S",
        "宋体": "SimSun",
    }


def test_on_linux_their_free_relatives_do() -> None:
    song = "Noto Serif CJK SC"
    assert first((*LINUX, "LXGW WenKai")) == {
        "仿宋": song,
        "黑体": "Noto Sans CJK SC",
        "楷体": "LXGW WenKai",
        "小标宋": song,
        "宋体": song,
    }


def test_what_site_yaml_names_goes_before_all() -> None:
    assert first((*WINDOWS, "My Font"), 仿宋="my font")["仿宋"] == "My Font"
    assert fonts.choose(WINDOWS, {"仿宋": "no font"}).unknown == ("no font",)


def test_a_real_xiaobiaosong_is_not_made_bold() -> None:
    assert fonts.choose((*WINDOWS, "STZhongsong"), {}).data()["title-weight"] == "regular"
    assert fonts.choose(WINDOWS, {}).data()["title-weight"] == "bold"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any font of its own."""

    def book(_root: Path) -> typst.Fonts:
        folder = fonts.packed_folder()
        assert folder
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )

    monkeypatch.setattr(fonts, "book", book)
    monkeypatch.setattr(engine, "_held", local())


@pytest.mark.usefixtures("bare")
def test_a_machine_without_a_chinese_font_prints(site: Site, sheets: Sheets) -> None:
    body = "## 一、甲\n\n### （一）乙\n\n正文，䶮喆珺堃翀玥。\n"
    done = sheets(site({tiny.RECORD: tiny.record({}, body)}), "notice", "a", "SHJZ-01-01")
    assert done.status == 0, done.said
    assert "正文，䶮喆珺堃翀玥。" in close("".join(texts(done.pdf("notice-a.pdf"))))
    with pikepdf.open(done.pdf("notice-a.pdf")) as pdf:
        described = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        names = {str(o.FontName) for o in described if o.get("/Type") == "/FontDescriptor"}
    assert names
    assert all("NotoSansSC" in name for name in names)


def test_fonts_in_the_site_are_found(site: Site) -> None:
    folder = fonts.packed_folder()
    assert folder
    root = site({})
    (root / "fonts").mkdir()
    (root / "fonts/own.ttf").write_bytes(next(folder.glob("*.ttf")).read_bytes())
    paths = [face.path for face in fonts.book(root).fonts() if face.family == "Noto Sans SC"]
    assert str(root / "fonts/own.ttf") in paths


def test_doctor_names_the_font_of_each_role_and_what_it_covers(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli._run(["doctor", "-s", str(site({}))]) == 0
    said = capsys.readouterr().out
    for role in fonts.PREFERRED:
        assert f"  {role}: " in said
    assert "GB 2312 6763/6763" in said
    assert "都印得出来" in said


def test_doctor_names_the_characters_that_cannot_be_printed(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site({tiny.RECORD: tiny.record({"标题": "甲\ue123"}, "乙\ue124")})
    assert cli._run(["doctor", "-s", str(root)]) == 0
    said = capsys.readouterr().out
    assert "本站有 2 个字印不出来" in said
    assert "U+E123" in said
    assert "U+E124" in said


def test_doctor_works_where_the_site_is_broken_or_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli._run(["doctor", "-s", str(tmp_path)]) == 0
    assert "仿宋" in capsys.readouterr().out
