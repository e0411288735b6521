"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0: one record, many items. Nothing is fetched."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import xxhash

from streams.wire.draft import Draft
from streams.wire.feed_entry import link_of, read_entry
from streams.wire.xml_tree import attribute, child, children, local_name, parse_xml, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

ROOTS: Final = frozenset({"rss", "RDF", "feed"})
NO_IDS: Final = frozenset(
    {"", "-", "0", "n/a", "na", "none", "null", "nil", "undefined", "unknown", "false", "guid", "id"}
)
"""What software writes where it has no id."""


def parse_feed(root: etree._Element) -> list[Draft]:
    """Return the items of a feed in the order given; an entry without any text is no item and is left out.

    Deleted entries of Atom (RFC 6721) follow, as kills.
    """
    channel = root if local_name(root) == "feed" else child(root, "channel")
    entries = [*children(root, "item", "entry"), *(() if channel is root else children(channel, "item", "entry"))]
    language = attribute(root, "lang") or text_of(child(channel, "language"))
    home = link_of(channel) if channel is not None else None
    kind = "atom" if channel is root else "rss"
    drafts = [read_entry(entry, kind=kind, language=language, home=home) for entry in entries]
    deleted = children(root, "deleted-entry")
    return [*_identified([draft for draft in drafts if draft.body or draft.headline], home), *map(_deleted, deleted)]


def parse_feed_bytes(value: bytes, charset: str | None = None) -> list[Draft]:
    """Return the items of a feed from its bytes. Raises `MalformedItem` or `UnsafeMarkup`."""
    return parse_feed(parse_xml(value, charset))


def _deleted(entry: etree._Element) -> Draft:
    return Draft(
        format="atom",
        item_id=attribute(entry, "ref"),
        version_created=attribute(entry, "when"),
        pubstatus="canceled",
        ednote=text_of(child(entry, "comment")),
    )


def _identified(drafts: list[Draft], home: str | None) -> Iterable[Draft]:
    """Give each entry the id that it has to itself: its own, else its address, else a digest of its text.

    Software that has no id for an entry writes one for all of them ("N/A"), or the address of the home page. An id
    that entries share names none of them, unless they are versions of one entry.
    """
    ids = Counter(draft.item_id for draft in _without_versions(drafts))
    links = Counter(draft.uri for draft in drafts)
    for draft in drafts:
        stated = draft.item_id or ""
        if stated.casefold() not in NO_IDS and ids[draft.item_id] <= 1:
            yield draft
        elif draft.uri and links[draft.uri] <= 1 and not _same_page(draft.uri, home):
            yield replace(draft, item_id=None)
        else:
            yield replace(draft, item_id=_content_id(draft.headline, draft.body))


def _without_versions(drafts: list[Draft]) -> Iterable[Draft]:
    """Yield the entries without those that are another version of one before: same id and address, other time."""
    seen: dict[tuple[str | None, str | None], set[object]] = {}
    for draft in drafts:
        times = seen.setdefault((draft.item_id, draft.uri), set())
        if not times or draft.version_created is None or draft.version_created in times:
            yield draft
        times.add(draft.version_created)


def _same_page(uri: str, home: str | None) -> bool:
    return home is not None and uri.rstrip("/") == home.rstrip("/")


def _content_id(headline: str | None, body: str | None) -> str:
    """Return an id made of the text, so that the same text is the same item at the next poll."""
    return f"text-{xxhash.xxh3_64_hexdigest(f'{headline}|{body}'.encode('utf-8', 'replace'))}"
