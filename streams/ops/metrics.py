"""The metrics of a worker: one class, so that names and labels are in one place."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.openmetrics import exposition as openmetrics

from schemas import UndecodableMessage
from streams.errors import WireError
from streams.ops.accounting import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
OPEN_METRICS: Final = "application/openmetrics-text"
STAGE_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
END_TO_END_BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
_REFUSALS: Final[tuple[type[Exception], ...]] = (UndecodableMessage, *WireError.__subclasses__())
KNOWN_ERRORS: Final = tuple(sorted(error.__name__ for error in _REFUSALS))
"""What stages refuse records for; any other name is that of a fault in Wirefeed."""
TRACE_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Metrics:
    """The metrics of one worker, in a registry of their own: several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._records = self._counter("records", "Records read from the stage's topic.", "stage", "partition")
        self._outcomes = self._counter("outcomes", "Items by the outcome they ended with.", "stage", "outcome")
        self._dead = self._counter(
            "dead_letters", "Records set aside, by the error that stopped them.", "stage", "error"
        )
        self._sent = self._counter("sent_records", "Records sent, by the topic they went to.", "stage", "topic")
        self._lag = self._gauge("lag_records", "Records of the stage's topic not yet done.", "stage", "partition")
        self._entries = self._gauge("table_entries", "Entries of a table.", "stage", "partition", "table")
        self._stalled = self._gauge("stalled_partitions", "Partitions with lag and no progress for too long.")
        self._set_aside = self._counter("state_set_aside", "Parts of the state that were damaged or foreign.")
        self._gone = self._counter("records_gone", "Records that are gone and were not read.", "stage", "partition")
        self._ready = self._gauge("ready", "1 when partitions are assigned and tables recovered.")
        self._batch = self._histogram(
            "batch_seconds", "From reading a batch until its outputs are acknowledged.", STAGE_BUCKETS, "stage"
        )
        self._end_to_end = self._histogram(
            "end_to_end_seconds", "From the receipt of an item until it is published.", END_TO_END_BUCKETS
        )
        info = self._gauge("build_info", "The release that runs; always 1.", "version")
        info.labels(_release()).set(1)

    def expect(self, partitions: Mapping[str, int]) -> None:
        """Begin the counters of stages at 0, each with so many partitions.

        Prometheus sees no rise of a series that is born at 60: the first burst of dead letters would go unnoticed.
        """
        for stage, number in partitions.items():
            for partition in range(number):
                self._records.labels(stage, partition)
            for outcome in OUTCOMES:
                self._outcomes.labels(stage, outcome)
            for error in KNOWN_ERRORS:
                self._dead.labels(stage, error)

    def expect_topics(self, topics: Mapping[str, Iterable[str]]) -> None:
        """Begin the counters of what is sent at 0, for the topics that each stage sends to."""
        for stage, names in topics.items():
            for name in names:
                self._sent.labels(stage, name)

    def record_batch(self, stage: str, partition: int, n: int, seconds: float) -> None:
        """Count `n` records of a partition, done in one batch in `seconds` from reading to acknowledgement."""
        self._records.labels(stage, partition).inc(n)
        self._batch.labels(stage).observe(seconds)

    def outcome(self, stage: str, outcome: str, n: int = 1) -> None:
        """Count items that ended as one of the outcomes. Raises ValueError for any other.

        Below zero, `n` corrects what stands in the account, such as `held` when an embargo ends; a counter only
        rises, and leaves that out.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"no outcome {outcome!r}; an item ends as one of {', '.join(OUTCOMES)}")
        self._outcomes.labels(stage, outcome).inc(max(0, n))

    def dead(self, stage: str, error: str, n: int = 1) -> None:
        """Count dead letters by the type of their error."""
        self._dead.labels(stage, error).inc(n)

    def sent(self, stage: str, topic: str, n: int) -> None:
        """Count records that a stage sent to a topic. Those on the topic of alerts are changes of tolls."""
        self._sent.labels(stage, topic).inc(n)

    def lag(self, stage: str, partition: int, n: int) -> None:
        """Set how many records of the partition are not yet done."""
        self._lag.labels(stage, partition).set(max(0, n))

    def end_to_end(self, seconds: float, trace_id: str) -> None:
        """Observe the time from the receipt of an item until it was published; its trace is the bucket's exemplar.

        The trace comes from a message: what is no trace id is left out, for exemplars have a limit.
        """
        exemplar = {"trace_id": trace_id} if TRACE_ID.fullmatch(trace_id) else None
        self._end_to_end.observe(max(0.0, seconds), exemplar)

    def table_size(self, stage: str, partition: int, name: str, n: int) -> None:
        """Set the number of entries of a table."""
        self._entries.labels(stage, partition, name).set(n)

    def stalled(self, n: int) -> None:
        """Set the number of partitions that make no progress though they have lag."""
        self._stalled.set(n)

    def state_set_aside(self) -> None:
        """Count a part of the state that was set aside."""
        self._set_aside.inc()

    def gone(self, stage: str, partition: int, n: int) -> None:
        """Count records of a partition that no worker has read and that the broker no longer has."""
        self._gone.labels(stage, partition).inc(n)

    def ready(self, is_ready: bool) -> None:
        """Set whether partitions are assigned and tables recovered."""
        self._ready.set(is_ready)

    def forget(self, stage: str, partition: int) -> None:
        """Drop the lag and table sizes of a partition that moved to another worker, which reports them from now on."""
        for gauge in (self._lag, self._entries):
            for metric in gauge.collect():
                for sample in metric.samples:
                    labels = sample.labels
                    if labels["stage"] == stage and labels["partition"] == str(partition):
                        gauge.remove(*(labels[name] for name in ("stage", "partition", "table") if name in labels))

    def records_by_stage(self) -> dict[str, float]:
        """Return how many records each stage has handled, of all its partitions."""
        found: dict[str, float] = {}
        for metric in self._records.collect():
            for sample in metric.samples:
                if sample.name.endswith("_total"):
                    stage = sample.labels["stage"]
                    found[stage] = found.get(stage, 0.0) + sample.value
        return found

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format, whose media type is `CONTENT_TYPE`."""
        return generate_latest(self.registry)

    def page(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics and their media type: OpenMetrics for who accepts it, as Prometheus does, else text."""
        if OPEN_METRICS in accept:
            return self.open_metrics(), OPEN_METRICS
        return self.exposition(), CONTENT_TYPE.partition(";")[0]

    def open_metrics(self) -> bytes:
        """Return all metrics as OpenMetrics, of the type `OPEN_METRICS`: it has the exemplars that plain text lacks."""
        exposed: bytes = openmetrics.generate_latest(self.registry)  # type: ignore[no-untyped-call]
        return exposed

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"wirefeed_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"wirefeed_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"wirefeed_{name}", text, labels, buckets=buckets, registry=self.registry)


def _release() -> str:
    try:
        return version("wirefeed")
    except PackageNotFoundError:
        return "unknown"
