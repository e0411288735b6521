"""Figures linked to the entities of the article."""

from __future__ import annotations

from schemas import CasualtyFigure, Entity, EntityType
from streams.casualties import extract_figures

TEXT = "Fighting near Al-Eis in Aleppo killed 50 Syrian troops on Sunday, the Observatory said."


def mention(name: str, type_: EntityType, text: str = TEXT, **fields: object) -> Entity:
    """Return an entity where the text first names it."""
    start = text.index(name)
    return Entity.model_validate({"text": name, "type": type_, "start": start, "end": start + len(name), **fields})


def only(*entities: Entity, dateline: str | None = None) -> CasualtyFigure:
    """Return the one figure of the text, with entities."""
    (figure,) = extract_figures(TEXT, entities=entities, dateline=dateline)
    return figure


def test_victims_and_speaker_are_linked_by_overlap() -> None:
    """An entity inside the words of victims or speaker lends its id; the side is its canonical name."""
    figure = only(
        mention("Syrian", EntityType.NATIONALITY, id="gov:sy", canonical="Syria"),
        mention("Observatory", EntityType.ORGANISATION, id="org:observatory"),
    )
    assert figure.victims is not None
    assert (figure.victims.entity_id, figure.victims.side) == ("gov:sy", "Syria")
    assert figure.attribution is not None
    assert figure.attribution.entity_id == "org:observatory"


def test_without_entities_combatants_are_their_own_side() -> None:
    """The side is as written where nothing is linked."""
    figure = only()
    assert figure.victims is not None
    assert (figure.victims.entity_id, figure.victims.side) == (None, "Syrian troops")


def test_the_place_is_the_nearest_of_the_sentence() -> None:
    """Of several places the one nearest to the number is taken, with its coordinates."""
    figure = only(
        mention("Al-Eis", EntityType.PLACE, country="SY", lat=35.9, lon=36.9),
        mention("Aleppo", EntityType.PLACE, country="SY", lat=36.2, lon=37.2),
    )
    assert figure.place is not None
    assert (figure.place.text, figure.place.country, figure.place.lat) == ("Aleppo", "SY", 36.2)


def test_a_country_stands_back_for_a_town() -> None:
    """A country is the place only where no town is named."""
    text = "A bomb in Quetta, Pakistan, killed 12 people."
    town = mention("Quetta", EntityType.PLACE, text, country="PK", subtype="city")
    country = mention("Pakistan", EntityType.PLACE, text, country="PK", subtype="country")
    (figure,) = extract_figures(text, entities=[town, country])
    assert figure.place is not None
    assert figure.place.text == "Quetta"


def test_a_government_named_by_its_capital_is_no_place() -> None:
    """A place that stands for a government isn't where it happened."""
    text = "Washington said 12 people were killed."
    (figure,) = extract_figures(text, entities=[mention("Washington", EntityType.PLACE, text, metonym_of="gov:us")])
    assert figure.place is None


def test_the_dateline_is_the_place_of_last_resort() -> None:
    """A toll without a place in its sentence has the dateline's."""
    figure = only(dateline="ALEPPO")
    assert figure.place is not None
    assert (figure.place.text, figure.place.span) == ("ALEPPO", None)


def test_entities_of_the_headline_are_not_those_of_the_body() -> None:
    """Offsets of the headline and of the body are never mixed."""
    headline = "Aleppo: 50 killed"
    entity = Entity(text="Aleppo", type=EntityType.PLACE, start=0, end=6, in_headline=True)
    first, second = extract_figures(TEXT, headline=headline, entities=[entity])
    assert first.place is not None
    assert first.place.text == "Aleppo"
    assert second.place is None


def test_vague_words_are_taken_for_what_the_table_says() -> None:
    """A given table decides the estimate of a vague word; without one the language's own does."""
    text = "Dozens of people were killed."
    (figure,) = extract_figures(text, vague={"dozens": (12, 24)})
    assert figure.estimate is not None
    assert (figure.estimate.low, figure.estimate.high) == (12, 24)
    (figure,) = extract_figures(text)
    assert figure.estimate is not None
    assert figure.estimate.high == 99
