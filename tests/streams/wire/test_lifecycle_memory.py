"""What the lifecycle keeps of an item, and how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from schemas import PubStatus
from streams.state import DictState
from streams.wire import Lifecycle
from tests.streams.wire.lifecycles import KEY, NOON, ONE, play

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    MakeItem = Callable[..., WireItem]


def test_withheld_items_do_not_expire(make_item: MakeItem) -> None:
    """A withhold is remembered like a kill."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1), make_item(2, status=PubStatus.WITHHELD)])
    assert lifecycle.expire(NOON + 48 * ONE) == 0


def test_a_redelivered_record_gets_its_decision_again(make_item: MakeItem) -> None:
    """Outcome, message and time of processing are those of the first time, even after newer versions."""
    lifecycle = Lifecycle(DictState())
    items = [make_item(1), make_item(2), make_item(1, offset=8), make_item(3, status=PubStatus.CANCELED)]
    first = play(lifecycle, items)
    again = play(lifecycle, items, at=NOON + 5 * ONE)
    for before, after in zip(first, again, strict=True):
        assert after.repeated
        assert (before.outcome, before.publish, before.retract) == (after.outcome, after.publish, after.retract)


def test_many_versions_keep_the_record_small(make_item: MakeItem) -> None:
    """A live blog of thousands of versions does not make its record grow."""
    state = DictState()
    lifecycle = Lifecycle(state)
    play(lifecycle, [make_item(version) for version in range(1, 1500)])
    (value,) = [value for _, value in state.scan("item/")]
    assert len(value) < 8_000


def test_quiet_items_expire_and_killed_ones_do_not(make_item: MakeItem) -> None:
    """An item not heard of is forgotten; a kill is remembered."""
    state = DictState()
    lifecycle = Lifecycle(state)
    other = make_item(1, status=PubStatus.CANCELED)
    killed = other.model_copy(update={"provenance": other.provenance.model_copy(update={"item_id": "item-2"})})
    play(lifecycle, [make_item(1), killed])
    assert lifecycle.expire(NOON + 48 * ONE) == 1
    assert [key for key, _ in state.scan("item/")] == ["item/agency/item-2"]


@pytest.mark.parametrize(("late", "forgotten"), [(0, 0), (1, 1)])
def test_an_item_expires_when_its_last_record_is_older_than_the_limit(
    make_item: MakeItem, late: int, forgotten: int
) -> None:
    """A record received at the limit itself still counts."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1, received=NOON)])
    assert lifecycle.expire(NOON + timedelta(milliseconds=late)) == forgotten
    assert (lifecycle.route(KEY) is None) is bool(forgotten)


def test_an_older_record_does_not_make_an_item_look_quiet(make_item: MakeItem) -> None:
    """The newest receipt counts, not the last."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(2, received=NOON + ONE), make_item(1, received=NOON)])
    assert lifecycle.expire(NOON + ONE) == 0
