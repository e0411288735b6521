"""The toll of an incident: chosen among claims, never added up."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Qualifier, Role, SourceKind
from streams.ledger import tolls


def toll(booked: Any, *all_claims: Any, kind: str = "killed") -> Any:
    """Return one kind's toll after these claims."""
    incident, _ = booked(all_claims)
    return incident.tolls.get(kind)


def ends(found: Any) -> tuple[int, int, int | None]:
    """Return low, best and high."""
    return found.low, found.best, found.high


class TestOneArticle:
    """What one article states."""

    def test_exact_number(self, claims: Any, booked: Any) -> None:
        """An exact figure is low, best and high at once."""
        assert ends(toll(booked, claims.put("afn/1", [claims.figure(12)]))) == (12, 12, 12)

    def test_open_number(self, claims: Any, booked: Any) -> None:
        """At least 12 is best at 12 with nothing above it."""
        figure = claims.figure(12, qualifier=Qualifier.AT_LEAST)
        assert ends(toll(booked, claims.put("afn/1", [figure]))) == (12, 12, None)

    def test_upper_bound(self, claims: Any, booked: Any) -> None:
        """Up to six may be none."""
        figure = claims.figure(None, 6, qualifier=Qualifier.AT_MOST)
        assert ends(toll(booked, claims.put("afn/1", [figure]))) == (0, 6, 6)

    def test_span(self, claims: Any, booked: Any) -> None:
        """Six to eight is best at what is vouched for."""
        figure = claims.figure(6, 8, qualifier=Qualifier.BETWEEN)
        assert ends(toll(booked, claims.put("afn/1", [figure]))) == (6, 6, 8)

    def test_vague_word(self, claims: Any, booked: Any) -> None:
        """Dozens are what the settings take them for."""
        figure = claims.figure(None, qualifier=Qualifier.VAGUE, estimate=(24, 99))
        assert ends(toll(booked, claims.put("afn/1", [figure]))) == (24, 24, 99)

    def test_headline_counts_double(self, claims: Any, booked: Any) -> None:
        """Of two totals in an article, that of its headline is the article's number."""
        figures = [claims.figure(19, in_headline=True, figure_id="a"), claims.figure(34, figure_id="b")]
        assert toll(booked, claims.put("afn/1", figures)).best == 19

    def test_only_totals_count(self, claims: Any, booked: Any) -> None:
        """Background, other events, denied and hypothetical figures make no toll."""
        roles = (Role.BACKGROUND, Role.OTHER_EVENT, Role.DENIED, Role.HYPOTHETICAL)
        figures = [claims.figure(90, role=role, figure_id=role.value) for role in roles]
        assert toll(booked, claims.put("afn/1", figures)) is None

    def test_subsets_are_never_added(self, claims: Any, booked: Any) -> None:
        """A total with its parts stays what the text gives as total."""
        figures = [
            claims.figure(100, qualifier=Qualifier.MORE_THAN, figure_id="total"),
            claims.figure(61, role=Role.SUBSET, figure_id="rebels"),
            claims.figure(50, role=Role.SUBSET, figure_id="troops"),
        ]
        assert ends(toll(booked, claims.put("afn/1", figures))) == (100, 100, None)

    def test_subset_bounds_from_below(self, claims: Any, booked: Any) -> None:
        """Where only a part is counted, the toll is at least that part."""
        found = toll(booked, claims.put("afn/1", [claims.figure(7, role=Role.SUBSET)]))
        assert ends(found) == (7, 7, None)

    def test_a_part_of_those_trapped_is_no_lower_bound(self, claims: Any, booked: Any) -> None:
        """Thirteen of 21 were still down; then nine are, for four have been found."""
        down = claims.figure(21, kind="trapped", figure_id="all")
        still = claims.figure(13, kind="trapped", role=Role.SUBSET)
        puts = [
            claims.put("afn/1", [down, still]),
            claims.put("hill/2", [claims.figure(9, kind="trapped")], hours=30),
        ]
        incident, _ = booked(puts)
        assert ends(incident.tolls["trapped"])[1] == 9

    def test_kinds_are_kept_apart(self, claims: Any, booked: Any) -> None:
        """Killed and injured are two tolls."""
        put = claims.put("afn/1", [claims.figure(2), claims.figure(9, kind="injured", figure_id="f1")])
        assert (toll(booked, put).best, toll(booked, put, kind="injured").best) == (2, 9)


