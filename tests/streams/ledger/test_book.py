"""An incident's book: what counts, how it changed, and what that raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Role, Scene, ScenePrecision, Span, encode
from streams.ledger import apply
from streams.ledger.claims import MAX_CLAIMS
from streams.ledger.members import MAX_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import LinkedClaims


def causes(alerts: list[Any]) -> list[tuple[str, int | None, int | None]]:
    """Return cause and numbers before and after."""
    return [
        (alert.cause.value, alert.before.best if alert.before else None, alert.after.best if alert.after else None)
        for alert in alerts
    ]


class TestChanges:
    """History and alerts."""

    def test_appears_rises_falls_and_is_withdrawn(self, claims: Any, booked: Any) -> None:
        """A toll's life gives one change a step, each with its numbers."""
        incident, alerts = booked(
            [
                claims.put("afn/1", [claims.figure(12)]),
                claims.put("afn/1", [claims.figure(15)], version=2, hours=1),
                claims.put("afn/1", [claims.figure(14)], version=3, hours=2),
                claims.take("afn/1", version=4),
            ]
        )
        assert causes(alerts) == [("appeared", None, 12), ("rose", 12, 15), ("fell", 15, 14), ("withdrawn", 14, None)]
        assert [change.cause for change in incident.history] == ["appeared", "rose", "fell", "withdrawn"]
        assert incident.tolls == {}

    def test_correction_says_so(self, claims: Any, booked: Any) -> None:
        """A version that corrects changes the toll as a correction, up or down."""
        _, alerts = booked(
            [
                claims.put("afn/1", [claims.figure(12)]),
                claims.put("afn/1", [claims.figure(10)], version=2, correction=True),
            ]
        )
        assert causes(alerts)[-1] == ("corrected", 12, 10)

    def test_repeated_number_is_no_change(self, claims: Any, booked: Any) -> None:
        """A number that another outlet repeats raises nothing."""
        _, alerts = booked([claims.put(f"out{n}/1", [claims.figure(12)], hours=n) for n in range(4)])
        assert causes(alerts) == [("appeared", None, 12)]

    def test_toll_falls_to_what_is_left_after_a_kill(self, claims: Any, booked: Any) -> None:
        """When the article with the higher number is killed, the toll falls to that of the other."""
        incident, alerts = booked(
            [
                claims.put("afn/1", [claims.figure(9, says="police")]),
                claims.put("hill/2", [claims.figure(40, says="police")], hours=1),
                claims.take("hill/2"),
            ]
        )
        assert incident.tolls["killed"].best == 9
        assert causes(alerts)[-1] == ("fell", 40, 9)

    def test_alert_shows_its_evidence(self, claims: Any, booked: Any) -> None:
        """An alert has the words of the number, who says so, where, and the provenance of what caused it."""
        put = claims.put("afn/1", [claims.figure(12, says="police")], headline="Blast in Quetta", place="Quetta")
        _, (alert,) = booked([put])
        assert (alert.evidence, alert.attribution, alert.title) == ("12", "police", "Blast in Quetta")
        assert alert.place is not None
        assert alert.place.name == "Quetta"
        assert alert.provenance == put.provenance

    def test_scene_is_the_place_whatever_else_is_named(self, claims: Any, booked: Any) -> None:
        """The incident stands at the scene of its article, with the scene's coordinates and precision."""
        scene = Scene(
            name="Quetta", precision=ScenePrecision.TOWN, span=Span(start=0, end=6), country="PK", lat=30.2, lon=67.0
        )
        put = claims.put("afn/1", [claims.figure(12)], place="Islamabad").model_copy(update={"scene": scene})
        incident, _ = booked([put])
        place = incident.place
        assert (place.name, place.country, place.lat, place.lon, place.precision) == (
            "Quetta",
            "PK",
            30.2,
            67.0,
            "town",
        )

    def test_same_claims_again_raise_the_same_alerts(self, claims: Any) -> None:
        """Claims read again change nothing and give the alerts with their first ids."""
        first = claims.put("afn/1", [claims.figure(12)])
        second = claims.put("afn/1", [claims.figure(15)], version=2, hours=1)
        incident, raised = apply(None, first)
        incident, raised_later = apply(incident, second)
        again, alerts = apply(incident, second)
        assert (again, alerts) == (incident, raised_later)
        assert [alert.id for alert in apply(incident, first)[1]] == [alert.id for alert in raised]


