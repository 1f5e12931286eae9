"""The same work on many things, on all cores where the system lets a process fork.

A forked process has everything that its parent had read and checked, so that only results cross
over. Where there is no fork (Windows), where threads are running, or where there is little to do,
the work is done here; the results are the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
# Below this many things it takes longer to begin than to do it.
WORTH_IT = 300
_AT_ONCE = 50


def mapped(work: Callable[[_T], _R], things: Sequence[_T], jobs: int) -> Iterator[_R]:
    """`map(work, things)` in at most `jobs` processes, in order; an exception arrives as it was.

    Results that nobody has taken yet are few, however many things there are.
    """
    alone = jobs < 2 or len(things) < WORTH_IT or threading.active_count() > 1  # noqa: PLR2004
    if alone or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, things)
        return
    # What is there already is not looked through, and so not copied, in each process.
    gc.freeze()
    try:
        yield from _forked(work, things, jobs)
    finally:
        gc.unfreeze()


def _forked(work: Callable[[_T], _R], things: Sequence[_T], jobs: int) -> Iterator[_R]:
    starts = iter(range(0, len(things), _AT_ONCE))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _begin, (work, things)) as pool:
        pending: deque[Future[list[Any]]] = deque()
        try:
            for start in starts:
                pending.append(pool.submit(_some, start))
                if len(pending) > 2 * jobs:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_given: tuple[Callable[[Any], Any], Sequence[Any]]


def _begin(work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    """In a process of its own: Ctrl+C is for the parent to answer, whose end is ours."""
    global _given  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_parent()
    _given = work, things


def end_with_the_parent() -> None:
    """A parent that is killed says nothing; this process would wait for its next words for ever."""
    threading.Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _some(start: int) -> list[Any]:
    work, things = _given
    return [work(thing) for thing in things[start : start + _AT_ONCE]]
