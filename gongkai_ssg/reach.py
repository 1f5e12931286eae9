"""Whether addresses of other sites answer: the one place that asks the network."""

from __future__ import annotations

import contextlib
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
from typing import IO, Any, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from gongkai_ssg import __version__, fs

TIMEOUT = 10.0
_AT_ONCE = 8
_PART = 1 << 16
# A file must come at this speed (bytes a second), and within so many times the timeout.
_LEAST = 1000
_PATIENCE = 30
_GONE: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "没有这一页（404）",
    HTTPStatus.GONE: "这一页已经删除（410）",
}
_AGENT = f"Mozilla/5.0 (compatible; gongkai/{__version__})"
_HOST = re.compile(r"[a-z0-9._:-]+")
# What an address may hold as it is (RFC 3986), and what is quoted already.
_KEPT = "/%:@!$&'()*+,;=~?"


class Answer(NamedTuple):
    """What stands at an address: its hashes where they were wanted; or why it could not be had.

    `is_gone`: a server said that there is nothing; `is_silent`: no server answered.
    """

    hashes: fs.Hashes | None = None
    why: str = ""
    is_gone: bool = False
    is_silent: bool = False


def unreachable(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[tuple[str, str]]:
    """Those that a visitor cannot open, and why; some are asked at once, the order is kept.

    A site that refuses programs (401, 403, 429) or is busy (5xx) may well open for a person:
    nothing is said of it.
    """
    urls = list(urls)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda url: _in_time(url, timeout), urls)
        for url, answer in zip(urls, answers, strict=True):
            if answer.is_gone or answer.is_silent:
                yield url, answer.why


def hashes(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[Answer]:
    """What stands at each address of one host, in order.

    Where the host was silent often in a row, the rest is not asked.
    """
    silent: list[Answer] = []

    def ask(url: str) -> Answer:
        for last in silent[_AT_ONCE - 1 :]:
            return last
        answer = _in_time(url, timeout, whole=True)
        if answer.is_silent:
            silent.append(answer)
        else:
            silent.clear()
        return answer

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(ask, urls)


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


class _Line:
    """An address being asked: what came of it so far, and its connections, for others to end."""

    def __init__(self) -> None:
        self.connections: list[http.client.HTTPConnection] = []
        self.received = 0

    def connection(
        self, kind: type[http.client.HTTPConnection], host: str, **how: Any
    ) -> http.client.HTTPConnection:
        """Make a connection and keep it."""
        self.connections.append(kind(host, **how))
        return self.connections[-1]

    def hang_up(self) -> None:
        """End what is still being read: else a thread would wait for every site that drips."""
        for one in self.connections:
            if one.sock:
                with contextlib.suppress(OSError):
                    # Of the plain socket: whoever reads the encrypted one is in the midst of it.
                    socket.socket.shutdown(one.sock, socket.SHUT_RDWR)


def _in_time(url: str, timeout: float, *, whole: bool = False) -> Answer:
    """What an address answers; whoever is slow, or drips his answer, is hung up on.

    A large file may take long, as long as it comes.
    """
    answers: SimpleQueue[Answer] = SimpleQueue()
    line, before = _Line(), 0
    Thread(
        target=lambda: answers.put(_ask(url, timeout, line, whole=whole)), name="reach", daemon=True
    ).start()
    for _ in range(_PATIENCE):
        with contextlib.suppress(Empty):
            return answers.get(timeout=timeout)
        if line.received - before < _LEAST * timeout:
            break
        before = line.received
    line.hang_up()
    return Answer(why=_too_slow(timeout), is_silent=True)


def _ask(url: str, timeout: float, line: _Line, *, whole: bool) -> Answer:
    try:
        request = urllib.request.Request(as_asked(url), headers={"User-Agent": _AGENT})  # noqa: S310
    except ValueError:
        return Answer(why="网址写得不对", is_silent=True)
    try:
        opener = urllib.request.build_opener(_WithoutBodies, _Plain(line), _Encrypted(line))
        with opener.open(request, timeout=timeout) as answer:
            return Answer(_hashes(answer, line) if whole else None)
    except urllib.error.HTTPError as error:
        error.close()
        gone = _GONE.get(error.code, "")
        return Answer(why=gone or f"网站回答 {error.code}", is_gone=bool(gone))
    except urllib.error.URLError as error:
        return Answer(why=_reason(error.reason, timeout), is_silent=True)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(why=_reason(error, timeout), is_silent=True)


def _hashes(answer: http.client.HTTPResponse, line: _Line) -> fs.Hashes:
    hashing = fs.Hashing()
    while part := answer.read1(_PART):
        hashing.update(part)
        line.received += len(part)
    if answer.length:  # more was announced than came
        raise ConnectionResetError
    return hashing.done()


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
    """Connects by a line."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self.line = line

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self.line.connection, http.client.HTTPConnection), req)


class _Encrypted(urllib.request.HTTPSHandler):
    """The same for https."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self.line = line

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self.line.connection, http.client.HTTPSConnection), req)


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

    def redirect_request(  # noqa: PLR0913, PLR0917 - as in urllib
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """A server may lead to another page of the web, not by FTP into the house."""
        if not newurl.lower().startswith(("http://", "https://")):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, None)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302
