"""The items of an incident: which message on an item decides, and which items are remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Member, Place, Role, Scene, ScenePrecision, SignaturePlace, Span
from streams.ledger.members import MAX_OLDER, decides, member_of, with_older
from streams.ledger.membership import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def member(version: int = 1, taken: str | None = None, *, key: str = "afn/1", hours: float = 0, **more: Any) -> Member:
    """Return an item as an incident remembers it."""
    return Member(
        item_key=key,
        version=version,
        source="afn.example",
        story_id=key,
        received=START + timedelta(hours=hours),
        taken=taken,
        **more,
    )


class TestDecides:
    """Version and retraction decide which message on an item counts."""

    def test_first_message_counts(self) -> None:
        """The first message on an item counts, whatever it is."""
        assert decides(member(), None)
        assert decides(member(taken="killed"), None)

    @pytest.mark.parametrize(("version", "counts"), [(1, False), (2, False), (3, True)])
    def test_only_a_newer_version_counts(self, version: int, counts: bool) -> None:
        """A version counts where it is newer than the one that is known; the same version changes nothing."""
        assert decides(member(version), member(2)) is counts

    @pytest.mark.parametrize("reason", ["withheld", "moved", "superseded"])
    @pytest.mark.parametrize(("version", "counts"), [(1, False), (2, True), (3, True)])
    def test_take_of_the_same_version_counts(self, reason: str, version: int, counts: bool) -> None:
        """A take counts against the version that it names, and not against a newer one."""
        assert decides(member(version, reason), member(2)) is counts

    @pytest.mark.parametrize(("version", "counts"), [(1, False), (2, False), (3, True)])
    def test_item_comes_back_with_a_newer_version_alone(self, version: int, counts: bool) -> None:
        """After a withhold the same version does not count again, and neither does a second take of it."""
        assert decides(member(version), member(2, "withheld")) is counts
        assert decides(member(version, "moved"), member(2, "withheld")) is counts

    @pytest.mark.parametrize("version", [1, 2, 3])
    def test_kill_counts_against_everymember(self, version: int) -> None:
        """A kill counts whatever its version, and after it no version does."""
        assert decides(member(version, "killed"), member(2))
        assert decides(member(version, "killed"), member(2, "withheld"))
        assert not decides(member(version), member(2, "killed"))
        assert not decides(member(version, "withheld"), member(2, "killed"))

    @pytest.mark.parametrize(("version", "counts"), [(1, True), (2, False), (3, False)])
    def test_of_two_kills_the_lower_version_is_kept(self, version: int, counts: bool) -> None:
        """Two kills of one item end in the same record in either order."""
        assert decides(member(version, "killed"), member(2, "killed")) is counts


def kept(items: Iterable[Member]) -> tuple[Member, ...]:
    """Return what an incident remembers of items that come one by one."""
    membership = Membership()
    for each in items:
        membership.put(each)
    return tuple(membership.in_order)


class TestBoundedMembers:
    """An incident remembers a bounded number of items."""

    def test_500_items_are_remembered(self) -> None:
        """The five-hundredth item is kept, and one more drops the oldest."""
        items = [member(key=f"afn/{number:03}", hours=number) for number in range(501)]
        assert kept(items[:500]) == tuple(items[:500])
        assert kept(items) == tuple(items[1:])

    def test_what_is_dropped_first(self) -> None:
        """Copies are dropped before originals, and withdrawn items are kept before both."""
        taken = member(key="afn/a", taken="killed")
        original = member(key="afn/b", hours=1)
        copies = [member(key=f"copy/{number:03}", hours=2 + number, copy_of="afn/b") for number in range(499)]
        assert kept([*copies, original, taken]) == (taken, original, *copies[1:])

    def test_withdrawn_items_before_live_ones(self) -> None:
        """An old kill outlasts any number of newer articles: a version that comes late must meet it."""
        taken = member(key="afn/a", taken="killed")
        live = [member(key=f"afn/{number:03}", hours=1 + number) for number in range(500)]
        assert kept([*live, taken]) == (taken, *live[1:])

    def test_order_of_receipt(self) -> None:
        """Members stand in the order of receipt, and those of one moment in the order of their keys."""
        one, two, three = member(key="b/1"), member(key="a/1", hours=1), member(key="a/2", hours=0)
        assert kept([two, one, three]) == (three, one, two)


class TestMemberOf:
    """What is remembered of an item."""

    def test_headline_is_cut_at_200(self, claims: Any) -> None:
        """Of a long headline the first 200 characters are kept."""
        assert member_of(claims.put("afn/1", headline="h" * 200)).headline == "h" * 200
        assert member_of(claims.put("afn/1", headline="h" * 200 + "x")).headline == "h" * 200

    def test_withdrawn_item_keeps_no_text(self, claims: Any) -> None:
        """Of a withdrawn item neither headline nor place is kept, and a take without reason is `superseded`."""
        take = claims.take("afn/1").model_copy(
            update={"reason": None, "headline": "Blast", "places": (SignaturePlace(name="Quetta"),)}
        )
        found = member_of(take)
        assert (found.taken, found.headline, found.place) == ("superseded", None, None)

    def test_only_a_carried_item_is_a_copy(self, claims: Any) -> None:
        """A put is no copy, even where it names one; a carry is."""
        put = claims.put("afn/1").model_copy(update={"copy_of": "sea/2"})
        assert member_of(put).copy_of is None
        assert member_of(claims.carry("afn/1", "sea/2")).copy_of == "sea/2"


class TestPlace:
    """Where an article says that it happened."""

    def test_scene_comes_first(self, claims: Any) -> None:
        """The scene is the place, with all that it has, whatever else is named."""
        scene = Scene(
            name="Quetta",
            precision=ScenePrecision.TOWN,
            span=Span(start=0, end=6),
            geonames=1167528,
            country="PK",
            admin1="02",
            lat=30.2,
            lon=67.0,
        )
        put = claims.put("afn/1", place="Lahore").model_copy(update={"scene": scene})
        assert member_of(put).place == SignaturePlace(
            name="Quetta",
            geonames=1167528,
            country="PK",
            admin1="02",
            lat=30.2,
            lon=67.0,
            precision=ScenePrecision.TOWN,
        )

    @pytest.mark.parametrize(
        ("weaker", "stronger"),
        [
            ({"lat": 1.0, "geonames": 7, "count": 9}, {"name": "QUETTA"}),
            ({"geonames": 7, "count": 9}, {"lat": 1.0}),
            ({"count": 9}, {"geonames": 8}),
            ({}, {"count": 2}),
        ],
    )
    def test_order_of_places(self, claims: Any, weaker: dict[str, Any], stronger: dict[str, Any]) -> None:
        """The place of a total comes before one with a point, that before a known one, that before one named more."""
        total = claims.figure(12).model_copy(update={"place": Place(text="Quetta")})
        part = claims.figure(3, role=Role.SUBSET, figure_id="f1").model_copy(update={"place": Place(text="Lahore")})
        one = SignaturePlace(**{"name": "Lahore", **weaker})
        other = SignaturePlace(**{"name": "Multan", **stronger})
        for places in ((one, other), (other, one)):
            put = claims.put("afn/1", [total, part]).model_copy(update={"places": places})
            assert member_of(put).place == other


def test_a_member_knows_the_versions_before_it_to_a_bound() -> None:
    """The newest of them; of a killed item, those before the kill."""
    known = None
    for version in range(1, MAX_OLDER + 4):
        known = with_older(member(version), known)
    assert known is not None
    assert known.older == tuple(range(MAX_OLDER + 2, 2, -1))
    killed = with_older(member(1, "killed"), member(2))
    assert (killed.version, killed.older) == (1, ())


def test_an_older_version_leaves_the_member_as_it_is_but_for_being_known() -> None:
    """The newest version decides."""
    last = with_older(member(1), member(2))
    assert (last.version, last.older) == (2, (1,))
    assert with_older(member(1), last) == last
    assert with_older(member(2), last) == last
