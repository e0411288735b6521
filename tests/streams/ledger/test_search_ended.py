"""The end of a search ends the counts of the missing and the trapped."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from schemas import Role


def nobody(claims: Any, kind: str = "missing", figure_id: str = "f9") -> Any:
    """Return what extraction gives for "everyone is accounted for"."""
    figure = claims.figure(0, kind=kind, role=Role.DENIED, figure_id=figure_id)
    return figure.model_copy(update={"quantity_text": "everyone"})


def found(claims: Any, number: int, quote: str, words: str) -> Any:
    """Return a figure of missing people with its sentence."""
    figure = claims.figure(number, kind="missing")
    evidence = figure.evidence.model_copy(update={"quote": quote})
    return figure.model_copy(update={"quantity_text": words, "evidence": evidence})


def best(booked: Any, puts: list[Any]) -> dict[str, int]:
    """Return the best numbers by kind, the same in every order of arrival."""
    said = {tuple((kind, toll.best) for kind, toll in booked(order)[0].tolls.items()) for order in permutations(puts)}
    assert len(said) == 1
    return dict(said.pop())


def test_nobody_is_missing_or_trapped_when_the_search_has_ended(claims: Any, booked: Any) -> None:
    """Articles speak of the same people as missing and as trapped."""
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="trapped")]),
        claims.put("hill/2", [claims.figure(6, kind="missing")], hours=24),
        claims.put("sea/3", [nobody(claims)], hours=48),
    ]
    assert best(booked, puts) == {"missing": 0, "trapped": 0}


def test_a_search_that_ended_for_the_trapped_counts_no_missing_where_nobody_was(claims: Any, booked: Any) -> None:
    """There is no toll of a kind that nobody was counted of."""
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="trapped")]),
        claims.put("sea/3", [nobody(claims)], hours=48),
    ]
    assert best(booked, puts) == {"trapped": 0}


def test_an_article_that_tells_the_first_number_again_opens_no_search(claims: Any, booked: Any) -> None:
    """A trial recalls that 14 had been trapped."""
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="trapped")]),
        claims.put("sea/3", [nobody(claims)], hours=48),
        claims.put("afn/4", [claims.figure(14, kind="trapped")], hours=900),
    ]
    assert best(booked, puts) == {"trapped": 0}


def test_another_number_opens_the_search_again(claims: Any, booked: Any) -> None:
    """Two names were not on the first list."""
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="missing")]),
        claims.put("sea/3", [nobody(claims)], hours=48),
        claims.put("afn/4", [claims.figure(2, kind="missing")], hours=72),
    ]
    assert best(booked, puts) == {"missing": 2}


def test_an_article_that_ends_the_search_counts_nobody_else(claims: Any, booked: Any) -> None:
    """It may tell in its headline how many were sought."""
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="missing")]),
        claims.put("sea/3", [claims.figure(4, kind="missing", in_headline=True), nobody(claims)], hours=48),
    ]
    assert best(booked, puts) == {"missing": 0}


def test_the_very_people_who_were_sought_are_found(claims: Any, booked: Any) -> None:
    """As "the four missing men": nobody is missing, where four were."""
    quote = "The four men missing since Sunday were found dead on a raft."
    puts = [
        claims.put("afn/1", [claims.figure(4, kind="missing")]),
        claims.put("sea/3", [found(claims, 4, quote, "four")], hours=48),
    ]
    assert best(booked, puts) == {"missing": 0}


def test_some_of_those_who_were_sought_are_found(claims: Any, booked: Any) -> None:
    """As "the four missing Danes": ten others are still sought."""
    quote = "The four missing Danes were found dead on a raft."
    puts = [
        claims.put("afn/1", [claims.figure(14, kind="missing")]),
        claims.put("sea/3", [found(claims, 4, quote, "four")], hours=48),
    ]
    assert best(booked, puts) == {"missing": 14}


def test_the_number_that_was_sought_is_told_as_overtaken(claims: Any, booked: Any) -> None:
    """The toll names the claim that ended the search, and what had counted."""
    puts = [claims.put("afn/1", [claims.figure(4, kind="missing")]), claims.put("sea/3", [nobody(claims)], hours=48)]
    toll = booked(puts)[0].tolls["missing"]
    assert toll.basis == ("sea/3#f9",)
    assert [(lost.number, lost.reason) for lost in toll.others] == [(4, "overtaken")]


def test_later_news_of_the_dead_leaves_what_the_toll_names(claims: Any, booked: Any) -> None:
    """An article that counts nobody missing has nothing to say of the search."""
    puts = [
        claims.put("afn/1", [claims.figure(4, kind="missing")]),
        claims.put("sea/2", [nobody(claims)], hours=48),
        claims.put("hill/3", [claims.figure(9)], hours=72),
    ]
    assert booked(puts)[0].tolls["missing"] == booked(puts[:2])[0].tolls["missing"]
