"""Very many records of one key: version after version of one item."""

from __future__ import annotations

from streams.pipeline import stage_named
from streams.topics import ACCEPTED
from tests.running.wire import feed, item, outcomes, whole

STAGES = ("intake", "lifecycle")
FULL = 80
"""Versions after which what is remembered of an item is as much as it may be."""


def state_bytes(versions: int) -> dict[str, int]:
    """Return the bytes of the state of each stage after so many versions, once each has been accepted."""
    pipeline = whole(stages=[stage_named(name) for name in STAGES])
    text = "The port of Kaldvik counted its ferries on Monday, the harbour office said in a note."
    feed(pipeline, [item("orbit", "a", number, f"{text} It had {number % 7}.") for number in range(1, versions + 1)])
    assert len(pipeline.records(ACCEPTED)) == versions
    assert outcomes(pipeline).get("refused", 0) == 0
    return {name: sum(map(len, pipeline.state(name).values())) for name in STAGES}


def test_the_state_of_an_item_does_not_grow_with_its_versions() -> None:
    """What is remembered of its versions is bounded; numbers of more digits alone take more."""
    few, many = state_bytes(FULL), state_bytes(4 * FULL)
    assert {name: many[name] <= few[name] * 1.1 for name in STAGES} == dict.fromkeys(STAGES, True), (few, many)
