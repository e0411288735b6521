"""The flow as it is written down, against what the stages do."""

from __future__ import annotations

import pytest

from streams.agents import HANDLERS
from streams.pipeline import (
    STAGES,
    changelog_topic,
    changelog_topics,
    consumers,
    outcomes_of,
    producers,
    stage_named,
)
from streams.runner import Outcome
from streams.settings import Settings
from streams.topics import CURRENT, DEAD, ITEMS, RAW, TOPICS, UNIQUE, topic_named
from tests.running.wire import run_wire, whole


def test_every_topic_is_made_and_read_by_the_stages_or_at_an_end() -> None:
    """Only `raw` comes from outside; what nobody reads is for consumers."""
    assert [spec.name for spec in TOPICS if not producers(spec)] == ["raw"]
    unread = {spec.name for spec in TOPICS if not consumers(spec)}
    assert unread == {"duplicates", "enriched", "current", "ninjs", "incidents", "alerts", "dead"}
    assert producers(ITEMS) == ("intake", "lifecycle")
    assert producers(CURRENT) == ("enrich",)
    assert consumers(UNIQUE) == ("enrich",)
    assert producers(DEAD) == tuple(HANDLERS)


def test_every_stage_has_a_handler_and_the_other_way_round() -> None:
    """In the order of the flow."""
    assert tuple(HANDLERS) == tuple(stage.name for stage in STAGES)


def test_stages_are_found_by_name() -> None:
    """An unknown name is answered with the known ones."""
    assert stage_named("clean").source.name == "accepted"
    with pytest.raises(KeyError, match="no stage named 'cleaning'; known: intake, lifecycle, clean, dedup"):
        stage_named("cleaning")


def test_changelogs() -> None:
    """Each stage has one, with as many partitions as its source, named after application and stage."""
    settings = Settings(app_id="desk", partitions=3, order_partitions=2)
    assert changelog_topic(stage_named("dedup"), settings) == "desk-dedup-changelog"
    assert [(name, partitions) for name, partitions, _ in changelog_topics(settings)] == [
        ("desk-intake-changelog", 2),
        ("desk-lifecycle-changelog", 2),
        ("desk-clean-changelog", 2),
        ("desk-dedup-changelog", 2),
        ("desk-enrich-changelog", 3),
        ("desk-link-changelog", 3),
        ("desk-ledger-changelog", 3),
    ]
    assert {tuple(config.items()) for _, _, config in changelog_topics(settings)} == {(("cleanup.policy", "compact"),)}


def test_only_enrichment_is_heavy() -> None:
    """Its batches are smaller."""
    assert [stage.name for stage in STAGES if stage.heavy] == ["enrich"]


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_stages_send_and_decide_what_the_topology_says(stage: str) -> None:
    """On a wire of everything, a stage alone sends to its topics and gives its outcomes, and no others."""
    pipeline = whole()
    run_wire(pipeline)
    alone = whole(stages=[stage_named(stage)], keep_tallies=True)
    for record in pipeline.records(stage_named(stage).source):
        alone.produce(stage_named(stage).source, record.value, key=record.key, headers=record.headers, at=pipeline.now)
    alone.run()
    source = stage_named(stage).source
    sent = {spec.name for spec in TOPICS if spec is not source and alone.records(spec)}
    assert sent <= {spec.name for spec in stage_named(stage).sends}
    assert {tally.outcome for tally in alone.take_tallies()} - {None} <= set(outcomes_of(stage))


def test_outcomes() -> None:
    """Only `enrich` publishes; a stage after the last item topic gives none."""
    assert [stage.name for stage in STAGES if Outcome.PUBLISHED in stage.outcomes] == ["enrich"]
    for stage in STAGES:
        assert bool(stage.outcomes) is stage.source.carries_items
        assert (Outcome.REFUSED in stage.outcomes) is stage.source.carries_items
    assert topic_named("raw") is RAW