class TestBook:
    """What an incident has beside its tolls."""

    def test_200_changes_are_kept(self, claims: Any) -> None:
        """The history has the newest two hundred changes."""
        incident = None
        for version in range(1, 202):
            incident, _ = apply(incident, claims.put("afn/1", [claims.figure(version)], version=version))
            assert incident is not None
            assert len(incident.history) == min(version, 200)
        assert incident is not None
        assert [change.version for change in incident.history] == list(range(2, 202))

    def test_language_of_the_first_article_that_has_one(self, claims: Any, booked: Any) -> None:
        """A take says no language; the first article that does decides, and a later one changes nothing."""
        take = claims.take("sea/2").model_copy(update={"language": "und"})
        put = claims.put("afn/1", [claims.figure(3)])
        other = claims.put("hill/3").model_copy(update={"language": "es"})
        assert booked([take])[0].language == "und"
        assert booked([take, put, other])[0].language == "en"

    def test_originals_alone_have_stories_and_items(self, claims: Any, booked: Any) -> None:
        """Copies and withdrawn items are neither items nor stories; each outlet and story stands once."""
        puts = [claims.put(key, hours=hours) for hours, key in enumerate(("afn/1", "afn/2", "sea/3", "hill/4"))]
        puts[1] = puts[1].model_copy(update={"story_id": "afn/1"})
        incident, _ = booked([*puts, claims.carry("vale/5", "afn/1", hours=5), claims.take("hill/4", hours=7)])
        assert incident.stories == ("afn/1", "sea/3")
        assert incident.items == ("afn/1", "afn/2", "sea/3")
        assert incident.outlets == ("afn.example", "sea.example", "vale.example")
        assert incident.updated == claims.put("x/1", hours=7).provenance.received

    def test_toll_of_another_kind_is_the_same_object(self, claims: Any, booked: Any) -> None:
        """An article that counts the missing leaves the toll of the killed as it is."""
        before, _ = booked([claims.put("afn/1", [claims.figure(3)])])
        after, _ = apply(before, claims.put("sea/2", [claims.figure(9, kind="missing")], hours=1))
        assert after.tolls["killed"] is before.tolls["killed"]
        assert list(after.tolls) == ["killed", "missing"]

    def test_withdrawn_number_changes_the_toll_of_unchanged_claims(self, claims: Any) -> None:
        """A number that is withdrawn without a new claim of its kind still falls everywhere."""
        puts = [
            claims.put("hill/2", [claims.figure(34, says="governor")]),
            claims.put("afn/1", [claims.figure(24)], version=2, hours=1, correction=True),
        ]
        incident = None
        for put in puts:
            incident, _ = apply(incident, put)
        assert incident is not None
        assert incident.tolls["killed"].best == 34
        incident, _ = apply(incident, claims.put("afn/1", [claims.figure(34)]))
        assert incident.tolls["killed"].best == 24


