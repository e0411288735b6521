"""The account of a partition: exact whatever comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin, Provenance, WireItem, encode
from streams.errors import MalformedItem
from streams.pipeline import stage_named
from streams.runner import COUNTS_KEY, REPLAY_HEADER, Outcome, Record, Result, Tally, dead_letter
from streams.runner.account import Account
from streams.runner.deadletter import refusal_letter
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Sequence

INTAKE = stage_named("intake")
LIFECYCLE = stage_named("lifecycle")


def raw(offset: int, **headers: bytes) -> Record:
    """Return a record of `wire.raw`."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Record("wire.raw.v1", 0, offset, None, b"x", named, 1_772_442_000_000)


def item(offset: int, origin: Origin, *, headers: tuple[tuple[str, bytes], ...] = ()) -> Record:
    """Return a record of `wire.items` with an item of an origin."""
    provenance = Provenance(
        provider="m",
        source="m",
        item_id="1",
        version=1,
        received=datetime(2026, 3, 2, tzinfo=UTC),
        trace_id="0" * 32,
        origin=origin,
    )
    value = encode(WireItem(provenance=provenance, format="text", body="x"))
    return Record("wire.items.v1", 0, offset, b"m/1", value, headers, 1_772_442_000_000)


def report(account: Account) -> dict[str, Any]:
    """Return what the account says of raw partition 0, and its counts."""
    told: dict[str, Any] = orjson.loads(account.report())
    return told


@given(st.lists(st.integers(0, 12), max_size=30))
def test_records_that_come_again_are_counted_once(rewinds: Sequence[int]) -> None:
    """Reading on from any earlier offset, again and again, ends in the counts of reading once."""
    account = Account(INTAKE, 0, DictState())
    for start in [0, *rewinds]:
        for offset in range(start, 12):
            if offset % 5 == 0:
                account.enter(raw(offset), Result(items=1), dead_letter(raw(offset), "intake", MalformedItem("no")))
            else:
                account.enter(raw(offset), Result(items=2), None)
    told = report(account)
    refused = len(range(0, 12, 5))
    assert told["outcomes"]["0"] == {"records": 12, "items": 24 - refused, "refused": refused}
    assert told["errors"] == {"MalformedItem": refused}


def test_an_item_that_a_stage_before_sends_twice_ends_once() -> None:
    """The same origin under another offset changes no outcome."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    superseded = Result(tallies=(Tally(Outcome.SUPERSEDED, origin),))
    assert account.enter(item(7, origin), superseded, None).changes == {"superseded": 1}
    assert not +account.enter(item(8, origin), superseded, None).changes
    assert report(account)["outcomes"] == {"0": {"superseded": 1}}


def test_an_embargo_that_passes_is_no_longer_held() -> None:
    """It no longer counts as held when the item goes on."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    account.enter(item(1, origin), Result(tallies=(Tally(Outcome.HELD, origin),)), None)
    account.enter(item(2, origin), Result(tallies=(Tally(None, origin),)), None)
    assert report(account)["outcomes"] == {"0": {}}


def test_a_replayed_raw_record_stands_for_the_one_refused() -> None:
    """After the replay there is one item, and none is refused."""
    account = Account(INTAKE, 0, DictState())
    account.enter(raw(3), Result(items=1), dead_letter(raw(3), "intake", MalformedItem("no")))
    again = raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3"})
    account.enter(again, Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {"records": 2, "items": 1}
    second = raw(10, **{REPLAY_HEADER: b"wire.raw.v1/0/3"})
    account.enter(second, Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {"records": 3, "items": 2}, "it was replayed twice: an item of its own"


def test_a_replayed_record_of_a_later_stage_is_refused_no_longer() -> None:
    """What goes on at the second try is not refused; what fails again is refused once."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    failed = item(1, origin)
    account.enter(failed, Result(items=1), dead_letter(failed, "lifecycle", ValueError("no")))
    assert report(account)["outcomes"] == {"0": {"refused": 1}}
    again = item(5, origin, headers=((REPLAY_HEADER, b"wire.items.v1/0/1"),))
    account.enter(again, Result(items=1), dead_letter(again, "lifecycle", ValueError("no")))
    assert report(account)["outcomes"] == {"0": {"refused": 1}}
    last = item(6, origin, headers=((REPLAY_HEADER, b"wire.items.v1/0/5"),))
    account.enter(last, Result(), None)
    assert report(account)["outcomes"] == {"0": {}}


def test_a_bad_entry_of_a_feed_costs_itself() -> None:
    """Of three entries one is refused: one dead letter, one refused item, and a replay counts three anew."""
    account = Account(INTAKE, 0, DictState())
    result = Result(items=3, refused=((1, MalformedItem("entry without a link")),))
    letter = refusal_letter(raw(2), "intake", result)
    assert letter is not None
    assert letter.message == "1 of 3 items refused: item 2: entry without a link"
    account.enter(raw(2), result, letter)
    assert report(account)["outcomes"]["0"] == {"records": 1, "items": 3, "refused": 1}
    account.enter(raw(5, **{REPLAY_HEADER: b"wire.raw.v1/0/2"}), Result(items=3), None)
    assert report(account)["outcomes"]["0"] == {"records": 2, "items": 5}


def test_an_account_survives_a_restart() -> None:
    """Opened on the same state it says the same."""
    state = DictState()
    account = Account(INTAKE, 0, state)
    account.enter(raw(0), Result(items=1), dead_letter(raw(0), "intake", MalformedItem("no")))
    account.enter(raw(1), Result(items=4), None)
    state.put(COUNTS_KEY, account.counts())
    before = report(account)
    assert report(Account(INTAKE, 0, state)) == before
