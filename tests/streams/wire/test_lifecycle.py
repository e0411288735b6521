"""Versions, resends, corrections, kills and withholds: what of an item is live."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from schemas import PubStatus, RetractionKind
from streams.state import DictState
from streams.wire import Lifecycle, Reason
from streams.wire.decision import HOLD_ALL_VERSIONS
from tests.streams.wire.lifecycles import KEY, NOON, ONE, play, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    MakeItem = Callable[..., WireItem]
    Stated = tuple[int, datetime | None]


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
