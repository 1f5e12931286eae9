"""Orders to build a site → results, by whatever executor.

Both are plain values that can be pickled: the work may be done in another process, or on another
machine that sees the same folders.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal

from gongkai_ssg import bugs, build, kept, mistakes, report
from gongkai_ssg.build import Checked, Options
from gongkai_ssg.diagnostics import Diagnostic, shown

# Problems of a site that are told in full.
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Order:
    """One site to be built; `written` is its folder as people know it."""

    address: str
    written: str
    options: Options


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a site.

    Attributes:
        pages: how many it has, where it was built.
        seconds: how long that took.
        problems: the first problems of a site that failed, a line each.
        counted: how many problems there are, in words; empty where there is none.
        misconfigured: whether they are (also) in `site.yaml` or the theme.
        words: a failure of the surroundings (a full disk) in a sentence.
        bug: where our own code failed, for a report.
        edited: files that somebody had changed in the site before.
        signature_gone: whether a signature was dropped that was of the site before.
    """

    address: str
    state: Literal["built", "unchanged", "failed"]
    pages: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    counted: str = ""
    misconfigured: bool = False
    words: str = ""
    bug: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    signature_gone: bool = False


def build_all(orders: Sequence[Order], executor: Executor) -> Generator[Result, None, None]:
    """Build the sites, as many at a time as the executor can; results come as they are ready.

    A site that fails stops no other. Where nobody wants further results, what has not begun
    is not begun.
    """
    waiting = {executor.submit(build_one, order): order for order in orders}
    try:
        for future in as_completed(waiting):
            yield _result(waiting[future], future)
    finally:
        for future in waiting:
            future.cancel()


def _result(order: Order, future: Future[Result]) -> Result:
    """What a future holds; `build_one` raises nothing, so an exception is of the executor."""
    try:
        return future.result()
    except Exception as error:
        kind = f"{type(error).__name__}: {error}".splitlines()[0]
        words = mistakes.sentence(error) or f"生成它的进程没有做完（{kind}）。再运行一次"
        return Result(order.address, "failed", words=words)


def build_one(order: Order) -> Result:
    """Build one site as `gongkai build` does; whatever goes wrong is in the result."""
    began = perf_counter()
    try:
        found = _build(order)
    except Exception as error:
        words = bugs.not_whole(error) or mistakes.sentence(error)
        bug = () if words else tuple(bugs.trace(error))
        found = Result(order.address, "failed", words=words, bug=bug)
    return replace(found, seconds=perf_counter() - began)


def _build(order: Order) -> Result:
    options = order.options
    before = kept.inputs(options.root, options.today)
    said = None if options.force else build.said_before(options, before)
    if said is not None:
        return Result(order.address, "unchanged", counted=said.counted)
    built = build.build(options)
    if not built.files:
        return _failed(order, built.checked)
    said = report.said(built.checked)
    build.remember(options, before, built, said)
    done = Result(order.address, "built", len(built.checked.pages), counted=said.counted)
    return replace(done, edited=built.edited, signature_gone=built.signature_gone)


def _failed(order: Order, checked: Checked) -> Result:
    grave = [d for d in checked.diagnostics if d.severity == "error"]
    told = (grave or checked.diagnostics)[:MOST_TOLD]
    return Result(
        order.address,
        "failed",
        problems=tuple(_line(order.written, found) for found in told),
        counted=report.counts(checked.diagnostics),
        misconfigured=checked.misconfigured,
    )


def _line(folder: str, found: Diagnostic) -> str:
    span = found.span
    return f"{folder}/{shown(span.named)}:{span.line}:{span.column} {found.code} {found.message}"
