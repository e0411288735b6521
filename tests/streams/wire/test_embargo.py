"""Embargoes and holds: what waits, until when, and what ends the wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from schemas import PubStatus, RetractionKind
from streams.state import DictState
from streams.wire import Lifecycle
from streams.wire.decision import HOLD_ALL_VERSIONS
from tests.streams.wire.lifecycles import KEY, NOON, ONE, play

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    MakeItem = Callable[..., WireItem]


def test_an_embargo_that_covers_all_versions_takes_the_free_one_back(make_item: MakeItem) -> None:
    """Where the new version says so, the older one is withheld until the embargo ends; then the new one is live."""
    lifecycle = Lifecycle(DictState())
    covering = make_item(2, embargo=NOON + ONE, signals=(HOLD_ALL_VERSIONS,))
    _, held, late = play(lifecycle, [make_item(1), covering, make_item(1, offset=9)])
    assert (held.outcome, held.due) == ("held", NOON + ONE)
    assert held.retract is not None
    assert (held.retract.kind, held.retract.provenance.version) == (RetractionKind.WITHHOLD, 1)
    assert late.outcome == "retracted"
    (release,) = lifecycle.release(KEY, now=NOON + ONE)
    assert release.publish is not None


def test_embargoed_copy_waits_for_its_time(make_item: MakeItem) -> None:
    """It is held with its time, not due a second before, and published whole when it has come."""
    lifecycle = Lifecycle(DictState())
    (held,) = play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    assert (held.outcome, held.due, held.publish) == ("held", NOON + ONE, None)
    early = NOON + ONE - timedelta(seconds=1)
    assert lifecycle.due(early) == []
    assert lifecycle.release(KEY, now=early) == []
    assert lifecycle.due(NOON + ONE) == [KEY]
    (release,) = lifecycle.release(KEY, now=NOON + ONE)
    assert release.publish is not None
    assert release.publish.body == "Body of version 1."
    assert release.publish.provenance.processed == NOON + ONE
    assert [ended.outcome for ended in release.ended] == ["accepted"]
    assert lifecycle.due(NOON + 2 * ONE) == []


def test_copy_whose_embargo_has_passed_is_accepted_at_once(make_item: MakeItem) -> None:
    """The record's own time decides, not the clock."""
    (decision,) = play(Lifecycle(DictState()), [make_item(1, embargo=NOON)])
    assert decision.outcome == "accepted"


def test_an_embargo_without_a_time_waits_for_a_newer_version(make_item: MakeItem) -> None:
    """It is held without being due, until a version comes that may be published."""
    lifecycle = Lifecycle(DictState())
    held, lifted = play(lifecycle, [make_item(1, signals=("embargo",)), make_item(2)])
    assert (held.outcome, held.due) == ("held", None)
    assert lifecycle.due(NOON + 1000 * ONE) == []
    assert lifted.outcome == "accepted"
    assert [(ended.origin.offset, ended.outcome) for ended in lifted.ended] == [(1, "superseded")]


def test_a_newer_version_replaces_the_one_that_waits(make_item: MakeItem) -> None:
    """Only the newest embargoed version is published, at its own time."""
    lifecycle = Lifecycle(DictState())
    _, second, third = play(
        lifecycle,
        [
            make_item(1, embargo=NOON + ONE),
            make_item(3, embargo=NOON + 2 * ONE),
            make_item(2, embargo=NOON + ONE),
        ],
    )
    assert [(ended.origin.offset, ended.outcome) for ended in second.ended] == [(1, "superseded")]
    assert third.outcome == "superseded"
    assert lifecycle.due(NOON + ONE) == []
    (release,) = lifecycle.release(KEY, now=NOON + 2 * ONE)
    assert release.publish is not None
    assert release.publish.provenance.version == 3


def test_an_embargoed_update_leaves_the_published_version_live(make_item: MakeItem) -> None:
    """What is out stays out until the update's time."""
    lifecycle = Lifecycle(DictState())
    first, second = play(lifecycle, [make_item(1), make_item(2, embargo=NOON + ONE)])
    assert (first.outcome, second.outcome, second.retract) == ("accepted", "held", None)


def test_a_kill_during_an_embargo_ends_it(make_item: MakeItem) -> None:
    """Killed copy is never released, and its content is forgotten."""
    state = DictState()
    lifecycle = Lifecycle(state)
    _, kill = play(lifecycle, [make_item(1, embargo=NOON + ONE), make_item(2, status=PubStatus.CANCELED)])
    assert [ended.outcome for ended in kill.ended] == ["retracted"]
    assert kill.retract is None
    assert lifecycle.due(NOON + 2 * ONE) == []
    assert lifecycle.release(KEY, now=NOON + 2 * ONE) == []
    assert not list(state.scan("held/"))