class TestVersions:
    """The newest version decides."""

    def test_newer_version_replaces_the_claims(self, claims: Any, booked: Any) -> None:
        """Of an item only the latest version's claims are on the book."""
        incident, _ = booked(
            [
                claims.put("afn/1", [claims.figure(12), claims.figure(30, kind="injured", figure_id="f1")]),
                claims.put("afn/1", [claims.figure(15)], version=2),
            ]
        )
        assert [(claim.version, claim.figure.min) for claim in incident.claims] == [(2, 15)]
        assert set(incident.tolls) == {"killed"}

    def test_version_without_figures_withdraws(self, claims: Any, booked: Any) -> None:
        """A version that no longer counts anybody takes its number off the book."""
        incident, alerts = booked([claims.put("afn/1", [claims.figure(12)]), claims.put("afn/1", version=2)])
        assert incident.tolls == {}
        assert incident.items == ("afn/1",)
        assert causes(alerts)[-1] == ("withdrawn", 12, None)

    def test_killed_stays_killed(self, claims: Any, booked: Any) -> None:
        """After a kill no version counts, earlier or later."""
        incident, _ = booked(
            [
                claims.put("afn/1", [claims.figure(12)]),
                claims.take("afn/1", version=2, reason="killed"),
                claims.put("afn/1", [claims.figure(12)]),
                claims.put("afn/1", [claims.figure(13)], version=9),
            ]
        )
        assert (incident.items, incident.claims, incident.tolls) == ((), (), {})

    def test_withheld_item_counts_again_with_a_newer_version(self, claims: Any, booked: Any) -> None:
        """After a withhold no version up to the withheld one counts; a newer one does, in either order."""
        put, withheld, newer = (
            claims.put("afn/1", [claims.figure(12)]),
            claims.take("afn/1", version=1, reason="withheld"),
            claims.put("afn/1", [claims.figure(13)], version=2),
        )
        assert booked([put, withheld, put])[0].tolls == {}
        for order in ([put, withheld, newer], [put, newer, withheld]):
            assert booked(order)[0].tolls["killed"].best == 13

    def test_moved_item_may_come_back(self, claims: Any, booked: Any) -> None:
        """An item that moved away counts again with a newer version, not with an older one."""
        moved = [claims.put("afn/1", [claims.figure(12)]), claims.take("afn/1", version=2, reason="moved")]
        gone, _ = booked([*moved, claims.put("afn/1", [claims.figure(12)])])
        back, _ = booked([*moved, claims.put("afn/1", [claims.figure(14)], version=3)])
        assert gone.items == ()
        assert back.tolls["killed"].best == 14


class TestLeap:
    """A version that says a thousand times what an older one said is not believed silently."""

    @pytest.mark.parametrize(("number", "implausible"), [(2_999, False), (3_000, True), (3_000_000, True)])
    def test_flagged_from_a_thousand_times_on(self, claims: Any, booked: Any, number: int, implausible: bool) -> None:
        """In either order of arrival, and whatever versions come again; the number stays what the item says."""
        old = claims.put("afn/1", [claims.figure(3)])
        new = claims.put("afn/1", [claims.figure(number)], version=2, hours=1)
        for order in ([old, new], [new, old], [old, new, old, new]):
            toll = booked(order)[0].tolls["killed"]
            assert (toll.best, toll.implausible) == (number, implausible)

    def test_not_where_another_item_gives_it(self, claims: Any, booked: Any) -> None:
        """A second item confirms the number."""
        puts = [
            claims.put("afn/1", [claims.figure(3)]),
            claims.put("afn/1", [claims.figure(4_000)], version=2, hours=1),
            claims.put("sea/2", [claims.figure(4_000, says="ministry")], hours=2),
        ]
        assert not booked(puts)[0].tolls["killed"].implausible

    def test_nobody_and_other_kinds_are_no_measure(self, claims: Any, booked: Any) -> None:
        """Nor is a part, or a number that is taken back by a later version."""
        first = [claims.figure(0), claims.figure(2, kind="missing", figure_id="f1")]
        part = claims.figure(2, role=Role.SUBSET, figure_id="f2")
        puts = [
            claims.put("afn/1", [*first, part]),
            claims.put("afn/1", [claims.figure(5_000)], version=2, hours=1),
        ]
        assert not booked(puts)[0].tolls["killed"].implausible
        calm = claims.put("afn/1", [claims.figure(4)], version=3, hours=2)
        assert not booked([*puts, calm])[0].tolls["killed"].implausible


class TestUnheardOf:
    """A million victims of one event are not believed on the word of one speaker."""

    @pytest.mark.parametrize(
        ("number", "kind", "implausible"),
        [
            (999_999, "killed", False),
            (1_000_000, "killed", True),
            (1_000_000, "injured", True),
            (3_000_000, "displaced", False),
        ],
    )
    def test_flagged_from_a_million_on(
        self, claims: Any, booked: Any, number: int, kind: str, implausible: bool
    ) -> None:
        """A flood may drive out more, but no single event hurts so many."""
        toll = booked([claims.put("afn/1", [claims.figure(number, kind=kind)])])[0].tolls[kind]
        assert (toll.best, toll.implausible) == (number, implausible)

    def test_not_where_a_second_speaker_gives_it(self, claims: Any, booked: Any) -> None:
        """Two items that quote one ministry are one speaker."""
        puts = [claims.put(key, [claims.figure(2_000_000, says="ministry")]) for key in ("afn/1", "sea/2")]
        assert booked(puts)[0].tolls["killed"].implausible
        puts.append(claims.put("hill/8", [claims.figure(2_000_000, says="police")]))
        assert not booked(puts)[0].tolls["killed"].implausible


