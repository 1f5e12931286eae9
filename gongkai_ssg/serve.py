"""`serve`: the preview with live reload, until Ctrl+C."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace

from gongkai_ssg.build import Options
from gongkai_ssg.preview.server import Server, listen
from gongkai_ssg.preview.watch import Watcher
from gongkai_ssg.preview.workshop import Workshop

# Windows hears Ctrl+C only between two short sleeps.
_NAP = 0.2


def run(options: Options, port: int, *, open_browser: bool, say: Callable[[str], None]) -> None:
    """Preview a site on this machine until Ctrl+C; nothing of the site is written.

    Raises:
        OSError: where no port from `port` on is free.
    """

    def greet(server: Server) -> None:
        if server.port != port:
            say(f"端口 {port} 用不了，改用 {server.port}。")
        say(f"预览地址: {server.url}")
        say("保存文件后页面自动刷新；按 Ctrl+C 停止。")

    with suppress(KeyboardInterrupt), preview(options, port, say, greet) as server:
        if open_browser:
            server.workshop.shown()
            webbrowser.open(server.url)
        while True:
            time.sleep(_NAP)
    say("已停止。")


@contextmanager
def preview(
    options: Options,
    port: int,
    say: Callable[[str], None],
    greet: Callable[[Server], None] = lambda _: None,
) -> Iterator[Server]:
    """A running preview; when the block ends, all of its threads have ended.

    `greet` is called before anything else is said.
    """
    workshop = Workshop(replace(options, write_ledger=False), say)
    with ExitStack() as running:
        server = listen(workshop, port)
        running.callback(server.close)
        # Before the first build, so that no save is missed.
        running.callback(Watcher(options.root, workshop.touch).stop)
        running.callback(workshop.stop)
        greet(server)
        workshop.start()
        server.start()
        yield server
