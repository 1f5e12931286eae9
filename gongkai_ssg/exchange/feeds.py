"""Feeds (Atom, RFC 4287; JSON Feed 1.1), the sitemap, robots.txt and web.config."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from gongkai_ssg import concerns, media, urls
from gongkai_ssg.events import Difference
from gongkai_ssg.model import Record, Site
from gongkai_ssg.pages import Page, changes
from gongkai_ssg.project import Project

NEWEST = 50
_ATOM = "http://www.w3.org/2005/Atom"
_XML = '<?xml version="1.0" encoding="utf-8"?>'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# China has one time zone and no summer time.
_ZONE = "+08:00"
# What XML 1.0 does not allow at all, not even written as a reference.
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def files(project: Project, pages: Iterable[Page]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file of this room with what makes its content."""
    site = project.catalog.site
    yield "feed.xml", partial(_site_feed, project)
    yield "feed.json", partial(_json_feed, project, _whole(project))
    yield "opensearch.xml", partial(_opensearch, site)
    yield f"{changes.ADDRESS}feed.xml", partial(_changes_feed, project)
    for channel in _channels(project):
        yield f"{channel.address}feed.xml", partial(_channel, project, channel)
        yield f"{channel.address}feed.json", partial(_json_feed, project, channel)
    yield "sitemap.xml", partial(_sitemap, site, pages)
    yield "robots.txt", partial(_robots, site)
    yield "web.config", partial(_web_config, site)


class _Entry(NamedTuple):
    """An entry of a feed, whatever it tells of."""

    id: str
    url: str
    title: str
    stamp: str
    author: str
    summary: str


class _Channel(NamedTuple):
    """A feed of records: the page that it belongs to, its title, what is in it."""

    address: str
    title: str
    records: Callable[[], Sequence[Record]]


def _whole(project: Project) -> _Channel:
    return _Channel("", project.catalog.site.name, lambda: project.release.records)


def _channels(project: Project) -> Iterator[_Channel]:
    """A feed for each domain, place and body: 定向推送."""
    release, site = project.release, project.catalog.site
    for domain in project.catalog.domains.values():
        of_domain = partial(_in_group, release.by_domain, domain.slug)
        yield _Channel(urls.domain(domain.slug), f"{site.name}·{domain.name}", of_domain)
    for place in site.places.values():
        of_place = partial(concerns.records_inside, project, place)
        yield _Channel(urls.place(place.id), f"{site.name}·{place.name}", of_place)
    for body in site.bodies.values():
        of_body = partial(_in_group, release.by_issuer, body.id)
        yield _Channel(urls.body(body.id), f"{site.name}·{body.name}", of_body)


def _in_group(groups: Mapping[str, Sequence[Record]], key: str) -> Sequence[Record]:
    return groups.get(key, ())


def _channel(project: Project, channel: _Channel) -> bytes:
    entries = _records(project, channel.records())
    return _atom(project, channel.address, channel.title, entries)


def _site_feed(project: Project) -> bytes:
    return _channel(project, _whole(project))


def _opensearch(site: Site) -> bytes:
    """How a browser searches here from its own box (OpenSearch 1.1)."""
    root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    # 16 characters are what the format allows.
    _add(root, "ShortName", site.name[:16])
    _add(root, "Description", f"在{site.name}里搜索")
    _add(root, "Language", "zh-CN")
    _add(root, "InputEncoding", "UTF-8")
    template = f"{urls.absolute(site, 'search/')}?q={{searchTerms}}"
    ET.SubElement(root, "Url", type="text/html", method="get", template=template)
    return _xml(root)


def _records(project: Project, records: Sequence[Record]) -> list[_Entry]:
    return [_of_record(project.catalog.site, record) for record in records[:NEWEST]]


def _of_record(site: Site, record: Record) -> _Entry:
    url = urls.absolute(site, urls.record(record.id))
    summary = record.entry.text("内容概述") or record.title
    issuer = record.entry.text("发布机构")
    return _Entry(url, url, record.title, _stamp(record), issuer, summary)


def _changes_feed(project: Project) -> bytes:
    """What happened to the catalog; changes of one item on one day have ids of their own."""
    site = project.catalog.site
    title = f"{site.name}·目录调整记录"
    author = site.footer.get("主办单位", site.name)
    seen: Counter[str] = Counter()
    entries = []
    for row in changes.everything(project)[:NEWEST]:
        url = f"{urls.absolute(site, '')}{row.item.href}"
        name = f"{url}#{row.date}"
        seen[name] += 1
        told = "；".join(filter(None, [row.content, *map(_told, row.elements), row.reason]))
        stamp = f"{row.date}T00:00:00{_ZONE}"
        heading = f"{row.type}：{row.item.text}"
        entries.append(_Entry(f"{name}-{seen[name]}", url, heading, stamp, author, told or heading))
    return _atom(project, changes.ADDRESS, title, entries)


