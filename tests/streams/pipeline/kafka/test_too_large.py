"""Records that the broker refuses for their size: each costs one dead letter, and nothing else."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from schemas import DeadLetter, decode
from streams.settings import Settings
from tests.streams.pipeline.kafka.conftest import Broker, Table, Told, batch, items, pauses_of, runner_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.pipeline.kafka import StageRunner
    from streams.runner import OutRecord

ACCEPTED, DEAD, COUNTS = "wire.accepted.v1", "wire.dead.v1", "wire.counts.v1"
CHANGELOG = "wirefeed-lifecycle-changelog"


def letters(broker: Broker) -> list[DeadLetter]:
    """Return the dead letters sent."""
    found = [decode(record.value, (DeadLetter,)) for record in broker.sent if record.topic == DEAD]
    return [letter for letter in found if isinstance(letter, DeadLetter)]


def largest(records: Sequence[OutRecord], topic: str) -> int:
    """Return the size of a topic's largest record."""
    return max(record.size for record in records if record.topic == topic)


async def undisturbed() -> list[OutRecord]:
    """Return what is sent where the broker takes everything."""
    broker = Broker(transactional=True)
    runner = runner_with(Settings(), broker, Table(), Told())
    runner.assign([0])
    assert await runner.process(batch(items()))
    return broker.sent


@pytest.mark.parametrize("transactional", [True, False])
async def test_an_output_that_is_too_large_costs_its_record_a_dead_letter(
    runner: StageRunner, broker: Broker, table: Table, told: Told, *, transactional: bool
) -> None:
    """It holds the record's bytes; all other records are processed, and the state has what was sent."""
    before = await undisturbed()
    broker.transactional = transactional
    broker.limits = {ACCEPTED: largest(before, ACCEPTED) - 1}
    records = items()
    assert await runner.process(batch(records))
    (letter,) = letters(broker)
    assert letter.error == "ItemTooLarge"
    assert ACCEPTED in letter.message
    assert b64decode(letter.value or "") == records[letter.offset].value
    sent = [record.key for record in before if record.topic == ACCEPTED]
    assert broker.topics[ACCEPTED] == len(sent) - 1
    assert len(broker.refused) == 1
    assert ("dead", "lifecycle", "ItemTooLarge", 1) in told.calls
    written = {record.key: record.value for record in broker.sent if record.topic == CHANGELOG}
    assert table.data == {key: value for key, value in written.items() if value is not None}


async def test_a_state_that_is_too_large_costs_its_record_a_dead_letter(runner: StageRunner, broker: Broker) -> None:
    """The limit is that of the changelog."""
    broker.transactional = True
    broker.limits = {CHANGELOG: largest(await undisturbed(), CHANGELOG) - 1}
    assert await runner.process(batch(items()))
    assert {letter.error for letter in letters(broker)} == {"ItemTooLarge"}
    assert all(CHANGELOG in letter.message for letter in letters(broker))


async def test_a_dead_letter_that_is_too_large_leaves_out_the_bytes(runner: StageRunner, broker: Broker) -> None:
    """It is still the only one."""
    broker.transactional = True
    broker.limits = {ACCEPTED: largest(await undisturbed(), ACCEPTED) - 1, DEAD: 1_500}
    assert await runner.process(batch(items()))
    (letter,) = letters(broker)
    assert (letter.truncated, letter.value) == (True, None)


async def test_nothing_is_sent_twice_where_a_later_part_of_a_batch_is_refused(
    broker: Broker, table: Table, told: Told
) -> None:
    """Records whose outputs went out with an earlier transaction are not processed again, and offsets never go back."""
    before = await undisturbed()
    broker.transactional = True
    broker.limits = {ACCEPTED: largest(before, ACCEPTED) - 1}
    runner = runner_with(Settings(batch_seconds=1e-9), broker, table, told)
    runner.assign([0])
    records = items()
    assert await runner.process(batch(records))
    keys = [record.key for record in broker.sent if record.topic == ACCEPTED]
    assert len(keys) == broker.topics[ACCEPTED] == len([r for r in before if r.topic == ACCEPTED]) - 1
    assert broker.offsets == sorted(broker.offsets, key=lambda offset: offset or 0)
    assert len(letters(broker)) == 1


async def test_a_known_limit_is_kept_to_until_the_next_assignment(runner: StageRunner, broker: Broker) -> None:
    """The broker is not asked again before; somebody may have raised the limit then."""
    broker.transactional = True
    limit = largest(await undisturbed(), ACCEPTED) - 1
    broker.limits = {ACCEPTED: limit}
    assert await runner.process(batch(items()))
    assert runner._limits.of(ACCEPTED) == limit
    runner.assign([0])
    assert runner._limits.of(ACCEPTED) > limit


async def test_what_no_dead_letter_can_stand_for_is_tried_again(
    runner: StageRunner, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report of the account belongs to no record: it waits until somebody raises the limit of its topic."""
    pauses = pauses_of(monkeypatch)
    broker.transactional = True
    broker.limits = {COUNTS: 10}
    sizes = broker._check_sizes

    def raise_limit(records: Sequence[OutRecord]) -> None:
        if len(broker.refused) == 3:
            broker.limits.clear()
        sizes(records)

    monkeypatch.setattr(broker, "_check_sizes", raise_limit)
    assert await runner.process(batch(items()))
    assert pauses == [0.2, 0.4]
    assert letters(broker) == []
    assert broker.topics[COUNTS] == 1


async def test_a_timer_whose_record_is_too_large_stops_nothing(runner: StageRunner, broker: Broker) -> None:
    """The next look leaves it out."""
    assert await runner.process(batch(items()))
    broker.limits = {"wire.items.v1": 10}
    for _ in range(2):
        await runner.run_timers(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    assert len(broker.refused) == 1
