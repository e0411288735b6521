"""What a desk expects of a toll, in every order in which the articles may arrive."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Qualifier, Role, SourceKind, Victims

if TYPE_CHECKING:
    from collections.abc import Sequence

ARMY, REBELS, HOSPITAL = SourceKind.SECURITY, SourceKind.ARMED_GROUP, SourceKind.HOSPITAL


def in_every_order(booked: Any, puts: Sequence[Any]) -> Any:
    """Return the toll of the killed, the same in every order of arrival."""
    found = [booked(order)[0].tolls.get("killed") for order in permutations(puts)]
    assert all(toll == found[0] for toll in found)
    return found[0]


def ends(toll: Any) -> tuple[int, int, int | None]:
    """Return low, best and high."""
    return toll.low, toll.best, toll.high


def test_a_correction_falls_everywhere(claims: Any, booked: Any) -> None:
    """An agency corrects 34 to 24 and another confirms it: 24, although an outlet still says 34."""
    puts = [
        claims.put("afn/1", [claims.figure(34, says="rescue agency")]),
        claims.put("hill/2", [claims.figure(34, says="rescuers", speaker=HOSPITAL)], hours=3),
        claims.put("afn/1", [claims.figure(24, says="rescue agency")], version=2, hours=7, correction=True),
        claims.put("sea/3", [claims.figure(24, says="the rescue agency")], hours=25),
    ]
    toll = in_every_order(booked, puts)
    assert ends(toll) == (24, 24, 24)
    assert [(other.number, other.reason) for other in toll.others] == [(34, "denied")]


@pytest.mark.parametrize(("days_after", "best"), [(2, 24), (2.01, 34)])
def test_a_withdrawn_number_counts_again_after_two_days(claims: Any, booked: Any, days_after: float, best: int) -> None:
    """Who says 34 within two days of the correction repeats an old number; later it is a new count."""
    puts = [
        claims.put("afn/1", [claims.figure(34)]),
        claims.put("afn/1", [claims.figure(24)], version=2, correction=True),
        claims.put("hill/2", [claims.figure(34, says="governor")], hours=24 * days_after),
    ]
    assert in_every_order(booked, puts).best == best


def test_a_correction_under_a_key_of_its_own(claims: Any, booked: Any) -> None:
    """A correction that is another item of the story withdraws the number of the first."""
    corrected = claims.put("afn/2", [claims.figure(24)], hours=2, correction=True)
    puts = [
        claims.put("afn/1", [claims.figure(34)]),
        corrected.model_copy(update={"story_id": "afn/1"}),
        claims.put("hill/2", [claims.figure(34, says="a diver", speaker=SourceKind.WITNESS)], hours=3),
    ]
    assert ends(in_every_order(booked, puts)) == (24, 24, 24)


def test_a_denied_number_does_not_count(claims: Any, booked: Any) -> None:
    """The ministry denies the 90 that a witness gave."""
    puts = [
        claims.put("afn/1", [claims.figure(90, says="a shopkeeper", speaker=SourceKind.WITNESS)]),
        claims.put("hill/2", [claims.figure(12, says="ministry"), claims.figure(90, role=Role.DENIED, figure_id="f1")]),
    ]
    assert ends(in_every_order(booked, puts)) == (12, 12, 12)


def test_a_higher_count_without_attribution_overtakes(claims: Any, booked: Any) -> None:
    """The outlet that says 110 a day after the police said 82 is believed."""
    puts = [
        claims.put("afn/1", [claims.figure(82, says="police")]),
        claims.put("hill/2", [claims.figure(110)], hours=20),
    ]
    assert in_every_order(booked, puts).best == 110


def test_two_lower_bounds_do_not_contradict(claims: Any, booked: Any) -> None:
    """More than 300 after more than 420 is no fall."""
    puts = [
        claims.put("afn/1", [claims.figure(420, qualifier=Qualifier.MORE_THAN, says="police")]),
        claims.put("hill/2", [claims.figure(300, qualifier=Qualifier.MORE_THAN, says="police")], hours=9),
    ]
    assert ends(in_every_order(booked, puts)) == (420, 420, None)


def test_a_part_in_a_headline_is_no_toll(claims: Any, booked: Any) -> None:
    """Twelve dead in the one town are a part of 259 in both."""
    figures = [
        claims.figure(12, in_headline=True, figure_id="a"),
        claims.figure(259, figure_id="b"),
        claims.figure(12, role=Role.SUBSET, figure_id="c"),
    ]
    assert in_every_order(booked, [claims.put("afn/1", figures)]).best == 259


def test_a_part_of_something_else_bounds_nothing(claims: Any, booked: Any) -> None:
    """301 by gunfire are a part of the year's 344, which are no toll of this event."""
    part = claims.figure(301, role=Role.SUBSET, figure_id="part").model_copy(update={"subset_of": "year"})
    assert in_every_order(booked, [claims.put("afn/1", [claims.figure(2), part])]).best == 2


