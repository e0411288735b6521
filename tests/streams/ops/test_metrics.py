"""What a worker tells Prometheus."""

from __future__ import annotations

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics_families
from prometheus_client.parser import text_string_to_metric_families

from streams.ops.metrics import Metrics


def samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return what is exposed, read by Prometheus' own parser, by name and labels."""
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_batch_counts_its_records_and_its_time() -> None:
    """Records are counted by stage and partition, the time of a batch by stage."""
    metrics = Metrics()
    metrics.record_batch("intake", 1, 500, 0.2)
    metrics.record_batch("intake", 1, 3, 0.001)
    found = samples(metrics)
    assert found["wirefeed_records_total", (("partition", "1"), ("stage", "intake"))] == 503
    assert found["wirefeed_batch_seconds_count", (("stage", "intake"),)] == 2
    assert found["wirefeed_batch_seconds_bucket", (("le", "0.005"), ("stage", "intake"))] == 1


def test_records_of_all_partitions_of_a_stage_are_summed() -> None:
    """The watchdog asks what each stage has handled, whichever partition it was."""
    metrics = Metrics()
    assert metrics.records_by_stage() == {}
    metrics.record_batch("intake", 1, 500, 0.2)
    metrics.record_batch("intake", 2, 3, 0.1)
    metrics.record_batch("link", 0, 7, 0.1)
    assert metrics.records_by_stage() == {"intake": 503, "link": 7}


def test_outcomes_are_counted_by_name() -> None:
    """An outcome is one of the six that an item can end as; another is refused."""
    metrics = Metrics()
    metrics.outcome("dedup", "duplicate", 4)
    metrics.outcome("lifecycle", "held", 2)
    metrics.outcome("lifecycle", "held", -1)
    found = samples(metrics)
    assert found["wirefeed_outcomes_total", (("outcome", "duplicate"), ("stage", "dedup"))] == 4
    assert found["wirefeed_outcomes_total", (("outcome", "held"), ("stage", "lifecycle"))] == 2
    with pytest.raises(ValueError, match="no outcome 'lost'"):
        metrics.outcome("dedup", "lost")


def test_a_partition_that_moved_away_is_no_longer_reported() -> None:
    """Its lag and table sizes go, those of others stay."""
    metrics = Metrics()
    for partition in (0, 1):
        metrics.lag("dedup", partition, 9)
        metrics.table_size("dedup", partition, "window", 100)
    metrics.forget("dedup", 1)
    found = samples(metrics)
    assert found["wirefeed_lag_records", (("partition", "0"), ("stage", "dedup"))] == 9
    assert found["wirefeed_table_entries", (("partition", "0"), ("stage", "dedup"), ("table", "window"))] == 100
    assert not any(("partition", "1") in labels for _, labels in found)


def test_dead_letters_and_health_are_reported() -> None:
    """Dead letters have their error as a label; stall and readiness are gauges."""
    metrics = Metrics()
    metrics.dead("intake", "ItemTooLarge")
    metrics.stalled(2)
    metrics.ready(True)
    metrics.end_to_end(-0.5, "0" * 32)
    found = samples(metrics)
    assert found["wirefeed_dead_letters_total", (("error", "ItemTooLarge"), ("stage", "intake"))] == 1
    assert found["wirefeed_stalled_partitions", ()] == 2
    assert found["wirefeed_ready", ()] == 1
    assert found["wirefeed_end_to_end_seconds_sum", ()] == 0


def test_counters_begin_at_zero() -> None:
    """Their first rise is seen: a series that is born at 60 has none."""
    metrics = Metrics()
    metrics.expect({"intake": 2, "link": 1})
    found = samples(metrics)
    assert found["wirefeed_records_total", (("partition", "1"), ("stage", "intake"))] == 0
    assert ("wirefeed_records_total", (("partition", "1"), ("stage", "link"))) not in found
    assert found["wirefeed_dead_letters_total", (("error", "MalformedItem"), ("stage", "intake"))] == 0
    assert found["wirefeed_dead_letters_total", (("error", "UndecodableMessage"), ("stage", "link"))] == 0
    assert found["wirefeed_outcomes_total", (("outcome", "refused"), ("stage", "intake"))] == 0


def test_a_slow_article_is_found_by_the_trace_of_its_bucket() -> None:
    """OpenMetrics has the latest trace of each bucket as its exemplar."""
    metrics = Metrics()
    metrics.end_to_end(0.3, "a" * 32)
    metrics.end_to_end(45.0, "b" * 32)
    families = open_metrics_families(metrics.open_metrics().decode())
    buckets = [
        sample for family in families for sample in family.samples if sample.name.endswith("end_to_end_seconds_bucket")
    ]
    traces = {each.labels["le"]: each.exemplar.labels["trace_id"] for each in buckets if each.exemplar}
    assert traces == {"0.5": "a" * 32, "60.0": "b" * 32}


@pytest.mark.parametrize("stated", ["", "a" * 31, "a" * 200, "A" * 32, "\u0660" * 32, "a" * 32 + "\n"])
def test_what_is_no_trace_id_is_no_exemplar(stated: str) -> None:
    """It stands in a message, so that it may be anything; the time is observed."""
    metrics = Metrics()
    metrics.end_to_end(0.3, stated)
    families = open_metrics_families(metrics.open_metrics().decode())
    samples = [sample for family in families for sample in family.samples if "end_to_end_seconds" in sample.name]
    assert not any(sample.exemplar for sample in samples)
    assert [sample.value for sample in samples if sample.name.endswith("_count")] == [1]


@pytest.mark.parametrize(
    ("accept", "media_type", "end"),
    [
        ("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", "application/openmetrics-text", b"# EOF\n"),
        ("*/*", "text/plain", b"\n"),
        ("", "text/plain", b"\n"),
    ],
)
def test_who_asks_for_open_metrics_gets_it(accept: str, media_type: str, end: bytes) -> None:
    """And everybody else the text that a browser shows."""
    body, answered = Metrics().page(accept)
    assert (answered, body.endswith(end)) == (media_type, True)
    assert (b"# EOF" in body) == (media_type != "text/plain")


def test_what_is_sent_is_counted_by_topic() -> None:
    """A rise on the topic of alerts is a toll that changed; it is seen from the first on."""
    metrics = Metrics()
    metrics.expect_topics({"ledger": ["wire.incidents.v1", "wire.alerts.v1"]})
    metrics.sent("ledger", "wire.alerts.v1", 3)
    metrics.sent("ledger", "wire.alerts.v1", 1)
    found = samples(metrics)
    assert found["wirefeed_sent_records_total", (("stage", "ledger"), ("topic", "wire.alerts.v1"))] == 4
    assert found["wirefeed_sent_records_total", (("stage", "ledger"), ("topic", "wire.incidents.v1"))] == 0


def test_two_workers_in_one_process_do_not_mix() -> None:
    """Each has a registry of its own."""
    first, second = Metrics(), Metrics()
    first.dead("clean", "EmptyItem")
    assert not any(name == "wirefeed_dead_letters_total" for name, _ in samples(second))
