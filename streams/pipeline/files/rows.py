"""Rows of a file put on `wire.raw`, each at its own time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Origin, WireItem
from streams.pipeline.local import EPOCH, LocalPipeline
from streams.pipeline.topology import STAGES
from streams.settings import Settings
from streams.topics import ITEMS, RAW
from streams.wire import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from streams.runner import Stage

CHUNK: Final = 64
"""Rows that are handled together: less work for each, and so few that answers come as a stream."""
UNNAMED: Final = b"file"
"""Provider of a row that names neither one nor a place on the web, which on the wire would be refused."""
_SENDER_FIELDS: Final = ("provider", "url", "uri", "link", "host", "source")
_JSON: Final = (("content-type", b"application/json"),)

Row = dict[str, Any]


class RowFeed:
    """Puts rows on `wire.raw`. A row is received when it says it was published, else with the row before it."""

    def __init__(self, pipeline: LocalPipeline) -> None:
        self._pipeline = pipeline
        self._time = EPOCH

    def feed(self, row: Mapping[str, Any], at: datetime | None = None) -> Origin:
        """Put a row on `wire.raw`, at a time of its own where one is given; return the origin of its item."""
        self._time = at or parse_date(row.get("published")) or self._time
        self._pipeline.advance(self._time)
        named = any(row.get(field) for field in _SENDER_FIELDS)
        headers = _JSON if named else (*_JSON, ("wf-provider", UNNAMED))
        record = self._pipeline.produce(RAW, orjson.dumps(row), headers=headers, at=self._time)
        return Origin(partition=record.partition, offset=record.offset)


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """Yield the rows in lists of so many."""
    rest = iter(rows)
    while chunk := list(islice(rest, size)):
        yield chunk


def items_of(rows: Iterable[Row], settings: Settings | None = None) -> list[WireItem]:
    """Return the items that the intake reads from rows; one for each, but for those that it refuses."""
    pipeline = LocalPipeline(settings or Settings(), stages=stages_through("intake"), keep=(ITEMS,))
    feed = RowFeed(pipeline)
    for row in rows:
        feed.feed(row)
    pipeline.run()
    return [item for item in pipeline.take(ITEMS) if isinstance(item, WireItem)]


def stages_through(name: str) -> tuple[Stage, ...]:
    """Return the stages of the flow up to one of them."""
    names = [stage.name for stage in STAGES]
    return STAGES[: names.index(name) + 1]
