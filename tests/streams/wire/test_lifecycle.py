"""Versions, corrections, kills, holds and embargoes: what is live, in whatever order the records come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import PubStatus, RetractionKind
from streams.state import DictState
from streams.wire import Lifecycle, Reason
from streams.wire.signals import HOLD_ALL_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemas import WireItem
    from streams.wire import Decision

    MakeItem = Callable[..., WireItem]
    History = list[tuple[int, PubStatus, int | None]]
    Stated = tuple[int, datetime | None]

KEY = "agency/item-1"
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
ONE = timedelta(hours=1)


def timed(hour: int) -> tuple[int, datetime]:
    """Return a version that is a time, and that time."""
    created = datetime(2026, 3, 9, hour, tzinfo=UTC)
    return int(created.timestamp() * 1000), created


def play(lifecycle: Lifecycle, items: Sequence[WireItem], at: datetime = NOON) -> list[Decision]:
    """Let items arrive one after the other."""
    return [lifecycle.accept(item, at=at) for item in items]


def live_of(decisions: Sequence[Decision]) -> WireItem | None:
    """Return what a consumer has live after these decisions, which takes the newest version and no notice of order."""
    live: WireItem | None = None
    for decision in decisions:
        if decision.retract is not None:
            if decision.retract.kind is RetractionKind.KILL:
                return None
            if live is not None and live.provenance.version <= decision.retract.provenance.version:
                live = None
        publish = decision.publish
        if publish is not None and (live is None or publish.provenance.version >= live.provenance.version):
            live = publish
    return live


def test_a_newer_version_replaces_an_older_one(make_item: MakeItem) -> None:
    """Each newer version is accepted; an older one that comes late is superseded."""
    decisions = play(Lifecycle(DictState()), [make_item(1), make_item(3), make_item(2)])
    assert [decision.outcome for decision in decisions] == ["accepted", "accepted", "superseded"]
    assert decisions[2].match_version == 3
    assert decisions[2].publish is None


def test_an_item_keeps_the_route_of_its_first_version(make_item: MakeItem) -> None:
    """Later versions and the kill travel under the source of the first accepted version."""
    lifecycle = Lifecycle(DictState())
    first, second, kill = play(
        lifecycle,
        [
            make_item(1, source="first.example"),
            make_item(2, source="second.example"),
            make_item(3, source="third.example", status=PubStatus.CANCELED),
        ],
    )
    assert first.publish is not None
    assert second.publish is not None
    assert kill.retract is not None
    sources = {message.provenance.source for message in (first.publish, second.publish, kill.retract)}
    assert sources == {"first.example"}
    assert lifecycle.route(KEY) == "first.example"


def test_a_resend_is_a_duplicate_of_its_version(make_item: MakeItem) -> None:
    """The same version with the same content from another record is a duplicate and says of which version."""
    _, resend = play(Lifecycle(DictState()), [make_item(1), make_item(1, offset=9)])
    assert (resend.outcome, resend.match_version, resend.publish) == ("duplicate", 1, None)
    assert "resend" in resend.reason


def test_a_page_fetched_again_unchanged_is_a_resend(make_item: MakeItem) -> None:
    """Where the version is only the time of arrival, the same content is no new version, and changed content is."""

    def fetched(minute: int, body: str) -> WireItem:
        arrival = NOON + timedelta(minutes=minute)
        version = int(arrival.timestamp() * 1000)
        item = make_item(version, offset=minute, received=arrival, body=body)
        return item.model_copy(update={"headline": "Headline"})

    decisions = play(Lifecycle(DictState()), [fetched(0, "a"), fetched(10, "a"), fetched(20, "b")])
    assert [decision.outcome for decision in decisions] == ["accepted", "duplicate", "accepted"]


def test_other_content_under_the_same_version_is_a_revision(make_item: MakeItem) -> None:
    """Without a new number the later version time, else the later receipt, decides, in either order of arrival."""
    early = make_item(1, offset=1, body="early")
    late = make_item(1, offset=2, body="late")
    assert [decision.outcome for decision in play(Lifecycle(DictState()), [early, late])] == ["accepted", "accepted"]
    assert [decision.outcome for decision in play(Lifecycle(DictState()), [late, early])] == ["accepted", "superseded"]


def test_a_kill_takes_the_item_back(make_item: MakeItem) -> None:
    """A kill after publication gives a retraction; nothing that comes later is published."""
    decisions = play(
        Lifecycle(DictState()), [make_item(1), make_item(2, status=PubStatus.CANCELED), make_item(3), make_item(1)]
    )
    retract = decisions[1].retract
    assert retract is not None
    assert (retract.kind, retract.provenance.item_key) == (RetractionKind.KILL, KEY)
    assert [decision.outcome for decision in decisions] == ["accepted", "retracted", "retracted", "accepted"]
    assert decisions[3].repeated


def test_a_kill_of_an_unseen_item_is_remembered(make_item: MakeItem) -> None:
    """There is nothing to take back downstream, and nothing of the item is ever published."""
    kill, version = play(Lifecycle(DictState()), [make_item(5, status=PubStatus.CANCELED), make_item(1)])
    assert (kill.outcome, kill.retract) == ("retracted", None)
    assert (version.outcome, version.publish) == ("retracted", None)


def test_a_kill_after_a_withhold_goes_further(make_item: MakeItem) -> None:
    """A withheld item is taken back; a kill after it is sent once more as a kill, and then nothing is sent."""
    decisions = play(
        Lifecycle(DictState()),
        [
            make_item(1),
            make_item(2, status=PubStatus.WITHHELD),
            make_item(4, status=PubStatus.CANCELED),
            make_item(5, status=PubStatus.WITHHELD),
            make_item(6, status=PubStatus.CANCELED),
        ],
    )
    kinds = [decision.retract.kind if decision.retract else None for decision in decisions]
    assert kinds == [None, RetractionKind.WITHHOLD, RetractionKind.KILL, None, None]
    assert [decision.outcome for decision in decisions[1:]] == ["retracted"] * 4


def test_a_newer_usable_version_reinstates_a_withheld_item(make_item: MakeItem) -> None:
    """IPTC's withheld may be released by a later version; an older one or the same one stays back."""
    decisions = play(
        Lifecycle(DictState()),
        [make_item(1), make_item(3, status=PubStatus.WITHHELD), make_item(2), make_item(3, offset=9), make_item(4)],
    )
    assert [decision.outcome for decision in decisions] == [
        "accepted",
        "retracted",
        "retracted",
        "retracted",
        "accepted",
    ]
    assert "withheld" in decisions[2].reason
    assert decisions[4].reason == Reason.REINSTATED
    assert decisions[4].publish is not None