def test_a_tenth_victim_makes_ten(claims: Any, booked: Any) -> None:
    """The tenth victim died: ten."""
    tenth = claims.figure(1).model_copy(update={"victims": Victims(text="tenth victim")})
    puts = [claims.put("afn/1", [claims.figure(9)]), claims.put("afn/2", [tenth], hours=20)]
    assert ends(in_every_order(booked, puts)) == (10, 10, 10)


def test_rival_sides_leave_it_to_the_independent_count(claims: Any, booked: Any) -> None:
    """The army says 25, the rebels 180, a hospital 61: 61, with both ends shown."""
    puts = [
        claims.put("rebel/1", [claims.figure(180, says="rebels", speaker=REBELS)]),
        claims.put(
            "afn/1",
            [
                claims.figure(25, says="the army", speaker=ARMY, figure_id="a"),
                claims.figure(61, says="doctors", speaker=HOSPITAL, figure_id="b"),
            ],
            hours=5,
        ),
    ]
    toll = in_every_order(booked, puts)
    assert ends(toll) == (25, 61, 180)
    assert toll.disputed


@pytest.mark.parametrize(("rebels", "disputed"), [(29, False), (30, True)])
def test_a_dispute_begins_at_half_as_many_again(claims: Any, booked: Any, rebels: int, disputed: bool) -> None:
    """Twenty and thirty exclude each other; twenty and twenty-nine do not."""
    puts = [
        claims.put("afn/1", [claims.figure(20, says="army", speaker=ARMY)]),
        claims.put("sea/2", [claims.figure(rebels, says="rebels", speaker=REBELS)]),
    ]
    assert in_every_order(booked, puts).disputed is disputed


def test_about_forty_stays_about_forty(claims: Any, booked: Any) -> None:
    """The toll has the qualifier of the claim that it rests on."""
    about = claims.figure(40, 40, qualifier=Qualifier.ABOUT).model_copy(update={"max": 40})
    assert in_every_order(booked, [claims.put("afn/1", [about])]).qualifier is Qualifier.ABOUT


def test_a_vague_word_is_kept(claims: Any, booked: Any) -> None:
    """Dozens stay dozens, whatever number stands for them."""
    vague = claims.figure(None, qualifier=Qualifier.VAGUE, estimate=(24, 99)).model_copy(
        update={"quantity_text": "dozens"}
    )
    assert in_every_order(booked, [claims.put("afn/1", [vague])]).word == "dozens"


@pytest.mark.parametrize(("number", "best"), [(2_999, 2_999), (3_000, 3)])
def test_a_leap_of_one_speaker_is_never_the_toll(claims: Any, booked: Any, number: int, best: int) -> None:
    """A number a thousand times larger than the one before, which one speaker alone gives, is a slip."""
    puts = [
        claims.put("afn/1", [claims.figure(3, says="police")]),
        claims.put("afn/2", [claims.figure(number, says="police")], hours=4),
    ]
    assert in_every_order(booked, puts).best == best


def test_a_leap_that_two_speakers_give_counts(claims: Any, booked: Any) -> None:
    """A second speaker confirms it."""
    puts = [
        claims.put("afn/1", [claims.figure(3, says="police")]),
        claims.put("afn/2", [claims.figure(4_000, says="police")], hours=4),
        claims.put("sea/2", [claims.figure(4_100, says="ministry")], hours=5),
    ]
    assert in_every_order(booked, puts).best == 4_100
