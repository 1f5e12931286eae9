"""Pagefind as a maker of inverted indexes: words in, the files of `index/` out.

The binary is spoken to through `--service`: base64 of JSON, a comma after each message, one
answer a message, in order. Every index gets a process of its own, so that its memory goes back
when it is done. Only what a reader needs is taken over: the chunks of postings, byte for byte as
Pagefind wrote them, and from its metadata the word at which each chunk begins.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

VERSION = "1.5.2"  # whose file format `_decoded`, `chunks` and `search.js` know
_SIGNATURE = b"pagefind_dcd"
_CHUNK_POSITIONS = "2500"  # smaller chunks, fewer bytes a query; the default is 20,000
_READ = 1 << 20


class SearchError(Exception):
    """The search index cannot be built on this machine; the message is for the clerk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A file of postings: every word from `first` (a shortened one) up to the next chunk's."""

    first: str
    content: bytes


def index(records: Iterable[str]) -> list[Chunk]:
    """Index the words of each record; record n is page n of the postings, and holds a word.

    Raises:
        SearchError: where Pagefind is missing, cannot be started, breaks off or has another
            version than the one whose files are understood.
    """
    with _service() as service:
        service.ask({"type": "NewIndex", "config": {"force_language": "unknown"}})
        count = 0
        for words in records:
            if count:  # the record before was indexed while this one was made
                service.answer()
            service.tell(_record(count, words))
            count += 1
        if count:
            service.answer()
        answer = service.ask({"type": "GetFiles", "index_id": 0})
    try:
        return _chunks(answer["files"], count)
    except (LookupError, ValueError, TypeError, zlib.error) as error:
        raise SearchError(
            f"认不出检索程序 Pagefind 生成的文件。请安装 pagefind-bin=={VERSION}。"
        ) from error


def _record(number: int, words: str) -> dict[str, Any]:
    return {"type": "AddRecord", "index_id": 0, "url": str(number), "content": words,
            "language": "unknown", "meta": None, "filters": None, "sort": None}  # fmt: skip


class _Service:
    """One running `pagefind --service`."""

    def __init__(self, to: IO[bytes], answers: IO[bytes]) -> None:
        self._to = to
        self._answers = answers
        self._rest = b""

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a message and read its answer."""
        self.tell(message)
        return self.answer()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message; its answer waits to be read."""
        payload = json.dumps({"message_id": 0, "payload": message}).encode()
        self._to.write(base64.b64encode(payload))
        self._to.write(b",")
        self._to.flush()

    def answer(self) -> dict[str, Any]:
        """Read the next answer."""
        answer: dict[str, Any] = json.loads(base64.b64decode(self._next()))["payload"]
        if answer["type"] == "Error":
            said = answer["message"]
            raise SearchError(f"检索索引没有生成。检索程序 Pagefind 的报告：{said}")
        return answer

    def _next(self) -> bytes:
        pieces = [self._rest]
        while b"," not in pieces[-1]:
            piece = os.read(self._answers.fileno(), _READ)
            if not piece:
                raise EOFError
            pieces.append(piece)
        last, _, self._rest = pieces[-1].partition(b",")
        return b"".join([*pieces[:-1], last])


@contextmanager
def _service() -> Iterator[_Service]:
    """A process for the length of a block; every way it can fail becomes a `SearchError`."""
    with tempfile.TemporaryFile() as errors:
        process = _start(errors)
        assert process.stdin is not None  # noqa: S101 - both are pipes, see _start
        assert process.stdout is not None  # noqa: S101
        try:
            yield _Service(process.stdin, process.stdout)
        except (EOFError, OSError, ValueError, KeyError) as error:
            process.kill()
            raise SearchError(_broken_off(process.wait(), errors)) from error
        finally:
            process.kill()  # it holds nothing that is worth an orderly end
            process.wait()
            process.stdout.close()
            _close_quietly(process.stdin)


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # unsent bytes to a process that is gone


