"""The stages in the order of the flow. What else needs to know the flow derives it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.runner import Outcome, Stage
from streams.topics import (
    ACCEPTED,
    ALERTS,
    CLEAN,
    CURRENT,
    DEAD,
    DUPLICATES,
    ENRICHED,
    INCIDENTS,
    ITEMS,
    LINKED,
    NINJS,
    RAW,
    SIGNATURES,
    UNIQUE,
)

if TYPE_CHECKING:
    from streams.settings import Settings
    from streams.topics import TopicSpec

STAGES: Final = (
    Stage(
        name="intake",
        source=RAW,
        sends=(ITEMS, DEAD),
        outcomes=(Outcome.REFUSED,),
    ),
    Stage(
        name="lifecycle",
        source=ITEMS,
        sends=(ACCEPTED, ITEMS, DEAD),
        outcomes=(Outcome.SUPERSEDED, Outcome.HELD, Outcome.RETRACTED, Outcome.DUPLICATE, Outcome.REFUSED),
    ),
    Stage(
        name="clean",
        source=ACCEPTED,
        sends=(CLEAN, DEAD),
        outcomes=(Outcome.REFUSED,),
    ),
    Stage(
        name="dedup",
        source=CLEAN,
        sends=(UNIQUE, DUPLICATES, DEAD),
        outcomes=(Outcome.DUPLICATE, Outcome.REFUSED),
    ),
    Stage(
        name="enrich",
        source=UNIQUE,
        sends=(ENRICHED, CURRENT, NINJS, SIGNATURES, DEAD),
        outcomes=(Outcome.PUBLISHED, Outcome.SUPERSEDED, Outcome.RETRACTED, Outcome.REFUSED),
        heavy=True,
    ),
    Stage(
        name="link",
        source=SIGNATURES,
        sends=(LINKED, SIGNATURES, DEAD),
    ),
    Stage(
        name="ledger",
        source=LINKED,
        sends=(INCIDENTS, ALERTS, DEAD),
    ),
)


def stage_named(name: str) -> Stage:
    """Return the stage of a name. Raises KeyError with the names that are known."""
    for stage in STAGES:
        if stage.name == name:
            return stage
    raise KeyError(f"no stage named {name!r}; known: {', '.join(stage.name for stage in STAGES)}")


def producers(topic: TopicSpec) -> tuple[str, ...]:
    """Return the names of the stages that send to a topic, in the order of the flow."""
    return tuple(stage.name for stage in STAGES if topic in stage.sends)


def consumers(topic: TopicSpec) -> tuple[str, ...]:
    """Return the names of the stages that read a topic."""
    return tuple(stage.name for stage in STAGES if stage.source is topic)


def outcomes_of(stage: str) -> tuple[Outcome, ...]:
    """Return the outcomes that a stage may give to an item."""
    return stage_named(stage).outcomes


def changelog_topic(stage: Stage, settings: Settings) -> str:
    """Return the name of the topic that holds a stage's state, such as `wirefeed-dedup-changelog`."""
    return f"{settings.app_id}-{stage.name}-changelog"


def changelog_topics(settings: Settings) -> list[tuple[str, int, dict[str, str]]]:
    """Return name, partitions and configuration of the stages' changelogs, which must exist before a worker starts."""
    return [
        (changelog_topic(stage, settings), stage.source.partitions(settings), {"cleanup.policy": "compact"})
        for stage in STAGES
    ]
