"""The only room that decides an address, an output path or what a QR code says.

Every address is relative to the site's root. A page's address ends in `/`; its file is
`index.html` in that folder, and links name the file, so that `file://` works too.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from gongkai_ssg import schema
from gongkai_ssg.model import Site, is_device

# First parts of addresses that no domain may take.
RESERVED = frozenset(
    "i r apply place body audience catalog search changes pages screen data sitemap pagefind "
    "static".split()
) | {one.address.strip("/") for one in schema.load().listings.values()}
# Places on a page (`id`) that the theme itself uses: no entry of a list may be there.
ANCHORS = frozenset(
    "attachments attachments-title by-domain cards changes clock columns data domains elements "
    "elements-title everybody explanation find groups history history-title interpretations item "
    "items items-title large-print licence list list-title main map-bodies map-columns "
    "map-domains map-places map-ways more named named-title negative newest number numbers "
    "on-show outdated places places-title proactive q qr records records-title results "
    "results-title search-form search-status search-unavailable table ways who who-title".split()
)
BODIES, AUDIENCES, SITE_MAP = "body/", "audience/", "sitemap/"
APPLY, SCREEN = "apply/", "screen/"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def item(code: str) -> str:
    """`i/zdbc-01-02/`: permanent, printed on boards."""
    return f"i/{code.lower()}/"


def record(record_id: str) -> str:
    """`r/<id>/`."""
    return f"r/{record_id}/"


def sheet(address: str) -> str:
    """The PDF of an item's or a record's page."""
    return f"{address}notice.pdf"


def asset(address: str, name: str) -> str:
    """The address of a file that goes with a page; a name that cannot stand there is replaced.

    That is one not in ASCII, or that of a device of Windows (`aux.pdf`).

    What replaces it hangs on the name alone: whatever joins the page later, the file stays there.
    """
    if _SAFE_NAME.fullmatch(name) and not is_device(name):
        return address + name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{address}file-{mark}.{name.rpartition('.')[2].lower()}"


def domain(slug: str) -> str:
    """`<slug>/`."""
    return f"{slug}/"


def place(place_id: str) -> str:
    """`place/<id>/`."""
    return f"place/{place_id}/"


def body(body_id: str) -> str:
    """`body/<id>/`."""
    return f"body/{body_id}/"


def page(slug: str) -> str:
    """`pages/<slug>/`."""
    return f"pages/{slug}/"


def place_on(address: str, anchor: str) -> str:
    """A place on a page: `flows/#dibao`, printed on sheets."""
    return f"{address}#{anchor}"


def calendar(address: str, name: str) -> str:
    """A calendar file (`.ics`) that goes with a page."""
    return f"{address}{name}.ics"


def file_of(address: str) -> str:
    """The output file of an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def folded(address: str) -> str:
    """An address as a computer knows it to which capitals, or ways to write one sign, are alike."""
    if address.isascii():
        return address.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", address).casefold())


def root_of(address: str) -> str:
    """The way from a page back to the site's root: `../../`, or `./` on the home page."""
    return "../" * address.count("/") or "./"


def absolute(site: Site, address: str) -> str:
    """The full address on the portal, for canonical links, feeds and the sitemap."""
    return site.url + quote(address)


def printed(site: Site, address: str) -> str:
    """The full address as it stands beside a QR code, or in it: short where a short one is set."""
    return site.qr_url + quote(address)


def item_absolute(site: Site, code: str) -> str:
    """The permanent address of an item as printed beside its QR code."""
    return printed(site, item(code))


def qr_text(site: Site, code: str, version: int) -> str:
    """What the QR code of an item says: `{网址}i/<code>/?v=<n>`."""
    return f"{item_absolute(site, code)}?v={version}"
