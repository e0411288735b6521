"""Follows one item through all topics: where it is, how it ended and by what rule."""

from streams.ops.trace.hop import Hop, Trace, Version
from streams.ops.trace.kafka_records import open_records
from streams.ops.trace.query import Extent, Query, RecordSource
from streams.ops.trace.search import trace
from streams.ops.trace.target import Place, Target, parse_target

__all__ = [
    "Extent",
    "Hop",
    "Place",
    "Query",
    "RecordSource",
    "Target",
    "Trace",
    "Version",
    "open_records",
    "parse_target",
    "trace",
]
