"""What is known of feeds, as records of a compacted topic."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from streams.feeds import FeedState
from streams.ops.feeds.kept_states import ENTRIES, StoredFeed, take_over

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
STATE = FeedState(since=NOW, at=NOW, etag='"1"')


def after(*records: tuple[str, bytes | None]) -> dict[str, StoredFeed]:
    """Return what is known after some records."""
    found: dict[str, StoredFeed] = {}
    for key, value in records:
        take_over(found, key.encode(), value)
    return found


def test_state_and_entries_of_a_feed_come_apart() -> None:
    """The latest of each holds."""
    value = STATE.model_dump_json().encode()
    found = after(("hills", b"{}"), ("hills" + ENTRIES, b'{"a": "b"}'), ("hills", value), ("coast", value))
    assert found == {"hills": StoredFeed(state=STATE, entries={"a": "b"}), "coast": StoredFeed(state=STATE)}


def test_a_tombstone_makes_a_feed_new() -> None:
    """Nothing of it is known then."""
    assert after(("hills", STATE.model_dump_json().encode()), ("hills", None)) == {}


def test_a_state_of_a_later_release_is_read() -> None:
    """What it has more is left out."""
    value = STATE.model_dump_json().removesuffix("}") + ', "later": 1}'
    assert after(("hills", value.encode()))["hills"].state == STATE


@given(st.binary(max_size=20), st.binary(max_size=60))
def test_a_foreign_record_is_nothing(key: bytes, value: bytes) -> None:
    """It neither stops the feeds nor is taken for a state."""
    for name in (key, key + ENTRIES.encode()):
        found: dict[str, StoredFeed] = {}
        take_over(found, name, value)
        assert all(stored.state is None for stored in found.values())
