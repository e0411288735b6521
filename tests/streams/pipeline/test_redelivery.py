"""Restarts, crashes and redelivery: whatever happens on the way, the end is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from streams.pipeline import STAGES
from streams.pipeline.local import LocalPipeline, Point
from streams.topics import RAW
from tests.running.wire import AFTERWARDS, ENDS, end, feed, outcomes, run_wire, whole, wire

if TYPE_CHECKING:
    from streams.runner import Stage

NAMES = [stage.name for stage in STAGES]


class Crash(Exception):
    """The worker ends here."""


class Crashes:
    """Ends a stage at the first point of a flush, then at the second, and so on, until it comes through."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.count = 0
        self.points: set[Point] = set()
        self._passed = 0
        self._target = 0

    def __call__(self, stage: Stage, point: Point) -> None:
        """Count a point of the stage's flush; end there when it is its turn."""
        if stage.name != self.stage:
            return
        if self._passed == self._target:
            self.count += 1
            self.points.add(point)
            self._passed, self._target = 0, self._target + 1
            raise Crash
        self._passed += 1
        if point is Point.COMMITTED:
            self._passed = self._target = 0


def run_on(pipeline: LocalPipeline) -> None:
    """Run until nothing waits, with a new worker after every crash."""
    while True:
        try:
            pipeline.run()
        except Crash:
            pipeline.restart()
        else:
            return


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    """Return the end of a run that nothing disturbs."""
    pipeline = whole()
    run_wire(pipeline)
    assert outcomes(pipeline) == ENDS
    return end(pipeline)


def test_a_restart_after_every_record_changes_nothing(undisturbed: dict[str, Any]) -> None:
    """Handlers that open again on their logged state go on as if they had never ended."""
    pipeline = whole()
    for record in wire():
        feed(pipeline, [record])
        pipeline.restart()
    pipeline.advance(AFTERWARDS)
    pipeline.run()
    assert end(pipeline) == undisturbed


@pytest.mark.parametrize("stage", NAMES)
def test_a_crash_at_any_point_of_any_flush_changes_nothing(stage: str, undisturbed: dict[str, Any]) -> None:
    """A worker may end before an output, between two outputs, between two writes, or before the commit."""
    crashes = Crashes(stage)
    pipeline = whole(interrupt=crashes)
    for record in wire():
        pipeline.advance(record.at)
        pipeline.produce(RAW, record.value, headers=record.headers)
        run_on(pipeline)
    pipeline.advance(AFTERWARDS)
    run_on(pipeline)
    assert crashes.points == set(Point)
    assert end(pipeline) == undisturbed


@pytest.mark.parametrize("stage", NAMES)
def test_any_suffix_may_come_again(stage: str, undisturbed: dict[str, Any]) -> None:
    """A stage that reads on from any earlier offset, after a restart, ends where it was."""
    pipeline = whole()
    run_wire(pipeline)
    source = next(each.source for each in STAGES if each.name == stage)
    for record in reversed(pipeline.records(source)):
        pipeline.restart()
        pipeline.rewind(stage, record.offset, partition=record.partition)
        pipeline.run()
        assert end(pipeline) == undisturbed


def test_batches_of_any_size_end_alike(undisturbed: dict[str, Any]) -> None:
    """Records that wait together and are handled as one batch give what they give one by one."""
    together = whole(batch=7)
    for record in wire():
        together.now = record.at
        together.produce(RAW, record.value, headers=record.headers)
    together.run()
    together.advance(AFTERWARDS)
    together.run()
    assert end(together) == undisturbed
