"""Which names between angle brackets are tags; all others are what somebody wrote.

`<GB 5749>` is no HTML, nor is `a<b 且 c>d`; the cleaner would drop both. What Word and old pages
have is HTML: nobody wants to read `<o:p>` on a page.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

_HTML = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas "
    "caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee "
    "menu meta meter nav noscript object ol optgroup option output p param picture pre progress "
    "q rb rp rt rtc ruby s samp script section select slot small source span strong style sub "
    "summary sup table tbody td template textarea tfoot th thead time title tr track u ul var "
    "video wbr "
    # Of old pages.
    "acronym applet basefont bgsound big blink dir isindex keygen listing menuitem multicol nobr "
    "spacer strike tt xml".split()
)
# Of formulas and drawings, and what makes words of all tags behind it: the cleaner would take out
# the words with the tags, or no tag any more.
_TROUBLES = frozenset(
    "math annotation annotation-xml maction menclose merror mfenced mfrac mglyph mi mmultiscripts "
    "mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd "
    "mtext mtr munder munderover none semantics svg "
    "circle clippath defs ellipse g line lineargradient path polygon polyline rect text tspan use "
    "iframe image noembed noframes plaintext template textarea title xmp".split()
)
_TROUBLE = re.compile(rf"<(/?)(?=(?:{'|'.join(sorted(_TROUBLES))})[\s/>])", re.IGNORECASE)
# `<o:p>`, `<st1:place>`, `<v:imagedata>`; no address, and no number that may be somebody's.
_OF_OFFICE = re.compile(
    r"(?!(?:https?|ftp|mailto|tel):)[a-z][a-z0-9]{0,9}:[a-z][a-z_.-]{0,30}[0-9]{0,2}", re.ASCII
)
HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u2018-\u201d\U00020000-\U0003ffff"
# No name is longer; Chinese behind a name is no attribute.
_SIGN = re.compile(rf"<(?=/?([^\s/>!?][^\s/>]{{0,50}})(\s+[^\s/>=\"'{HAN}]*[{HAN}])?)")

# Letters that people put between brackets; as tags they reach to the end of the page.
_LETTER = re.compile(r"<(/?)([bis])(?=[\s/>])", re.IGNORECASE)


def is_tag(name: str) -> bool:
    """Whether a tag may have this name, in small letters."""
    return name in _HTML or name in _TROUBLES or bool(_OF_OFFICE.fullmatch(name))


def as_text(html: str) -> str:
    """The same, in which what only looks like a tag is a text."""
    alone = _without_end(html)

    def read(found: re.Match[str]) -> str:
        is_meant = is_tag(found[1].lower()) and not found[2] and found.start() not in alone
        return "<" if is_meant else "&lt;"

    return _SIGN.sub(read, html)


def _without_end(html: str) -> AbstractSet[int]:
    """Where `<b>`, `<i>` and `<s>` stand that nothing ends."""
    begun: dict[str, list[int]] = {}
    for found in _LETTER.finditer(html):
        places = begun.setdefault(found[2].lower(), [])
        if not found[1]:
            places.append(found.start())
        elif places:
            places.pop()
    return {place for places in begun.values() for place in places}


def without_troubles(html: str) -> str:
    """The same, in which tags that take words with them have names that nobody knows."""
    return _TROUBLE.sub(r"<\1x-", html)
