"""The one way in: a record of `wire.raw` to the items in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from streams.errors import EmptyItem, ItemTooLarge, MalformedItem, UnsupportedFormat, WireError
from streams.wire.anpa import parse_anpa
from streams.wire.assemble import RECEIVED_AHEAD, Record, assemble, received_time
from streams.wire.content_type import content_type_of
from streams.wire.decode import decoded
from streams.wire.feed import ROOTS as FEED_ROOTS
from streams.wire.feed import parse_feed
from streams.wire.feed_rescue import rescue_feed
from streams.wire.html_page import parse_html_page, tells_a_story
from streams.wire.iptc7901 import parse_iptc7901
from streams.wire.json_item import parse_json_item
from streams.wire.json_kinds import kind_of, parse_kind, rows_of
from streams.wire.json_reading import load_marked
from streams.wire.newsml_1 import parse_newsml_1
from streams.wire.newsml_g2 import ROOTS as G2_ROOTS
from streams.wire.newsml_g2 import parse_newsml_g2
from streams.wire.ninjs import is_ninjs, parse_ninjs
from streams.wire.nitf import parse_nitf
from streams.wire.plain_text import parse_plain_text
from streams.wire.xml_tree import local_name, parse_xml_text, xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from lxml import etree

    from schemas import WireItem
    from streams.wire.content_type import ContentType
    from streams.wire.draft import Draft
    from streams.wire.limits import Limits

UNREAD_CHARS: Final = 200
"""A string this long in a field that no parser reads is the text, under a name that is not known."""


def parse_record(
    value: bytes | None,
    headers: Mapping[str, str],
    *,
    received: datetime,
    origin_partition: int,
    origin_offset: int,
    limits: Limits,
) -> list[WireItem]:
    """Return the items of a record, at least one, in the order they stand in it.

    `received` is the record's timestamp, taken where there is no `wf-received` header. All ids derive from the bytes,
    the headers and the record's place. Raises a `WireError` (`EmptyItem`, `ItemTooLarge`, `UnsupportedFormat`,
    `MalformedItem`, `UnsafeMarkup`) where the record, or any entry of it, can't be read; `parse_entries` keeps the
    good entries of a feed apart from the bad.
    """
    items: list[WireItem] = []
    for entry in parse_entries(
        value,
        headers,
        received=received,
        origin_partition=origin_partition,
        origin_offset=origin_offset,
        limits=limits,
    ):
        if isinstance(entry, WireError):
            raise entry
        items.append(entry)
    return items


def parse_entries(
    value: bytes | None,
    headers: Mapping[str, str],
    *,
    received: datetime,
    origin_partition: int,
    origin_offset: int,
    limits: Limits,
) -> list[WireItem | WireError]:
    """Return for each entry of a record its item, or the error that keeps it out.

    Raises a `WireError` where the record as a whole can't be read, or its only entry.
    """
    if value is None:
        raise EmptyItem("the record has no value (a tombstone)")
    arrival = received_time(headers, received)
    record = Record(
        value=value,
        headers=headers,
        received=arrival,
        latest=arrival + RECEIVED_AHEAD,
        partition=origin_partition,
        offset=origin_offset,
    )
    return read_entries(record, limits)


def read_entries(record: Record, limits: Limits) -> list[WireItem | WireError]:
    """Return the entries of a record that is not blank, as `parse_entries` does."""
    value = record.value
    if len(value) > limits.max_item_bytes:
        raise ItemTooLarge(f"the record has {len(value)} bytes; max_item_bytes is {limits.max_item_bytes}")
    if not value.strip():
        raise EmptyItem("the record is blank")
    drafts = parse_drafts(value, record.headers.get("content-type"))
    if not drafts:
        raise EmptyItem("there is no item with text in the record")
    if len(drafts) > limits.max_feed_items:
        raise ItemTooLarge(f"the record has {len(drafts)} items; max_feed_items is {limits.max_feed_items}")
    return list(_entries(drafts, record, limits))


def parse_drafts(value: bytes, content_type: str | None) -> list[Draft | WireError]:
    """Return what the items of a record state, by its format, and an error for each that can't be read.

    Raises a `WireError` where the record as a whole can't be read.
    """
    kind = content_type_of(content_type, value)
    match kind.family:
        case "json":
            return _json_drafts(value, kind.charset)
        case "xml":
            return _xml_drafts(value, kind)
        case "html":
            return [*parse_html_page(value, kind.charset)]
        case "text":
            return [*parse_plain_text(value, kind.charset)]
        case "anpa":
            return [*parse_anpa(value, kind.charset)]
        case _:
            return [*parse_iptc7901(value, kind.charset)]


def _entries(drafts: list[Draft | WireError], record: Record, limits: Limits) -> Iterator[WireItem | WireError]:
    for index, draft in enumerate(drafts):
        if isinstance(draft, WireError):
            yield draft
            continue
        try:
            yield from assemble(draft, record, index, limits)
        except WireError as error:
            if len(drafts) == 1:
                raise
            yield error


def _json_drafts(value: bytes, charset: str | None) -> list[Draft | WireError]:
    source = decoded(value, charset)
    content, remarks = load_marked(source.text)
    rows = rows_of(content)
    remarks = (*source.remarks, *remarks)
    if len(rows) == 1:
        return [_remarked(_json_draft(rows[0]), remarks)]
    return [_json_entry(row, remarks) for row in rows]


def _json_entry(row: Any, remarks: tuple[str, ...]) -> Draft | WireError:
    try:
        return _remarked(_json_draft(row), remarks)
    except WireError as error:
        return error


def _json_draft(row: Any) -> Draft:
    if not isinstance(row, dict):
        raise MalformedItem(f"the JSON is a {type(row).__name__}, not an object with the fields of an item")
    kind = kind_of(row)
    own = parse_ninjs if is_ninjs(row) else parse_json_item
    draft = own(row) if kind is None else parse_kind(row, kind)
    if draft.body is None:
        _refuse_unread(row, draft)
    return draft


def _refuse_unread(row: Mapping[str, Any], draft: Draft) -> None:
    """Refuse an object that is of no known kind: its text would be lost, and its headline published as all of it."""
    names = ", ".join(repr(str(name)[:40]) for name in list(row)[:12]) or "none"
    if not (draft.headline or draft.item_id or draft.uri):
        raise MalformedItem(f"the JSON object is of no known kind; its fields: {names}; see docs/formats.md")
    known = {draft.headline, draft.ednote, draft.uri, draft.item_id, draft.byline, draft.slugline}
    for name, held in row.items():
        if isinstance(held, str) and len(held) >= UNREAD_CHARS and held not in known:
            raise MalformedItem(f"the field {name[:40]!r} has {len(held)} characters and is no known name for the text")


def _remarked(draft: Draft | WireError, remarks: tuple[str, ...]) -> Draft | WireError:
    if isinstance(draft, WireError) or not remarks:
        return draft
    return replace(draft, remarks=(*remarks, *draft.remarks))


def _xml_drafts(value: bytes, kind: ContentType) -> list[Draft | WireError]:
    source = xml_text(value, kind.charset)
    try:
        root = parse_xml_text(source.text)
    except MalformedItem as error:
        drafts = rescue_feed(source.text, error)
    else:
        drafts = [*_tree_drafts(root, value, kind)]
    return [_remarked(draft, source.remarks) for draft in drafts]


def _tree_drafts(root: etree._Element, value: bytes, kind: ContentType) -> list[Draft]:
    name = local_name(root)
    reader = _READERS.get(name)
    if reader is not None:
        return reader(root)
    if name.lower() == "html":
        if kind.stated:
            raise UnsupportedFormat(
                "a web page was sent as XML, as servers do for a log-in or an error; nothing is taken"
            )
        return [draft for draft in parse_html_page(value, kind.charset) if tells_a_story(draft.body or "")]
    raise UnsupportedFormat(f"no parser takes XML with the root element {name[:80]!r}")


_READERS: Final[Mapping[str, Callable[[etree._Element], list[Draft]]]] = {
    **dict.fromkeys(FEED_ROOTS, parse_feed),
    **dict.fromkeys(G2_ROOTS, parse_newsml_g2),
    "nitf": parse_nitf,
    "NewsML": parse_newsml_1,
}
