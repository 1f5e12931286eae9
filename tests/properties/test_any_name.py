"""Whatever files are called: no two outputs are one file on a computer that knows no capitals."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg import pages, urls
from gongkai_ssg.model import is_device

# Few letters, so that names often clash: capitals, signs of two spellings, of width, unseen ones.
LETTERS = st.sampled_from(
    [
        "a",
        "A",
        "é",
        "e\u0301",
        "É",
        "ß",
        "ss",
        "\u017f",
        "\u0131",
        "İ",
        "K",
        "\u212a",
        "\uff21",
        "表",
    ]
)
STEMS = st.one_of(
    st.lists(LETTERS, min_size=1, max_size=3).map("".join),
    st.sampled_from(["aux", "CON", "notice", "index", "qr", "nul.x", "file-00000000"]),
)
NAMES = st.tuples(STEMS, st.sampled_from(["pdf", "PDF", "png"])).map(".".join)


def key(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=5, unique=True), st.lists(NAMES, max_size=4))
def test_no_two_outputs_clash_unless_it_is_an_error(attached: list[str], shown: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files: dict[str, str | bytes | None] = {}
        for number, name in enumerate(attached):
            files[f"content/shjz/records/{number}/{name}"] = tiny.PDF
        files |= {f"content/shjz/records/t/{name}": tiny.PDF for name in shown}
        listed = "".join(f"\n- {n}/{name}" for n, name in enumerate(attached))
        body = "\n".join(f"[图](<t/{name}>)" for name in shown)
        tiny.write(root, {**files, tiny.RECORD: tiny.record({"附件": listed}, f"\n{body}\n")})
        checked = tiny.check(root)
        if checked.failed():
            assert {d.code for d in checked.diagnostics if d.severity == "error"} <= {
                *("GK232", "GK304", "GK305", "GK308", "GK309")
            }
            return
        assert checked.project is not None
        outputs = [urls.file_of(page.address) for page in checked.pages]
        outputs += pages.files(checked.project)
        folded = [key(path) for path in outputs]
        assert len(set(folded)) == len(folded)
        for path in outputs:
            assert path.isascii()
            assert not any(map(is_device, path.split("/")))
            assert not path.startswith("/")
            assert ".." not in path.split("/")


@pytest.mark.parametrize("ways", ["K\u212ak", "éÉ", "Ａａ", "sS\u017f"])
def test_a_folded_address_is_one_for_all_ways_to_write_it(ways: str) -> None:
    ways_and_one = [*ways, unicodedata.normalize("NFD", ways[0])]
    assert len({urls.folded(f"i/{way}/a.pdf") for way in ways_and_one}) == 1


def test_other_letters_stay_others() -> None:
    assert len({urls.folded(letter) for letter in "abé表丧"}) == len("abé表丧")
