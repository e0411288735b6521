"""One entry of a feed: its texts, addresses and times."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from streams.errors import MalformedItem
from streams.wire.decode import to_text
from streams.wire.draft import Draft
from streams.wire.markup_text import element_text, html_to_text
from streams.wire.xml_tree import attribute, child, children, namespace, text_of

if TYPE_CHECKING:
    from lxml import etree

DC: Final = "http://purl.org/dc/"
XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
MAX_SUBJECTS: Final = 64
_MARKUP_TYPES: Final = frozenset({"", "text", "html", "xhtml", "escaped", "xml"})
_WEB: Final = ("http://", "https://")


def read_entry(entry: etree._Element, *, kind: str, language: str | None, home: str | None) -> Draft:
    """Return what an entry states, with its addresses made absolute."""
    link = link_of(entry) or _permalink(entry) or _source_of_content(entry)
    uri = _joined(home or "", link) if link else None
    headline = _content(child(entry, "title"))
    return Draft(
        format=kind,
        source=home,
        item_id=text_of(child(entry, "id")) or text_of(child(entry, "guid")) or attribute(entry, "about"),
        uri=uri,
        published=_text(entry, "pubDate", "published", "issued", "date", "created"),
        version_created=_text(entry, "updated", "modified"),
        headline=" ".join(headline.split()) if headline else None,
        byline=_byline(entry),
        language=attribute(entry, "lang") or language,
        subjects=tuple(_subjects(entry)),
        body=_body(entry) or headline,
    )


def link_of(element: etree._Element) -> str | None:
    """Return the address of an entry or a feed, resolved against the `xml:base` it stands under."""
    candidates = [link for link in children(element, "link") if "purl.org/rss/1.0/modules" not in namespace(link)]
    for link in candidates:
        if attribute(link, "href") is None and text_of(link):
            return _absolute(link, text_of(link))
    for link in candidates:
        if attribute(link, "href") and (attribute(link, "rel") or "alternate") == "alternate":
            return _absolute(link, attribute(link, "href"))
    return None


def _absolute(element: etree._Element, address: str | None) -> str | None:
    """Return an address resolved against the bases of the element and of those around it, the innermost first."""
    resolved = address or ""
    for around in (element, *element.iterancestors()):
        base = around.get(XML_BASE)
        if base and not resolved.startswith(_WEB):
            resolved = _joined(str(base), resolved)
    return resolved or None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _permalink(entry: etree._Element) -> str | None:
    guid = child(entry, "guid")
    text = text_of(guid)
    is_link = text is not None and text.startswith(_WEB)
    return text if is_link and (attribute(guid, "isPermaLink") or "true") == "true" else None


def _source_of_content(entry: etree._Element) -> str | None:
    content = child(entry, "content")
    return _absolute(content, attribute(content, "src")) if content is not None and attribute(content, "src") else None


def _body(entry: etree._Element) -> str | None:
    found = [_content(element) for element in children(entry, "encoded", "content", "description", "summary", "body")]
    texts = [text for text in found if text]
    return max(texts, key=len) if texts else None


def _content(element: etree._Element | None) -> str | None:
    if element is None or "search.yahoo.com/mrss" in namespace(element):
        return None
    if len(element):
        return element_text(element) or None
    raw = element.text or ""
    kind = (attribute(element, "type") or "").lower()
    if attribute(element, "mode") == "base64" or not _is_text(kind):
        raw = _unpacked(raw, kind) or ""
    text = raw.strip() if kind in {"text", "text/plain"} else html_to_text(raw)
    return text.strip() or None


def _is_text(kind: str) -> bool:
    """Return whether content of a type stands in the feed as it is; any other type is in base64 (RFC 4287, 4.1.3.3)."""
    return kind in _MARKUP_TYPES or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))


def _unpacked(raw: str, kind: str) -> str | None:
    """Return the text of base64 content; None for pictures and other content without words."""
    if kind and not _is_text(kind) and not kind.endswith("octet-stream"):
        return None
    try:
        return to_text(b64decode("".join(raw.split()), validate=True))
    except (binascii.Error, ValueError, MalformedItem):
        return None


def _text(entry: etree._Element, *names: str) -> str | None:
    for name in names:
        found = text_of(child(entry, name))
        if found:
            return found
    return None


def _byline(entry: etree._Element) -> str | None:
    creator = next((item for item in children(entry, "creator") if namespace(item).startswith(DC)), None)
    author = child(entry, "author")
    return text_of(creator) or text_of(child(author, "name")) or text_of(author)


def _subjects(entry: etree._Element) -> list[str]:
    found = [attribute(item, "term") or text_of(item) for item in children(entry, "category", "subject")]
    return [subject for subject in found if subject][:MAX_SUBJECTS]