def test_a_resend_of_waiting_copy_does_not_publish_it(make_item: MakeItem) -> None:
    """The same version without the embargo is a resend of what waits: only a newer version lifts an embargo."""
    lifecycle = Lifecycle(DictState())
    _, resend = play(lifecycle, [make_item(1, embargo=NOON + ONE), make_item(1, offset=7)])
    assert (resend.outcome, resend.match_version) == ("duplicate", 1)


def test_waiting_copy_outlives_a_restart(make_item: MakeItem) -> None:
    """Another lifecycle on the same state releases it; the release that published it can be repeated, no other."""
    state = DictState()
    play(Lifecycle(state), [make_item(1, embargo=NOON + ONE)])
    released_at = NOON + ONE + timedelta(seconds=2)
    assert Lifecycle(state).due(released_at) == [KEY]
    first = Lifecycle(state).release(KEY, now=released_at)
    again = Lifecycle(state).release(KEY, now=released_at)
    assert [decision.publish for decision in first] == [decision.publish for decision in again]
    assert Lifecycle(state).due(released_at + timedelta(seconds=1)) == []
    assert Lifecycle(state).release(KEY, now=released_at + timedelta(seconds=1)) == []


def test_the_content_of_released_copy_is_dropped_after_a_while(make_item: MakeItem) -> None:
    """An hour after its release nothing but the small record is left."""
    state = DictState()
    lifecycle = Lifecycle(state)
    play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    lifecycle.release(KEY, now=NOON + ONE)
    lifecycle.due(NOON + 3 * ONE)
    assert not list(state.scan("held/"))


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(("late", "kept"), [(0, True), (1, False)])
def test_released_copy_is_kept_for_an_hour(make_item: MakeItem, late: int, *, kept: bool, restart: bool) -> None:
    """A release can be repeated for an hour, also by another worker."""
    state = DictState()
    lifecycle = Lifecycle(state)
    play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    lifecycle.release(KEY, now=NOON + ONE)
    later = Lifecycle(state) if restart else lifecycle
    later.due(NOON + 2 * ONE + timedelta(milliseconds=late))
    assert bool(list(state.scan("held/"))) is kept


def test_a_release_is_not_repeated_over_a_newer_version(make_item: MakeItem) -> None:
    """What was released and replaced since is not published again by the same release."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    lifecycle.release(KEY, now=NOON + ONE)
    (again,) = lifecycle.release(KEY, now=NOON + ONE)
    assert again.repeated
    play(lifecycle, [make_item(2)])
    assert lifecycle.release(KEY, now=NOON + ONE) == []


def test_copy_without_a_time_is_never_released(make_item: MakeItem) -> None:
    """Nothing is due, whatever the clock says, and a release that was asked for gives nothing."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1, signals=("embargo",))])
    assert lifecycle.release(KEY, now=NOON + 1000 * ONE) == []


def test_waiting_copy_is_counted_until_it_is_released(make_item: MakeItem) -> None:
    """The size is what waits now."""
    lifecycle = Lifecycle(DictState())
    assert lifecycle.sizes() == {"held": 0}
    play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    assert lifecycle.sizes() == {"held": 1}
    lifecycle.release(KEY, now=NOON + ONE)
    assert lifecycle.sizes() == {"held": 0}


def test_items_are_due_in_the_order_of_their_times(make_item: MakeItem) -> None:
    """The earliest embargo is released first."""

    def other(name: str, hour: int) -> WireItem:
        item = make_item(1, embargo=NOON + hour * ONE)
        return item.model_copy(update={"provenance": item.provenance.model_copy(update={"item_id": name})})

    lifecycle = Lifecycle(DictState())
    play(lifecycle, [other("a", 3), other("b", 1), other("c", 2)])
    assert lifecycle.due(NOON + 2 * ONE) == ["agency/b", "agency/c"]


def test_waiting_copy_that_was_lost_is_held_again(make_item: MakeItem) -> None:
    """The record that comes again after a crash brings its content back, with the time it waits for."""
    state = DictState()
    item = make_item(1, embargo=NOON + ONE)
    play(Lifecycle(state), [item])
    state.drop(f"held/{KEY}")
    lifecycle = Lifecycle(state)
    (again,) = play(lifecycle, [item])
    assert (again.repeated, again.due) == (True, NOON + ONE)
    assert lifecycle.due(NOON + ONE) == [KEY]


def test_a_release_of_an_unknown_item_gives_nothing() -> None:
    """Nothing waits, so nothing is published."""
    assert Lifecycle(DictState()).release(KEY, now=NOON) == []


def test_a_released_first_version_sets_the_route(make_item: MakeItem) -> None:
    """Later versions and the kill follow the source of the copy that waited."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1, embargo=NOON + ONE, source="first.example")])
    assert lifecycle.route(KEY) is None
    lifecycle.release(KEY, now=NOON + ONE)
    assert lifecycle.route(KEY) == "first.example"
