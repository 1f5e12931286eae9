"""How much work the converter of Markdown and the cleaner may have with one text.

Some of their steps go over all that is left of a paragraph, for each sign or line in it: a text of
a few kilobytes, written for it, would keep them busy for hours. The steps are counted, and not
timed, so that a text is refused everywhere or nowhere. `counting` says where they are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable

# Three seconds of work or so: a step takes about as long as the interpreter needs for the
# least of its own, 30 nanoseconds.
MOST = 100_000_000
# So many characters are copied, or searched for one that is not there, in a step.
COPIED = 35
# Steps of the cleaner for a tag, and for each letter style that is still open and is opened anew in
# it; so many elements that are open around it are gone through in a step.
_TAG_STEPS, _AGAIN_STEPS, _OPEN = 30, 5, 8
_STYLES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# For a character reference, or what looks like one.
_REFERENCE_STEPS = 150
# Elements that need no end, or are ended by what follows.
_NEED_NO_END = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd option optgroup "
    "tr td th thead tbody tfoot colgroup rp rt".split()
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9_.-]*)?)|[<>]")
_FENCE = re.compile(r"^(`{3,}|~{3,})(.*)$", re.MULTILINE)


class EffortError(Exception):
    """A text makes more work than any honest one; `near` is what was at hand then."""

    def __init__(self, near: str = "") -> None:
        super().__init__(near)
        self.near = near


class Effort:
    """The work that is left for the text at hand."""

    def __init__(self, left: int = MOST) -> None:
        self.left = left

    def spend(self, steps: int, near: str = "") -> None:
        """Take off some steps.

        Raises:
            EffortError: if none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise EffortError(near)


def fences(text: str, effort: Effort) -> None:
    """Spend what the search for the ends of blocks of code will take.

    Raises:
        EffortError: if that is too much.
    """
    ends: dict[str, list[int]] = {}
    found = list(_FENCE.finditer(text))
    for fence in found:
        if not fence[2].strip(" "):
            ends.setdefault(fence[1], []).append(fence.start())
    behind = 0
    for fence in found:
        if fence.start() < behind:
            continue
        same = ends.get(fence[1], [])
        place = bisect_left(same, fence.end())
        if place < len(same):
            behind = same[place] + len(fence[0])
            effort.spend((behind - fence.start()) // 2 + len(text) // COPIED)
        else:
            effort.spend((len(text) - fence.start()) // 2, fence[0])


def tags(html: str, effort: Effort, is_tag: Callable[[str], bool]) -> None:
    """Spend what the cleaner will take, which goes through all that is open at each tag.

    A name for which `is_tag` does not hold is a text.

    Raises:
        EffortError: if that is too much.
    """
    effort.spend(html.count("&") * _REFERENCE_STEPS, "&")
    opened: Counter[str] = Counter()
    depth = styles = 0
    # Tags without an end are gone over up to the next one's.
    left_open: list[int] = []
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if tag[0] == ">":
            effort.spend(sum(tag.start() - place for place in left_open) // 4)
            left_open.clear()
        elif is_tag(name):
            left_open.append(tag.start())
            again = 0 if name in _STYLES else styles
            effort.spend(_TAG_STEPS + depth // _OPEN + again * _AGAIN_STEPS)
            step = 0 if name in _NEED_NO_END else -bool(opened[name]) if tag[1] else 1
            opened[name] += step
            depth += step
            styles += step if name in _STYLES else 0
    effort.spend(sum(len(html) - place for place in left_open) // 4)
