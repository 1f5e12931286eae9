"""HTML that begins a line of Markdown: the same by every Python.

What `<?…` and `<!…` are Python's own parser says, and says otherwise from release to release: what
is left open is text to one and takes the rest of the page along to the next.
"""

from __future__ import annotations

import re

from markdown.htmlparser import HTMLExtractor
from markdown.preprocessors import HtmlBlockPreprocessor

# What Word and old editors put before their HTML, whole; nobody is to see it.
_HEAD = re.compile(r"<(?:\?|!doctype\b)[^<>]*>", re.IGNORECASE)


class Extractor(HTMLExtractor):
    """The search for HTML between the paragraphs."""

    def parse_pi(self, i: int) -> int:
        """`<?…`, and where it ends."""
        return self._head(i)

    def parse_html_declaration(self, i: int) -> int:
        """`<!…` other than a comment, and where it ends."""
        return self._head(i)

    def _head(self, i: int) -> int:
        """Put a whole one aside at the head of a line; whatever else begins so is text."""
        found = _HEAD.match(self.rawdata, i) if self.at_line_start() or self.intail else None
        if found:
            self.handle_empty_tag(found[0], is_block=True)
            return found.end()
        self.handle_data(self.rawdata[i : i + 2])
        return i + 2


class HtmlBlocks(HtmlBlockPreprocessor):
    """The step before the paragraphs that looks for HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Put the HTML aside, as the plain one does."""
        parser = self.extractor()
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")

    def extractor(self) -> Extractor:
        """Who looks."""
        return Extractor(self.md)
