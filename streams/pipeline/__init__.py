"""The flow as a whole: its topology, a driver in memory (`local`), and the Faust application (`kafka`)."""

from streams.pipeline.topology import (
    STAGES,
    changelog_topic,
    changelog_topics,
    consumers,
    outcomes_of,
    producers,
    stage_named,
)

__all__ = [
    "STAGES",
    "changelog_topic",
    "changelog_topics",
    "consumers",
    "outcomes_of",
    "producers",
    "stage_named",
]
