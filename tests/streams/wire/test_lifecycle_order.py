"""Whatever the order of arrival, and whatever a crash loses, one version is live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from schemas import PubStatus
from streams.state import DictState
from streams.wire import Lifecycle
from tests.streams.wire.lifecycles import NOON, ONE, live_of, play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemas import WireItem

    MakeItem = Callable[..., WireItem]
    History = list[tuple[int, PubStatus, int | None]]


class Journal(DictState):
    """A state that remembers its writes in order, as a changelog does."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[tuple[str, bytes | None]] = []

    def put(self, key: str, value: bytes) -> None:
        """Write and note it."""
        super().put(key, value)
        self.writes.append((key, value))

    def drop(self, key: str) -> None:
        """Forget and note it."""
        super().drop(key)
        self.writes.append((key, None))

    def upto(self, count: int) -> DictState:
        """Return the state that the first writes make."""
        state = DictState()
        for key, value in self.writes[:count]:
            if value is None:
                state.drop(key)
            else:
                state.put(key, value)
        return state


statuses = st.sampled_from([PubStatus.USABLE] * 6 + [PubStatus.CANCELED, PubStatus.WITHHELD])


hours = st.none() | st.integers(min_value=-2, max_value=3)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Return versions of one item, each number once, with status and hours until its embargo ends."""
    numbers = draw(st.lists(st.integers(min_value=1, max_value=12), min_size=1, max_size=7, unique=True))
    return [(number, draw(statuses), draw(hours)) for number in numbers]


def versions(make: MakeItem, history: History) -> Iterator[WireItem]:
    """Yield the items of a history."""
    for number, status, hour in history:
        yield make(number, status=status, embargo=None if hour is None else NOON + hour * ONE)


def ending(items: Sequence[WireItem]) -> int | None:
    """Return the live version after all arrived and all embargoes passed."""
    lifecycle = Lifecycle(DictState())
    decisions = play(lifecycle, items)
    late = NOON + 10 * ONE
    for key in lifecycle.due(late):
        decisions += lifecycle.release(key, now=late)
    live = live_of(decisions)
    return None if live is None else live.provenance.version


@given(history=histories(), data=st.data())
def test_the_order_of_arrival_does_not_matter(make_item: MakeItem, history: History, data: st.DataObject) -> None:
    """Any permutation of an item's versions, kills and embargoed copies ends with the same version live, or none."""
    items = list(versions(make_item, history))
    shuffled = data.draw(st.permutations(items))
    assert ending(items) == ending(shuffled)


@given(history=histories())
def test_what_is_live_is_the_highest_version_that_may_be(make_item: MakeItem, history: History) -> None:
    """After a kill nothing is live; else the highest version that comes after every withhold is."""
    killed = any(status is PubStatus.CANCELED for _, status, _ in history)
    withheld = max((number for number, status, _ in history if status is PubStatus.WITHHELD), default=0)
    free = [number for number, status, _ in history if status is PubStatus.USABLE and number > withheld]
    live = ending(list(versions(make_item, history)))
    assert live == (None if killed else max(free, default=None))


@given(history=histories(), start=st.integers(min_value=0, max_value=7))
def test_replaying_any_suffix_changes_nothing(make_item: MakeItem, history: History, start: int) -> None:
    """The decisions of records that come again are the same, and so is the state after them."""
    items = list(versions(make_item, history))
    state = DictState()
    first = play(Lifecycle(state), items)
    before = dict(state.scan("item/"))
    again = play(Lifecycle(state), items[start:], at=NOON + 2 * ONE)
    assert [(d.outcome, d.publish, d.retract) for d in again] == [
        (d.outcome, d.publish, d.retract) for d in first[start:]
    ]
    assert dict(state.scan("item/")) == before


@given(history=histories(), data=st.data())
def test_a_crash_that_loses_a_tail_of_writes_changes_nothing(
    make_item: MakeItem, history: History, data: st.DataObject
) -> None:
    """From any prefix of the changelog, replaying what was not committed ends in the same state and live version."""
    items = list(versions(make_item, history))
    journal = Journal()
    lifecycle = Lifecycle(journal)
    marks = []
    whole = []
    for item in items:
        marks.append(len(journal.writes))
        whole.append(lifecycle.accept(item, at=NOON))
    committed = data.draw(st.integers(min_value=0, max_value=len(items)))
    least = marks[committed] if committed < len(items) else len(journal.writes)
    kept = data.draw(st.integers(min_value=least, max_value=len(journal.writes)))
    state = journal.upto(kept)
    again = play(Lifecycle(state), items[committed:])
    assert [(d.outcome, d.publish, d.retract) for d in again] == [
        (d.outcome, d.publish, d.retract) for d in whole[committed:]
    ]
    assert dict(state.scan("")) == dict(journal.scan(""))
