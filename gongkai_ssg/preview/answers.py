"""A path of a request → what to answer. Names are looked up among the site's files only."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, unquote

from gongkai_ssg.media import HTML, TEXT, kind_of
from gongkai_ssg.preview import overlay
from gongkai_ssg.preview.snapshot import NOT_FOUND, Snapshot
from gongkai_ssg.preview.workshop import Shown, Workshop, failure

OWN = "_gongkai/"
_INDEX = "pagefind/"


class Answer(NamedTuple):
    """Status, content type, body, and where to go instead."""

    status: HTTPStatus
    kind: str
    body: bytes
    location: str = ""


def forbidden() -> Answer:
    """To a request under another name than this machine's own, or of a page of another site."""
    words = (
        "预览只给本机的浏览器看：请在地址栏里用 http://127.0.0.1 或 http://localhost 打开。"
        "用别的名称打开的、别的网站的网页来要的，都不给。\n"
    )
    return Answer(HTTPStatus.FORBIDDEN, TEXT, words.encode())


def answer(workshop: Workshop, target: str) -> Answer:
    """What to answer to a path with its query (`/zdbc/?x=1`).

    Raises:
        ClosedError: where the preview is being stopped.
    """
    path, question, query = target.partition("?")
    name = unquote(path.removeprefix("/"))
    if name.startswith(OWN):
        own = overlay.own_files().get(name.removeprefix(OWN))
        return _file(name, own) if own is not None else _nothing()
    shown = workshop.shown()
    if shown.site is None:
        page = overlay.only(shown.news, shown.overlay)
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, HTML, page.encode("utf-8", "replace"))
    if f"{name}/index.html" in shown.site.pages:
        return _folder(f"/{quote(name)}/{question}{query}")
    if not name or name.endswith("/"):
        name += "index.html"
    return _of_site(workshop, shown, shown.site, name) or answer(workshop, target)


def _of_site(workshop: Workshop, shown: Shown, site: Snapshot, name: str) -> Answer | None:
    """A page, a file, or the page for neither; None where the site had to be given up."""
    try:
        if name in site.pages:
            return _page(shown, site.page(name), HTTPStatus.OK)
        content = _content(workshop, site, name)
        if content is None:
            return _page(shown, site.page(NOT_FOUND), HTTPStatus.NOT_FOUND)
    except OSError as error:
        words = failure(error).message
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, TEXT, words.encode())
    except BaseException as error:
        # A county's template can fail in any way.
        workshop.reject(shown, failure(error))
        return None
    return _file(name, content)


def _content(workshop: Workshop, site: Snapshot, name: str) -> bytes | None:
    return workshop.index_file(name) if name.startswith(_INDEX) else site.file(name)


def _page(shown: Shown, html: str | None, status: HTTPStatus) -> Answer:
    if html is None:
        return _nothing()
    page = overlay.inject(html, shown.token, shown.news, shown.overlay)
    return Answer(status, HTML, page.encode("utf-8", "replace"))


def _file(name: str, content: bytes) -> Answer:
    return Answer(HTTPStatus.OK, kind_of(name), content)


def _folder(location: str) -> Answer:
    return Answer(HTTPStatus.FOUND, TEXT, b"", location)


def _nothing() -> Answer:
    return Answer(HTTPStatus.NOT_FOUND, TEXT, "没有这个文件。\n".encode())
