"""What receivers know, as records of a topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from schemas import Watch, encode
from streams.ops.delivery.state import StoredState, record_key
from tests.streams.delivery.conftest import notification

WATCH = Watch(
    receiver="desk", rule="all", incident_id="afn/1|2", group="afn/1|2", updated=datetime(2026, 3, 2, tzinfo=UTC)
)
KEY = ("all", "afn/1|2")


@dataclass
class Stored:
    """A record as a consumer gives it."""

    value: bytes | None
    key: bytes | None = record_key("desk", KEY)
    partition: int = 3


def state(*records: Stored) -> StoredState:
    """Return what is known after some records."""
    found = StoredState()
    for record in records:
        found.add(record, "desk")  # type: ignore[arg-type]
    return found


def test_the_latest_record_of_an_incident_counts() -> None:
    """Also where the id of the incident has the separator in it."""
    later = WATCH.model_copy(update={"offset": 7})
    found = state(Stored(encode(WATCH)), Stored(encode(later)))
    assert (found.watches, found.partitions) == ({KEY: later}, {KEY: 3})


def test_a_tombstone_ends_it() -> None:
    """Nothing is known any more."""
    found = state(Stored(encode(WATCH)), Stored(None))
    assert (found.watches, found.again, found.partitions) == ({}, {}, {})


def test_other_receivers_are_none_of_ours() -> None:
    """One whose name begins alike neither."""
    others = [Stored(encode(WATCH), record_key(name, KEY)) for name in ("des", "desk2", "chat")]
    assert state(*others, Stored(encode(WATCH), None)).watches == {}


def test_a_notification_that_was_put_back_is_to_be_delivered_again() -> None:
    """It has no rule in its key, and ends with a tombstone."""
    again = notification()
    key = record_key("desk", ("", again.id))
    found = state(Stored(encode(again), key))
    assert found.again == {("", again.id): again}
    assert state(Stored(encode(again), key), Stored(None, key)).again == {}


@pytest.mark.parametrize("value", [b"{broken", b"{}", b"\xff"])
def test_what_cannot_be_read_is_nothing(value: bytes) -> None:
    """An older value of the same key is gone with it."""
    assert state(Stored(encode(WATCH)), Stored(value)).watches == {}
