"""Which format a record has: by its content type, else by its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.errors import UnsupportedFormat
from streams.wire.anpa import looks_like_anpa
from streams.wire.data_files import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

SNIFF_BYTES: Final = 4_096
_TYPES: Final[Mapping[str, str]] = {
    name: kind for kind, names in read_json("content_types.json").items() if kind != "source" for name in names
}
_CHARSET = re.compile(r";\s{0,9}charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9._:+-]{1,40})", re.IGNORECASE)
_HTML = re.compile(
    rb"(?:<!--.{0,2000}?-->\s{0,99})?<(?:!doctype\s{1,9}html|html|head|body|div|p|article|section|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_BARE_7901 = re.compile(
    rb"[A-Za-z]{2,6}\d{3,5} [1-9] [A-Za-z-]{1,5} {1,3}\d{1,5} {1,4}[A-Za-z][A-Za-z -]{1,12} ?\d{3,4}\s"
)
_FEED = re.compile(rb"(?:<\?xml\b[^<>]{0,400}\?>\s{0,99})?<(?:rss|feed|[a-z]{1,20}:RDF)\b")
_LATE_FEED = re.compile(rb"<\?xml\b[^<>]{0,400}\?>\s{0,99}<(?:rss|feed|[a-z]{1,20}:RDF)\b")
"""A feed with words of the server before it, such as a warning of its software."""
_PAGE = re.compile(rb"<(?:!doctype\s{1,9}html|html)\b", re.IGNORECASE)
_WIRE_ROOT = re.compile(
    rb"(?:<\?xml\b[^<>]{0,400}\?>\s{0,99})?(?:<!DOCTYPE\b[^<>\[]{0,400}>\s{0,99})?"
    rb"<(?:[A-Za-z]{1,20}:)?(?:newsItem|newsMessage|packageItem|NewsML|nitf)\b"
)
_XML = re.compile(rb"<(?:\?xml|!DOCTYPE|!--|[A-Za-z_])")

_UNMARKED_WIDE: Final = frozenset(pair for sign in b"<{[" for pair in (bytes((sign, 0)), bytes((0, sign))))
"""How markup and JSON begin in UTF-16 without a byte order mark."""
_FAMILIES: Final = (
    ("xml", _FEED.match),
    ("xml", _LATE_FEED.search),
    ("html", _HTML.match),
    ("xml", _XML.match),
    ("iptc7901", _BARE_7901.match),
)


@dataclass(frozen=True, slots=True)
class ContentType:
    """A record's family (`json`, `xml`, `html`, `text`, `iptc7901`) and the charset its header states."""

    family: str
    charset: str | None = None
    stated: bool = False
    """Whether the header names the family; else the first bytes do."""


def content_type_of(header: str | None, value: bytes) -> ContentType:
    """Return how a record is to be read.

    A generic type (`application/octet-stream`) or none leaves it to the first bytes. Raises `UnsupportedFormat` for a
    type that no parser takes.
    """
    stated = (header or "")[:400]
    charset = _CHARSET.search(stated)
    name = stated.partition(";")[0].strip().lower()
    family = _family(name) if name else "any"
    known = family != "any"
    if not known:
        family = sniff(value)
    elif family in {"text", "iptc7901"} and (seen := sniff(value)) in {"anpa", "iptc7901"}:
        family = seen
    elif family in {"text", "html"}:
        family = _misstated(value) or family
    return ContentType(family, charset[1] if charset else None, stated=known)


def sniff(value: bytes) -> str:
    """Return the family that the first bytes show."""
    # Most records are markup or JSON; what begins as they do has no serial number of ANPA.
    if value[:1] not in {b"<", b"{", b"["} and looks_like_anpa(value):
        return "anpa"
    if value[:1] in {b"\x01", b"\x16"} or (b"\x02" in value[:400] and b"\x03" in value[-400:]):
        return "iptc7901"
    head = _head(value)
    if head[:1] in {b"{", b"["} and _is_json(head):
        return "json"
    return next((family for family, found in _FAMILIES if found(head)), "text")


def _head(value: bytes) -> bytes:
    head = value[:SNIFF_BYTES]
    for mark, width in ((b"\xff\xfe", 2), (b"\xfe\xff", 2), (b"\xef\xbb\xbf", 1)):
        if head.startswith(mark):
            head = head[len(mark) :] if width == 1 else head[2:].replace(b"\x00", b"")
    if head[:2] in _UNMARKED_WIDE:
        head = head.replace(b"\x00", b"")
    return head.lstrip()


def _misstated(value: bytes) -> str | None:
    """Return the family of what servers send as pages and as text: feeds, wires and JSON, and pages as text.

    Read as words, a kill in JSON would be published.
    """
    head = _head(value)
    if _is_feed(head) or _WIRE_ROOT.match(head):
        return "xml"
    if head[:1] in {b"{", b"["} and _is_json(head) and value.rstrip()[-1:] in {b"}", b"]"}:
        return "json"
    return "html" if _PAGE.match(head) else None


def _is_feed(head: bytes) -> bool:
    return _FEED.match(head) is not None or _LATE_FEED.search(head) is not None


def _is_json(head: bytes) -> bool:
    inner = head[1:].lstrip()
    return inner[:1] in ({b'"', b"}"} if head[:1] == b"{" else {b"{", b"[", b"]"}) or len(inner) == 0


def _family(name: str) -> str:
    known = _TYPES.get(name)
    if known:
        return known
    if name.endswith("+json"):
        return "json"
    if name.endswith("+xml"):
        return "xml"
    raise UnsupportedFormat(
        f"no parser takes content type {name!r}; known: "
        "text/plain, text/html, application/json, application/xml and the wire formats of docs/formats.md"
    )
