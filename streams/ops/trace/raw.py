"""Where an item came in, and the dead letters of the records on its way."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import DeadLetter
from streams.ops.trace.describe import SENDER, hop_of
from streams.ops.trace.query import Query
from streams.topics import DEAD, RAW, TOPICS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from streams.ops.trace.hop import Hop
    from streams.ops.trace.query import RecordSource, Wanted
    from streams.settings import Settings

MAX_RAW: Final = 20
"""Records of `raw` that are looked up, the newest: each takes a request of its own."""
_NAMES: Final = {spec.name: spec for spec in TOPICS}
_LETTER: Final = re.compile(rb'"id":"([^"\\]{1,300})"')


async def raw_steps(source: RecordSource, settings: Settings, hops: Iterable[Hop]) -> list[Hop]:
    """Return the records of `raw` that brought the versions of an item, as far as they are still there."""
    versions = {hop.origin: hop.version for hop in hops if hop.origin is not None}
    newest = sorted(versions, key=lambda origin: (origin.partition, origin.offset))[-MAX_RAW:]
    steps = []
    for origin in newest:
        record = await source.record_at(RAW.full_name(settings), origin.partition, origin.offset)
        if record is not None:
            steps.append(replace(hop_of(record, RAW), origin=origin, version=versions[origin]))
    return steps


async def dead_letters_at(source: RecordSource, settings: Settings, hops: Sequence[Hop]) -> list[Hop]:
    """Return the dead letters of the records that are steps of an item."""
    places = {f"{_NAMES[hop.topic].full_name(settings)}/{hop.partition}/{hop.offset}": hop for hop in hops}
    since = min((int(hop.at.timestamp() * 1000) for hop in hops), default=0)
    letters = await find_letters(source, places, since_ms=since)
    return [
        _of_step(letter, places[message.id]) for letter in letters if isinstance(message := letter.message, DeadLetter)
    ]


def _of_step(letter: Hop, step: Hop) -> Hop:
    """Return a dead letter as a step of the item; one of `raw` is of other items of the record, or was put back."""
    outcome = None if step.topic == RAW.name else letter.outcome
    return replace(letter, origin=step.origin, version=step.version, outcome=outcome)


async def find_letters(source: RecordSource, ids: Collection[str], *, since_ms: int = 0) -> list[Hop]:
    """Return the dead letters with these ids as steps."""
    wanted = _with_id({identity.encode() for identity in ids})
    (found,) = await source.find([Query(topic=DEAD, wanted=wanted, since_ms=max(0, since_ms))])
    hops = (hop_of(record, DEAD) for record in found)
    return [hop for hop in hops if isinstance(hop.message, DeadLetter) and hop.stage != SENDER]


def _with_id(ids: Collection[bytes]) -> Wanted:
    def wanted(_key: bytes | None, value: bytes | None) -> bool:
        found = _LETTER.search(value or b"")
        return found is not None and found[1] in ids

    return wanted
