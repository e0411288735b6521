"""The Aleppo article, and an invented one of the same build: every entity that they must give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from streams.entities import recognise

if TYPE_CHECKING:
    from schemas import Entity

ALEPPO = Path(__file__).resolve().parents[4] / "shared/acceptance/aleppo.txt"
GROUPS = {
    "Al-Nusra Front": "group:al-nusra-front",
    "Al-Nusra": "group:al-nusra-front",
    "ISIS": "group:islamic-state",
    "Al-Qaeda": "group:al-qaeda",
    "UN": "org:un",
    "Syrian Observatory for Human Rights": "monitor:sohr",
    "Observatory": "monitor:sohr",
    "AFP": "media:afp",
}
COUNTRIES = {
    "Syria": "SY",
    "Iran": "IR",
    "Russia": "RU",
    "Iraq": "IQ",
    "Lebanon": "LB",
    "Afghanistan": "AF",
    "United States": "US",
}
PLACES = {
    "Aleppo": "SY",
    "Al-Eis": "SY",
    "Khan Touman": "SY",
    "Damascus": "SY",
    "Fuaa": "SY",
    "Kefraya": "SY",
    "Idlib": "SY",
    "Geneva": "CH",
    "Washington": "US",
}


@pytest.fixture(scope="module")
def entities() -> list[Entity]:
    """Return the entities of the article's headline and body."""
    if not ALEPPO.exists():
        pytest.skip(f"the acceptance article is not at {ALEPPO.parent.name}/{ALEPPO.name}")
    headline, *rest = [part.strip() for part in ALEPPO.read_text(encoding="utf-8").split("\n\n")]
    body = [part for part in rest if len(part.split()) > 10 and not part.startswith(("Jordanian", "|"))]
    return recognise("\n\n".join(body), headline=headline)


def test_groups(entities: list[Entity]) -> None:
    """Groups, bodies, the monitor and the agency are linked, wherever they stand."""
    for name, identity in GROUPS.items():
        found = [entity for entity in entities if entity.text == name]
        assert found, name
        assert {(entity.type.value, entity.id) for entity in found} == {("ORGANISATION", identity)}


def test_countries(entities: list[Entity]) -> None:
    """Countries have their ISO codes."""
    for name, iso in COUNTRIES.items():
        found = {(entity.type.value, entity.subtype, entity.country) for entity in entities if entity.text == name}
        assert found == {("PLACE", "country", iso)}, name


def test_places(entities: list[Entity]) -> None:
    """Towns are on the map, the four small ones in Syria; Washington is the government of the United States."""
    for name, iso in PLACES.items():
        found = [entity for entity in entities if entity.text == name]
        assert found, name
        assert {(entity.type.value, entity.country) for entity in found} == {("PLACE", iso)}, name
        assert all(entity.lat is not None and entity.lon is not None for entity in found)
    assert {entity.metonym_of for entity in entities if entity.text == "Washington"} == {"gov:us"}


def test_people(entities: list[Entity]) -> None:
    """The Observatory's director and the president are people, with their roles; the short form is the same person."""
    people = {entity.text: entity for entity in entities if entity.type.value == "PERSON"}

    assert set(people) == {"Rami Abdel Rahman", "Abdel Rahman", "Bashar al-Assad"}
    assert people["Rami Abdel Rahman"].role == "Observatory director"
    assert people["Bashar al-Assad"].role == "President"
    assert people["Abdel Rahman"].id == people["Rami Abdel Rahman"].id


INVENTED = """KHARTOUM, March 4 (AFP) - Shelling killed at least 21 people around Omdurman on Tuesday, the Sudan \
Doctors Network said, as talks opened in Geneva.

Fighters of the Rapid Support Forces fired rockets from Bahri, and the Sudanese army answered from Wad Madani, said \
Amin Elhag, who heads the network. Elhag told AFP that the hospital of El Obeid had no beds left.

The UN urged Egypt, Ethiopia and the United States to press both sides. Washington said it would send an envoy. \
Al-Shabaab and the Islamic State have no part in the war, the UN Security Council was told by President Samia Suluhu \
Hassan of Tanzania."""
INVENTED_GROUPS = {
    "AFP": "media:afp",
    "Rapid Support Forces": "group:rsf",
    "UN": "org:un",
    "UN Security Council": "org:un-security-council",
    "Al-Shabaab": "group:al-shabaab",
    "Islamic State": "group:islamic-state",
}
INVENTED_COUNTRIES = {"Egypt": "EG", "Ethiopia": "ET", "United States": "US", "Tanzania": "TZ"}
INVENTED_PLACES = {
    "KHARTOUM": "SD",
    "Omdurman": "SD",
    "Bahri": "SD",
    "Wad Madani": "SD",
    "El Obeid": "SD",
    "Geneva": "CH",
    "Washington": "US",
}


@pytest.fixture(scope="module")
def invented() -> list[Entity]:
    """Return the entities of the invented article."""
    return recognise(INVENTED, headline="At least 21 killed around Omdurman")


def test_groups_of_the_invented_article(invented: list[Entity]) -> None:
    """Armed groups, bodies and the agency are linked, in the dateline too."""
    for name, identity in INVENTED_GROUPS.items():
        found = {(entity.type.value, entity.id) for entity in invented if entity.text == name}
        assert found == {("ORGANISATION", identity)}, name


def test_countries_of_the_invented_article(invented: list[Entity]) -> None:
    """Countries have their ISO codes, and a nationality that of its country."""
    for name, iso in INVENTED_COUNTRIES.items():
        found = {(entity.type.value, entity.subtype, entity.country) for entity in invented if entity.text == name}
        assert found == {("PLACE", "country", iso)}, name
    assert {entity.id for entity in invented if entity.type.value == "NATIONALITY"} == {"nation:sd"}


def test_places_of_the_invented_article(invented: list[Entity]) -> None:
    """Towns are on the map in their country; Washington is the government of the United States."""
    for name, iso in INVENTED_PLACES.items():
        found = [entity for entity in invented if entity.text == name]
        assert {(entity.type.value, entity.country) for entity in found} == {("PLACE", iso)}, name
        assert all(entity.lat is not None and entity.lon is not None for entity in found)
    assert {entity.metonym_of for entity in invented if entity.text == "Washington"} == {"gov:us"}


def test_people_of_the_invented_article(invented: list[Entity]) -> None:
    """The president has a role; the short form of a name is the same person."""
    people = {entity.text: entity for entity in invented if entity.type.value == "PERSON"}
    assert set(people) == {"Amin Elhag", "Elhag", "Samia Suluhu Hassan"}
    assert people["Samia Suluhu Hassan"].role == "President"
    assert people["Elhag"].id == people["Amin Elhag"].id
