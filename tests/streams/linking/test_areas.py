"""Articles that part their toll among areas, and those that count over a long time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from schemas import CasualtyFigure, Entity, EntityType, Evidence, Kind, Period, Precision, Qualifier, Role, Span
from streams.linking.areas import counts_by_area, counts_others_alone
from streams.linking.words import tokens

from .articles import enriched_article

if TYPE_CHECKING:
    from schemas import EnrichedArticle

PLACES = {
    "Haleville": ("city", "US", "US.AL", 34.2),
    "Corinth": ("city", "US", "US.MS", 34.9),
    "Delmar": ("city", "US", "US.AL", 34.3),
    "Tennessee": ("region", "US", "US.TN", None),
    "Austria": ("country", "AT", None, None),
    "Poland": ("country", "PL", None, None),
}


def place(name: str, text: str, *, in_headline: bool = False) -> Entity:
    """Return a place where a text names it."""
    subtype, country, admin1, lat = PLACES[name]
    start = text.index(name)
    return Entity(
        text=name,
        type=EntityType.PLACE,
        subtype=subtype,
        start=start,
        end=start + len(name),
        in_headline=in_headline,
        country=country,
        admin1=admin1,
        precision=Precision.POINT,
        lat=lat,
        lon=None if lat is None else -88.0,
    )


def killed(number: int, *, in_headline: bool = False, **more: Any) -> CasualtyFigure:
    """Return a count of the dead."""
    span = Span(start=0, end=5)
    return CasualtyFigure(
        id=f"k{number}",
        kind=Kind.KILLED,
        min=number,
        max=number,
        qualifier=Qualifier.EXACT,
        quantity_text=str(number),
        evidence=Evidence(sentence=span, number=span, in_headline=in_headline),
        confidence=0.9,
        **{"role": Role.TOTAL, **more},
    )


def article(body: str, headline: str = "Storms leave nine dead", dead: int = 9) -> EnrichedArticle:
    """Return an article with its places and its toll."""
    named = [place(name, body) for name in PLACES if name in body]
    titled = [place(name, headline, in_headline=True) for name in PLACES if name in headline]
    made = enriched_article(body, headline=headline)
    return made.model_copy(update={"entities": (*titled, *named), "figures": (killed(dead),)})


@pytest.mark.parametrize(
    ("sort", "headline", "body", "parted"),
    [
        ("storm", "Storms leave nine dead", "Nine died: five in Haleville, and four near Corinth.", True),
        ("tornado", "Nine dead", "Nine died: five in Haleville, and four in the state of Tennessee.", True),
        ("tornado", "Nine dead", "Nine died: five in Haleville, and four near Delmar.", False),
        ("storm", "Nine dead", "Hurricane Ada killed nine, five in Haleville, and four near Corinth.", False),
        ("storm", "Nine dead", "Nine were killed by Storm Ada, five in Haleville, and four near Corinth.", False),
        ("storm", "Nine dead in Haleville", "Nine died: five in Haleville, and four near Corinth.", False),
        ("quake", "Nine dead", "A quake killed nine: five in Austria, and four in Poland.", False),
        ("flood", "Nine dead", "Floods killed nine: five in Austria, and four in Poland.", False),
        ("sickness", "Nine dead", "Measles killed nine: five in Austria, and four in Poland.", True),
        ("sickness", "Nine dead in Poland", "Measles killed nine: five in Austria, and four in Poland.", False),
        ("storm", "Nine dead", "Nine died. Two of them lived in Haleville, and one was born in Corinth.", False),
        ("storm", "Nine dead", "Nine died in Haleville, and the nine lie in Corinth.", False),
    ],
)
def test_a_toll_parted_among_areas_is_of_several_events(sort: str, headline: str, body: str, parted: bool) -> None:
    """Parts are most of the toll, and lie where one event of the sort does not reach."""
    assert counts_by_area(article(body, headline), (sort,), list(tokens(body))) is parted


@pytest.mark.parametrize(
    ("days", "role", "sorts", "long"),
    [
        (170, Role.BACKGROUND, ("sinking",), True),
        (170, Role.TOTAL, ("sinking",), False),
        (2, Role.BACKGROUND, ("sinking",), True),
        (170, Role.BACKGROUND, ("flood",), False),
    ],
)
def test_a_headline_that_counts_over_months(days: int, role: Role, sorts: tuple[str, ...], long: bool) -> None:
    """A count of all deaths on a route in a year is on no boat; a flood may last."""
    start = date(2026, 1, 1)
    period = Period(text="this year", start=start, end=date.fromordinal(start.toordinal() + days))
    figure = killed(923, in_headline=True, role=role, period=period)
    made = enriched_article("Nobody was hurt.").model_copy(update={"figures": (figure,)})
    assert counts_others_alone(made, sorts) is long


@pytest.mark.parametrize(
    ("headline", "years", "role", "alone"),
    [
        (True, (2026,), Role.BACKGROUND, True),
        (True, (2026,), Role.TOTAL, False),
        (False, (2010, 2020), Role.OTHER_EVENT, True),
        (False, (2010, 2020), Role.SUBSET, False),
        (False, (2010,), Role.OTHER_EVENT, False),
        (False, (), Role.OTHER_EVENT, False),
    ],
)
def test_an_article_that_counts_others_alone(headline: bool, years: tuple[int, ...], role: Role, alone: bool) -> None:
    """The dead of a weekend in a headline, or those of two years in a list: it is on no event of its own."""
    periods = [Period(start=date(year, 5, 1), end=date(year, 5, 3)) for year in years] or [None]
    figures = tuple(killed(9, in_headline=headline, role=role, period=period) for period in periods)
    made = enriched_article("Nobody was hurt.").model_copy(update={"figures": figures})
    assert counts_others_alone(made, ("sinking",)) is alone


@pytest.mark.parametrize(("dead", "parted"), [(3, True), (4, False)])
def test_victims_who_are_mentioned_are_parts_where_all_are_accounted_for(dead: int, parted: bool) -> None:
    """A boy, a man and a woman in three places are three; of four, one is missing."""
    body = "A boy of 16 drowned in a lake near Haleville, a man near Corinth and a woman in Tennessee."
    assert counts_by_area(article(body, "Many drown", dead), ("sinking",), list(tokens(body))) is parted
