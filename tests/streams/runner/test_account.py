"""The account of a partition: exact whatever comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin, Provenance, Retraction, RetractionKind, WireItem, decode, encode
from streams.errors import MalformedItem
from streams.pipeline import stage_named
from streams.runner import COUNTS_KEY, REPLAY_HEADER, Outcome, Record, Result, Send, Tally, dead_letter
from streams.runner.account import Account, item_provenance
from streams.runner.deadletter import refusal_letter
from streams.runner.tallies import Tallies
from streams.state import DictState
from streams.topics import ACCEPTED

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


def test_changes_are_those_that_a_record_makes() -> None:
    """One outcome goes and another comes; a replay takes a refusal away."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    held, published = (Result(tallies=(Tally(outcome, origin),)) for outcome in (Outcome.HELD, Outcome.PUBLISHED))
    assert account.enter(item(1, origin), held, None).changes == {"held": 1}
    assert account.enter(item(2, origin), published, None).changes == {"held": -1, "published": 1}
    intake = Account(INTAKE, 0, DictState())
    refused = intake.enter(raw(3), Result(items=1), dead_letter(raw(3), "intake", MalformedItem("no")))
    assert (refused.changes, refused.new) == ({"refused": 1}, True)
    assert refused.tallies == (Tally(Outcome.REFUSED, Origin(partition=0, offset=3, index=0)),)
    again = intake.enter(raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3"}), Result(items=1), None)
    assert again.changes == {"refused": -1}


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        (b"wire.raw.v1/0/9223372036854775807", 0),
        (b"wire.raw.v1/0/09223372036854775807", 1),
        (b"wire.raw.v1/1/9223372036854775807", 1),
        (b"wire.items.v1/0/9223372036854775807", 1),
        (b"wire.raw.v1/0/-1", 1),
        ("wire.raw.v1/0/\u0663".encode(), 1),
        (b"wire.raw.v1/0/", 1),
        (b"", 1),
    ],
)
def test_a_replay_names_the_place_of_the_record_that_it_stands_for(place: bytes, refused: int) -> None:
    """On its own topic and partition, with at most the nineteen digits of Kafka's largest offset."""
    state = DictState()
    Tallies(state).set(Origin(partition=0, offset=9_223_372_036_854_775_807), Outcome.REFUSED)
    account = Account(INTAKE, 0, state)
    account.enter(raw(9, **{REPLAY_HEADER: place}), Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {
        "records": 1,
        "items": refused,
        **({"refused": refused} if refused else {}),
    }


def test_a_stage_after_the_intake_counts_no_raw_records() -> None:
    """It counts what it read and sent on."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    send = Send(ACCEPTED, "m", None)
    account.enter(item(1, origin), Result(items=1, sends=(send, send)), None)
    account.enter(item(1, origin), Result(items=1, sends=(send, send)), None)
    told = report(account)
    assert (told["outcomes"], told["read"], told["forwarded"], told["through"]) == ({}, 1, 2, 1)


def test_a_record_whose_items_are_not_known_is_counted_as_an_error_alone() -> None:
    """Once, however often it comes; nothing of it is sent on."""
    account = Account(LIFECYCLE, 0, DictState())
    record = raw(0)
    letter = dead_letter(record, "lifecycle", ValueError("no"))
    assert account.pass_over(record, letter).new is True
    assert account.pass_over(record, letter).new is False
    told = report(account)
    assert (told["read"], told["forwarded"], told["errors"], told["outcomes"]) == (1, 0, {"ValueError": 1}, {})


def test_a_replay_that_ends_otherwise_has_the_outcome_that_the_handler_gives() -> None:
    """Nothing is derived where the handler tells how the item ended, nor for a record that is no replay."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    replayed = item(5, origin, headers=((REPLAY_HEADER, b"wire.items.v1/0/1"),))
    result = Result(tallies=(Tally(Outcome.SUPERSEDED, origin),))
    assert account.enter(replayed, result, None).tallies == result.tallies
    assert account.enter(item(6, origin), Result(), None).tallies == ()
    assert account.enter(item(7, origin), result, None).tallies == result.tallies


def test_what_can_not_be_read_has_no_item() -> None:
    """It is refused and counts for no item; so does a stage whose source carries none."""
    record = raw(1)
    letter = dead_letter(record, "lifecycle", ValueError("no"))
    for stage in (LIFECYCLE, stage_named("link")):
        entry = Account(stage, 0, DictState()).enter(record, Result(items=1), letter)
        assert (entry.new, entry.tallies, entry.changes) == (True, (), {})


def test_a_message_that_stands_for_an_item_has_its_provenance() -> None:
    """An article and what holds one do; a retraction, and what has no provenance, do not."""
    message = decode(item(1, Origin(partition=0, offset=4)).value, (WireItem,))
    assert isinstance(message, WireItem)
    assert item_provenance(message) == message.provenance
    assert item_provenance(SimpleNamespace(article=message)) == message.provenance
    assert item_provenance(Retraction(provenance=message.provenance, kind=RetractionKind.KILL)) is None
    assert item_provenance(SimpleNamespace(provenance="somewhere")) is None
    assert item_provenance(object()) is None


def test_an_account_that_is_read_again_has_the_outcomes_of_its_state() -> None:
    """After a rollback the counts stay, and the outcomes are those that the state has."""
    state = DictState()
    account = Account(LIFECYCLE, 0, state)
    origin = Origin(partition=0, offset=4)
    account.enter(item(1, origin), Result(tallies=(Tally(Outcome.HELD, origin),)), None)
    state.drop("~tally/0/0")
    account.reload()
    assert (report(account)["outcomes"], report(account)["read"]) == ({}, 1)
