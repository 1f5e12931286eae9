"""What the policy of the pages names of a portal's pieces, and what of a theme it would stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai_ssg.exchange import feeds
from gongkai_ssg.model import Site
from gongkai_ssg.theme import active, policy
from gongkai_ssg.theme.portal import Portal

SITE = Site(url="https://xian.example/gk/")


def said(header: str, site: Site = SITE) -> dict[str, list[str]]:
    """The directives and their sources."""
    parts = policy.policy(site, Portal(header)).split("; ")
    return {name: sources for name, *sources in (part.split() for part in parts)}


def found(folder: Path, line: str) -> list[str]:
    """What of a template is named."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates/base.html").write_text(line, "utf-8")
    return [str(one.params["what"]) for one in active.of_theme(folder)]


def in_portal(line: str) -> list[str]:
    return [str(one.params["what"]) for one in active.of_portal([("header.html", line)])]


@pytest.mark.parametrize(
    ("piece", "host"),
    [
        ('<form action="https://so.xian.example/s" method="get">', "https://so.xian.example"),
        ("<FORM ACTION=//so.xian.example/s>", "so.xian.example"),
        ('<button formaction="https://so.xian.example:8443/s">', "https://so.xian.example:8443"),
        ('<script>f.action = "https://so.xian.example/s"</script>', "https://so.xian.example"),
    ],
)
def test_a_form_of_the_portal_may_go_to_its_host(piece: str, host: str) -> None:
    assert said(piece)["form-action"] == ["'self'", host]


def test_a_form_is_no_leave_to_load() -> None:
    rules = said('<form action="https://so.example/s"><img src="https://img.example/a.png">')
    assert rules["default-src"] == ["'self'", "https://img.example"]
    assert rules["img-src"] == ["'self'", "data:", "https://img.example"]
    assert rules["form-action"] == ["'self'", "https://so.example"]


def test_hashes_are_said_once_and_only_where_they_mean_something() -> None:
    scripts = {"网站找错": "https://zfwzgl.www.gov.cn/exposure/jiucuo.js"}
    rules = said("<script>var a = 1</script>", Site(scripts=scripts))
    assert rules["default-src"].count(policy.hash_of("var a = 1")) == 1
    assert rules["default-src"][-3] == "'unsafe-hashes'"
    assert rules["img-src"] == ["'self'", "data:", "https://zfwzgl.www.gov.cn"]


@pytest.mark.parametrize(
    ("piece", "host"),
    [
        ('<script src="https://住建.中国/a.js">', "https://xn--pqqv59a.xn--fiqs8s"),
        ('<img src="//a@Img.Example:81/a.png">', "img.example:81"),
        ('<img srcset="/a.png 1x, https://img.example/b.png 2x">', "https://img.example"),
        ('<video poster="https://img.example/b.png">', "https://img.example"),
    ],
)
def test_a_host_is_named_as_browsers_compare_it(piece: str, host: str) -> None:
    assert said(piece)["default-src"] == ["'self'", host]


@pytest.mark.parametrize("address", ["//[::1", "//a:99999/", "//a;b/", "//" + "中" * 70 + ".中国/"])
def test_what_is_no_host_is_not_named(address: str) -> None:
    assert said(f'<img src="{address}">')["default-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('<script type="application/javascript">a()</script>', "写在网页里的 <script>"),
        ("<script type='application/x-javascript'>a()</script>", "写在网页里的 <script>"),
        ('<script type="module">a()</script>', "写在网页里的 <script>"),
        ("<script defer>a()</script>", "写在网页里的 <script>"),
        (
            '<img srcset="a.png 1x, https://a.example/b.png 2x">',
            "从别的网站取的 https://a.example/b.png",
        ),
        ('<video poster="//a.example/b.png">', "从别的网站取的 //a.example/b.png"),
        ('<object data="a.swf"></object>', "写在网页里的 <object>"),
        ('<embed src="https://a.example/a.swf">', "写在网页里的 <embed>"),
        (
            '<link rel="Alternate StyleSheet" href="//a.example/a.css">',
            "从别的网站取的 //a.example/a.css",
        ),
        (
            '<link rel=icon href="https://a.example/a.ico">',
            "从别的网站取的 https://a.example/a.ico",
        ),
        ('<form action="https://so.example/s">', "交给别的网站的表单 https://so.example/s"),
        ('<button formaction="//so.example/s">', "交给别的网站的表单 //so.example/s"),
        ('<a href=" JavaScript:back()">', "写在标签里的 javascript:"),
    ],
)
def test_what_a_theme_may_not_is_named(tmp_path: Path, line: str, what: str) -> None:
    assert found(tmp_path, line) == [what]


@pytest.mark.parametrize(
    "line",
    [
        '<script type="text/template"><b onclick="x()"></script>',
        '<script type="text/template" src="https://a.example/a.html"></script>',
        '<script type="application/ld+json">{}</script>',
        '<script src="{{ root }}static/a.js"></script>',
        '<link rel="alternate" href="https://a.example/feed.xml">',
        '<link rel="preconnect" href="https://a.example">',
        '<link rel="dns-prefetch" href="//a.example">',
        '<link rel="canonical" href="https://a.example/">',
        '<a href="https://a.example/">甲</a>',
        '<form action="{{ root }}search/index.html">',
        '<p title="a style=b onclick=c">字</p>',
        '<p data-style="a" data-onclick="b">字</p>',
    ],
)
def test_what_a_theme_may_is_not_named(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, line) == []


def test_of_the_portal_only_what_no_policy_can_name_is_told() -> None:
    assert in_portal('<form action="https://so.example/s"><script>a()</script>') == []
    assert in_portal('<object data="https://a.example/a.swf">') == ["写在网页里的 <object>"]
    assert in_portal('<form onsubmit="go()">') == ["写在标签里的 onsubmit"]


def test_a_server_keeps_the_policy_that_it_has() -> None:
    """To remove a header and add our own would take away what the portal's keepers chose."""
    text = feeds._web_config(SITE).decode()
    assert "Content-Security-Policy" not in text
    assert '<add name="X-Content-Type-Options" value="nosniff" />' in text
    assert '<add name="Referrer-Policy" value="strict-origin-when-cross-origin" />' in text
