"""Whether addresses of other sites answer: the one place that asks the network."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit

from gongkai_ssg import __version__

TIMEOUT = 10.0
_AT_ONCE = 8
_PART = 1 << 16
_GONE: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "没有这一页（404）",
    HTTPStatus.GONE: "这一页已经删除（410）",
}
_AGENT = f"Mozilla/5.0 (compatible; gongkai/{__version__})"
_HOST = re.compile(r"[a-z0-9._:-]+")
# What an address may hold as it is (RFC 3986), and what is quoted already.
_KEPT = "/%:@!$&'()*+,;=~?"


def unreachable(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[tuple[str, str]]:
    """Those that a visitor cannot open, and why; some are asked at once, the order is kept.

    A site that refuses programs (401, 403, 429) or is busy (5xx) may well open for a person:
    nothing is said of it.
    """
    urls = list(urls)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda url: _in_time(url, timeout), urls)
        for url, why in zip(urls, answers, strict=True):
            if why:
                yield url, why


def hashes(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[tuple[str, str]]:
    """For each address the SHA-256 of what stands there; or nothing, and why; in order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(lambda url: _hash(url, timeout), urls)


def _hash(url: str, timeout: float) -> tuple[str, str]:
    request = urllib.request.Request(as_asked(url), headers={"User-Agent": _AGENT})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            digest = hashlib.sha256()
            while part := answer.read(_PART):
                digest.update(part)
            return digest.hexdigest(), ""
    except urllib.error.HTTPError as error:
        error.close()
        return "", _GONE.get(error.code, f"网站回答 {error.code}")
    except urllib.error.URLError as error:
        return "", _reason(error.reason, timeout)
    except (OSError, http.client.HTTPException) as error:
        return "", _reason(error, timeout)


def as_asked(url: str) -> str:
    """An address in ASCII, as it goes over the wire: 中国 → xn--fiqs8s, 县 → %E5%8E%BF.

    Raises:
        ValueError: if it is no address.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        raise ValueError(url)
    if ":" in host:
        host = f"[{host}]"
    place = host if parts.port is None else f"{host}:{parts.port}"
    path, query = quote(parts.path, safe=_KEPT), quote(parts.query, safe=_KEPT)
    return urlunsplit((parts.scheme, place, path or "/", query, ""))


def _in_time(url: str, timeout: float) -> str:
    """Why an address cannot be opened; whoever is slow, or drips his answer, is hung up on."""
    answers: SimpleQueue[str] = SimpleQueue()
    lines: list[http.client.HTTPConnection] = []
    asking = Thread(
        target=lambda: answers.put(_why_not(url, timeout, lines)), name="reach", daemon=True
    )
    asking.start()
    try:
        return answers.get(timeout=timeout)
    except Empty:
        _hang_up(lines)
        return _too_slow(timeout)


def _hang_up(lines: Iterable[http.client.HTTPConnection]) -> None:
    """End what is still being read: else a thread would wait for every site that drips."""
    for line in lines:
        if line.sock:
            with contextlib.suppress(OSError):
                # Of the plain socket: whoever reads the encrypted one is in the midst of it.
                socket.socket.shutdown(line.sock, socket.SHUT_RDWR)


def _why_not(url: str, timeout: float, lines: list[http.client.HTTPConnection]) -> str:
    try:
        request = urllib.request.Request(as_asked(url), headers={"User-Agent": _AGENT})  # noqa: S310
    except ValueError:
        return "网址写得不对"
    try:
        opener = urllib.request.build_opener(_WithoutBodies, _Plain(lines), _Encrypted(lines))
        with opener.open(request, timeout=timeout):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return _GONE.get(error.code, "")
    except urllib.error.URLError as error:
        return _reason(error.reason, timeout)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _reason(error, timeout)


def _too_slow(timeout: float) -> str:
    return f"{timeout:g} 秒没有回答"


def _reason(reason: object, timeout: float) -> str:
    if isinstance(reason, TimeoutError):
        return _too_slow(timeout)
    if isinstance(reason, socket.gaierror):
        # The server of names did not answer: whether there is such a site nobody knows.
        no_answer = reason.errno == socket.EAI_AGAIN
        return "查不到这个网站的地址，可能没有联网" if no_answer else "找不到这个网站"
    known = (
        (ConnectionRefusedError, "网站拒绝连接"),
        (ssl.SSLCertVerificationError, "网站的证书有问题"),
        (ssl.SSLError, "安全连接（https）建立不了"),
        (ConnectionError, "网站断开了连接"),
        (OSError, "连不上这个网站"),
    )
    return next((words for kind, words in known if isinstance(reason, kind)), "打不开")


class _Plain(urllib.request.HTTPHandler):
    """Keeps the connections that it makes, for somebody else to end."""

    def __init__(self, lines: list[http.client.HTTPConnection]) -> None:
        super().__init__()
        self.lines = lines

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_kept, self.lines, http.client.HTTPConnection), req)


class _Encrypted(urllib.request.HTTPSHandler):
    """The same for https."""

    def __init__(self, lines: list[http.client.HTTPConnection]) -> None:
        super().__init__()
        self.lines = lines

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_kept, self.lines, http.client.HTTPSConnection), req)


def _kept(
    lines: list[http.client.HTTPConnection],
    kind: type[http.client.HTTPConnection],
    host: str,
    **how: Any,
) -> http.client.HTTPConnection:
    made = kind(host, **how)
    lines.append(made)
    return made


class _WithoutBodies(urllib.request.HTTPRedirectHandler):
    """Follows where an address leads on, without reading what is said besides."""

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> object:
        fp.close()
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302
