"""Which articles can't be of one event, whatever their words have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import CasualtyFigure, Evidence, Kind, Qualifier, Role, Span
from streams.linking.event import _speaks_of_harm
from streams.linking.exclusion import are_two
from streams.linking.lexicon import phrases
from streams.linking.words import tokens
from tests.streams.linking.profiles import article

if TYPE_CHECKING:
    from streams.linking.profile import Profile


def of_sort(sorts: str = "", **more: Any) -> Profile:
    """Return the profile of an article on events of such sorts, of which nothing else is known but what is given."""
    return article(event={"sorts": frozenset(sorts.split())}, **more)


def test_an_article_that_speaks_of_no_harm_is_of_no_event() -> None:
    """A festival with boats is not part of the ferry disaster, even where they share a name."""
    ferry = of_sort("sinking", names=frozenset({"n:bay of lights"}))
    festival = article(counts=False, speaks=False, names=frozenset({"n:bay of lights"}))
    assert are_two(ferry, festival)
    assert are_two(festival, ferry)


def test_two_articles_that_count_victims_are_left_to_the_model() -> None:
    """Their numbers and words decide."""
    assert not are_two(of_sort("sinking"), of_sort("blaze"))


@pytest.mark.parametrize(
    ("here", "there", "two"),
    [("cholera", "ebola", True), ("cholera", "cholera ebola", False), ("cholera", "", False)],
)
def test_outbreaks_of_two_diseases_are_two(here: str, there: str, two: bool) -> None:
    """An article that names both may be on either, and so may one that names none."""
    one, other = (article(event={"diseases": frozenset(names.split())}) for names in (here, there))
    assert are_two(one, other) is two


@pytest.mark.parametrize(
    ("uncounted", "two"),
    [
        ({}, False),
        ({"sorts": "blaze"}, True),
        ({"sorts": "sinking"}, False),
        ({"sorts": "crash"}, False),
        ({"sorts": "blaze", "names": frozenset({"n:upendo"})}, False),
        ({"sorts": "blaze", "ages": frozenset({"w:16-year-old"})}, False),
    ],
)
def test_an_article_that_counts_nobody_is_of_no_event_of_another_sort(uncounted: dict[str, Any], two: bool) -> None:
    """Unless they share a name or an age, or the words of one sort are used for the other."""
    ferry = of_sort("sinking", names=frozenset({"n:upendo"}), ages=frozenset({"w:16-year-old"}))
    other = of_sort(counts=False, **uncounted)
    assert are_two(ferry, other) is two
    assert are_two(other, ferry) is two


@pytest.mark.parametrize(
    ("more", "two"),
    [
        ({}, True),
        ({"names": frozenset({"n:upendo"})}, False),
        ({"ages": frozenset({"w:16-year-old"})}, False),
        ({"counts": True}, True),
        ({"counts": True, "opens": True}, False),
    ],
)
def test_an_old_event_is_none_of_today(more: dict[str, Any], two: bool) -> None:
    """An article that looks back and counts nobody of today shares a name or an age with one that does not."""
    fire = of_sort("blaze", names=frozenset({"n:upendo"}), ages=frozenset({"w:16-year-old"}))
    trial = article(
        event={"sorts": frozenset({"blaze"}), "looks_back": True}, **{"counts": False, "opens": False, **more}
    )
    other_trial = article(event={"sorts": frozenset({"blaze"}), "looks_back": True}, counts=False)
    assert are_two(fire, trial) is are_two(trial, fire) is two
    assert not are_two(trial, other_trial)


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("The last boat goes at nine and the ferry is full.", False),
        ("Voters are asked about a toll bridge.", False),
        ("Six trains ran to the lantern festival.", False),
        ("The ferry capsized in high waves.", True),
        ("The town mourns its sailors.", True),
        ("A fire burned in the hills.", True),
    ],
)
def test_a_vehicle_alone_is_no_harm(text: str, harm: bool) -> None:
    """A word for a ferry or a train says what was hit only beside a word that says that it was."""
    assert _speaks_of_harm((), phrases(list(tokens(text)))) is harm


@pytest.mark.parametrize(("role", "harm"), [(Role.TOTAL, True), (Role.SUBSET, True), (Role.BACKGROUND, False)])
def test_a_count_of_its_own_victims_is_harm(role: Role, harm: bool) -> None:
    """A number of some other year is not."""
    figure = CasualtyFigure(
        id="f",
        kind=Kind.KILLED,
        min=3,
        max=3,
        qualifier=Qualifier.EXACT,
        quantity_text="three",
        role=role,
        evidence=Evidence(sentence=Span(start=0, end=9), number=Span(start=0, end=5)),
        confidence=0.9,
    )
    assert _speaks_of_harm([figure], []) is harm


@pytest.mark.parametrize(("few", "months", "two"), [(48, False, True), (210, False, False), (48, True, False)])
def test_the_dead_of_months_are_not_those_of_a_village(few: int, months: bool, two: bool) -> None:
    """In floods since March 228 have died: 48 of one night are others, 210 of an earlier count are not."""
    season = of_sort("flood", over_months=True, tolls={"killed": (228, False)})
    other = of_sort("flood", over_months=months, tolls={"killed": (few, False)})
    assert are_two(season, other) is are_two(other, season) is two


@pytest.mark.parametrize(
    ("shared", "two"),
    [
        ({}, True),
        ({"names": frozenset({"n:marek sova"})}, False),
        ({"numbers": frozenset({"#:4500"})}, False),
        ({"points": ((30.2, 67.0),)}, False),
        ({"spots": frozenset({"p:sariab road"})}, False),
        ({"event": {"sorts": frozenset({"blaze"})}}, False),
    ],
)
def test_a_few_words_in_common_make_no_event(shared: dict[str, Any], two: bool) -> None:
    """Two reports that share three words of forty need a name, a number, a town, a street or a sort of event beside."""
    common = {"w:multiple", "w:continuing", "w:based"}
    one, other = (
        article(words=frozenset(common | {f"w:{side}{number}" for number in range(37)}), **shared) for side in "ab"
    )
    assert are_two(one, other) is two
    assert are_two(other, one) is two
