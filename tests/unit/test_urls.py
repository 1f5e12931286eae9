"""Addresses, output paths, what a QR code says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai_ssg import urls
from gongkai_ssg.model import Site

SITE = Site(url="https://sl.example/gk/", qr_url="https://s.example/")


def test_addresses() -> None:
    assert urls.item("ZDBC-01-02") == "i/zdbc-01-02/"
    assert urls.record("2026-03-05-a") == "r/2026-03-05-a/"
    assert urls.domain("zdbc") == "zdbc/"
    assert urls.place("hewan") == "place/hewan/"
    assert urls.body("mzj") == "body/mzj/"
    assert urls.page("guide") == "pages/guide/"


def test_the_permanent_address_and_the_qr_code_use_the_short_address() -> None:
    assert urls.absolute(SITE, "r/a/") == "https://sl.example/gk/r/a/"
    assert urls.item_absolute(SITE, "A-01") == "https://s.example/i/a-01/"
    assert urls.qr_text(SITE, "A-01", 3) == "https://s.example/i/a-01/?v=3"


def test_what_goes_with_a_page_has_an_address_below_or_on_it() -> None:
    assert urls.sheet("i/a-01/") == "i/a-01/notice.pdf"
    assert urls.calendar("place/hewan/", "due") == "place/hewan/due.ics"
    assert urls.place_on("flows/", "dibao") == "flows/#dibao"


@pytest.mark.parametrize("full", [urls.absolute, urls.printed])
def test_a_full_address_is_one_that_every_reader_takes(full: Callable[[Site, str], str]) -> None:
    """Feeds and QR codes hold no character beyond ASCII, and no blank."""
    assert full(SITE, "pages/指南 1/").endswith("/pages/%E6%8C%87%E5%8D%97%201/")


@pytest.mark.parametrize(
    ("address", "file", "root"),
    [
        ("", "index.html", "./"),
        ("zdbc/", "zdbc/index.html", "../"),
        ("i/zdbc-01-02/", "i/zdbc-01-02/index.html", "../../"),
        ("404.html", "404.html", "./"),
        ("data/catalog.json", "data/catalog.json", "../"),
    ],
)
def test_files_and_the_way_back(address: str, file: str, root: str) -> None:
    assert (urls.file_of(address), urls.root_of(address)) == (file, root)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("biao.xlsx", "r/a/biao.xlsx"),
        ("B-1_2.v3.PDF", "r/a/B-1_2.v3.PDF"),
        ("名单.XLSX", "r/a/file-1b65a687.xlsx"),
        ("名单.第2稿.xlsx", "r/a/file-c0765244.xlsx"),
        ("my list.pdf", "r/a/file-2419997e.pdf"),
        (".hidden.pdf", "r/a/file-8e034e27.pdf"),
        ("a%20b.pdf", "r/a/file-942f1a60.pdf"),
    ],
)
def test_files_have_ascii_addresses(name: str, address: str) -> None:
    """Pinned to the letter: such an address stands in other people's links."""
    assert urls.asset("r/a/", name) == address


def test_assets_have_ascii_addresses_that_do_not_depend_on_their_order() -> None:
    assert urls.asset("r/a/", "tu.png") == "r/a/tu.png"
    one, two = urls.asset("r/a/", "图一.PNG"), urls.asset("r/a/", "图二.PNG")
    assert one != two
    assert one == urls.asset("r/a/", "图一.PNG")
    assert one.startswith("r/a/file-")
    assert one.endswith(".png")
    assert one.isascii()


def test_a_domain_cannot_take_an_address_of_the_system() -> None:
    assert {"i", "r", "place", "body", "catalog", "search", "data", "static", "pagefind"} <= (
        urls.RESERVED
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("r/a/Biao.PNG", "r/a/biao.png", True),
        ("caf\u00e9.png", "cafe\u0301.png", True),
        ("CAF\u00c9.png", "cafe\u0301.png", True),
        # The sign of the kelvin, which a Mac writes as the letter.
        ("\u212a.png", "k.png", True),
        ("caf\u00e9.png", "cafe.png", False),
        ("表.png", "裱.png", False),
    ],
)
def test_which_names_are_one_on_a_computer_to_which_capitals_are_alike(
    one: str, other: str, same: bool
) -> None:
    assert (urls.folded(one) == urls.folded(other)) == same
