"""The account of a partition: exact whatever comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin, Provenance, Retraction, RetractionKind, WireItem, decode, encode
from streams.errors import MalformedItem
from streams.pipeline import stage_named
from streams.runner import COUNTS_KEY, REPLAY_HEADER, Outcome, Record, Result, Send, Tally, dead_letter
from streams.runner.account import Account, item_provenance
from streams.runner.deadletter import refusal_letter
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
    assert report(account)["outcomes"]["0"] == {"records": 3, "items": 1}, "replayed twice it is still one item"


def test_a_record_that_fails_at_every_replay_is_one_refused_item() -> None:
    """However long the chain of its letters is, each replay names the first of them."""
    account = Account(INTAKE, 0, DictState())
    for offset in (3, 9, 12):
        record = raw(offset, **{} if offset == 3 else {REPLAY_HEADER: b"wire.raw.v1/0/3"})
        account.enter(record, Result(items=1), dead_letter(record, "intake", MalformedItem("no")))
        assert report(account)["outcomes"]["0"] == {"records": [3, 9, 12].index(offset) + 1, "items": 1, "refused": 1}
    account.enter(raw(20, **{REPLAY_HEADER: b"wire.raw.v1/0/3"}), Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {"records": 4, "items": 1}


def test_a_replay_is_handled_where_its_record_was_refused() -> None:
    """Its items then have the origin that they had; any other record stands where it was read."""
    account = Account(INTAKE, 0, DictState())
    account.enter(raw(3), Result(items=1), dead_letter(raw(3), "intake", MalformedItem("no")))
    again = raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3"})
    assert (account.standing(again).offset, account.first_letter(again)) == (3, "wire.raw.v1/0/3")
    assert (account.standing(raw(9)), account.first_letter(raw(9))) == (raw(9), None)


def test_a_forged_replay_is_an_ordinary_record() -> None:
    """Other bytes under the header of a replay take no place in the account, and hide no refusal."""
    account = Account(INTAKE, 0, DictState())
    account.enter(raw(3), Result(items=1), dead_letter(raw(3), "intake", MalformedItem("no")))
    account.enter(raw(4), Result(items=1), None)
    for offset, forged in enumerate(
        [
            raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3"})._replace(value=b"other"),
            raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3"})._replace(key=b"x"),
            raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/3", "wf_provider": b"rival"}),
            raw(9, **{REPLAY_HEADER: b"wire.raw.v1/0/4"}),
        ],
        start=10,
    ):
        record = forged._replace(offset=offset)
        assert account.standing(record) == record
        account.enter(record, Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {"records": 6, "items": 6, "refused": 1}


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
    """Of three entries one is refused: one dead letter, one refused item, and a replay counts none of them again."""
    account = Account(INTAKE, 0, DictState())
    result = Result(items=3, refused=((1, MalformedItem("entry without a link")),))
    letter = refusal_letter(raw(2), "intake", result)
    assert letter is not None
    assert letter.message == "1 of 3 items refused: item 2: entry without a link"
    account.enter(raw(2), result, letter)
    assert report(account)["outcomes"]["0"] == {"records": 1, "items": 3, "refused": 1}
    account.enter(raw(5, **{REPLAY_HEADER: b"wire.raw.v1/0/2"}), Result(items=3), None)
    assert report(account)["outcomes"]["0"] == {"records": 2, "items": 3}


def test_a_replay_that_reads_more_of_a_record_counts_what_is_new() -> None:
    """Refused as a whole it was one item; read at last it is three, of which one is refused."""
    account = Account(INTAKE, 0, DictState())
    account.enter(raw(2), Result(items=1), dead_letter(raw(2), "intake", MalformedItem("no")))
    again = raw(5, **{REPLAY_HEADER: b"wire.raw.v1/0/2"})
    partly = Result(items=3, refused=((2, MalformedItem("no link")),))
    account.enter(again, partly, refusal_letter(again, "intake", partly))
    assert report(account)["outcomes"]["0"] == {"records": 2, "items": 3, "refused": 1}
    worse = raw(6, **{REPLAY_HEADER: b"wire.raw.v1/0/2"})
    account.enter(worse, Result(items=1), dead_letter(worse, "intake", MalformedItem("no")))
    assert report(account)["outcomes"]["0"] == {"records": 3, "items": 3, "refused": 1}
    account.enter(raw(7, **{REPLAY_HEADER: b"wire.raw.v1/0/2"}), Result(items=3), None)
    assert report(account)["outcomes"]["0"] == {"records": 4, "items": 3}


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


def test_the_counts_have_the_time_of_the_last_record_counted() -> None:
    """In the state and in the report; a record that comes again does not change it."""
    state = DictState()
    account = Account(INTAKE, 0, state)
    assert report(account)["at"] is None
    account.enter(raw(5), Result(items=1), None)
    account.enter(raw(4)._replace(timestamp_ms=1_772_442_009_000), Result(items=1), None)
    assert report(account)["at"] == "2026-03-02T09:00:00+00:00"
    assert orjson.loads(account.counts())["at"] == "2026-03-02T09:00:00+00:00"
    state.put(COUNTS_KEY, account.counts())
    assert report(Account(INTAKE, 0, state))["at"] == "2026-03-02T09:00:00+00:00"


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


def test_a_topic_recreated_begins_a_new_epoch() -> None:
    """Offsets begin again, and its records and items are counted besides those of before; a restart knows it."""
    state = DictState()
    account = Account(INTAKE, 0, state)
    for offset in range(4):
        refused = dead_letter(raw(offset), "intake", MalformedItem("no")) if offset == 1 else None
        account.enter(raw(offset), Result(items=1), refused)
    assert account.begin_epoch(2) is False, "it stands at another offset: that topic goes on"
    assert account.begin_epoch(3) is True
    assert account.standing(raw(1)).offset == 5
    state.put(COUNTS_KEY, account.counts())
    account = Account(INTAKE, 0, state)
    account.enter(raw(0), Result(items=1), None)
    account.enter(raw(1), Result(items=1), dead_letter(raw(1), "intake", MalformedItem("no")))
    assert report(account)["outcomes"]["0"] == {"records": 6, "items": 6, "refused": 2}
    again = raw(4, **{REPLAY_HEADER: b"wire.raw.v1/0/1"})
    assert account.standing(again).offset == 5
    account.enter(again, Result(items=1), None)
    assert report(account)["outcomes"]["0"] == {"records": 7, "items": 6, "refused": 1}
    assert account.begin_epoch(4) is True
    assert account.standing(raw(0)).offset == 9
    account.reload()
    assert account.standing(raw(0)).offset == 9


def test_a_later_topic_recreated_is_counted_on() -> None:
    """Its items have the places on `wire.raw` that they had; only which records were counted begins again."""
    account = Account(LIFECYCLE, 0, DictState())
    origin = Origin(partition=0, offset=4)
    account.enter(item(7, origin), Result(tallies=(Tally(Outcome.HELD, origin),)), None)
    assert account.begin_epoch(7) is True
    record = item(0, origin)
    assert account.standing(record) == record
    assert account.enter(record, Result(), None).new is True
    assert report(account)["read"] == 2
