"""An endless wire over a bounded number of items: each round sends all of them again, and a few in a new version.

What a worker keeps grows with the versions that it has seen until they are older than the settings say. A version that
is sent again adds nothing; with one new version in twenty the stages behind the lifecycle have work too. Five minutes
go by on the wire with each round, so that a day does within some minutes at full rate.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.drills.items import as_record, poison
from benchmarks.drills.wire import POISON_EVERY, START, wire_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from benchmarks.drills.items import Item
    from tests.running.pipeline import Raw

ITEMS: Final = 600
NEW_EVERY: Final = 20
"""One item in so many has a new version in a round."""
VERSIONS: Final = 10
"""More than an item of the drills' wire has in one round."""
ROUND: Final = timedelta(minutes=5)
"""By how much the new versions of a round are later."""
ENDINGS: Final = 7
"""So many closing sentences take turns: each version has another text than the one before."""


def endless_wire(seed: int, items: int = ITEMS, begin: datetime = START) -> Iterator[Raw]:
    """Yield records without end; the first round is the drills' wire from `begin` on, and 1 % can't be read."""
    found = wire_items(items, seed)
    base = [replace(item, at=begin + place * ROUND / len(found)) for place, item in enumerate(found)]
    for number in itertools.count():
        for place, item in enumerate(base, number * items):
            is_new = number > 0 and (place + number) % NEW_EVERY == 0
            sent = int((item.at + number * ROUND).timestamp() * 1000)
            record = as_record(_new_version(item, number) if is_new else item, place)
            yield replace(record, timestamp_ms=sent)
            if place % POISON_EVERY == POISON_EVERY // 2:
                yield replace(poison(item.at, place), timestamp_ms=sent)


def _new_version(item: Item, number: int) -> Item:
    body = f"{item.body}\n\nThis report was read over {number % ENDINGS + 2} times." if item.body else ""
    return replace(item, at=item.at + number * ROUND, version=item.version + number * VERSIONS, body=body)