class TestManyArticles:
    """What several voices make of it."""

    def test_repeated_number_is_not_added(self, claims: Any, booked: Any) -> None:
        """The same number from many outlets is the same number."""
        puts = [claims.put(f"out{n}/1", [claims.figure(12, says="police")], hours=n) for n in range(5)]
        assert ends(toll(booked, *puts)) == (12, 12, 12)

    def test_newest_word_of_a_voice_wins(self, claims: Any, booked: Any) -> None:
        """Police said 12, then 15: their word is 15, whatever outlet brought it."""
        first = claims.put("afn/1", [claims.figure(12, says="police")])
        later = claims.put("hill/2", [claims.figure(15, says="police")], hours=3)
        assert ends(toll(booked, first, later)) == (15, 15, 15)

    def test_agency_is_one_voice(self, claims: Any, booked: Any) -> None:
        """Outlets that carry an agency's unattributed number are one voice, and a newer word replaces it."""
        old = [claims.put(f"out{n}/1", [claims.figure(4)], agency="AFN") for n in range(4)]
        new = claims.put("out9/1", [claims.figure(6)], agency="AFN", hours=2)
        assert ends(toll(booked, *old, new)) == (6, 6, 6)

    def test_rival_counts_are_a_range(self, claims: Any, booked: Any) -> None:
        """Two voices that disagree at one time give low and high, and the weightier the best."""
        official = claims.put("afn/1", [claims.figure(31, says="health ministry")])
        rival = claims.put("hill/2", [claims.figure(45, says="rebels", speaker=SourceKind.ARMED_GROUP)])
        assert ends(toll(booked, official, rival)) == (31, 31, 45)

    def test_growing_count_overtakes(self, claims: Any, booked: Any) -> None:
        """Outlets that said 10 before another says 42 are overtaken: they neither outvote it nor widen the range."""
        old = [claims.put(f"out{n}/1", [claims.figure(10)]) for n in range(3)]
        new = claims.put("hill/2", [claims.figure(42)], hours=5)
        assert ends(toll(booked, *old, new)) == (42, 42, 42)

    def test_lower_count_of_one_voice_does_not_overtake(self, claims: Any, booked: Any) -> None:
        """A single later article with fewer killed leaves the toll and opens the range below it."""
        old = [claims.put(f"out{n}/1", [claims.figure(42)]) for n in range(3)]
        new = claims.put("hill/2", [claims.figure(40)], hours=5)
        assert ends(toll(booked, *old, new)) == (40, 42, 42)

    def test_witness_does_not_overtake_an_official(self, claims: Any, booked: Any) -> None:
        """A newer and higher count of a weaker voice is a rival, not the toll."""
        official = claims.put("afn/1", [claims.figure(12, says="governor")])
        witness = claims.put("hill/2", [claims.figure(30, says="a shopkeeper", speaker=SourceKind.WITNESS)], hours=1)
        assert ends(toll(booked, official, witness)) == (12, 12, 30)

    def test_missing_shrink(self, claims: Any, booked: Any) -> None:
        """As people are found, a newer and lower count of missing overtakes the older."""
        old = [claims.put(f"out{n}/1", [claims.figure(17, kind="missing")]) for n in range(3)]
        new = claims.put("hill/2", [claims.figure(10, kind="missing")], hours=5)
        assert ends(toll(booked, *old, new, kind="missing")) == (10, 10, 10)

    def test_two_sides_in_one_article(self, claims: Any, booked: Any) -> None:
        """An article in which police and hospital differ reports two voices."""
        police = claims.figure(14, says="police", speaker=SourceKind.SECURITY, figure_id="police")
        hospital = claims.figure(21, says="the hospital", speaker=SourceKind.HOSPITAL, figure_id="hospital")
        assert ends(toll(booked, claims.put("afn/1", [police, hospital]))) == (14, 21, 21)

    def test_one_side_in_one_article_is_one_number(self, claims: Any, booked: Any) -> None:
        """A sergeant and a mayor in one article speak for one count."""
        figures = [
            claims.figure(3, says="the mayor", figure_id="a"),
            claims.figure(3, figure_id="b"),
            claims.figure(1, says="Sgt. Bell", speaker=SourceKind.SECURITY, figure_id="c"),
        ]
        assert ends(toll(booked, claims.put("afn/1", figures))) == (3, 3, 3)

    def test_number_beats_vague_word(self, claims: Any, booked: Any) -> None:
        """A counted figure is best beside a vague word."""
        counted = claims.put("afn/1", [claims.figure(31)])
        vague = claims.put("hill/2", [claims.figure(None, qualifier=Qualifier.VAGUE, estimate=(24, 99))], hours=1)
        assert toll(booked, counted, vague).best == 31

    def test_attribution_and_basis(self, claims: Any, booked: Any) -> None:
        """The toll names who says so and the claims that it rests on."""
        found = toll(booked, claims.put("afn/1", [claims.figure(12, says="the provincial governor")]))
        assert (found.attribution, found.basis) == ("the provincial governor", ("afn/1#f0",))


figures = st.builds(
    lambda number, span, qualifier, role, says: (number, span, qualifier, role, says),
    st.integers(0, 500),
    st.integers(0, 50),
    st.sampled_from((Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.BETWEEN, Qualifier.VAGUE)),
    st.sampled_from((Role.TOTAL, Role.TOTAL, Role.SUBSET, Role.BACKGROUND)),
    st.sampled_from((None, "police", "hospital", "rebels")),
)


def drawn_figure(claims: Any, drawn: tuple[Any, ...], figure_id: str) -> Any:
    """Return the figure that was drawn, with the ends that its qualifier has."""
    number, span, qualifier, role, says = drawn
    low = None if qualifier in {Qualifier.AT_MOST, Qualifier.VAGUE} else number
    high = {Qualifier.AT_MOST: number, Qualifier.BETWEEN: number + span}.get(qualifier)
    estimate = (number, number + span) if qualifier is Qualifier.VAGUE else None
    return claims.figure(low, high, qualifier=qualifier, role=role, says=says, estimate=estimate, figure_id=figure_id)


@settings(deadline=None, max_examples=60)
@given(drawn=st.lists(st.tuples(figures, st.integers(0, 6), st.integers(0, 50)), max_size=10), data=st.data())
def test_toll_lies_among_what_is_stated(
    claims: Any, booked: Any, drawn: list[tuple[Any, int, int]], data: st.DataObject
) -> None:
    """Low, best and high are in order, none is above the largest stated number, and the order of claims is nothing."""
    puts = [
        claims.put(f"out{outlet}/{position}", [drawn_figure(claims, figure, "f0")], hours=hours)
        for position, (figure, outlet, hours) in enumerate(drawn)
    ]
    largest = max((figure[0] + figure[1] for figure, _, _ in drawn), default=0)
    if not puts:
        return
    incident, _ = booked(puts)
    for found in incident.tolls.values():
        assert 0 <= found.low <= found.best <= largest
        assert found.high is None or found.best <= found.high <= largest
        assert found.basis
    assert tolls(data.draw(st.permutations(incident.claims))) == incident.tolls
