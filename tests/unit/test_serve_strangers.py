"""The preview and what is no browser of the person's own: raw bytes, foreign pages, floods."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import tiny

from gongkai_ssg import serve
from gongkai_ssg.build import Options
from gongkai_ssg.preview import server as serving
from gongkai_ssg.preview.server import Server

OWN = "Host: localhost\r\n"
INNER = "secret-of-the-house"
WAIT = 20.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tiny.write(tmp_path_factory.mktemp("s") / "site", {})
    (root.parent / "secret.txt").write_text(INNER, "utf-8")
    (root / ".env").write_text(INNER, "utf-8")
    with serve.preview(Options(root, tiny.TODAY), 0, lambda _: None) as found:
        found.workshop.shown()
        yield found


def ask(server: Server, request: str | bytes, *, finish: bool = True) -> bytes:
    """All that comes back for raw bytes."""
    data = request.encode("latin-1") if isinstance(request, str) else request
    with socket.create_connection(("127.0.0.1", server.port), WAIT) as line:
        try:
            line.sendall(data)
            if finish:
                line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))
        except ConnectionError:
            return b""


class Shifting(dict[Any, None]):
    """Connections of which one ends in its own thread just while somebody looks for the oldest."""

    def __init__(self, server: Server, ending: socket.socket) -> None:
        super().__init__({ending: None})
        self.ends = Thread(target=server.shutdown_request, args=(ending,))

    def __iter__(self) -> Iterator[Any]:
        found = super().__iter__()
        self.ends.start()
        self.ends.join(0.2)
        return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.mark.parametrize(
    "headers",
    [
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost.evil.example\r\n",
        "Origin: https://localhost\r\n",
    ],
)
@pytest.mark.parametrize("path", ["/", "/_gongkai/events", "/pagefind/offline.js", "/no"])
def test_a_foreign_page_gets_nothing(running: Server, path: str, headers: str) -> None:
    answer = ask(running, f"GET {path} HTTP/1.1\r\n{OWN}{headers}\r\n")
    assert status(answer) == 403
    assert "示例县".encode() not in answer
    assert b"access-control" not in answer.lower()
    assert "别的网站" in answer.decode("utf-8")


@pytest.mark.parametrize(
    "headers",
    [
        "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nOrigin: http://localhost:8000\r\n",
        "",
    ],
)
def test_its_own_pages_and_a_followed_link_are_answered(running: Server, headers: str) -> None:
    assert status(ask(running, f"GET / HTTP/1.1\r\n{OWN}{headers}\r\n")) == 200


def test_every_answer_says_that_it_is_nobody_elses(running: Server) -> None:
    requests = [f"GET {path} HTTP/1.1\r\n{OWN}\r\n" for path in ("/", "/no", "/static/site.js")]
    requests += [f"POST / HTTP/1.1\r\n{OWN}\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / x y z\r\n\r\n"]
    for request in requests:
        head = ask(running, request).partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nx-content-type-options: nosniff" in head
        assert b"\r\ncross-origin-resource-policy: same-origin" in head
        assert b"\r\ncross-origin-opener-policy: same-origin" in head
        assert b"\r\ncontent-security-policy: " in head


def test_a_picture_that_is_opened_by_itself_runs_nothing(running: Server) -> None:
    head = ask(running, f"GET /static/icon.svg HTTP/1.1\r\n{OWN}\r\n").partition(b"\r\n\r\n")[0]
    assert b"image/svg+xml" in head
    assert b"default-src 'none'; style-src 'unsafe-inline'; sandbox" in head


def test_a_document_is_not_kept_from_its_reader(running: Server) -> None:
    """Chromium shows no PDF in a sandbox."""
    head = ask(running, f"GET /r/a/x.pdf HTTP/1.1\r\n{OWN}\r\n").partition(b"\r\n\r\n")[0]
    assert b"sandbox" not in head


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "send_error"]
)
def test_nothing_but_reading_is_answered(running: Server, method: str) -> None:
    answer = ask(running, f"{method} / HTTP/1.1\r\n{OWN}Content-Length: 0\r\n\r\n")
    assert status(answer) == 405
    assert "示例县".encode() not in answer


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt"),
        *("/..%5csecret.txt", "/..\\secret.txt", "/%252e%252e%252fsecret.txt", "//../secret.txt"),
        *("/static/../../secret.txt", "/static/%2e%2e/%2e%2e/secret.txt", "/.env", "/%2eenv"),
        *("/..%c0%afsecret.txt", "/..%ef%bc%8fsecret.txt", "/%uff0e%uff0e/secret.txt"),
        *(
            "/site.yaml",
            "/C:/secret.txt",
            "/file:///etc/passwd",
            "/etc/passwd",
            "/\0/../secret.txt",
        ),
        *("http://localhost/../secret.txt", "http://evil.example/secret.txt", "*", "secret.txt"),
        *(
            "/_gongkai/..%2f..%2fsecret.txt",
            "/index.html%00.txt",
            "/%0d%0aX-Evil:1",
            "/?x=%0d%0aX-Evil:1",
        ),
        *("/static%0d%0aX-Evil:1", "/i/shjz-01-01?%0d%0aX-Evil:1", "//evil.example/i/shjz-01-01"),
    ],
)
def test_no_path_leads_out_of_the_site_or_into_the_head(running: Server, path: str) -> None:
    answer = ask(running, f"GET {path} HTTP/1.1\r\n{OWN}\r\n")
    head = answer.partition(b"\r\n\r\n")[0]
    assert status(answer) in (200, 302, 400, 404)
    assert INNER.encode() not in answer
    assert b"root:" not in answer
    assert b"\nX-Evil" not in head
    assert b"evil.example" not in head


def test_raw_breaks_in_a_path_make_no_header(running: Server) -> None:
    for path in ("/i/shjz-01-01?a\rX-Evil:1", "/i/shjz-01-01?\x85X-Evil:1", "/\x0b\x0cX-Evil:1"):
        head = ask(running, f"GET {path} HTTP/1.1\r\n{OWN}\r\n").partition(b"\r\n\r\n")[0]
        assert b"\nX-Evil" not in head
        assert b"\rX-Evil" not in head


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 500 + b"\r\n", 431),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        (b"GET / HTTP/a.b\r\nHost: localhost\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"<script>alert(1)</script>\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\n Host: localhost\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: local\xadhost\r\n\r\n", 403),
    ],
)
def test_what_no_browser_sends_is_refused(running: Server, request_: bytes, code: int) -> None:
    answer = ask(running, request_, finish=False)
    # A connection that is closed on what is still being sent may lose the answer.
    assert status(answer) in (code, 0)
    assert "示例县".encode() not in answer
    assert b"<script" not in answer
    assert status(ask(running, f"GET / HTTP/1.1\r\n{OWN}\r\n")) == 200


def test_a_line_of_http_0_9_is_refused(running: Server) -> None:
    assert "示例县".encode() not in ask(running, "GET /\r\n\r\n")


def test_connections_that_never_speak_do_not_keep_others_out(running: Server) -> None:
    silent = []
    try:
        for _ in range(3 * serving._MOST):
            line = socket.create_connection(("127.0.0.1", running.port), WAIT)
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
            silent.append(line)
        began = time.monotonic()
        assert status(ask(running, f"GET / HTTP/1.1\r\n{OWN}\r\n")) == 200
        assert time.monotonic() - began < WAIT / 2
        assert len(running._connections) <= serving._MOST
    finally:
        for line in silent:
            line.close()


def test_a_connection_that_ends_meanwhile_is_no_mishap(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_MOST", 1)
    ours, theirs = socket.socketpair()
    new, other = socket.socketpair()
    shifting = Shifting(running, ours)
    monkeypatch.setattr(running, "_connections", shifting)
    with theirs, other:
        running.process_request(new, ("127.0.0.1", 1))
        shifting.ends.join(WAIT)
        assert dict.keys(shifting) <= {new}
