"""The rules of the toll, each at its boundary."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Qualifier, Role, SourceKind
from streams.ledger import tolls
from streams.ledger.claims import claims_of

ARMY, REBELS, HOSPITAL, WITNESS = (
    SourceKind.SECURITY,
    SourceKind.ARMED_GROUP,
    SourceKind.HOSPITAL,
    SourceKind.WITNESS,
)
LARGER = Qualifier.MORE_THAN


def toll(claims: Any, *articles: tuple[float, list[Any]], kind: str = "killed") -> Any:
    """Return the toll of articles, each with its hours after the start and its figures."""
    held = [
        claim
        for position, (hours, figures) in enumerate(articles)
        for claim in claims_of(claims.put(f"out{position}/1", figures, hours=hours))
    ]
    return tolls(held).get(kind)


class TestDisputes:
    """The sides of a fight contradict each other."""

    @pytest.mark.parametrize(
        ("one", "other", "disputed"),
        [
            (("army", ARMY), ("rebels", REBELS), True),
            (("army", ARMY), ("doctors", HOSPITAL), True),
            (("army", ARMY), ("army", ARMY), False),
            (("army", ARMY), ("mayor", SourceKind.OFFICIAL), False),
            (("mayor", SourceKind.OFFICIAL), ("doctors", HOSPITAL), False),
        ],
    )
    def test_who_disputes(self, claims: Any, one: Any, other: Any, disputed: bool) -> None:
        """A dispute needs a side of the fight and another party or an independent speaker."""
        first = claims.figure(90, says=one[0], speaker=one[1], kind="displaced")
        second = claims.figure(20, says=other[0], speaker=other[1], kind="displaced")
        assert toll(claims, (0, [first]), (0, [second]), kind="displaced").disputed is disputed

    def test_vague_words_and_zeros_dispute_nothing(self, claims: Any) -> None:
        """A vague word, or a side that counts nobody, is no contradiction; one killed beside two is."""
        army = claims.figure(20, says="army", speaker=ARMY)
        vague = claims.figure(None, says="rebels", speaker=REBELS, qualifier=Qualifier.VAGUE, estimate=(99, 99))
        assert not toll(claims, (0, [army]), (0, [vague])).disputed
        none, one, two = (claims.figure(n, says=f"side {n}", speaker=REBELS) for n in (0, 1, 2))
        assert not toll(claims, (0, [army]), (0, [none])).disputed
        assert toll(claims, (0, [one]), (0, [two])).disputed

    def test_independent_number_where_disputed(self, claims: Any) -> None:
        """In a dispute the independent number is best, though two sides outweigh it; without one the weightiest."""
        army = claims.figure(20, says="army", speaker=ARMY)
        rebels = claims.figure(90, says="rebels", speaker=REBELS)
        doctors = claims.figure(61, says="doctors", speaker=HOSPITAL, confidence=0.3)
        assert toll(claims, (0, [army]), (0, [rebels]), (0, [doctors])).best == 61
        assert toll(claims, (0, [army]), (0, [rebels])).best == 20
        quiet = claims.figure(25, says="doctors", speaker=HOSPITAL, confidence=0.3)
        assert toll(claims, (0, [army]), (0, [quiet])).best == 20


class TestWeights:
    """The weightiest number is best."""

    def test_equal_weights(self, claims: Any) -> None:
        """Of two numbers of one weight the larger is best."""
        figures = [claims.figure(number, says=f"side {number}", kind="displaced") for number in (20, 21)]
        assert toll(claims, (0, figures[:1]), (0, figures[1:]), kind="displaced").best == 21

    def test_lower_bound_supports_every_larger_number(self, claims: Any) -> None:
        """More than 20 speaks for 21 and for 20, not for 19; and an exact 20 does not speak for 21."""
        bound = claims.figure(20, says="governor", qualifier=LARGER)
        larger = claims.figure(21, says="a diver", speaker=WITNESS)
        smaller = claims.figure(19, says="a baker", speaker=WITNESS)
        assert toll(claims, (0, [bound]), (0, [larger])).best == 21
        assert toll(claims, (0, [bound]), (0, [smaller])).best == 20
        exact = claims.figure(20, says="governor")
        assert toll(claims, (0, [exact]), (0, [larger])).best == 20

    def test_headline_weighs_among_articles(self, claims: Any) -> None:
        """The number of a headline outweighs that of another article's body."""
        headline = claims.figure(20, says="governor", in_headline=True)
        body = claims.figure(21, says="ministry")
        assert toll(claims, (0, [headline]), (0, [body])).best == 20


