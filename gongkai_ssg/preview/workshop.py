"""Where a save becomes a new preview: two threads, and one pointer to what is shown.

The *builder* waits for a change, lets the burst end, checks, and swaps the pointer. The
*finisher* works while nobody waits: it renders the pages that were not asked for, so that every
failing template is found, and builds the search index; the next change breaks it off.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic, strftime

from gongkai_ssg import build, theme
from gongkai_ssg.mistakes import sentence
from gongkai_ssg.preview import overlay
from gongkai_ssg.preview.indexing import Shelf
from gongkai_ssg.preview.overlay import Trouble
from gongkai_ssg.preview.snapshot import Snapshot
from gongkai_ssg.print.site import SheetFailedError
from gongkai_ssg.search import SearchError

QUIET = 0.15  # seconds without a further change that end a burst …
PATIENCE = 1.0  # … which, however, is not waited for longer than this
IDLE = 0.5  # seconds after a build before the work in the background begins
_ATTEMPTS = 5  # a file may be away or locked for a moment while an editor saves it


class ClosedError(Exception):
    """The preview is being stopped."""


class _BrokenOffError(Exception):
    """There is something more urgent than the work in the background."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser gets: a site that is good (or none yet), and what is wrong by now."""

    news: int
    token: str = ""
    site: Snapshot | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def overlay(self) -> str:
        """The problems as HTML."""
        return overlay.html(self.troubles, alone=self.site is None)