class TestOutlets:
    """Copies carry claims further without making new ones."""

    def test_copy_adds_its_outlet_only(self, claims: Any, booked: Any) -> None:
        """The outlet of a copy stands beside the claim it carries; the toll does not change."""
        incident, alerts = booked([claims.put("afn/1", [claims.figure(12)]), claims.carry("hill/8", "afn/1")])
        assert incident.outlets == ("afn.example", "hill.example")
        assert incident.claims[0].outlets == ("hill.example",)
        assert incident.items == ("afn/1",)
        assert len(alerts) == 1

    def test_live_copies_alone(self, claims: Any, booked: Any) -> None:
        """Outlets of live copies stand in order and once each; those of taken copies and of other items do not."""
        copies = [claims.carry(key, "afn/1") for key in ("sea/2", "hill/8", "hill/9", "vale/3")]
        rest = [claims.put("moor/4"), claims.carry("dale/5", "moor/4"), claims.take("vale/3")]
        incident, _ = booked([*copies, claims.put("afn/1", [claims.figure(12)]), *rest])
        assert incident.claims[0].outlets == ("hill.example", "sea.example")

    def test_copy_before_its_original(self, claims: Any, booked: Any) -> None:
        """A copy that comes first is counted when the claims come."""
        incident, _ = booked([claims.carry("hill/8", "afn/1"), claims.put("afn/1", [claims.figure(12)])])
        assert incident.claims[0].outlets == ("hill.example",)

    def test_taken_copy_leaves(self, claims: Any, booked: Any) -> None:
        """A copy that is taken back takes its outlet along."""
        incident, _ = booked(
            [claims.put("afn/1", [claims.figure(12)]), claims.carry("hill/8", "afn/1"), claims.take("hill/8")]
        )
        assert incident.outlets == ("afn.example",)
        assert incident.claims[0].outlets == ()


def test_kill_of_an_unknown_incident_is_remembered(claims: Any) -> None:
    """A take that comes before everything makes an empty incident, on which the item never counts."""
    incident, alerts = apply(None, claims.take("afn/1"))
    incident, more = apply(incident, claims.put("afn/1", [claims.figure(12)]))
    assert (incident.items, incident.tolls, [*alerts, *more]) == ((), {}, [])


def test_incident_of_many_items_stays_small(claims: Any, booked: Any) -> None:
    """However many items come, the record keeps the newest and stays under 900 kB; its toll is that of the newest."""
    puts = []
    for number in range(MAX_MEMBERS + 100):
        figures = [claims.figure(number, says=f"speaker {number}", figure_id=f"figure-{n}") for n in range(3)]
        put = claims.put(f"outlet-{number}/{number}", figures, hours=number * 2, headline="h" * 300, place="Quetta")
        puts.append(put)
    incident, _ = booked(puts)
    assert (len(incident.members), len(incident.claims)) == (MAX_MEMBERS, MAX_CLAIMS)
    assert incident.items[-1] == f"outlet-{MAX_MEMBERS + 99}/{MAX_MEMBERS + 99}"
    assert len(encode(incident)) < 900_000


events = st.lists(
    st.tuples(
        st.sampled_from(("put", "carry", "kill", "move")),
        st.sampled_from(("afn/1", "gazette/7", "hill/8")),
        st.integers(1, 4),
        st.integers(1, 50),
    ),
    max_size=9,
)