class TestEnds:
    """Low and high are the ends of what the standing statements say."""

    def ends(self, *given: Any) -> tuple[int, int, int | None]:
        """Return low, best and high."""
        found = toll(*given)
        return found.low, found.best, found.high

    def test_lower_bound_is_no_lower_number(self, claims: Any) -> None:
        """More than 15 does not open the range below 20, an exact 15 does."""
        best = claims.figure(20, says="governor")
        bound = claims.figure(15, says="a diver", speaker=WITNESS, qualifier=LARGER)
        exact = claims.figure(15, says="a diver", speaker=WITNESS)
        assert self.ends(claims, (0, [best]), (0, [bound])) == (20, 20, 20)
        assert self.ends(claims, (0, [best]), (0, [exact])) == (15, 20, 20)

    def test_open_end_counts_as_its_number_beside_a_closed_one(self, claims: Any) -> None:
        """High is open where every claim of the best number is; beside an exact one a higher bound is the end."""
        exact = claims.figure(20, says="governor")
        same = claims.figure(20, says="mayor", qualifier=LARGER)
        above = claims.figure(30, says="a diver", speaker=WITNESS, qualifier=LARGER)
        assert self.ends(claims, (0, [same])) == (20, 20, None)
        assert self.ends(claims, (0, [same]), (0, [exact])) == (20, 20, 20)
        assert self.ends(claims, (0, [exact]), (0, [above])) == (20, 20, 30)
        span = claims.figure(18, 40, says="a baker", speaker=WITNESS, qualifier=Qualifier.BETWEEN)
        assert self.ends(claims, (0, [exact]), (0, [span])) == (18, 20, 40)


class TestBasis:
    """What the toll rests on, and what lost."""

    def test_newest_claim_first(self, claims: Any) -> None:
        """The claims of the best number stand newest first, then by weight, then by item; others do not."""
        figure = {"kind": "displaced"}
        found = toll(
            claims,
            (0, [claims.figure(20, says="mayor", confidence=0.5, **figure)]),
            (0, [claims.figure(20, says="governor", **figure)]),
            (0, [claims.figure(20, says="ministry", **figure)]),
            (1, [claims.figure(20, **figure)]),
            (1, [claims.figure(7, says="a diver", speaker=WITNESS, **figure)]),
            kind="displaced",
        )
        assert found.basis == ("out3/1#f0", "out1/1#f0", "out2/1#f0", "out0/1#f0")
        assert found.attribution == "governor"
        assert found.as_of.hour == 7

    def test_surest_qualifier(self, claims: Any) -> None:
        """An exact 40 makes an older or newer "about 40" exact; without one the newest qualifier counts."""
        about = claims.figure(40, says="governor", qualifier=Qualifier.ABOUT)
        exact = claims.figure(40, says="mayor")
        bound = claims.figure(40, says="police", qualifier=Qualifier.AT_LEAST)
        assert toll(claims, (0, [about]), (1, [exact])).qualifier is Qualifier.EXACT
        assert toll(claims, (0, [exact]), (1, [about])).qualifier is Qualifier.EXACT
        assert toll(claims, (0, [about]), (1, [bound])).qualifier is Qualifier.AT_LEAST
        assert toll(claims, (0, [about])).word is None

    def test_six_numbers_that_lost(self, claims: Any) -> None:
        """Six other numbers are listed, the newest first, and a seventh is not; none of them is the best."""
        articles = [(number, [claims.figure(100 - number, kind="displaced")]) for number in range(8)]
        strong = (8, [claims.figure(500, says="governor", kind="displaced", in_headline=True)])
        again = (0, [claims.figure(500, says="a diver", speaker=WITNESS, kind="displaced")])
        found = toll(claims, *articles, strong, again, kind="displaced")
        assert [(other.number, other.reason) for other in found.others] == [
            (number, "outweighed") for number in range(93, 99)
        ]
        assert found.others[0].claim == "out7/1#f0"

    def test_newest_claim_of_a_losing_number(self, claims: Any) -> None:
        """A number that lost is listed once, with the newest claim of it."""
        older, newer = claims.figure(10, says="mayor"), claims.figure(10, says="police")
        best = claims.figure(20, says="governor")
        found = toll(claims, (0, [older]), (1, [newer]), (2, [best]))
        assert [(other.number, other.claim, other.reason) for other in found.others] == [(10, "out1/1#f0", "overtaken")]


