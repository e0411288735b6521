"""The Aleppo article, and an invented one of the same build: every figure with role, period, victims and speaker."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas import Entity, EntityType, Kind, Qualifier, Role, SourceKind
from streams.casualties import extract_figures

if TYPE_CHECKING:
    from schemas import CasualtyFigure

ROOT = Path(__file__).resolve().parents[3]
ALEPPO = ROOT.parent / "shared/acceptance/aleppo.txt"
CORPUS = ROOT / "tests/corpus/casualties/articles.jsonl"


def aleppo() -> list[CasualtyFigure]:
    """Return the figures of the article where it lies, and skip where it doesn't."""
    if not ALEPPO.exists():
        pytest.skip(f"the acceptance article is not at {ALEPPO.parent.name}/{ALEPPO.name}")
    headline, *rest = [part.strip() for part in ALEPPO.read_text(encoding="utf-8").split("\n\n")]
    body = [part for part in rest if part and len(part.split()) > 10 and not part.startswith(("Jordanian", "|"))]
    return extract_figures("\n\n".join(body), headline=headline, published=date(2016, 4, 6))


def tel_arida() -> tuple[str, str, list[CasualtyFigure]]:
    """Return text, headline and figures of the invented article."""
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["id"] == "a-clashes-front":
            text, headline = case["text"], case["headline"]
            entities = [
                entity(text, "Syrian Network of Reporters", EntityType.ORGANISATION, "org:snr"),
                entity(text, "Mazen Haddad", EntityType.PERSON, "doc:haddad"),
                entity(text, "Tel Arida", EntityType.PLACE, None, country="SY"),
            ]
            figures = extract_figures(text, headline=headline, published=date(2016, 7, 20), entities=entities)
            return text, headline, figures
    raise LookupError("a-clashes-front")


def entity(text: str, name: str, type_: EntityType, id_: str | None, country: str | None = None) -> Entity:
    """Return an entity at the first place where the text names it."""
    start = text.index(name)
    return Entity(text=name, type=type_, start=start, end=start + len(name), id=id_, canonical=name, country=country)


def test_aleppo_headline_and_lead_give_the_toll() -> None:
    """More than 100 killed is the total, in the headline and in the lead."""
    headline, lead = aleppo()[:2]
    assert headline.evidence.in_headline
    assert not lead.evidence.in_headline
    for figure in (headline, lead):
        assert (figure.kind, figure.min, figure.max) == (Kind.KILLED, 100, None)
        assert (figure.qualifier, figure.role) == (Qualifier.MORE_THAN, Role.TOTAL)
        assert figure.attribution is not None
        assert figure.attribution.kind == SourceKind.MONITOR
    assert lead.period is not None
    assert (lead.period.start, lead.period.end) == (date(2016, 4, 3), date(2016, 4, 6))


def test_aleppo_sides_since_sunday_are_parts_of_the_lead() -> None:
    """61 rebels and 50 troops since Sunday are subsets of the total of the lead."""
    _, lead, rebels, troops, *_ = aleppo()
    for figure, number, words in ((rebels, 61, "Al-Nusra Front"), (troops, 50, "pro-regime militia")):
        assert (figure.min, figure.max, figure.role, figure.subset_of) == (number, number, Role.SUBSET, lead.id)
        assert figure.victims is not None
        assert words in figure.victims.text
        assert figure.period is not None
        assert (figure.period.start, figure.period.end) == (date(2016, 4, 3), date(2016, 4, 6))
        assert figure.attribution is not None
        assert "Observatory for Human Rights" in figure.attribution.text


def test_aleppo_past_day_is_a_window_of_its_own() -> None:
    """42 and 34 in the past 24 hours are parts with their own period, never added to the others."""
    figures = aleppo()
    assert [figure.max for figure in figures[4:]] == [42, 34]
    for figure in figures[4:]:
        assert figure.role == Role.SUBSET
        assert figure.subset_of in {other.id for other in figures[1:4]}
        assert figure.period is not None
        assert (figure.period.start, figure.period.end) == (date(2016, 4, 5), date(2016, 4, 6))
        assert figure.attribution is not None
        assert "Rami Abdel Rahman" in figure.attribution.text
    assert not any(figure.max in {76, 111, 103, 84} for figure in figures)


def test_invented_front_has_the_same_build() -> None:
    """Total, sides since Sunday and windows of the past day are told apart, rival counts stay tolls."""
    text, headline, figures = tel_arida()
    told = [(figure.min, figure.max, figure.role.value) for figure in figures if figure.kind == Kind.KILLED]
    assert told == [
        (None, None, "total"),
        (80, None, "total"),
        (47, 47, "subset"),
        (36, 36, "subset"),
        (19, 19, "subset"),
        (11, 11, "subset"),
        (14, 14, "total"),
        (60, 60, "total"),
    ]
    for figure in figures:
        source = headline if figure.evidence.in_headline else text
        assert source[figure.evidence.number.start : figure.evidence.number.end] == figure.quantity_text


def test_invented_front_names_who_says_so() -> None:
    """Speakers are linked to the entities that their words overlap."""
    _, _, figures = tel_arida()
    by_number = {figure.max: figure for figure in figures if figure.max is not None}
    for number, text, id_ in (
        (47, "the Syrian Network of Reporters", "org:snr"),
        (19, "Mazen Haddad", "doc:haddad"),
    ):
        attribution = by_number[number].attribution
        assert attribution is not None
        assert (attribution.text, attribution.entity_id) == (text, id_)


def test_invented_front_gives_place_and_side() -> None:
    """The place is the one that the sentence names; the side is that of the combatants."""
    _, _, figures = tel_arida()
    lead = figures[1]
    assert lead.place is not None
    assert (lead.place.text, lead.place.country) == ("Tel Arida", "SY")
    assert lead.victims is not None
    assert lead.victims.civilian is False
    assert lead.victims.side == "soldiers and insurgents"