def _told(element: Difference) -> str:
    gone, come = ("、".join(lines) for lines in (element.gone, element.come))
    return f"{element.key}: {gone or '（没有）'} → {come or '（没有）'}"


def _json_feed(project: Project, channel: _Channel) -> bytes:
    site = project.catalog.site
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "language": "zh-CN",
        "home_page_url": urls.absolute(site, channel.address),
        "feed_url": urls.absolute(site, f"{channel.address}feed.json"),
        "items": [_json_item(site, record) for record in channel.records()[:NEWEST]],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _robots(site: Site) -> bytes:
    return f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode()


def _json_item(site: Site, record: Record) -> dict[str, object]:
    entry = _of_record(site, record)
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.stamp,
        "authors": [{"name": entry.author}],
    }


def _stamp(record: Record) -> str:
    moment = record.published
    return moment.strftime("%Y-%m-%dT%H:%M:00") + _ZONE if moment else f"1970-01-01T00:00:00{_ZONE}"


def _atom(project: Project, address: str, title: str, entries: Sequence[_Entry]) -> bytes:
    site = project.catalog.site
    own = f"{address}feed.xml"
    # Atom wants a date even of an empty feed: the day of the build, an input like any other.
    updated = entries[0].stamp if entries else f"{project.release.today}T00:00:00{_ZONE}"
    feed = ET.Element("feed", xmlns=_ATOM, attrib={"xml:lang": "zh-CN"})
    _add(feed, "id", urls.absolute(site, own))
    _add(feed, "title", title)
    _add(feed, "updated", updated)
    ET.SubElement(feed, "link", rel="self", href=urls.absolute(site, own))
    ET.SubElement(feed, "link", rel="alternate", href=urls.absolute(site, address))
    _add(ET.SubElement(feed, "author"), "name", site.footer.get("主办单位", site.name))
    for one in entries:
        _atom_entry(feed, one)
    return _xml(feed)


def _atom_entry(feed: ET.Element, one: _Entry) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", one.id)
    _add(entry, "title", one.title)
    _add(entry, "updated", one.stamp)
    _add(entry, "published", one.stamp)
    ET.SubElement(entry, "link", rel="alternate", href=one.url)
    _add(ET.SubElement(entry, "author"), "name", one.author)
    _add(entry, "summary", one.summary)


def _sitemap(site: Site, pages: Iterable[Page]) -> bytes:
    """Every page that is listed: in a large county so many that no tree of them is built."""
    lines = [_XML, f'<urlset xmlns="{_SITEMAP}">']
    for page in pages:
        if page.listed:
            address = escape(_allowed(urls.absolute(site, page.address)))
            lines += [" <url>", f"  <loc>{address}</loc>"]
            if page.date:
                lines.append(f"  <lastmod>{page.date[:10]}</lastmod>")
            lines.append(" </url>")
    return "\n".join([*lines, "</urlset>\n"]).encode()


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _allowed(text)


def _allowed(text: str) -> str:
    return _NOT_XML.sub("", text)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    return f"{_XML}\n{body}\n".encode("utf-8", "xmlcharrefreplace")


def _web_config(site: Site) -> bytes:
    """For IIS: the file types that it does not know, the page for 404, and headers."""
    root = ET.Element("configuration")
    server = ET.SubElement(root, "system.webServer")
    content = ET.SubElement(server, "staticContent")
    for extension, mime in media.new_to_iis().items():
        ET.SubElement(content, "remove", fileExtension=extension)
        ET.SubElement(content, "mimeMap", fileExtension=extension, mimeType=mime)
    errors = ET.SubElement(server, "httpErrors")
    ET.SubElement(errors, "remove", statusCode="404")
    ET.SubElement(errors, "error", statusCode="404", path="404.html", responseMode="File")
    if site.guarded:
        headers = ET.SubElement(ET.SubElement(server, "httpProtocol"), "customHeaders")
        for name, value in media.HEADERS.items():
            # A header that the server above sends as well would be an error of IIS.
            ET.SubElement(headers, "remove", name=name)
            ET.SubElement(headers, "add", name=name, value=value)
    return _xml(root)
