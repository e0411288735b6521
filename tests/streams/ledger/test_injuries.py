"""Those of the hurt who died after they were counted."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Role

if TYPE_CHECKING:
    from schemas import CasualtyFigure


def saying(figure: CasualtyFigure, quote: str, words: str | None = None) -> CasualtyFigure:
    """Return a figure with its sentence."""
    evidence = figure.evidence.model_copy(update={"quote": quote})
    return figure.model_copy(update={"evidence": evidence, "quantity_text": words or figure.quantity_text})


def crash(claims: Any) -> Any:
    """Return the first article on a crash: nine dead, 30 hurt."""
    return claims.put("afn/1", [claims.figure(9), claims.figure(30, kind="injured", figure_id="f1")])


def hurt(booked: Any, puts: list[Any]) -> tuple[int, int, int | None]:
    """Return the toll of the hurt, the same in every order of arrival."""
    tolls = {booked(order)[0].tolls["injured"] for order in permutations(puts)}
    assert len({(toll.low, toll.best, toll.high) for toll in tolls}) == 1
    toll = tolls.pop()
    return toll.low, toll.best, toll.high


def test_who_dies_of_the_injuries_leaves_the_hurt(claims: Any, booked: Any) -> None:
    """The number that was counted stays possible."""
    died = saying(claims.figure(10, figure_id="f0"), "A tenth passenger died of her burns on Friday.")
    assert hurt(booked, [crash(claims), claims.put("hill/2", [died], hours=48)]) == (29, 29, 30)


def test_two_outlets_tell_of_one_death(claims: Any, booked: Any) -> None:
    """No more have died than the toll has risen by."""
    quote = "A tenth passenger died in a hospital in Tarn."
    puts = [
        crash(claims),
        claims.put("hill/2", [saying(claims.figure(10), quote)], hours=48),
        claims.put("sea/3", [saying(claims.figure(10), quote)], hours=49),
    ]
    assert hurt(booked, puts)[1] == 29


def test_bodies_that_are_found_take_nobody_from_the_hurt(claims: Any, booked: Any) -> None:
    """Only who died of the injuries had been counted among them."""
    found = saying(claims.figure(12), "Three more bodies were found, which brings the toll to 12.")
    assert hurt(booked, [crash(claims), claims.put("hill/2", [found], hours=24)])[1] == 30


def test_of_a_rise_only_those_go_who_died_of_the_injuries(claims: Any, booked: Any) -> None:
    """Two bodies were found besides."""
    quote = "Two bodies were found, and a woman who had been hurt died, so that 12 are dead."
    died = [
        saying(claims.figure(1, role=Role.SUBSET), quote, "a woman"),
        saying(claims.figure(12, figure_id="f1"), quote),
    ]
    assert hurt(booked, [crash(claims), claims.put("hill/2", died, hours=24)])[1] == 29


def test_a_newer_number_of_the_hurt_counts(claims: Any, booked: Any) -> None:
    """It was given after they had died."""
    quote = "A tenth passenger died in hospital."
    newer = [saying(claims.figure(10), quote), claims.figure(31, kind="injured", figure_id="f1", sentence=1)]
    assert hurt(booked, [crash(claims), claims.put("hill/2", newer, hours=24)])[1] == 31


def test_the_first_count_told_again_is_none(claims: Any, booked: Any) -> None:
    """Told as "one of the 30 injured died" counts 29."""
    quote = "One of the 30 injured died on Friday, the tenth victim."
    told = [
        saying(claims.figure(10), quote, "the tenth victim"),
        saying(claims.figure(30, kind="injured", figure_id="f1"), quote, "30"),
    ]
    assert hurt(booked, [crash(claims), claims.put("hill/2", told, hours=24)])[1] == 29


@pytest.mark.parametrize(
    "quote", ["Hospital officials put the death toll at ten.", "Ten people died, the hospital director said."]
)
def test_who_speaks_from_a_hospital_says_not_where_they_died(claims: Any, booked: Any, quote: str) -> None:
    """The hospital's officials count all."""
    ten = claims.put("hill/2", [saying(claims.figure(10), quote)], hours=24)
    assert hurt(booked, [crash(claims), ten])[1] == 30


def test_it_says_what_the_number_rests_on(claims: Any, booked: Any) -> None:
    """On the sentence of the death, then on the count of the hurt; the old number is overtaken."""
    died = saying(claims.figure(10), "A tenth passenger died of his wounds.")
    toll = booked([crash(claims), claims.put("hill/2", [died], hours=48)])[0].tolls["injured"]
    assert toll.basis == ("hill/2#f0", "afn/1#f1")
    assert [(lost.number, lost.reason) for lost in toll.others] == [(30, "overtaken")]
