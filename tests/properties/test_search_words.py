"""The words told to Pagefind hold exactly the substring truth, whatever the text."""

from __future__ import annotations

import html
import re
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai_ssg.search import Entry, SearchPage, matches, searchable_blocks, shards
from gongkai_ssg.search.entries import read
from gongkai_ssg.search.fold import GAP, pairs, parts, runs, singles

# Few characters, so that pieces repeat and overlap; some of every kind that has a rule.
ALPHABET = "征地补偿公告㐂𬭚a1Z９Ａ，。；！ \u3000\n、|/-〔〕①é"
TEXT = st.text(ALPHABET, max_size=40)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
BLOCKS = st.lists(TEXT, max_size=5)

unhurried = settings(deadline=None, max_examples=200)  # a busy machine is no finding


def page(blocks: list[str], title: str, *names: str) -> SearchPage:
    body = "".join(f"<p>{html.escape(block)}</p>" for block in blocks)
    shown = f"<html><body><main data-pagefind-body>{body}</main></body></html>"
    return SearchPage("r/x/", shown, title, {}, {}, "", names)


def positions(words: list[str]) -> dict[str, set[int]]:
    """Where Pagefind puts each word: weights take no place, a gap takes one."""
    found = defaultdict(set)
    placed = (word for word in words if not word.startswith("___"))
    for position, word in enumerate(placed):
        if word != GAP:
            found[word].add(position)
    return found


def occurs(part: str, where: dict[str, set[int]]) -> bool:
    """As `search.js` looks a part up: every other pair, at its distance."""
    words = pairs(part) or singles(part)
    last = len(words) - 1
    wanted = [(word, n) for n, word in enumerate(words) if n % 2 == 0 or n == last]
    return any(
        all(start + n in where.get(word, ()) for word, n in wanted) for start in where[wanted[0][0]]
    )


def finds(entries: list[Entry], query: str) -> bool:
    words = [word for entry in entries for word in shards.words(entry)[0]]
    where = positions(words)
    return bool(parts(query)) and all(occurs(part, where) for part in parts(query))


@unhurried
@given(BLOCKS, TEXT, TEXT, st.text(ALPHABET, max_size=6))
def test_words_hold_the_substring_truth(
    blocks: list[str], title: str, name: str, query: str
) -> None:
    entry = read(page(blocks, title, name))
    assert finds([entry], query) == matches(entry.blocks, query)


@unhurried
@given(st.lists(TEXT, min_size=1, max_size=5), st.data())
def test_every_piece_of_a_run_is_found(blocks: list[str], data: st.DataObject) -> None:
    entry = read(page(blocks, blocks[0]))
    all_runs = [run for block in entry.blocks for run in runs(block)]
    if all_runs:
        run = data.draw(st.sampled_from(all_runs))
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        assert finds([entry], run[start:end])


@unhurried
@given(BLOCKS, BLOCKS, st.text(ALPHABET, min_size=1, max_size=5))
def test_no_part_is_found_across_two_pages(one: list[str], two: list[str], query: str) -> None:
    entries = [read(page(blocks, "征地")) for blocks in (one, two)]
    for part in parts(query):
        assert finds(entries, part) == any(matches(entry.blocks, part) for entry in entries)


@unhurried
@given(BLOCKS, TEXT)
def test_the_length_is_the_number_of_positions(blocks: list[str], title: str) -> None:
    words, length = shards.words(read(page(blocks, title)))
    assert length == sum(not word.startswith("___") for word in words)
    assert length % shards.LENGTH_STEP == 0


@unhurried
@given(ANY_TEXT)
def test_words_are_ascii_whatever_the_text(text: str) -> None:
    words, _ = shards.words(Entry("r/x/", text, {}, {}, "", (text,), len(text), lambda: [text]))
    kinds = re.compile(r"u?([0-9a-f]{4})+|\||___[A-Z_]+___[0-9.]*")
    assert all(kinds.fullmatch(word) for word in words)


@unhurried
@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    # İ and its like are no exception: the dot that lower() sets free is not kept.
    for run in runs(text):
        assert runs(run) == [run]


@unhurried
@given(ANY_TEXT)
def test_text_comes_out_of_html_as_it_went_in(text: str) -> None:
    visible = re.sub(r"[ \t\n\f\r]+", " ", text).strip()
    assert searchable_blocks(page([text], "").html) == ([visible] if visible else [])
