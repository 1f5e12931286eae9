"""Who builds the sites: processes on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

# Windows waits for no more processes than this at a time.
MOST_PROCESSES = 61
_SECONDS_TO_ANSWER = 10


class ClusterError(Exception):
    """A cluster cannot be used; its message is for the person who asked for it."""


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """So many processes, each begun afresh, as Windows does it, too."""
    context = multiprocessing.get_context("spawn")
    begin = (_begin, gc.get_threshold())
    with ProcessPoolExecutor(min(number, MOST_PROCESSES), context, *begin) as pool:
        yield pool


def _begin(*threshold: int) -> None:
    """In a process of its own: rings are looked for as seldom, and Ctrl+C is the parent's."""
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of the scheduler at `tcp://…`; they need gongkai and the same folders.

    Raises:
        ClusterError: where `distributed` is not installed, or nobody answers at the address.
    """
    with _client(address) as client:
        if not client.scheduler_info()["workers"]:
            raise ClusterError(f"集群 {address} 里没有工作进程；先运行 dask worker {address}")
        # The same order given again is work to be done again: the site may have changed.
        yield client.get_executor(pure=False)


def _client(address: str) -> Any:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        words = '没有安装集群组件；运行 pip install "gongkai-ssg[cluster]"，或者不写 --scheduler'
        raise ClusterError(words) from None
    try:
        return distributed.Client(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        words = f"连不上集群 {address}；核对地址（写成 tcp://主机:8786），看调度程序有没有运行"
        raise ClusterError(words) from error
