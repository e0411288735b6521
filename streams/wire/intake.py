"""The one way in: a record of `wire.raw` to the items in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from streams.errors import EmptyItem, ItemTooLarge, MalformedItem, UnsupportedFormat, WireError
from streams.wire.anpa import parse_anpa
from streams.wire.assemble import Record, assemble, received_time
from streams.wire.content_type import content_type_of
from streams.wire.decode import to_text
from streams.wire.feed import ROOTS as FEED_ROOTS
from streams.wire.feed import parse_feed
from streams.wire.html_page import parse_html_page
from streams.wire.iptc7901 import parse_iptc7901
from streams.wire.json_item import parse_json_item
from streams.wire.newsml_1 import parse_newsml_1
from streams.wire.newsml_g2 import ROOTS as G2_ROOTS
from streams.wire.newsml_g2 import parse_newsml_g2
from streams.wire.ninjs import is_ninjs, parse_ninjs
from streams.wire.nitf import parse_nitf
from streams.wire.plain_text import parse_plain_text
from streams.wire.xml_tree import local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from schemas import WireItem
    from streams.wire.draft import Draft
    from streams.wire.limits import Limits

MAX_ENVELOPES: Final = 4


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
    record = Record(
        value=value,
        headers=headers,
        received=received_time(headers, received),
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


def parse_drafts(value: bytes, content_type: str | None) -> list[Draft]:
    """Return what the items of a record state, by its format. Raises a `WireError`."""
    kind = content_type_of(content_type, value)
    match kind.family:
        case "json":
            return _json_drafts(value, kind.charset)
        case "xml":
            return _xml_drafts(value, kind.charset)
        case "html":
            return parse_html_page(value, kind.charset)
        case "text":
            return parse_plain_text(value, kind.charset)
        case "anpa":
            return parse_anpa(value, kind.charset)
        case _:
            return parse_iptc7901(value, kind.charset)


def _entries(drafts: list[Draft], record: Record, limits: Limits) -> Iterator[WireItem | WireError]:
    for index, draft in enumerate(drafts):
        try:
            yield from assemble(draft, record, index, limits)
        except WireError as error:
            if len(drafts) == 1:
                raise
            yield error


def _json_drafts(value: bytes, charset: str | None) -> list[Draft]:
    try:
        content = orjson.loads(to_text(value, charset))
    except orjson.JSONDecodeError as error:
        raise MalformedItem(f"not JSON: {str(error)[:200]}") from error
    return [_json_draft(row) for row in _rows(content)]


def _rows(content: Any) -> list[Any]:
    """Return the objects of a list, or of an envelope such as `{"data": {"items": [{"item": {...}}]}}`."""
    for _ in range(MAX_ENVELOPES):
        match content:
            case {"items": list(rows)} | {"articles": list(rows)} | list(rows):
                return [
                    row["item"] if isinstance(row, dict) and isinstance(row.get("item"), dict) else row for row in rows
                ]
            case {"data": dict(inner)} | {"item": dict(inner)}:
                content = inner
            case _:
                break
    return [content]


def _json_draft(row: Any) -> Draft:
    if not isinstance(row, dict):
        raise MalformedItem(f"the JSON is a {type(row).__name__}, not an object with the fields of an item")
    return parse_ninjs(row) if is_ninjs(row) else parse_json_item(row)


def _xml_drafts(value: bytes, charset: str | None) -> list[Draft]:
    root = parse_xml(value, charset)
    name = local_name(root)
    if name in FEED_ROOTS:
        return parse_feed(root)
    if name in G2_ROOTS:
        return parse_newsml_g2(root)
    if name == "nitf":
        return parse_nitf(root)
    if name == "NewsML":
        return parse_newsml_1(root)
    if name.lower() == "html":
        return parse_html_page(value, charset)
    raise UnsupportedFormat(f"no parser takes XML with the root element {name[:80]!r}")
