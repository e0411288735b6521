"""The number of the hurt where articles count the dead among them, or all victims together."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Qualifier, Role, Victims

if TYPE_CHECKING:
    from collections.abc import Sequence


def hurt_of(booked: Any, puts: Sequence[Any]) -> int:
    """Return the best number of the hurt, the same in every order of arrival."""
    found = {booked(order)[0].tolls["injured"].best for order in permutations(puts)}
    assert len(found) == 1
    return found.pop()


def counts(claims: Any, key: str, *, hours: float = 0, **numbers: int) -> Any:
    """Return an article that counts so many of each kind."""
    figures = [claims.figure(number, kind=kind, figure_id=kind) for kind, number in numbers.items()]
    return claims.put(key, figures, hours=hours)


def test_all_victims_vouch_for_the_split_that_makes_them(claims: Any, booked: Any) -> None:
    """Four were shot and one died: three are hurt, although the newest article says two."""
    puts = [
        counts(claims, "afn/1", killed=1, injured=3),
        counts(claims, "hill/2", killed=1, injured=2, casualties=4, hours=2),
    ]
    assert hurt_of(booked, puts) == 3


def test_an_article_that_counts_the_dead_twice(claims: Any, booked: Any) -> None:
    """The four victims of an article that has three dead of them are no four hurt."""
    puts = [
        counts(claims, "afn/1", killed=3, injured=1),
        counts(claims, "hill/2", killed=3, injured=4, hours=2),
        counts(claims, "sea/3", killed=3, casualties=4, hours=3),
    ]
    assert hurt_of(booked, puts) == 1


def test_a_split_that_fits_stands(claims: Any, booked: Any) -> None:
    """One article counts six, another five: the number that makes one of them with the dead is kept."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=3, casualties=5),
        counts(claims, "hill/2", killed=2, injured=4, casualties=6, hours=1),
        counts(claims, "sea/3", casualties=5, hours=2),
    ]
    assert hurt_of(booked, puts) == 4


def test_the_count_that_most_articles_give_decides(claims: Any, booked: Any) -> None:
    """Two articles count seven victims and one counts eight, which is none the less larger."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=5),
        counts(claims, "hill/2", killed=2, injured=7, casualties=8),
        counts(claims, "sea/3", killed=2, injured=6, casualties=7),
        counts(claims, "orb/4", casualties=7, killed=2),
    ]
    assert hurt_of(booked, [*puts, counts(claims, "sun/5", injured=7, killed=2)]) == 5


@pytest.mark.parametrize(("hours", "hurt"), [(4.9, 7), (5, 6), (5.1, 6)])
def test_an_older_count_of_all_takes_nothing_from_a_newer_number(
    claims: Any, booked: Any, hours: float, hurt: int
) -> None:
    """Eight victims and two dead were six hurt; a later seven stands unless an article says eight once more."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=6, casualties=8),
        counts(claims, "hill/2", killed=2, injured=7, hours=5),
        counts(claims, "sea/3", casualties=8, hours=hours),
    ]
    assert hurt_of(booked, puts) == hurt


