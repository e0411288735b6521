"""How the desk stands to the broker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.desk.condition import LATEST_MS, Condition

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(seconds=5)


def test_it_begins_as_starting_and_becomes_live() -> None:
    """A desk that has not read all yet says so."""
    condition = Condition(AT)
    assert condition.shown(0).condition == "starting"
    assert condition.live(LATER)
    assert (condition.shown(0).condition, condition.shown(0).since) == ("live", LATER)
    assert not condition.live(LATER + timedelta(seconds=1))
    assert condition.shown(0).since == LATER


def test_away_keeps_since_when() -> None:
    """While the broker is away, it is away since the first failure, whatever the reason becomes."""
    condition = Condition(AT)
    assert condition.away("no answer", LATER)
    assert not condition.away("no answer", LATER + timedelta(seconds=1))
    assert condition.away("refused", LATER + timedelta(seconds=2))
    assert (condition.shown(0).since, condition.shown(0).reason) == (LATER, "refused")
    condition.live(LATER + timedelta(seconds=3))
    assert condition.shown(0).reason is None


def test_the_newest_record_says_how_fresh_it_is() -> None:
    """The time of the newest record counts, in whatever order they come, and no time breaks it."""
    condition = Condition(AT)
    condition.saw(2_000)
    condition.saw(1_000)
    assert condition.changed == datetime(1970, 1, 1, 0, 0, 2, tzinfo=UTC)
    condition.saw(-5)
    condition.saw(None)
    condition.saw(2**63 - 1)
    assert condition.changed == datetime.fromtimestamp(LATEST_MS / 1000, UTC)


def test_foreign_records_are_counted_by_topic() -> None:
    """What is not Wirefeed's is counted."""
    condition = Condition(AT)
    condition.skipped("incidents")
    condition.skipped("incidents")
    condition.skipped("alerts")
    assert condition.shown(3).foreign == {"incidents": 2, "alerts": 1}
    assert condition.shown(3).left_out == 3