class Workshop:
    """Keeps `shown` up to date; every method may be called from any thread."""

    def __init__(self, options: build.Options, say: Callable[[str], None]) -> None:
        self.options, self.say = options, say
        self._session = secrets.token_hex(4)
        self._lock = Condition()
        self._shown: Shown | None = None
        self._good = Shown(0)  # the last one of which every page was rendered, and its index
        self._index_of_good: dict[str, bytes] = {}
        self._shelf = Shelf()  # the finisher's alone
        self._changed: float | None = 0.0  # when; None while nothing is to be done
        self._building = self._closed = False
        self._threads = [Thread(target=t, daemon=True) for t in (self._builder, self._finisher)]

    # ------------------------------------------------------------------ from outside

    def start(self) -> None:
        """Begin with the first build."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads, and wake whoever waits."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()
        for thread in self._threads:
            thread.join()

    def touch(self) -> None:
        """Something was saved."""
        with self._lock:
            self._changed = monotonic()
            self._lock.notify_all()

    def shown(self) -> Shown:
        """What is to be seen now; waits for the first build.

        Raises:
            ClosedError: where the preview is being stopped.
        """
        with self._lock:
            self._lock.wait_for(lambda: self._shown or self._closed)
            if self._closed or self._shown is None:
                raise ClosedError
            return self._shown

    def next(self, after: int, seconds: float) -> Shown:
        """What is to be seen, as soon as it is not `after` any more, or after some seconds."""
        self.shown()
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._news() != after, seconds)
        return self.shown()

    def index_file(self, name: str) -> bytes | None:
        """A file of the search index of the site that is shown; waits until there is one."""
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._index() is not None)
            return (self._index() or {}).get(name)

    def reject(self, failed: Shown, why: Trouble) -> None:
        """Go back to the last good site: a page of `failed` cannot be rendered."""
        with self._lock:
            if self._shown is None or self._shown.token != failed.token:
                return
            good = self._good if self._good.token != failed.token else Shown(0)
            self._show(good, (*self._shown.troubles, why))
        self._tell((why,))

    # ---------------------------------------------------------------------- builder

    def _builder(self) -> None:
        while self._burst_ended():
            self._build()
            with self._lock:
                self._building = False
                self._lock.notify_all()

    def _burst_ended(self) -> bool:
        """Wait for a change and the end of its burst; False when all is over."""
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._changed is not None)
            until = monotonic() + PATIENCE
            while not self._closed and self._changed is not None:
                rest = min(self._changed + QUIET, until) - monotonic()
                if rest <= 0:
                    break
                self._lock.wait(rest)
            self._changed, self._building = None, True
            return not self._closed

    def _build(self) -> None:
        began = monotonic()
        try:
            checked, site = self._read()
            if site is None:
                self._fail(_stopping(checked, strict=self.options.strict))
                return
        except BaseException as error:
            # Whatever happens, a panic of a library in Rust as well, the preview outlives it.
            self._fail((failure(error),))
            return
        with self._lock:
            self._show(Shown(0, f"{self._session}-{self._news() + 1}", site), ())
        self.say(f"{strftime('%H:%M:%S')} 已更新，用时 {monotonic() - began:.1f} 秒")

    def _read(self) -> tuple[build.Checked, Snapshot | None]:
        for _ in range(_ATTEMPTS):
            try:
                return self._checked()
            except OSError:
                with self._lock:
                    self._lock.wait_for(lambda: self._closed, QUIET)
        return self._checked()

    def _checked(self) -> tuple[build.Checked, Snapshot | None]:
        """The site as it lies there now; no snapshot of one that has errors."""
        checked = build.check(self.options)
        if checked.project is None or checked.failed(strict=self.options.strict):
            return checked, None
        return checked, Snapshot(checked, checked.project, self.options.root)

    def _fail(self, troubles: tuple[Trouble, ...]) -> None:
        with self._lock:
            self._show(self._shown or Shown(0), troubles)
        self._tell(troubles)

    def _tell(self, troubles: tuple[Trouble, ...]) -> None:
        for line in overlay.in_words(troubles):
            self.say(line)
        self.say(f"{strftime('%H:%M:%S')} 有 {len(troubles)} 个问题，改好并保存后自动更新")

    def _show(self, what: Shown, troubles: tuple[Trouble, ...]) -> None:
        """Swap the pointer; the lock is held."""
        self._shown = Shown(self._news() + 1, what.token, what.site, troubles)
        self._lock.notify_all()

    def _news(self) -> int:
        return self._shown.news if self._shown else 0

    # --------------------------------------------------------------------- finisher

    def _finisher(self) -> None:
        while (shown := self._unfinished()) is not None and shown.site is not None:
            try:
                self._finished(shown, shown.site.index(self._shelf, self._go_on))
                self.say(f"{strftime('%H:%M:%S')} 可以搜索新的内容了")
            except _BrokenOffError:
                continue
            except SearchError as error:
                self._finished(shown, {})
                self.say(str(error))
            except BaseException as error:
                self.reject(shown, failure(error))

    def _unfinished(self) -> Shown | None:
        """Wait for a site without index and for quiet; None when all is over."""
        with self._lock:
            while not self._closed:
                self._lock.wait_for(lambda: self._closed or self._wants_finishing())
                if not self._lock.wait_for(lambda: not self._wants_finishing(), IDLE):
                    return self._shown
        return None

    def _wants_finishing(self) -> bool:
        busy = self._building or self._changed is not None
        site = self._shown.site if self._shown else None
        return not busy and site is not None and self._index() is None

    def _go_on(self) -> None:
        if self._closed or self._building or self._changed is not None:
            raise _BrokenOffError

    def _finished(self, shown: Shown, index: dict[str, bytes]) -> None:
        """Every page could be rendered: this is what a later failure falls back to."""
        with self._lock:
            self._good, self._index_of_good = shown, index
            self._lock.notify_all()

    def _index(self) -> dict[str, bytes] | None:
        """The index of the site that is shown; None while it is not made."""
        same = self._shown is not None and self._shown.token == self._good.token
        return self._index_of_good if same else None


def _stopping(checked: build.Checked, *, strict: bool) -> tuple[Trouble, ...]:
    """The problems because of which nothing new is shown."""
    grave = ("error", "warning") if strict else ("error",)
    return tuple(overlay.trouble(d) for d in checked.diagnostics if d.severity in grave)


def failure(error: BaseException) -> Trouble:
    """What happened beside the content, in the clerk's words."""
    if isinstance(error, theme.TemplateFailedError):
        return overlay.trouble(error.found)
    if isinstance(error, SheetFailedError):
        return overlay.trouble(error.found[0])
    words = sentence(error) or f"程序出错了（{type(error).__name__}），这不是您的错。"
    return Trouble("", "", words)
