"""Counts that a report lowers in words."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Kind, Qualifier, Role, SourceKind
from streams.ledger.lowered import REACH, lowers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import CasualtyFigure

LOWERED = "The ministry revised the death toll down to 38."


def saying(claims: Any, quote: str | None, number: int = 38, **more: Any) -> CasualtyFigure:
    """Return a figure whose sentence is given."""
    figure: CasualtyFigure = claims.figure(number, **more)
    return figure.model_copy(update={"evidence": figure.evidence.model_copy(update={"quote": quote})})


def best(booked: Any, puts: Sequence[Any], kind: str = "killed") -> int:
    """Return the best number, the same in every order of arrival."""
    found = {booked(order)[0].tolls[kind].best for order in permutations(puts)}
    assert len(found) == 1
    return int(found.pop())


class TestWords:
    """Which sentences lower a count."""

    @pytest.mark.parametrize(
        "sentence",
        [
            LOWERED,
            "The health ministry on Wednesday lowered the toll of the blast to 38.",
            "The death toll was lowered to 38 after some bodies were counted twice.",
            "Officials revised down the number of people killed in the harbour blast to 38.",
            "The interior ministry now puts the dead at 38, fewer than first feared.",
            "Rescuers said 38 people were killed, fewer than the 41 announced earlier.",
            "The governor said 38 people had died, down from an earlier figure of 41.",
            "Blast toll revised down to 38",
            "Thirty-eight people died, the mayor said, correcting the ministry's figure of 41.",
            "Thirty-eight people died in the blast, three fewer than reported until now.",
            "The tally was then corrected by the coroner downwards, to 38.",
        ],
    )
    def test_sentences_that_lower(self, claims: Any, sentence: str) -> None:
        """A verb of lowering beside a count, "revised" with "down", and "fewer than" beside "first" lower it."""
        assert lowers(saying(claims, sentence))

    @pytest.mark.parametrize(
        "sentence",
        [
            None,
            "Flags were lowered to half-mast for the 38 killed.",
            "The ministry revised the toll up to 38.",
            "The blast cut power to the town and killed 38.",
            "The ministry has not lowered the toll of 38.",
            "Fewer than 38 people were killed.",
            "The roof came down and killed 38, the first such accident.",
            "Police raised the number of dead to 38.",
        ],
    )
    def test_sentences_that_lower_nothing(self, claims: Any, sentence: str | None) -> None:
        """Flags, rises, upper bounds and denials lower no count."""
        assert not lowers(saying(claims, sentence))

    @pytest.mark.parametrize(("between", "found"), [(REACH, True), (REACH + 1, False)])
    def test_words_between(self, claims: Any, between: int, found: bool) -> None:
        """The verb and the count stand at most eight words apart."""
        assert lowers(saying(claims, f"The mayor lowered {'very ' * between}toll to 38.")) is found

    @pytest.mark.parametrize(("between", "found"), [(4, True), (5, False)])
    def test_words_before_first(self, claims: Any, between: int, found: bool) -> None:
        """The words "fewer than" and "earlier" stand at most four words apart."""
        assert lowers(saying(claims, f"The dead are 38, fewer than {'the ' * between}earlier")) is found


class TestToll:
    """What a lowered count does to the toll."""

    def test_it_falls_everywhere(self, claims: Any, booked: Any) -> None:
        """The ministry lowers 41 to 38: another outlet that still says 41 the next day does not bring it back."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, says="ministry")], hours=5),
            claims.put("sea/3", [claims.figure(41, says="rescuers", speaker=SourceKind.HOSPITAL)], hours=20),
        ]
        assert best(booked, puts) == 38

    def test_without_the_words_it_does_not_fall(self, claims: Any, booked: Any) -> None:
        """A lower number of another speaker is only outweighed."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [claims.figure(38, says="mayor")], hours=5),
        ]
        assert best(booked, puts) == 41

    @pytest.mark.parametrize(("hours", "number"), [(4, 38), (53, 38), (53.1, 41)])
    def test_it_holds_for_two_days(self, claims: Any, booked: Any, hours: float, number: int) -> None:
        """An outlet may bring the old number back once two days have passed."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, says="ministry")], hours=5),
            claims.put("sea/3", [claims.figure(41, says="police")], hours=hours),
        ]
        assert best(booked, puts) == number

    def test_the_outlet_that_lowered_it_may_raise_it(self, claims: Any, booked: Any) -> None:
        """What the outlet that reported the lower count says later is news, the old number too."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, says="ministry")], hours=5),
            claims.put("hill/4", [claims.figure(41, says="ministry")], hours=20),
        ]
        assert best(booked, puts) == 41

    def test_a_number_that_is_new_counts(self, claims: Any, booked: Any) -> None:
        """Forty-four the next day is a rise, whoever says it: nobody gave it before."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, says="ministry")], hours=5),
            claims.put("sea/3", [claims.figure(44, says="police")], hours=20),
        ]
        assert best(booked, puts) == 44

    @pytest.mark.parametrize(("speaker", "number"), [(SourceKind.OTHER, 38), (SourceKind.WITNESS, 41)])
    def test_a_witness_lowers_nobody(self, claims: Any, booked: Any, speaker: SourceKind, number: int) -> None:
        """Who lowers a count has three quarters of the authority of those who gave it."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, says="somebody", speaker=speaker)], hours=5),
        ]
        assert best(booked, puts) == number

    def test_an_open_count_lowers_nothing(self, claims: Any, booked: Any) -> None:
        """At least 38 leaves 41 possible."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, qualifier=Qualifier.AT_LEAST)], hours=5),
        ]
        assert best(booked, puts) == 41

    def test_a_part_lowers_nothing(self, claims: Any, booked: Any) -> None:
        """The lowered count of one village takes nothing from the count of the whole."""
        puts = [
            claims.put("afn/1", [claims.figure(41, says="ministry")]),
            claims.put("hill/2", [saying(claims, LOWERED, role=Role.SUBSET)], hours=5),
        ]
        assert best(booked, puts) == 41

    def test_other_kinds_are_left_alone(self, claims: Any, booked: Any) -> None:
        """The lowered count of the dead says nothing of the hurt."""
        puts = [
            claims.put("afn/1", [claims.figure(41), claims.figure(90, kind="injured", figure_id="i")]),
            claims.put("hill/2", [saying(claims, LOWERED)], hours=5),
        ]
        assert best(booked, puts, Kind.INJURED.value) == 90

    @pytest.mark.parametrize(("rebels", "number"), [(True, 41), (False, 38)])
    def test_a_side_of_a_fight_lowers_only_its_own(self, claims: Any, booked: Any, rebels: bool, number: int) -> None:
        """Where rebels speak too, the army's lowered count leaves that of the clinic alone."""
        says = {"says": "rebels", "speaker": SourceKind.ARMED_GROUP} if rebels else {"says": "mayor"}
        puts = [
            claims.put("afn/1", [claims.figure(41, says="the clinic", speaker=SourceKind.HOSPITAL)]),
            claims.put("bay/1", [claims.figure(39, **says)], hours=1),
            claims.put("hill/2", [saying(claims, LOWERED, says="army", speaker=SourceKind.SECURITY)], hours=5),
        ]
        assert best(booked, puts) == number