def test_a_kill_is_never_lifted(make_item: MakeItem) -> None:
    """No version after a kill is published, however new."""
    decisions = play(Lifecycle(DictState()), [make_item(1), make_item(2, status=PubStatus.CANCELED), make_item(9)])
    assert (decisions[2].outcome, decisions[2].reason) == ("retracted", Reason.KILLED_BEFORE)


def test_a_withhold_that_comes_late_leaves_the_newer_version_live(make_item: MakeItem) -> None:
    """Nothing is taken back for a withhold that a newer version lifted before it arrived."""
    _, late = play(Lifecycle(DictState()), [make_item(5), make_item(4, status=PubStatus.WITHHELD)])
    assert (late.outcome, late.match_version, late.retract) == ("superseded", 5, None)


def test_a_withhold_ends_the_wait_of_older_copy_only(make_item: MakeItem) -> None:
    """Copy under an embargo that is older than the withhold is not released; newer copy still is."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1, embargo=NOON + ONE)])
    (withhold,) = play(lifecycle, [make_item(2, status=PubStatus.WITHHELD)])
    assert [ended.outcome for ended in withhold.ended] == ["retracted"]
    play(lifecycle, [make_item(4, embargo=NOON + ONE)])
    (other,) = play(lifecycle, [make_item(3, status=PubStatus.WITHHELD)])
    assert other.ended == ()
    (release,) = lifecycle.release(KEY, now=NOON + ONE)
    assert release.publish is not None
    assert release.publish.provenance.version == 4


def test_withheld_items_do_not_expire(make_item: MakeItem) -> None:
    """A withhold is remembered like a kill."""
    lifecycle = Lifecycle(DictState())
    play(lifecycle, [make_item(1), make_item(2, status=PubStatus.WITHHELD)])
    assert lifecycle.expire(NOON + 48 * ONE) == 0


@pytest.mark.parametrize(
    ("withheld", "usable", "lifted"),
    [
        (timed(8), timed(9), True),
        (timed(9), timed(8), False),
        (timed(8), timed(8), False),
        ((1, timed(8)[1]), (1, timed(9)[1]), True),
        ((1, timed(9)[1]), (2, timed(8)[1]), True),
        ((1, timed(8)[1]), timed(9), True),
        ((1, timed(9)[1]), timed(8), False),
        (timed(8), (2, timed(9)[1]), True),
        ((1, None), timed(9), False),
        (timed(8), (2, None), False),
    ],
)
def test_a_number_is_compared_with_a_number_and_a_time_with_a_time(
    make_item: MakeItem, withheld: Stated, usable: Stated, *, lifted: bool
) -> None:
    """Where withhold and version can't be compared by what both state, the item stays withheld."""
    (version, created), (other, later) = withheld, usable
    _, decision = play(
        Lifecycle(DictState()),
        [
            make_item(version, offset=1, created=created, status=PubStatus.WITHHELD),
            make_item(other, offset=2, created=later),
        ],
    )
    assert (decision.outcome == "accepted") is lifted


