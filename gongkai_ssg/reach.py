"""Whether addresses of other sites answer: the one place that asks the network."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from gongkai_ssg import __version__

TIMEOUT = 10.0
_AT_ONCE = 8
_GONE = {HTTPStatus.NOT_FOUND: "没有这一页（404）", HTTPStatus.GONE: "这一页已经删除（410）"}
_AGENT = f"Mozilla/5.0 (compatible; gongkai/{__version__})"


def unreachable(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[tuple[str, str]]:
    """Those that a visitor cannot open, and why; some are asked at once, the order is kept.

    A site that refuses programs (401, 403, 429) or is busy (5xx) may well open for a person:
    nothing is said of it.
    """
    urls = list(urls)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for url, why in zip(urls, pool.map(lambda url: _why_not(url, timeout), urls), strict=True):
            if why:
                yield url, why


def _why_not(url: str, timeout: float) -> str:
    try:
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return _GONE.get(HTTPStatus(error.code), "") if error.code in set(HTTPStatus) else ""
    except urllib.error.URLError as error:
        return _reason(error.reason)
    except TimeoutError:
        return f"{timeout:g} 秒没有回答"
    except (OSError, http.client.HTTPException, ValueError):
        return "打不开"


def _reason(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "没有回答"
    if isinstance(reason, ssl.SSLError):
        return "网站的证书有问题"
    return "找不到这个网站" if isinstance(reason, OSError) else "打不开"
