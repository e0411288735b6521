"""The spans of a record: which part of which trace a stage's work on it was. They hold no text of the wire.

A stage names the span of its work in the `traceparent` of what it sends, derived from item and version. A span with
that id makes the trace complete, whoever reads the topics; and a record that is handled twice has the same span twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import xxhash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.runner.out_record import OutRecord
    from streams.runner.record import Record

TRACEPARENT: Final = "traceparent"
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}", re.ASCII)
NO_TRACE: Final = "0" * 32
NO_SPAN: Final = "0" * 16
"""Ids that W3C Trace Context forbids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A stage's work on a record. It keeps no bytes of the record, since spans wait for their export."""

    stage: str
    topic: str
    partition: int
    offset: int
    size: int | None
    """Bytes of the value, None where there was none."""
    began_ns: int
    ended_ns: int
    """Since 1970."""
    error: str | None = None
    """Type of the error that made the record a dead letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stage's work on a record as a part of the trace of an item."""

    work: Work
    trace_id: str
    span_id: str
    parent_id: str | None = None
    """The span of the stage, or of the sender, that the record came from."""


def work_on(record: Record, stage: str, began_ns: int, ended_ns: int, error: str | None = None) -> Work:
    """Return a stage's work on a record."""
    return Work(
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        size=None if record.value is None else len(record.value),
        began_ns=began_ns,
        ended_ns=ended_ns,
        error=error,
    )


def spans_of(work: Work, traceparent: str | None, sent: Iterable[OutRecord]) -> tuple[Span, ...]:
    """Return the spans of a record: one for each item that it became, or one where it became nothing.

    `traceparent` is the header of the record. What is sent of another trace is no part of the record's own.
    """
    trace, parent = read_traceparent(traceparent) or (None, None)
    named = dict.fromkeys(place for record in sent if (place := _place(record)) and trace in {None, place[0]})
    places: Sequence[tuple[str, str]] = list(named) or [_own_place(work, trace)]
    return tuple(Span(work=work, trace_id=each, span_id=span, parent_id=parent) for each, span in places)


def read_traceparent(stated: str | None) -> tuple[str, str] | None:
    """Return trace id and span id of a `traceparent` header, None where it is none."""
    found = _TRACEPARENT.fullmatch(stated) if stated else None
    if found is None or found[1] == NO_TRACE or found[2] == NO_SPAN:
        return None
    return found[1], found[2]


def _place(record: OutRecord) -> tuple[str, str] | None:
    stated = next((value for name, value in record.headers if name == TRACEPARENT), None)
    return None if stated is None else read_traceparent(stated.decode())


def _own_place(work: Work, trace: str | None) -> tuple[str, str]:
    """Return the place of a record of which nothing was sent; one without a trace begins its own."""
    coordinates = f"{work.topic}/{work.partition}/{work.offset}"
    return (
        trace or xxhash.xxh3_128_hexdigest(coordinates.encode()),
        xxhash.xxh64_hexdigest(f"{work.stage}/{coordinates}".encode()),
    )
