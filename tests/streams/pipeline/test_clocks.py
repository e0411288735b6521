"""A sender whose clock is years off, through the whole pipeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from schemas import Incident
from streams.topics import INCIDENTS, RAW
from tests.running.wire import START, item, whole

SAYS = "Police said {} people drowned when a ferry sank off the island of Tarn in Valdonia on Tuesday."
LONG_AGO = datetime(1971, 3, 4, 8, 0, tzinfo=UTC)


def test_a_claim_of_the_past_changes_no_toll_of_the_present() -> None:
    """It stands apart, on an incident of its day, for an archive that is read again has such times."""
    pipeline = whole()
    for number, (at, killed) in enumerate([(START, 12), (LONG_AGO, 19), (START + timedelta(hours=2), 16)]):
        headline = f"Ferry sinks off Tarn, {killed} dead"
        record = item("orbit", f"tarn-{number}", 1, SAYS.format(killed), headline=headline)
        pipeline.produce(RAW, record.value, headers=record.headers, at=at)
        pipeline.run()
    found = [each for each in pipeline.compacted(INCIDENTS).values() if isinstance(each, Incident)]
    assert [each.tolls["killed"].best for each in found] == [16, 19]