def test_more_hurt_than_all_victims_is_another_count(claims: Any, booked: Any) -> None:
    """Nine hurt beside a count of eight victims: the event has grown, or they are counted apart; the nine stand."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=6),
        counts(claims, "hill/2", killed=2, injured=9, hours=1),
        counts(claims, "sea/3", casualties=8, hours=2),
    ]
    assert hurt_of(booked, puts) == 9


def test_a_split_that_nobody_states_is_not_made(claims: Any, booked: Any) -> None:
    """The ledger never calculates a toll: no article has three hurt, so the two that one states stand."""
    puts = [counts(claims, "afn/1", killed=1, injured=2), counts(claims, "hill/2", casualties=4, hours=1)]
    assert hurt_of(booked, puts) == 2


def test_an_open_count_of_all_vouches_for_nothing(claims: Any, booked: Any) -> None:
    """More than four victims with one dead may be any number of hurt."""
    many = claims.figure(4, kind="casualties", qualifier=Qualifier.MORE_THAN, figure_id="c")
    puts = [
        counts(claims, "afn/1", killed=1, injured=3),
        counts(claims, "hill/2", killed=1, injured=4, hours=2),
        claims.put("sea/3", [many], hours=3),
    ]
    assert hurt_of(booked, puts) == 4


def test_a_part_of_all_victims_vouches_for_nothing(claims: Any, booked: Any) -> None:
    """Four of the victims are officers: that is no count of all."""
    part = claims.figure(4, kind="casualties", role=Role.SUBSET, figure_id="c")
    puts = [
        counts(claims, "afn/1", killed=1, injured=3),
        counts(claims, "hill/2", killed=1, injured=4, hours=2),
        claims.put("sea/3", [part], hours=3),
    ]
    assert hurt_of(booked, puts) == 4


def test_a_fourth_victim_is_one_more_hurt(claims: Any, booked: Any) -> None:
    """Three died and a fourth was wounded: one is hurt, not four."""
    fourth = claims.figure(1, kind="injured", figure_id="i").model_copy(
        update={"quantity_text": "a fourth victim", "victims": Victims(text="fourth victim")}
    )
    puts = [
        counts(claims, "afn/1", killed=3, injured=1),
        claims.put("hill/2", [claims.figure(3), fourth], hours=2),
    ]
    assert hurt_of(booked, puts) == 1
    assert booked(puts)[0].tolls["injured"].high == 4


@pytest.mark.parametrize(
    ("later", "hurt"),
    [
        ({"killed": 3, "injured": 4}, 4),
        ({"killed": 4, "injured": 3}, 3),
        ({"killed": 3, "injured": 3}, 5),
        ({"killed": 2, "injured": 4}, 5),
        ({"injured": 4}, 5),
    ],
    ids=["one died", "two died", "as many in all no longer", "nobody died", "no count of the dead"],
)
def test_who_dies_leaves_the_hurt(claims: Any, booked: Any, later: dict[str, int], hurt: int) -> None:
    """A newer article with more dead and as many victims in all counts the rest of the hurt."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=5),
        counts(claims, "hill/2", hours=1, injured=5),
        counts(claims, "sea/3", hours=90, **later),
    ]
    assert hurt_of(booked, puts) == hurt


def test_nobody_dies_backwards(claims: Any, booked: Any) -> None:
    """An older article with more dead and fewer hurt says nothing of a newer one."""
    puts = [
        counts(claims, "afn/1", killed=3, injured=4),
        counts(claims, "hill/2", killed=2, injured=5, hours=1),
        counts(claims, "sea/3", killed=3, hours=2),
    ]
    assert hurt_of(booked, puts) == 5


def test_a_count_after_the_deaths_stands(claims: Any, booked: Any) -> None:
    """Who counts five hurt after the article that has one of them die counts others."""
    puts = [
        counts(claims, "afn/1", killed=2, injured=5),
        counts(claims, "hill/2", killed=3, injured=4, hours=50),
        counts(claims, "sea/3", injured=5, hours=60),
    ]
    assert hurt_of(booked, puts) == 5


def test_those_who_are_left_count_after_several_have_died(claims: Any, booked: Any) -> None:
    """Twelve dead and four hurt, then 13 and three, then 14 and two."""
    puts = [
        counts(claims, "afn/1", killed=12, injured=4),
        counts(claims, "hill/2", killed=13, injured=3, hours=24),
        counts(claims, "sea/3", killed=14, injured=2, hours=48),
    ]
    assert hurt_of(booked, puts) == 2


def test_who_lowers_the_number_of_the_dead_counts_the_hurt_again(claims: Any, booked: Any) -> None:
    """So that a larger number of the hurt from before is wrong as well."""
    dead = claims.figure(148, figure_id="killed")
    quote = "The ministry lowered the death toll to 148."
    lowered = dead.model_copy(update={"evidence": dead.evidence.model_copy(update={"quote": quote})})
    puts = [
        counts(claims, "afn/1", killed=212, injured=480),
        claims.put("hill/2", [lowered, claims.figure(391, kind="injured", figure_id="injured", sentence=1)], hours=24),
    ]
    assert hurt_of(booked, puts) == 391
