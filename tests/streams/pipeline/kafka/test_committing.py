"""What may be committed of a partition."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from streams.pipeline.kafka import leading_done
from streams.runner import Batch, Record

if TYPE_CHECKING:
    from collections.abc import Sequence


def batch(first: int, count: int) -> Batch:
    """Return a batch of consecutive offsets."""
    records = [Record("t", 0, first + place, None, b"", (), 0) for place in range(count)]
    return Batch("t", 0, records)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_a_commit_never_passes_a_batch_in_flight(sizes: Sequence[int], order: st.DataObject) -> None:
    """Whatever the order in which batches finish, the committed offset is at most that of the first unfinished."""
    batches: list[Batch] = []
    offset = 0
    for size in sizes:
        batches.append(batch(offset, size))
        offset += size
    waiting = deque(batches)
    finishing = list(batches)
    order.shuffle(finishing)  # type: ignore[attr-defined]  # a random.Random
    committed = 0
    for finished in finishing:
        finished.done = True
        committed = leading_done(waiting) or committed
        open_ = [other.first_offset for other in batches if not other.done]
        assert committed == (min(open_) if open_ else offset)


def test_nothing_is_committed_while_the_first_batch_is_open() -> None:
    """A later batch that is done does not move the commit."""
    first, second = batch(0, 3), batch(3, 2)
    second.done = True
    assert leading_done(deque([first, second])) is None
