"""Data as JSON that people can read, one value a line.

The bytes are those of `json.dumps(…, ensure_ascii=False, indent=1)`, which makes them several times
as slowly: with an indentation it has no code in C. What is to be a list may be an iterator, so that
ten thousand entries are never held at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any


def written(data: Mapping[str, Any]) -> bytes:
    """A document with a line break at its end."""
    return f"{_value(data, chr(10))}\n".encode()


def _value(value: Any, line: str) -> str:
    """A value that begins on a line with this break and indentation."""
    if isinstance(value, str):
        return encode_basestring(value)
    within = f"{line} "
    if isinstance(value, dict):
        parts = [f"{encode_basestring(key)}: {_value(one, within)}" for key, one in value.items()]
        return _between("{", parts, "}", line)
    if isinstance(value, (list, Iterator)):
        return _between("[", [_value(one, within) for one in value], "]", line)
    return json.dumps(value)


def _between(opening: str, parts: list[str], closing: str, line: str) -> str:
    if not parts:
        return opening + closing
    return f"{opening}{line} {f',{line} '.join(parts)}{line}{closing}"
