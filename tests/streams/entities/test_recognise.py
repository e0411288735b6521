"""Entities of whole texts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from schemas import EntityType
from streams.entities import entities_of, load, recognise
from streams.evaluation.entities import score

if TYPE_CHECKING:
    from conftest import Finder, Names

CORPUS = Path(__file__).resolve().parents[2] / "corpus/entities/wires.jsonl"

ARTICLE = (
    "At least 30 fighters and soldiers have been killed in three days of clashes around Madaris and Tell Qanat in the "
    "north of Syria's Hama province, a monitoring group said Friday.\n\n"
    "The battle pits the Syrian Army against Hayat Tahrir al-Sham and its allies, said the Syrian Network for Human "
    "Rights, known as SNHR.\n\n"
    '"They took the towns of Madaris and Karm Zeitoun at dawn," Network spokeswoman Lina Haddad told Reuters. Haddad '
    "said Iran and Russia backed the assault.\n\n"
    "Moscow denied that. Neither Turkey nor the United Nations commented; the UN has pulled its staff out of Hama.\n\n"
    "Colonel Samir Aswad, the army's spokesman, declined to speak."
)


def test_acceptance_of_our_own() -> None:
    """People, groups, bodies and places of an invented article are found, typed and linked."""
    found = {(entity.text, entity.type.value, entity.id) for entity in recognise(ARTICLE, headline="30 killed in Hama")}

    assert {
        ("Hayat Tahrir al-Sham", "ORGANISATION", "group:hayat-tahrir-al-sham"),
        ("Syrian Network for Human Rights", "ORGANISATION", "monitor:snhr"),
        ("SNHR", "ORGANISATION", "monitor:snhr"),
        ("Reuters", "ORGANISATION", "media:reuters"),
        ("United Nations", "ORGANISATION", "org:un"),
        ("UN", "ORGANISATION", "org:un"),
        ("Syrian Army", "ORGANISATION", "force:syrian-army"),
        ("Lina Haddad", "PERSON", "doc:person:lina-haddad"),
        ("Haddad", "PERSON", "doc:person:lina-haddad"),
    } <= found
    places = {entity.text: entity for entity in recognise(ARTICLE) if entity.type is EntityType.PLACE}
    assert {"Madaris", "Tell Qanat", "Karm Zeitoun", "Syria", "Hama", "Iran", "Russia", "Turkey"} <= places.keys()
    assert all(places[name].country == "SY" for name in ("Madaris", "Tell Qanat", "Karm Zeitoun", "Hama"))
    assert places["Moscow"].metonym_of == "gov:ru"


def test_roles(find: Finder) -> None:
    """A title before a name, and a role in apposition after it, are the person's role."""
    assert find(ARTICLE, "Lina Haddad").role == "Network spokeswoman"
    assert find("Prime Minister Amara Diallo left.", "Amara Diallo").role == "Prime Minister"
    text = "Tomas Bravo, the union's deputy leader, was freed."
    assert find(text, "Tomas Bravo").role == "union's deputy leader"


def test_headline() -> None:
    """Names in the headline come first, with offsets into it, and those of the body count from its own beginning."""
    headline = "Floods hit Khartoum"
    body = "Rain has flooded Khartoum, said Omar Bashir of the Red Crescent."
    entities = recognise(body, headline=headline)

    assert entities[0].in_headline
    for entity in entities:
        text = headline if entity.in_headline else body
        assert text[entity.start : entity.end] == entity.text
    assert [entity.text for entity in entities].count("Khartoum") == 2


def test_short_forms(find: Finder) -> None:
    """A family name, an acronym in brackets and a head with "the" stand for the full name."""
    text = (
        "The Lakeland Human Rights Observatory (LHRO) accused the army. The Observatory named Colonel Musa Diallo. "
        "LHRO said Diallo knew."
    )
    full = find(text, "Lakeland Human Rights Observatory")

    assert find(text, "LHRO").id == full.id
    assert find(text, "Observatory").id == full.id
    assert find(text, "Diallo").canonical == "Musa Diallo"


def test_short_form_of_two_people_stays_open() -> None:
    """A family name that two people of the document share alike is nobody's; the one named more often has it."""
    open_case = recognise("John Smith and his wife Mary Smith died. Smith was 40.")
    assert [(entity.text, entity.id) for entity in open_case] == [
        ("John Smith", "doc:person:john-smith"),
        ("Mary Smith", "doc:person:mary-smith"),
        ("Smith", None),
    ]
    assert open_case[2].canonical == "Smith"

    clear = recognise("John Smith and his wife Mary Smith died. John Smith was a farmer. Smith was 40.")
    assert clear[-1].id == "doc:person:john-smith"


def test_honorifics(names: Names) -> None:
    """A title is no part of a name, nor a name by itself."""
    assert names("President Amara Diallo met Mr. Okafor and the Prime Minister in Lagos.", "PERSON") == [
        "Amara Diallo",
        "Okafor",
    ]


def test_capitals(find: Finder) -> None:
    """A wire in capitals gives the same names."""
    text = "REBELS ATTACKED THE TOWN OF KHAN TOUMAN IN SYRIA ON MONDAY, THE SYRIAN OBSERVATORY FOR HUMAN RIGHTS SAID."

    assert find(text, "KHAN TOUMAN").country == "SY"
    assert find(text, "SYRIA").geonames == 163843
    assert find(text, "SYRIAN OBSERVATORY FOR HUMAN RIGHTS").id == "monitor:sohr"


def test_no_capitals(find: Finder) -> None:
    """A text without capitals still gives the names that are known."""
    text = (
        "police in nairobi said on monday that three men from somalia were held after the blast, reuters reported. " * 3
    )

    assert find(text, "nairobi").country == "KE"
    assert find(text, "somalia").country == "SO"


def test_dateline_town(find: Finder) -> None:
    """The town of a dateline, in capitals, is a place."""
    assert find("KARACHI, Pakistan (AP) - A bomb killed two people.", "KARACHI").country == "PK"


def test_other_scripts() -> None:
    """Text in other scripts gives sound offsets and no crash."""
    text = "قتل عشرة أشخاص في حلب، قالت Reuters. В Алеппо погибли десять человек."

    assert [entity.text for entity in recognise(text)] == ["Reuters"]


def test_order() -> None:
    """Entities stand in the order of the text and do not overlap."""
    entities = recognise(ARTICLE)

    assert all(one.end <= other.start for one, other in pairwise(entities))


def test_same_again() -> None:
    """The same text gives the same entities, whatever was read before."""
    first = recognise(ARTICLE)
    recognise("Entirely other words about Lima, Peru and Rosa Quispe.")

    assert recognise(ARTICLE) == first


def test_rows() -> None:
    """Rows give one answer each, in order, with offsets into their text, as plain values."""
    load()
    rows = [{"id": "1", "text": "A Nigerian died in Abuja."}, {"id": "2", "text": ""}]
    answers = list(entities_of(rows))

    assert [answer["id"] for answer in answers] == ["1", "2"]
    assert answers[1]["entities"] == []
    assert json.loads(json.dumps(answers)) == answers
    for entity in answers[0]["entities"]:
        assert rows[0]["text"][entity["start"] : entity["end"]] == entity["text"]


def test_our_corpus() -> None:
    """On our own annotated wires nine names of ten are right."""
    cases = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    answers = {answer["id"]: answer["entities"] for answer in entities_of(cases)}

    assert score(cases, answers)["all"]["f1"] >= 0.88