class TestInPlaceOf:
    """A sentence that gives a number in place of a larger one."""

    def put_right(self, claims: Any, quote: str, wrong: str = "five") -> list[CasualtyFigure]:
        """Return the right number and the one that it stands in place of."""
        three = saying(claims, quote, 3, figure_id="right").model_copy(update={"quantity_text": "three"})
        five = saying(claims, quote, 5, role=Role.DENIED, figure_id="wrong").model_copy(update={"quantity_text": wrong})
        return [three, five]

    @pytest.mark.parametrize(
        "quote", ["The slide killed three, not five.", "Slide killed three people rather than five"]
    )
    def test_it_lowers_all_larger_numbers_from_before(self, claims: Any, booked: Any, quote: str) -> None:
        """Another outlet's four were wrong as well."""
        puts = [
            claims.put("afn/1", [claims.figure(4)]),
            claims.put("sea/2", [claims.figure(5)], hours=1),
            claims.put("hill/3", self.put_right(claims, quote), hours=5),
        ]
        assert best(booked, puts) == 3

    def test_a_number_that_somebody_denies_lowers_no_other(self, claims: Any, booked: Any) -> None:
        """Police count three and deny a claim of five: the hospital's four stand."""
        puts = [
            claims.put("afn/1", [claims.figure(4)]),
            claims.put("sea/2", [claims.figure(5)], hours=1),
            claims.put(
                "hill/3", self.put_right(claims, "Police said three died, and denied a claim of five."), hours=5
            ),
        ]
        assert best(booked, puts) == 4
