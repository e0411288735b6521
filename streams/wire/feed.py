"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0: one record, many items. Nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import xxhash

from streams.wire.draft import Draft
from streams.wire.markup_text import element_text, html_to_text
from streams.wire.xml_tree import attribute, child, children, local_name, namespace, parse_xml, text_of

if TYPE_CHECKING:
    from lxml import etree

DC: Final = "http://purl.org/dc/"
ROOTS: Final = frozenset({"rss", "RDF", "feed"})


def parse_feed(root: etree._Element) -> list[Draft]:
    """Return the items of a feed in the order given; an entry without any text is no item and is left out.

    Deleted entries of Atom (RFC 6721) follow, as kills.
    """
    channel = root if local_name(root) == "feed" else child(root, "channel")
    entries = [*children(root, "item", "entry"), *(() if channel is root else children(channel, "item", "entry"))]
    atom = local_name(root) == "feed"
    language = attribute(root, "lang") or text_of(child(channel, "language"))
    home = _link(channel) if channel is not None else None
    drafts = (_entry(entry, atom=atom, language=language, home=home) for entry in entries)
    deleted = children(root, "deleted-entry")
    return [draft for draft in drafts if draft.body or draft.headline] + [_deleted(entry) for entry in deleted]


def parse_feed_bytes(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the items of a feed from its bytes. Raises `MalformedItem` or `UnsafeMarkup`."""
    return parse_feed(parse_xml(value, charset))


def _entry(entry: etree._Element, *, atom: bool, language: str | None, home: str | None) -> Draft:
    link = _link(entry) or _permalink(entry)
    headline = _content(child(entry, "title"))
    body = _body(entry) or headline
    stated_id = text_of(child(entry, "id")) or text_of(child(entry, "guid")) or attribute(entry, "about")
    return Draft(
        format="atom" if atom else "rss",
        source=home,
        item_id=stated_id or (None if link else _content_id(headline, body)),
        uri=link,
        published=_text(entry, "pubDate", "published", "issued", "date", "created"),
        version_created=_text(entry, "updated", "modified"),
        headline=" ".join(headline.split()) if headline else None,
        byline=_byline(entry),
        language=attribute(entry, "lang") or language,
        subjects=tuple(_subjects(entry)),
        body=body,
    )


def _deleted(entry: etree._Element) -> Draft:
    return Draft(
        format="atom",
        item_id=attribute(entry, "ref"),
        version_created=attribute(entry, "when"),
        pubstatus="canceled",
        ednote=text_of(child(entry, "comment")),
    )


def _content_id(headline: str | None, body: str | None) -> str:
    """Return an id for an entry without id and link: the same text is the same item."""
    return f"text-{xxhash.xxh3_64_hexdigest(f'{headline}|{body}'.encode('utf-8', 'replace'))}"


def _body(entry: etree._Element) -> str | None:
    found = [_content(element) for element in children(entry, "encoded", "content", "description", "summary", "body")]
    texts = [text for text in found if text]
    return max(texts, key=len) if texts else None


def _content(element: etree._Element | None) -> str | None:
    if element is None or "search.yahoo.com/mrss" in namespace(element):
        return None
    kind = attribute(element, "type") or ""
    if len(element):
        return element_text(element) or None
    raw = element.text or ""
    text = raw.strip() if kind in {"text", "text/plain"} else html_to_text(raw)
    return text.strip() or None


def _link(element: etree._Element) -> str | None:
    candidates = [link for link in children(element, "link") if "purl.org/rss/1.0/modules" not in namespace(link)]
    for link in candidates:
        if attribute(link, "href") is None and text_of(link):
            return text_of(link)
    for link in candidates:
        if attribute(link, "href") and (attribute(link, "rel") or "alternate") == "alternate":
            return attribute(link, "href")
    return None


def _permalink(entry: etree._Element) -> str | None:
    guid = child(entry, "guid")
    text = text_of(guid)
    is_link = text is not None and text.startswith(("http://", "https://"))
    return text if is_link and (attribute(guid, "isPermaLink") or "true") == "true" else None


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
    return [subject for subject in found if subject][:64]