def message(claims: Any, drawn: tuple[str, str, int, int]) -> Any:
    """Return what was drawn; hours follow from item and version, so that one version is one message."""
    action, key, version, number = drawn
    hours = version + len(key)
    if action == "put":
        return claims.put(key, [claims.figure(number, says="police")], version=version, hours=hours)
    if action == "carry":
        return claims.carry(f"copy/{version}", key, hours=hours)
    return claims.take(key, version=version, reason="killed" if action == "kill" else "moved", hours=hours)


def final(incident: Any) -> Any:
    """Return what is said of an incident, without how it came to be said."""
    return None if incident is None else incident.model_copy(update={"history": ()})


def distinct(claims: Any, drawn: list[tuple[str, str, int, int]]) -> list[Any]:
    """Return messages with one put or take for each item and version; a take and a put never share one."""
    found: dict[tuple[str, int], Any] = {}
    for each in drawn:
        made = message(claims, each)
        found.setdefault((made.provenance.item_key, made.provenance.version), made)
    return list(found.values())


@settings(deadline=None, max_examples=60)
@given(drawn=events, data=st.data())
def test_order_of_arrival_does_not_matter(claims: Any, booked: Any, drawn: Any, data: st.DataObject) -> None:
    """Versions and retractions decide: any order of the same messages ends in the same incident."""
    messages = distinct(claims, drawn)
    if not messages:
        return
    straight, _ = booked(messages)
    crossed, _ = booked(data.draw(st.permutations(messages)))
    assert final(straight) == final(crossed)


@settings(deadline=None, max_examples=60)
@given(drawn=events, cut=st.integers(0, 9))
def test_replay_changes_nothing(claims: Any, booked: Any, drawn: Any, cut: int) -> None:
    """Applying any suffix again changes nothing, not even the history."""
    messages = distinct(claims, drawn)
    if not messages:
        return
    incident, _ = booked(messages)
    again, _ = booked([*messages, *messages[cut:]])
    assert again == incident


life = st.lists(st.sampled_from(("newer", "moved", "back", "withheld", "killed")), max_size=6)


def lived(claims: Any, steps: Sequence[str], numbers: Sequence[int]) -> list[LinkedClaims]:
    """Return what linking sends of an item that changes, moves away, comes back and is withheld or killed."""
    version, said, away = 1, numbers[0], False
    made = [claims.put("afn/1", [claims.figure(said)])]
    for decided, (step, number) in enumerate(zip(steps, numbers[1:], strict=True), start=1):
        if step == "newer":
            version, said, away = version + 1, number, False
            made.append(claims.put("afn/1", [claims.figure(said)], version=version))
        elif step == "back" and away:
            put = claims.put("afn/1", [claims.figure(said)], version=version)
            made.append(put.model_copy(update={"decided": decided}))
            away = False
        elif step != "back":
            take = claims.take("afn/1", version=version, reason=step, hours=0)
            made.append(take.model_copy(update={"decided": decided if step == "moved" else None}))
            away = step == "moved"
    return made


@settings(deadline=None, max_examples=200)
@given(steps=life, data=st.data())
def test_an_item_that_moves_and_changes_is_remembered_alike_when_it_is_read_again(
    claims: Any, booked: Any, steps: list[str], data: st.DataObject
) -> None:
    """After a crash the last messages come once more, from any of them on; what is kept of the item is the same."""
    numbers = data.draw(st.lists(st.integers(1, 50), min_size=len(steps) + 1, max_size=len(steps) + 1))
    messages = lived(claims, steps, numbers)
    straight, _ = booked(messages)
    again, _ = booked([*messages, *messages[data.draw(st.integers(0, len(messages) - 1)) :]])
    assert final(again) == final(straight)


def test_what_a_version_said_before_it_was_taken_away_is_remembered(claims: Any, booked: Any) -> None:
    """Three in the version that moved away; three thousand in the next is flagged, however often both are read."""
    messages = [
        claims.put("afn/1", [claims.figure(3)]),
        claims.take("afn/1", version=1, reason="moved"),
        claims.put("afn/1", [claims.figure(3000)], version=2),
    ]
    for sent in (messages, [*messages, *messages], [*messages[:2], *messages]):
        incident, _ = booked(sent)
        assert incident.members[0].least == {"killed": 3}
        assert incident.tolls["killed"].implausible