def _start(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    # A PAGEFIND_… variable of the user's shell must not change the bytes of a build.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")}
    environment["PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"] = _CHUNK_POSITIONS
    try:
        import pagefind_bin  # type: ignore[import-untyped]

        return subprocess.Popen(  # noqa: S603 - the path comes from the pinned package
            [str(pagefind_bin.get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            bufsize=-1,
        )
    except ImportError as error:
        raise SearchError(
            "找不到检索程序 Pagefind（本机没有安装 pagefind-bin，或者它不支持本机的系统）。"
            "请在 Windows、Linux 或 macOS 的 64 位系统上重新安装本软件。"
        ) from error
    except FileNotFoundError as error:
        raise SearchError(
            "检索程序 Pagefind 的文件不见了，可能被杀毒软件删除或隔离。"
            "请在杀毒软件中恢复并信任它，或者重新安装本软件。"
        ) from error
    except OSError as error:
        raise SearchError(_not_started(error)) from error


def _not_started(error: OSError) -> str:
    program = Path(error.filename or "")
    if os.name == "posix" and program.is_file() and not program.stat().st_mode & 0o111:
        # So it comes out of a zip where what unpacks it knows of no rights.
        return (
            "检索程序 Pagefind 没有执行的权限，多半是解压缩的工具去掉了。请用 unzip 重新解压缩，"
            f"或者运行 chmod +x '{program}'，再试一次。"
        )
    return (
        f"检索程序 Pagefind 无法启动（{error.strerror or error}），可能被安全软件拦截，"
        "或者不适合本机的系统。请在安全软件中信任它后重试。"
    )


def _broken_off(status: int, errors: IO[bytes]) -> str:
    errors.seek(0)
    said = errors.read().decode("utf-8", "replace").strip()[-300:]
    return (
        f"检索程序 Pagefind 中途退出（状态 {status}），检索索引没有生成。"
        "可能是内存不足或被安全软件终止，请关闭其他程序后重试。"
        + (f"它的报告：{said}" if said else "")
    )


def _chunks(files: Iterable[Mapping[str, str]], count: int) -> list[Chunk]:
    """Pick the postings out of Pagefind's files, in the order of their words."""
    by_name = {re.split(r"[/\\]", file["path"])[-1]: file["content"] for file in files}
    metas = [name for name in by_name if name.endswith(".pf_meta")]
    version, pages, chunks, *_ = _decoded(base64.b64decode(by_name[metas[0]]))
    if version != VERSION or len(pages) != count:
        raise SearchError(
            f"检索程序 Pagefind 的版本是 {version}，本软件只认得 {VERSION}。"
            f"请安装 pagefind-bin=={VERSION}。"
        )
    return [
        Chunk(first, base64.b64decode(by_name[f"{name}.pf_index"])) for first, _, name in chunks
    ]


def _decoded(packed: bytes) -> Any:
    """A Pagefind file (gzip, a signature, CBOR) as lists, strings and numbers."""
    data = zlib.decompress(packed, wbits=31)
    if not data.startswith(_SIGNATURE):
        raise ValueError("not a file of Pagefind")
    return _cbor(data, len(_SIGNATURE))[0]


def _cbor(data: bytes, at: int) -> tuple[Any, int]:
    """The value at a place and the place behind it; only the three kinds that Pagefind writes."""
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if size > 23:  # noqa: PLR2004 - CBOR: larger numbers follow in 1, 2, 4 or 8 bytes
        width = 1 << (size - 24)
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    if kind == 0:
        return size, at
    if kind == 3:  # noqa: PLR2004 - CBOR: text
        return data[at : at + size].decode(), at + size
    if kind != 4:  # noqa: PLR2004 - CBOR: array
        raise ValueError(f"CBOR of kind {kind} is not expected here")
    values = []
    for _ in range(size):
        value, at = _cbor(data, at)
        values.append(value)
    return values, at
