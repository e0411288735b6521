"""How far the numbers of the dead and of the hurt may be off, by what articles say of the others."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Qualifier, Role, Victims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import CasualtyFigure


def ends(booked: Any, puts: Sequence[Any], kind: str) -> tuple[int, int, int | None]:
    """Return low, best and high, the same in every order of arrival."""
    tolls = [booked(order)[0].tolls[kind] for order in permutations(puts)]
    assert all(toll == tolls[0] for toll in tolls)
    return tolls[0].low, tolls[0].best, tolls[0].high


def counts(claims: Any, key: str, *, hours: float = 0, headline: str = "", apart: bool = False, **numbers: int) -> Any:
    """Return an article that counts so many of each kind, that of one kind in its headline, all in one sentence.

    Or, `apart`, each in a sentence of its own.
    """
    figures = [
        claims.figure(number, kind=kind, figure_id=kind, in_headline=kind == headline, sentence=at if apart else 0)
        for at, (kind, number) in enumerate(numbers.items())
    ]
    return claims.put(key, figures, hours=hours)


def mention(claims: Any, words: str, *, kind: str = "injured") -> CasualtyFigure:
    """Return a figure of one victim whom nobody counts: "a girl"."""
    figure: CasualtyFigure = claims.figure(1, kind=kind, figure_id=words)
    return figure.model_copy(update={"quantity_text": words, "victims": Victims(text=words.partition(" ")[2])})


class TestAlone:
    """One article alone counts a kind."""

    def test_a_headline_that_counts_the_other_kind_alone(self, claims: Any, booked: Any) -> None:
        """A headline has five hurt, a single other article one dead: perhaps nobody died."""
        puts = [
            counts(claims, "afn/1", killed=1, injured=5),
            counts(claims, "hill/2", injured=5, headline="injured"),
        ]
        assert ends(booked, puts, "killed") == (0, 1, 1)
        assert ends(booked, puts, "injured") == (5, 5, 5)

    def test_a_headline_on_the_next_victim_leaves_the_hurt_out(self, claims: Any, booked: Any) -> None:
        """One article counts five dead and eight hurt, then a headline has a sixth: seven or eight are hurt."""
        puts = [
            counts(claims, "afn/1", killed=5, injured=8),
            counts(claims, "hill/2", killed=6, headline="killed", hours=9),
        ]
        assert ends(booked, puts, "injured") == (7, 8, 8)

    def test_a_headline_on_the_dead_doubts_an_article_on_the_hurt_alone(self, claims: Any, booked: Any) -> None:
        """An article that counts nobody dead may count the dead as hurt."""
        puts = [
            counts(claims, "afn/1", injured=8),
            counts(claims, "hill/2", killed=1, headline="killed", hours=9),
        ]
        assert ends(booked, puts, "injured") == (0, 8, 8)

    @pytest.mark.parametrize(("hours", "low"), [(1.9, 3), (2, 0), (2.1, 0)])
    def test_an_older_headline_knows_less(self, claims: Any, booked: Any, hours: float, low: int) -> None:
        """Thirty hurt at first, three dead two hours later: the first headline says nothing of the dead."""
        puts = [
            counts(claims, "afn/1", injured=30, headline="injured", hours=hours),
            counts(claims, "hill/2", killed=3, injured=30, hours=2),
        ]
        assert ends(booked, puts, "killed")[0] == low

    def test_two_articles_are_not_alone(self, claims: Any, booked: Any) -> None:
        """What two articles count is not put in doubt by a headline on the hurt."""
        puts = [
            counts(claims, "afn/1", killed=1),
            counts(claims, "sea/3", killed=1),
            counts(claims, "hill/2", injured=5, headline="injured"),
        ]
        assert ends(booked, puts, "killed") == (1, 1, 1)

    def test_the_body_of_another_article_leaves_things_out(self, claims: Any, booked: Any) -> None:
        """The hurt in a body alone, or a part of them in a headline, put nothing in doubt."""
        part = claims.figure(5, kind="injured", role=Role.SUBSET, in_headline=True)
        puts = [counts(claims, "afn/1", killed=1), counts(claims, "hill/2", injured=5), claims.put("sea/3", [part])]
        assert ends(booked, puts, "killed") == (1, 1, 1)


class TestDiedSince:
    """Some of the hurt are among the dead by now."""

    def test_as_many_dead_as_victims(self, claims: Any, booked: Any) -> None:
        """Four were shot and four are dead: the one who was hurt may be one of them."""
        puts = [counts(claims, "afn/1", killed=3, injured=1, casualties=4), counts(claims, "hill/2", killed=4, hours=9)]
        assert ends(booked, puts, "injured") == (0, 1, 1)

    def test_the_dead_have_risen(self, claims: Any, booked: Any) -> None:
        """Twelve dead and thirty hurt, then fifteen dead: at least twenty-seven are hurt."""
        puts = [counts(claims, "afn/1", killed=12, injured=30), counts(claims, "hill/2", killed=15, hours=9)]
        assert ends(booked, puts, "injured") == (27, 30, 30)

    def test_more_have_died_than_were_hurt(self, claims: Any, booked: Any) -> None:
        """No number is below nobody."""
        puts = [counts(claims, "afn/1", killed=12, injured=2), counts(claims, "hill/2", killed=15, hours=9)]
        assert ends(booked, puts, "injured") == (0, 2, 2)

    @pytest.mark.parametrize(("killed", "low"), [(2, 3), (5, 0), (6, 0)])
    def test_the_dead_among_those_shot(self, claims: Any, booked: Any, killed: int, low: int) -> None:
        """Five were shot, by an article that counts nobody dead: the dead of another may be among them."""
        puts = [counts(claims, "afn/1", injured=5), counts(claims, "hill/2", killed=killed)]
        assert ends(booked, puts, "injured") == (low, 5, 5)

    def test_the_dead_beside_those_shot(self, claims: Any, booked: Any) -> None:
        """Where an article counts both, they are others."""
        puts = [
            counts(claims, "afn/1", injured=5),
            counts(claims, "hill/2", killed=2),
            counts(claims, "sea/3", killed=2, injured=5),
        ]
        assert ends(booked, puts, "injured") == (5, 5, 5)

    def test_an_article_that_has_both_numbers(self, claims: Any, booked: Any) -> None:
        """Where one article counts fifteen dead and thirty hurt, thirty are hurt, whatever older ones said."""
        puts = [
            counts(claims, "afn/1", killed=12, injured=30),
            counts(claims, "hill/2", killed=15, injured=30, hours=9),
        ]
        assert ends(booked, puts, "injured") == (30, 30, 30)

    def test_the_number_of_the_dead_that_goes_with_the_hurt(self, claims: Any, booked: Any) -> None:
        """A headline has two dead, and the sentence that counts three hurt has one: one of the three may have died."""
        dead = claims.figure(2, in_headline=True, figure_id="h")
        puts = [
            claims.put("afn/1", [dead, claims.figure(1), claims.figure(3, kind="injured", figure_id="i")]),
            counts(claims, "hill/2", killed=1, injured=3),
        ]
        assert ends(booked, puts, "injured") == (2, 3, 3)


class TestTheDeadThemselves:
    """An article that counts as many hurt as dead may count the same people twice."""

    def test_two_found_with_wounds_and_two_dead(self, claims: Any, booked: Any) -> None:
        """Two students were found with wounds, and two students are dead: perhaps nobody else was hurt."""
        puts = [counts(claims, "afn/1", injured=2, killed=2, apart=True), counts(claims, "hill/2", killed=2)]
        assert ends(booked, puts, "injured") == (0, 2, 2)

    @pytest.mark.parametrize("told", [{"apart": False}, {"apart": True, "headline": "injured"}])
    def test_two_killed_and_two_wounded(self, claims: Any, booked: Any, told: dict[str, Any]) -> None:
        """One sentence counts both, or the headline the hurt: they are others."""
        assert ends(booked, [counts(claims, "afn/1", injured=2, killed=2, **told)], "injured") == (2, 2, 2)

    def test_an_article_that_tells_them_apart_is_enough(self, claims: Any, booked: Any) -> None:
        """Where one of two articles counts both in one sentence, both are hurt."""
        puts = [counts(claims, "afn/1", injured=2, killed=2, apart=True), counts(claims, "hill/2", injured=2, killed=2)]
        assert ends(booked, puts, "injured") == (2, 2, 2)


class TestTakenBackByNobody:
    """An outlet that says fewer than before, and corrects nothing, leaves the larger number open."""

    def test_fewer_dead_than_before(self, claims: Any, booked: Any) -> None:
        """Three are dead, then two others beside the gunman: two, or three."""
        puts = [claims.put("afn/1", [claims.figure(3)]), claims.put("afn/2", [claims.figure(2)], hours=9)]
        assert ends(booked, puts, "killed") == (2, 2, 3)

    def test_far_fewer_dead_than_before(self, claims: Any, booked: Any) -> None:
        """The 911 of an older article were killed in the city this year."""
        puts = [claims.put("afn/1", [claims.figure(911)]), claims.put("afn/2", [claims.figure(2)], hours=9)]
        assert ends(booked, puts, "killed") == (2, 2, 2)

    def test_fewer_missing_than_before(self, claims: Any, booked: Any) -> None:
        """People are found."""
        puts = [
            claims.put("afn/1", [claims.figure(30, kind="missing")]),
            claims.put("afn/2", [claims.figure(20, kind="missing")], hours=9),
        ]
        assert ends(booked, puts, "missing") == (20, 20, 20)


class TestRestOfAll:
    """What a count of all victims leaves."""

    def test_the_rest_is_the_upper_end(self, claims: Any, booked: Any) -> None:
        """Five were shot and three died, one is said to be hurt: it may be two. Nobody says so, so one is the best."""
        puts = [
            counts(claims, "afn/1", killed=3, casualties=5),
            counts(claims, "hill/2", killed=3, injured=1),
        ]
        assert ends(booked, puts, "injured") == (1, 1, 2)

    def test_only_of_an_article_with_the_number_of_the_other_kind(self, claims: Any, booked: Any) -> None:
        """A count of all victims in an article that counts no dead, or other dead, is left alone."""
        puts = [
            counts(claims, "afn/1", killed=3, injured=1),
            counts(claims, "hill/2", killed=2, casualties=9),
            counts(claims, "sea/3", casualties=8),
        ]
        assert ends(booked, puts, "injured") == (1, 1, 1)

    def test_an_open_end_stays_open(self, claims: Any, booked: Any) -> None:
        """At least one hurt has no upper end."""
        least = claims.figure(1, kind="injured", qualifier=Qualifier.AT_LEAST, figure_id="i")
        puts = [
            claims.put("afn/1", [least, claims.figure(3)]),
            counts(claims, "hill/2", killed=3, casualties=5),
        ]
        assert ends(booked, puts, "injured") == (1, 1, None)


class TestMentioned:
    """Victims who are mentioned and not counted."""

    def test_two_mentioned_may_be_two(self, claims: Any, booked: Any) -> None:
        """A girl and a man of one article may be two; a boy of another article may be any of them."""
        puts = [
            claims.put("afn/1", [mention(claims, "a girl"), mention(claims, "a man"), mention(claims, "A girl")]),
            claims.put("hill/2", [mention(claims, "a boy")]),
        ]
        assert ends(booked, puts, "injured") == (1, 1, 2)

    def test_a_count_is_believed(self, claims: Any, booked: Any) -> None:
        """Where an article counts one, one it is."""
        puts = [
            claims.put("afn/1", [mention(claims, "a girl"), mention(claims, "a man")]),
            counts(claims, "hill/2", injured=1),
        ]
        assert ends(booked, puts, "injured") == (1, 1, 1)

    def test_a_part_is_no_victim_more(self, claims: Any, booked: Any) -> None:
        """A victim who is a part of others adds nothing."""
        part = mention(claims, "a man").model_copy(update={"role": Role.SUBSET})
        assert ends(booked, [claims.put("afn/1", [mention(claims, "a girl"), part])], "injured") == (1, 1, 1)
