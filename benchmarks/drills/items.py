"""The records of the drills' wire: items as JSON, a package, and records that intake must refuse."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from tests.running.pipeline import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A version of an item, and when it arrives."""

    at: datetime
    provider: str
    number: str
    version: int
    body: str
    headline: str = ""
    language: str = "en"
    more: tuple[tuple[str, object], ...] = ()
    """Further fields of the record: status, signals, note, embargo."""

    def row(self) -> dict[str, Any]:
        """Return the item under the names of our own JSON envelope."""
        return {
            "provider": self.provider,
            "item_id": self.number,
            "version": self.version,
            "url": f"https://{self.provider}.example/{self.number}",
            "headline": self.headline,
            "body": self.body,
            "language": self.language,
            "published": self.at.isoformat(),
            **dict(self.more),
        }


def as_record(item: Item, place: int) -> Raw:
    """Return the record of an item; `place` is its number on the wire."""
    return Raw(orjson.dumps(item.row()), headers(item.at, place), item.number.encode())


def as_package(items: Sequence[Item], place: int) -> Raw:
    """Return one record of several items, with one between them that can't be read."""
    rows: list[dict[str, Any]] = [item.row() for item in items]
    rows.insert(1, {"provider": items[0].provider, "item_id": "no-body", "embargoed_until": "soon"})
    return Raw(orjson.dumps({"items": rows}), headers(items[0].at, place))


def poison(at: datetime, place: int) -> Raw:
    """Return a record that costs a dead letter or carries nothing; the kinds take turns."""
    value = POISON[place % len(POISON)]
    return Raw(value, headers(at, place), b"poison")


def headers(at: datetime, place: int) -> tuple[tuple[str, bytes], ...]:
    """Return the headers of a record: time of receipt and trace are given, so that every run has the same."""
    return (
        ("content-type", b"application/json"),
        ("wf-received", at.isoformat().encode()),
        ("traceparent", b"00-%032x-%016x-01" % (place + 1, place + 1)),
    )


_ITEM: Final = {"provider": "poison", "item_id": "p", "body": "A short text."}
POISON: Final[tuple[bytes | None, ...]] = (
    b"{broken",
    b"  ",
    None,
    b"\xff\xfe\x00\x01\x02",
    gzip.compress(b"{}" * 50)[:30],
    b"[" * 5_000,
    orjson.dumps(_ITEM | {"pubstatus": "perhaps"}),
    orjson.dumps(_ITEM | {"embargoed_until": "soon"}),
    orjson.dumps(_ITEM | {"body": 17}),
    orjson.dumps(_ITEM | {"version": -(10**14)}),
    orjson.dumps(_ITEM | {"body": ""}),
    b"<html><body><script>" + b"x" * 20_000,
)
"""What senders get wrong: cut, empty, binary, nested too deep, and fields that nobody can read."""