class TestSubsets:
    """A part bounds its total from below."""

    def part(self, claims: Any, number: int, **more: Any) -> Any:
        """Return a part."""
        return claims.figure(number, role=Role.SUBSET, figure_id=f"part{number}", **more)

    @pytest.mark.parametrize(
        ("number", "ends"), [(5, (6, 10, 10)), (7, (7, 10, 10)), (10, (10, 10, 10)), (11, (11, 11, None))]
    )
    def test_floor(self, claims: Any, number: int, ends: tuple[int, int, int | None]) -> None:
        """A part raises low up to the best number; a part above the best number is at least the toll."""
        totals = [(0, [claims.figure(10)]), (0, [claims.figure(6, says="a diver", speaker=WITNESS)])]
        found = toll(claims, *totals, (0, [self.part(claims, number)]))
        assert (found.low, found.best, found.high) == ends

    def test_largest_part(self, claims: Any) -> None:
        """Of several parts the largest counts, with its speaker; the toll of parts alone is a lower bound."""
        parts = [self.part(claims, 4, says="mayor"), self.part(claims, 7, says="police"), self.part(claims, 5)]
        found = toll(claims, (0, parts))
        assert (found.best, found.attribution, found.basis, found.qualifier) == (
            7,
            "police",
            ("out0/1#part7",),
            Qualifier.AT_LEAST,
        )
        assert toll(claims, (0, parts[2:])).attribution is None

    def test_of_equal_parts_the_last_figure(self, claims: Any) -> None:
        """Of two parts of one number that with the later id counts, in whatever order they stand."""
        parts = [claims.figure(7, role=Role.SUBSET, figure_id=name) for name in ("a", "b")]
        for order in (parts, parts[::-1]):
            assert toll(claims, (0, order)).basis == ("out0/1#b",)

    def test_part_of_nobody_is_no_toll(self, claims: Any) -> None:
        """Nobody is no part; one is."""
        assert toll(claims, (0, [self.part(claims, 0)])) is None
        assert toll(claims, (0, [self.part(claims, 1)])).best == 1

    def test_part_of_a_known_total(self, claims: Any) -> None:
        """A part of a total of its own article counts; one of a figure that is no total does not."""
        total, background = claims.figure(3), self.part(claims, 2)
        part = self.part(claims, 9)
        for parent, best in (("f0", 9), ("part2", 3), (None, 9)):
            of = part.model_copy(update={"subset_of": parent})
            assert toll(claims, (0, [total, background, of])).best == best
        elsewhere = part.model_copy(update={"subset_of": "f0"})
        assert toll(claims, (0, [total]), (0, [elsewhere])).best == 3


def test_one_victim_who_is_mentioned_disputes_no_number(claims: Any) -> None:
    """Doctors speak of a woman who was hurt, of the 30 whom the police count."""
    woman = claims.figure(1, says="doctors", speaker=HOSPITAL).model_copy(update={"quantity_text": "A woman"})
    found = toll(claims, (0, [claims.figure(30, says="police", speaker=ARMY)]), (5, [woman]))
    assert (found.best, found.disputed) == (30, False)


class TestNationals:
    """An embassy or a foreign ministry counts those of its country."""

    @pytest.mark.parametrize(
        "who", ["the embassy in Tarn", "the Foreign Ministry", "the consul general", "its ambassador"]
    )
    def test_they_are_some_of_those_who_are_missing(self, claims: Any, who: str) -> None:
        """Three of theirs are missing, of 14."""
        all_missing = claims.figure(14, kind="missing", says="police")
        theirs = claims.figure(3, kind="missing", says=who)
        found = toll(claims, (0, [all_missing]), (5, [theirs]), kind="missing")
        assert (found.low, found.best, found.high) == (14, 14, 14)

    def test_they_are_at_least_the_toll_where_nobody_counts_the_others(self, claims: Any) -> None:
        """Two of theirs died: two or more did."""
        found = toll(claims, (0, [claims.figure(2, says="the embassy in Tarn")]))
        assert (found.best, found.high) == (2, None)

    def test_a_ministry_at_home_counts_all(self, claims: Any) -> None:
        """Twelve are missing: two were found."""
        before = claims.figure(14, kind="missing", says="police")
        now = claims.figure(12, kind="missing", says="the interior ministry")
        assert toll(claims, (0, [before]), (5, [now]), kind="missing").best == 12
