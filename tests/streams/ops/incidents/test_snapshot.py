"""The latest value of each incident, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from schemas import encode
from streams.ops.incidents.snapshot import Snapshot

if TYPE_CHECKING:
    from schemas import Incident


@dataclass
class Stored:
    """A record as a consumer gives it."""

    value: bytes | None
    key: bytes | None = b"afn/1"
    timestamp: int | None = 1_772_442_000_000
    headers: Any = ()


def snapshot() -> Snapshot:
    """Return one without incidents."""
    return Snapshot(datetime(2026, 3, 2, 12, tzinfo=UTC))


def test_the_latest_value_stands_until_a_tombstone(blast: Incident) -> None:
    """A later record replaces an earlier one; a tombstone removes the incident."""
    found = snapshot()
    found.add(Stored(encode(blast)))  # type: ignore[arg-type]
    later = blast.model_copy(update={"title": "Later"})
    assert found.add(Stored(encode(later))) == later  # type: ignore[arg-type]
    assert [each.title for each in found.incidents.values()] == ["Later"]
    assert found.add(Stored(None)) is None  # type: ignore[arg-type]
    assert found.incidents == {}


def test_what_cannot_be_read_changes_nothing(blast: Incident) -> None:
    """A value that is no incident is left out."""
    found = snapshot()
    found.add(Stored(encode(blast)))  # type: ignore[arg-type]
    assert found.add(Stored(b"{broken")) is None  # type: ignore[arg-type]
    assert list(found.incidents) == ["afn/1"]


def test_freshness_is_that_of_the_newest_record(blast: Incident) -> None:
    """It says when it was read and when the last change was."""
    found = snapshot()
    assert found.freshness() == "as of 2026-03-02 12:00:00 UTC; none has been written yet"
    found.add(Stored(encode(blast)))  # type: ignore[arg-type]
    found.add(Stored(None, timestamp=0))  # type: ignore[arg-type]
    assert found.freshness().endswith("the latest change is of 2026-03-02 09:00:00 UTC")
