"""Text → a tree of strings, every node with its place.

YAML is read as text: `0123` stays `0123`, `否` stays `否`. What YAML would guess at
(anchors, tags, duplicate keys) or what clerks slip into (tabs, full-width colons) is reported.

`nodes`     the site's files, and the tree
`text`      bytes → text; characters that mislead
`lines`     places in a text, and slips that are seen line by line
`stumbles`  what a syntax error most probably is
`depth`     texts that nest too deep
`latest`    what was made of a file, kept until it changes
`reading`   YAML, and Markdown with front matter
"""

from __future__ import annotations

from gongkai_ssg.source.latest import forget, latest
from gongkai_ssg.source.nodes import FrontMatter, Mapping, Node, Scalar, Sequence, Tree
from gongkai_ssg.source.reading import parse_front_matter, parse_yaml
from gongkai_ssg.source.text import (
    INVISIBLE,
    MOST_BYTES,
    UNSEEN,
    colon_problem,
    decode,
    unseen_problems,
)

__all__ = [
    "INVISIBLE",
    "MOST_BYTES",
    "UNSEEN",
    "FrontMatter",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Tree",
    "colon_problem",
    "decode",
    "forget",
    "latest",
    "parse_front_matter",
    "parse_yaml",
    "unseen_problems",
]
