"""A trace for people, as rows of a table, and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streams.ops.wording import version_name
from streams.topics import topic_named

if TYPE_CHECKING:
    from streams.ops.trace.hop import Hop, Trace, Version
    from streams.settings import Settings

COLUMNS = ("time", "version", "by", "place", "what", "outcome", "rule")
PROSE = frozenset({"what", "rule"})
"""Columns whose text may take several lines."""
HEADING = 4
"""Columns that say which step it is."""


def rows(trace: Trace) -> list[tuple[object, ...]]:
    """Return a row for each step; a step that left no record has the place of the record that was read."""
    return [
        (
            f"{hop.at:%Y-%m-%d %H:%M:%S}",
            None if hop.version is None else version_name(hop.version),
            hop.stage,
            f"{hop.topic}/{hop.partition}/{hop.offset}",
            hop.text if hop.written else f"{hop.text} (nothing sent)",
            None if hop.outcome is None else hop.outcome.value,
            hop.rule,
        )
        for hop in trace.hops
    ]


def summary(trace: Trace) -> list[str]:
    """Return a line for each version that says how it ended."""
    return [_line(version) for version in trace.versions]


def trace_json(trace: Trace, settings: Settings) -> dict[str, Any]:
    """Return a trace as JSON data."""
    return {
        "target": trace.target,
        "item": trace.item_key,
        "versions": [_version_json(version) for version in trace.versions],
        "hops": [_hop_json(hop, settings) for hop in trace.hops],
        "notes": list(trace.notes),
    }


def _line(version: Version) -> str:
    ended = "in flight" if version.outcome is None else version.outcome.value
    return f"version {version_name(version.number)}: {ended}{f' - {version.rule}' if version.rule else ''}"


def _version_json(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "origin": version.origin.model_dump(),
        "outcome": None if version.outcome is None else version.outcome.value,
        "rule": version.rule,
    }


def _hop_json(hop: Hop, settings: Settings) -> dict[str, Any]:
    return {
        "at": hop.at.isoformat(),
        "stage": hop.stage,
        "topic": topic_named(hop.topic).full_name(settings),
        "partition": hop.partition,
        "offset": hop.offset,
        "written": hop.written,
        "version": hop.version,
        "text": hop.text,
        "outcome": None if hop.outcome is None else hop.outcome.value,
        "rule": hop.rule,
    }
