"""An endless wire over a bounded number of items: each round sends all of them again, and a few in a new version.

What a worker keeps grows with the versions that it has seen until they are older than the settings say, which takes
weeks. A version that is sent again adds nothing, so that whatever still grows is a leak; with one new version in twenty
the stages behind the lifecycle have work too, and the report lists by how much their tables grew.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.drills.items import as_record, poison
from benchmarks.drills.wire import POISON_EVERY, wire_items

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def endless_wire(seed: int, items: int = ITEMS) -> Iterator[Raw]:
    """Yield records without end; the first round is the drills' wire, and 1 % can't be read."""
    base = wire_items(items, seed)
    for number in itertools.count():
        for place, item in enumerate(base, number * items):
            is_new = number > 0 and (place + number) % NEW_EVERY == 0
            yield as_record(_new_version(item, number) if is_new else item, place)
            if place % POISON_EVERY == POISON_EVERY // 2:
                yield poison(item.at, place)


def _new_version(item: Item, number: int) -> Item:
    body = f"{item.body}\n\nThis report was read over {number % ENDINGS + 2} times." if item.body else ""
    return replace(item, at=item.at + number * ROUND, version=item.version + number * VERSIONS, body=body)
