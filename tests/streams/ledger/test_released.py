"""Captives who are free again."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Role
from streams.ledger.claims import claims_of
from streams.ledger.released import (
    all_are_home,
    have_died,
    is_found,
    is_home,
    is_released,
    nobody_left,
    nobody_was_hurt,
)
from streams.ledger.statement import statements_of_item


def captives(
    claims: Any, number: int, words: str, quote: str, figure_id: str = "f0", *, kind: str = "kidnapped"
) -> Any:
    """Return a figure of captives, or of another kind, with the sentence that gives it."""
    figure = claims.figure(number, kind=kind, figure_id=figure_id)
    evidence = figure.evidence.model_copy(update={"quote": quote})
    return figure.model_copy(update={"quantity_text": words, "evidence": evidence})


@pytest.mark.parametrize(
    ("words", "quote", "released"),
    [
        ("Nine", "Nine of the passengers taken from a bus in Tarn have been freed, police said.", True),
        ("Fifty", "Fifty kidnapped pupils escape in Tarn", True),
        ("100", "Tarn has secured the release of 100 children taken last month.", True),
        ("12", "Soldiers rescued 12 kidnapped girls on Monday.", True),
        ("14", "Nine hostages freed, 14 still held", False),
        ("303", "Gunmen took 303 pupils from a school.", False),
        ("303", "They took 303 pupils and fifty escaped.", False),
        ("23", "The group said that 23 hostages would not be freed.", False),
        ("23", "Relatives asked that 23 hostages be freed.", False),
        ("23", "A ransom was asked for the 23 hostages, one of whom escaped.", False),
        ("150", "About 150 remain in captivity after the others escaped.", False),
    ],
)
def test_the_words_around_a_number_tell_who_is_free(claims: Any, words: str, quote: str, released: bool) -> None:
    """Verbs before it or within its clause; what is asked for or denied frees nobody."""
    assert is_released(captives(claims, 1, words, quote)) is released


def test_the_dead_are_not_released(claims: Any) -> None:
    """Rescuers free the dead, too."""
    figure = captives(claims, 9, "nine", "Rescuers freed nine bodies.")
    assert not is_released(figure.model_copy(update={"kind": claims.figure(9).kind}))


def test_an_article_states_those_who_are_held(claims: Any) -> None:
    """However often it repeats how many are free."""
    quote = "Nine hostages freed, 14 still held"
    free = [captives(claims, 9, "nine", quote, figure_id) for figure_id in ("f0", "f1")]
    (statement,) = statements_of_item(claims_of(claims.put("afn/1", [*free, captives(claims, 14, "14", quote, "f2")])))
    assert statement.number == 14


def test_those_who_are_free_weigh_little_where_nobody_else_is_counted(claims: Any) -> None:
    """So that they do not overtake the number of all who were taken."""
    quotes = {"free": "Nine hostages were freed.", "held": "Nine hostages are held."}
    free, held = (
        statements_of_item(claims_of(claims.put("afn/1", [captives(claims, 9, "Nine", quote)])))[0]
        for quote in quotes.values()
    )
    assert free.number == held.number == 9
    assert free.weight < 0.75 * held.weight


@pytest.mark.parametrize(
    ("kind", "number", "words", "quote", "role", "left"),
    [
        ("missing", 0, "nobody", "Nobody is missing any more.", "denied", True),
        ("missing", 0, "None", "Fifteen buried, none missing", "denied", True),
        ("missing", 0, "no", "There are no children missing.", "denied", False),
        ("trapped", 16, "All 16", "All 16 miners trapped in the pit were brought up alive on Tuesday.", "total", True),
        ("missing", 5, "five", "The last five missing were found dead on Friday.", "total", True),
        ("missing", 5, "five", "The last five missing may never be found.", "total", False),
        ("trapped", 13, "13", "On Saturday 13 of those trapped walked out.", "total", False),
        ("trapped", 8, "eight", "The eight remaining miners were found dead on Friday.", "total", True),
        ("kidnapped", 9, "nine", "The last nine hostages were freed on Friday.", "total", True),
        ("kidnapped", 9, "All nine", "All nine of the captives were released on Friday.", "total", True),
        ("kidnapped", 9, "nine", "Nine hostages were freed on Friday.", "total", False),
        ("kidnapped", 9, "nine", "The last nine hostages will not be freed.", "total", False),
        ("killed", 0, "nobody", "Nobody was killed.", "denied", False),
    ],
)
def test_nobody_is_left(  # noqa: PLR0917  # a case has so many parts
    claims: Any, kind: str, number: int, words: str, quote: str, role: str, left: bool
) -> None:
    """Where all are found or free, or the text says that no one is missing or trapped."""
    figure = captives(claims, number, words, quote, kind=kind)
    assert nobody_left(figure.model_copy(update={"role": Role(role), "victims": None})) is left


def test_those_who_are_found_are_no_longer_missing(claims: Any) -> None:
    """Nine of them who come home are no count of those who are missing still."""
    assert is_found(captives(claims, 9, "Nine", "Nine missing hikers were found alive on Monday.", kind="missing"))
    assert not is_found(claims.figure(9, kind="missing"))


@pytest.mark.parametrize(
    "quote",
    [
        "Nine people have not been found.",
        "Nine people haven't been found.",
        "Nine hikers could be found alive.",
        "Nine miners have not yet walked out.",
        "Nine are missing, and the others were found.",
        "Nine are missing while 12 were rescued.",
        "Rescuers hope that nine miners will be saved.",
    ],
)
def test_those_who_are_not_found_are_still_missing(claims: Any, quote: str) -> None:
    """What is hoped for, denied, or said of others finds nobody."""
    assert not is_found(captives(claims, 9, "nine", quote, kind="missing"))


@pytest.mark.parametrize(
    "quote",
    [
        "Nine people posted as missing were with relatives, police said.",
        "Nine villagers listed as missing walked back into the valley on Monday.",
        "Nine of the missing had slept elsewhere.",
        "Nine hikers missing since Sunday were found in a hut.",
    ],
)
def test_those_who_turn_up_are_found(claims: Any, quote: str) -> None:
    """Whatever had become of them."""
    assert is_found(captives(claims, 9, "nine", quote, kind="missing"))


@pytest.mark.parametrize(
    ("words", "quote", "home", "every"),
    [
        ("900", "The 900 evacuated residents have all gone home.", True, True),
        ("4,200", "Some 4,200 evacuees were allowed home on Saturday.", True, False),
        ("4,200", "The governor allowed 4,200 of them to return.", True, False),
        ("4,200", "Some 4,200 people had to leave their homes.", False, False),
        ("4,200", "Some 4,200 people can not go home yet.", False, False),
        ("4,200", "Some 4,200 people are waiting to go home.", False, False),
    ],
)
def test_those_who_go_home_are_displaced_no_longer(
    claims: Any, words: str, quote: str, home: bool, every: bool
) -> None:
    """All of them, or some."""
    figure = captives(claims, 900, words, quote, kind="displaced")
    assert (is_home(figure), all_are_home(figure)) == (home, every)


def test_who_went_home_is_no_count_of_the_displaced(claims: Any, booked: Any) -> None:
    """Nobody is displaced once all have gone home."""
    fled = claims.put("afn/1", [claims.figure(900, kind="displaced")])
    some = captives(claims, 400, "400", "Some 400 of those who fled have returned.", kind="displaced")
    every = captives(claims, 900, "900", "The 900 evacuees have all gone home.", kind="displaced")
    assert booked([fled, claims.put("hill/2", [some], hours=24)])[0].tolls["displaced"].best == 900
    assert booked([fled, claims.put("hill/2", [every], hours=24)])[0].tolls["displaced"].best == 0


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Divers found nine of the missing sailors on Friday.", True),
        ("Rescuers reach nine trapped miners", True),
        ("Rescuers have not found nine of the missing.", False),
        ("Crews tried to reach nine trapped miners.", False),
    ],
)
def test_who_finds_them_may_stand_before_their_number(claims: Any, quote: str, found: bool) -> None:
    """They are no longer missing then."""
    assert is_found(captives(claims, 9, "nine", quote, kind="missing")) is found


@pytest.mark.parametrize(
    ("quote", "died"),
    [
        ("Two of those wounded in the market died on Friday.", True),
        ("Two injured passengers die in hospital", True),
        ("Two of the wounded may die.", False),
        ("Two were wounded, and a guard died.", False),
    ],
)
def test_the_hurt_who_have_died_are_no_count_of_the_hurt(claims: Any, quote: str, died: bool) -> None:
    """They are among the dead."""
    assert have_died(captives(claims, 2, "Two", quote, kind="injured")) is died


def nobody(claims: Any, quote: str, words: str = "no one", *, in_headline: bool = False) -> Any:
    """Return what extraction gives for "no one died"."""
    figure = captives(claims, 0, words, quote, kind="killed")
    evidence = figure.evidence.model_copy(update={"in_headline": in_headline})
    return figure.model_copy(update={"role": Role.DENIED, "evidence": evidence})


@pytest.mark.parametrize(
    ("quote", "in_headline", "says"),
    [
        ("No one killed in Tarn, police say", True, True),
        ("Contrary to first reports, no one died in Tarn.", False, True),
        ("The call was a hoax, and no one died.", False, True),
        ("No one died in the second blast.", False, False),
    ],
)
def test_an_article_says_that_nobody_was_killed(claims: Any, quote: str, in_headline: bool, says: bool) -> None:
    """In its headline, or as it withdraws what was reported first; elsewhere it may speak of a part."""
    assert nobody_was_hurt(nobody(claims, quote, in_headline=in_headline)) is says


def test_a_report_of_the_dead_that_was_wrong_is_withdrawn(claims: Any, booked: Any) -> None:
    """The toll is nobody, whoever repeats the first report."""
    first = claims.put("afn/1", [claims.figure(1)])
    other = claims.put("sea/2", [claims.figure(1)], hours=3)
    none = claims.put("hill/3", [nobody(claims, "No one killed in Tarn, police say", in_headline=True)], hours=2)
    assert booked([first, none])[0].tolls["killed"].best == 0
    assert booked([first, none, other])[0].tolls["killed"].best == 0


def test_who_dies_later_counts(claims: Any, booked: Any) -> None:
    """Nobody was killed at first."""
    none = claims.put("afn/1", [nobody(claims, "No one killed in Tarn", in_headline=True)])
    died = claims.put("hill/2", [claims.figure(1)], hours=30)
    assert booked([none, died])[0].tolls["killed"].best == 1
