"""The wire of a soak: endless, over a bounded number of items."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.drills.items import POISON
from benchmarks.soak.wire import NEW_EVERY, VERSIONS, endless_wire

if TYPE_CHECKING:
    from tests.running.pipeline import Raw

ITEMS = 60


def rounds(number: int) -> list[list[Raw]]:
    """Return so many rounds of readable records."""
    wire = (record for record in endless_wire(1, ITEMS) if record.value not in POISON)
    return [list(islice(wire, ITEMS)) for _ in range(number)]


def fields(record: Raw) -> dict[str, Any]:
    """Return what a record holds."""
    held: dict[str, Any] = orjson.loads(record.value or b"")
    return held


def test_every_round_has_the_same_items() -> None:
    """However long the wire, it has no more items than its first round."""
    keys = [{(fields(record)["provider"], fields(record)["item_id"]) for record in part} for part in rounds(3)]
    assert keys[0] == keys[1] == keys[2]


def test_one_item_in_twenty_has_a_new_version() -> None:
    """From the second round on: others than in the round before, with another text; the rest is sent again."""
    first, second, third = ([fields(record) for record in part] for part in rounds(3))
    for later in (second, third):
        new = [(old, item) for old, item in zip(first, later, strict=True) if item != old]
        assert len(new) == ITEMS // NEW_EVERY
        assert all(item["version"] > old["version"] + VERSIONS - 1 for old, item in new)
        assert all(item["body"] != old["body"] for old, item in new if old["body"])
    changed = [
        {item["item_id"] for old, item in zip(first, later, strict=True) if item != old} for later in (second, third)
    ]
    assert changed[0] != changed[1]


def test_some_records_can_not_be_read() -> None:
    """One in a hundred items is followed by such a record."""
    records = list(islice(endless_wire(1, 100), 202))
    assert sum(record.value in POISON for record in records) == 2
