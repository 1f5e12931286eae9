"""HTTP for this machine alone.

Other hosts' names are refused, so that no foreign page can read a draft by letting its own name
point here (DNS rebinding), and so is what a page of another site asks for, but for a link that
somebody follows; no path of a request ever reaches the disk (`answers`).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock, Thread
from typing import Any

from gongkai_ssg.media import HEADERS, TEXT
from gongkai_ssg.preview.answers import OWN, Answer, answer, forbidden
from gongkai_ssg.preview.workshop import ClosedError, Workshop, failure

HOST = "127.0.0.1"
_TRIES = 100
_LAST_PORT = 65535
_EVENTS = f"/{OWN}events"
_TAKEN = (errno.EADDRINUSE, errno.EACCES)
_OWN_NAME = re.compile(r"(127\.0\.0\.1|localhost)(:\d{1,5})?", re.IGNORECASE | re.ASCII)
_OWN_ORIGIN = re.compile(rf"http://{_OWN_NAME.pattern}", re.IGNORECASE | re.ASCII)
# As many as a person's windows hold, and more.
_MOST = 64
_HEARTBEAT = 10.0  # seconds; finds out whether a silent browser is still there
_RETRY = 300  # milliseconds, after which a browser that lost us comes back


# A page says itself what it may run; a drawing or a feed that is opened by itself runs nothing. A
# PDF would not be shown at all.
_FRAMED = "frame-ancestors 'self'"
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_HELD = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version, sys_version = "gongkai", ""
    timeout = 30  # seconds; a browser opens connections that it may never use

    def do_GET(self) -> None:
        """Answer with a body."""
        try:
            self._answer()
        except (ClosedError, ConnectionError, TimeoutError):
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815

    def _answer(self) -> None:
        if not self._is_own():
            self._send(forbidden())
        elif self.path.partition("?")[0] == _EVENTS:
            self._events()
        else:
            self._send(answer(self.server.workshop, self.path))

    def _is_own(self) -> bool:
        """Whether it comes from a page of the preview, or from the person before the screen."""
        names = self.headers.get_all("Host") or []
        if len(names) != 1 or not _OWN_NAME.fullmatch(names[0].strip()):
            return False
        if not _OWN_ORIGIN.fullmatch(self.headers.get("Origin", f"http://{HOST}")):
            return False
        # Browsers since 2020 say it themselves; CORP holds the answer back from those before.
        if self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            return True
        asked = (self.headers.get("Sec-Fetch-Mode"), self.headers.get("Sec-Fetch-Dest"))
        return asked == ("navigate", "document")

    def _send(self, what: Answer) -> None:
        self._head(what.status, what.kind)
        self.send_header("Content-Length", str(len(what.body)))
        if what.location:
            self.send_header("Location", what.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(what.body)

    def _head(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        for name, said in {**HEADERS, **_HELD}.items():
            self.send_header(name, said)
        alone = kind.startswith(("image/svg+xml", "application/xml"))
        self.send_header("Content-Security-Policy", _ALONE if alone else _FRAMED)

    def _events(self) -> None:
        """Server-sent events: the news at once, and whenever there are others."""
        self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"retry: {_RETRY}\n\n".encode())
        sent = 0
        while self.command != "HEAD":
            shown = self.server.workshop.next(sent, _HEARTBEAT)
            if shown.news == sent:
                self.wfile.write(b":\n\n")
                continue
            sent = shown.news
            news = {"page": shown.token, "news": sent, "problems": shown.overlay}
            self.wfile.write(f"data: {json.dumps(news)}\n\n".encode())

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no request of a browser's is not answered with its own words."""
        del message, explain
        self.close_connection = True
        # Whatever it took the line for, the answer has a head.
        self.request_version = self.protocol_version
        status = HTTPStatus(code)
        if status is HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        with contextlib.suppress(ConnectionError, TimeoutError):
            self._send(Answer(status, TEXT, "预览只回答浏览器的读取请求。\n".encode()))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in http.server
        """Say nothing: a clerk reads the terminal."""


class Server(ThreadingTCPServer):
    """Listens until it is closed; its threads end with it."""

    # On Windows this would let two programs share a port.
    allow_reuse_address = os.name != "nt"
    allow_reuse_port = False
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, workshop: Workshop, port: int) -> None:
        self.workshop = workshop
        self._connections: dict[Any, None] = {}
        # Each connection ends in a thread of its own, perhaps while another looks for the oldest.
        self._lock = Lock()
        super().__init__((HOST, port), Handler)
        self._thread = Thread(target=self.serve_forever, args=(0.1,), daemon=True)

    @property
    def port(self) -> int:
        """The port that was free."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://{HOST}:{self.port}/"

    def server_bind(self) -> None:
        """Take the port for ourselves alone."""
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        if exclusive is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        super().server_bind()

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering, and end what is still being answered."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._lock:
            left = list(self._connections)
        for connection in left:
            self._end(connection)
        self.server_close()

    def _end(self, connection: Any) -> None:
        with self._lock:
            self._connections.pop(connection, None)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `close` can end it; of too many the oldest goes."""
        with self._lock:
            many = len(self._connections) >= _MOST
            oldest = next(iter(self._connections)) if many else None
            self._connections[request] = None
        if oldest is not None:
            self._end(oldest)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that is done."""
        with self._lock:
            self._connections.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news; anything else is said in Chinese."""
        del request, client_address
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError | TimeoutError):
            self.workshop.say(failure(error).message)


def listen(workshop: Workshop, port: int) -> Server:
    """A server on the first free port from `port` on.

    Raises:
        OSError: EADDRINUSE where all of them are taken.
    """
    for candidate in range(port, min(port + _TRIES, _LAST_PORT + 1)):
        try:
            return Server(workshop, candidate)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), f"{HOST}:{port}")
