"""What a page may load and run: the Content-Security-Policy that every page carries.

It stands in the page, so that it holds on any portal's server and on a USB stick. Nothing within a
page is run; what the site's owner put there on purpose (the portal's pieces, the scripts that
authorities ask for) is named by its host or its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from gongkai_ssg.model import Site
from gongkai_ssg.theme.portal import Portal

_RULES = (
    "default-src 'self'{}; img-src 'self' data:{}; object-src 'none'; base-uri 'none'; "
    "form-action 'self'{}"
)
OWN = _RULES.format("", "", "")
_ADDRESS = r"""["']?((?:https?:)?//[^\s"'<>)]+)"""
# What a piece of a portal loads: `src` of anything, also as a script writes it; a style; a picture.
_LOADED = re.compile(
    rf"(?:\b(?:src|poster)\s*=\s*|<link\b[^>]*?\bhref\s*=\s*|\burl\(\s*|@import\s+){_ADDRESS}",
    re.IGNORECASE,
)
_CHOICES = re.compile(r"""\bsrcset\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_CHOICE = re.compile(r"""(?<![^\s,"'])(?:https?:)?//[^\s,"']+""", re.IGNORECASE)
# Where its search is, often on another host than the site.
_SENT = re.compile(rf"\b(?:form)?action\s*=\s*{_ADDRESS}", re.IGNORECASE)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[a-z0-9.-]+")
# As https://zfwzgl.www.gov.cn/exposure/jiucuo.js writes them around its picture.
_FINDER = ("Link('{}')", "margin:0;border:0;cursor: pointer;")


def policy(site: Site, portal: Portal) -> str:
    """The policy of a site's pages; empty where the county wants none (安全策略: 否)."""
    if not site.guarded:
        return ""
    pieces = (portal.header, portal.footer, portal.css)
    hosts = [*_origins(site.scripts.values()), *_origins(_loaded(pieces))]
    hashes = [*_hashes(pieces)]
    if "网站找错" in site.scripts:
        code = site.footer.get("网站标识码", "")
        hashes += ["'unsafe-hashes'", *(hash_of(one.format(code)) for one in _FINDER)]
    sent = _origins(found[1] for piece in pieces for found in _SENT.finditer(piece))
    return _RULES.format(_more([*hosts, *hashes]), _more(hosts), _more(sent))


def alone(site: Site, css: str) -> str:
    """The policy of 404.html, which has its style within and looks for all else at the site."""
    if not site.guarded:
        return ""
    origin = next(_origins([site.url]), "")
    return _RULES.format(f" {hash_of(css)}", "", f" {origin}".rstrip())


def hash_of(text: str) -> str:
    """A script or a style within a page, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _more(sources: Iterable[str]) -> str:
    return "".join(f" {one}" for one in dict.fromkeys(sources))


def _loaded(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield from (found[1] for found in _LOADED.finditer(piece))
        for choices in _CHOICES.finditer(piece):
            yield from _CHOICE.findall(choices[1])


def _origins(addresses: Iterable[str]) -> Iterator[str]:
    """Their hosts as browsers compare them: in small letters, those in Chinese as `xn--…`."""
    for address in addresses:
        try:
            parts = urlsplit(address.strip())
            host = (parts.hostname or "").encode("idna").decode()
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            continue
        scheme = f"{parts.scheme}://" if parts.scheme else ""
        if parts.scheme in ("", "http", "https") and _HOST.fullmatch(host):
            yield scheme + host + port


def _hashes(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for found in _INLINE.finditer(piece):
            if found[3].strip():
                yield hash_of(found[3])
