"""Who builds the sites: processes on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from gongkai_ssg import parallel

# Windows waits for no more processes than this at a time.
MOST_PROCESSES = 61
_SECONDS_TO_ANSWER = 10


class ClusterError(Exception):
    """A cluster cannot be used; its message is for the person who asked for it."""


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """So many processes, each begun afresh, as Windows does it, too."""
    with _Processes(min(number, MOST_PROCESSES)) as pool:
        yield pool


class _Processes(ThreadPoolExecutor):
    """Threads that hand their work to a process each.

    One that is killed (the memory is full) fails what it was doing; in a pool of several it would
    fail all that waits, too.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.free: SimpleQueue[Executor] = SimpleQueue()
        for _ in range(number):
            self.free.put(_one())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done by the next process that is free."""
        return super().submit(self._handed, fn, *args, **kwargs)

    def _handed(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        process = self.free.get()
        try:
            return process.submit(fn, *args, **kwargs).result()
        except BrokenProcessPool:
            process.shutdown()
            process = _one()
            raise
        finally:
            self.free.put(process)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes once what they are doing is done."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        while not self.free.empty():
            self.free.get().shutdown(wait)


def _one() -> Executor:
    """A process, begun when it is given something to do."""
    begin = (_begin, gc.get_threshold())
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), *begin)


def _begin(*threshold: int) -> None:
    """In a process of its own: rings are looked for as seldom, and Ctrl+C is the parent's.

    Where the parent is killed, no further site is begun.
    """
    gc.set_threshold(*threshold)
    parallel.end_with_the_parent()
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