def test_a_page_fetched_again_lifts_no_withhold(make_item: MakeItem) -> None:
    """A version that is only the time of its arrival states nothing; a crawler would lift every withhold."""
    later = NOON + ONE
    page = make_item(int(later.timestamp() * 1000), offset=3, received=later, body="Other.")
    _, decision = play(Lifecycle(DictState()), [make_item(1, status=PubStatus.WITHHELD), page])
    assert decision.outcome == "retracted"


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


@pytest.mark.parametrize(("kind", "outcome"), [("rss", "duplicate"), ("atom", "duplicate"), ("json", "accepted")])
def test_a_feed_that_only_sets_a_new_time_sends_again(make_item: MakeItem, kind: str, outcome: str) -> None:
    """The software of feeds sets `updated` at every build; the time is kept, so that older content stays older."""

    def built(hour: int, text: str) -> WireItem:
        version, created = timed(hour)
        item = make_item(version, offset=hour, created=created, body=text)
        return item.model_copy(update={"format": kind, "headline": "H"})

    first, again, between = play(Lifecycle(DictState()), [built(8, "a"), built(10, "a"), built(9, "b")])
    assert (first.outcome, again.outcome, between.outcome) == ("accepted", outcome, "superseded")


def test_a_signal_kills_like_a_status(make_item: MakeItem) -> None:
    """A kill signal on a version that calls itself usable is a kill."""
    _, kill = play(Lifecycle(DictState()), [make_item(1), make_item(2, signals=("kill",))])
    assert kill.retract is not None


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


def test_each_decision_says_why(make_item: MakeItem) -> None:
    """First, newer, revised, older, sent again, held and withheld are told apart."""
    decisions = play(
        Lifecycle(DictState()),
        [
            make_item(2, offset=1),
            make_item(3, offset=2),
            make_item(3, offset=3, body="Revised."),
            make_item(1, offset=4),
            make_item(3, offset=5, body="Revised."),
            make_item(5, offset=6, embargo=NOON + ONE),
            make_item(4, offset=7, embargo=NOON + ONE),
            make_item(5, offset=8, embargo=NOON + ONE),
            make_item(6, offset=9, signals=("embargo",)),
            make_item(3, offset=10, embargo=NOON + ONE, body="Revised."),
            make_item(2, offset=11, embargo=NOON + ONE),
        ],
    )
    assert [decision.reason for decision in decisions] == [
        Reason.FIRST,
        Reason.NEWER,
        Reason.REVISION,
        Reason.OLDER,
        Reason.RESEND,
        Reason.EMBARGO,
        Reason.OLDER_HELD,
        Reason.RESEND_HELD,
        Reason.EMBARGO_OPEN,
        Reason.OLDER_HELD,
        Reason.OLDER,
    ]
    assert [decision.match_version for decision in decisions] == [None, None, None, 3, 3, None, 5, 5, None, 6, 3]


def test_an_older_copy_that_covers_all_takes_the_free_version_back(make_item: MakeItem) -> None:
    """Words on an embargo for all versions count although a newer version already waits."""
    lifecycle = Lifecycle(DictState())
    covering = make_item(2, offset=7, embargo=NOON + ONE, signals=(HOLD_ALL_VERSIONS,))
    _, _, late = play(lifecycle, [make_item(1), make_item(3, embargo=NOON + ONE), covering])
    assert (late.outcome, late.reason) == ("superseded", Reason.OLDER_HELD)
    assert late.retract is not None
    assert late.retract.provenance.version == 1
    assert lifecycle.due(NOON + ONE) == [KEY]


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


def test_the_reason_of_a_retraction_is_the_note(make_item: MakeItem) -> None:
    """What the provider writes to editors goes on with the retraction."""
    note = make_item(2, status=PubStatus.CANCELED).model_copy(update={"ednote": "Wrong town."})
    _, kill = play(Lifecycle(DictState()), [make_item(1), note])
    assert kill.retract is not None
    assert (kill.retract.reason, kill.retract.provenance.processed) == ("Wrong town.", NOON)


def test_a_resend_after_a_late_withhold_is_still_a_duplicate(make_item: MakeItem) -> None:
    """A withhold that changes nothing leaves the contents of the live version known."""
    items = [make_item(5), make_item(4, status=PubStatus.WITHHELD), make_item(5, offset=9)]
    assert [decision.outcome for decision in play(Lifecycle(DictState()), items)] == [
        "accepted",
        "superseded",
        "duplicate",
    ]


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
