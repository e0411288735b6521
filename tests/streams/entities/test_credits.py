"""Agencies in datelines."""

from __future__ import annotations

import pytest

from schemas import Dateline, Entity
from streams.entities import recognise


def _named(entities: list[Entity], name: str) -> list[tuple[str, str | None]]:
    return [(entity.type.value, entity.subtype) for entity in entities if entity.text == name]


@pytest.mark.parametrize(
    "lead",
    [
        "MWANZA, Tanzania, March 9 ({}) —",
        "MWANZA ({}) -",
        "MWANZA, Tanzania ({}), Jan. 9 --",
        "Mwanza, Tanzania, 9 March ({}) –",
        "ZORBAK, March 9 ({}):",
    ],
)
@pytest.mark.parametrize("agency", ["Meridian", "Victoria", "Boston Wire"])
def test_credit(lead: str, agency: str) -> None:
    """A name alone in the brackets of a dateline is an agency, though a town is called so, and so it is further on."""
    text = f"{lead.format(agency)} A bus overturned on Monday, police said.\n\nNobody was hurt, they told {agency}."

    for headline in (None, "Bus overturns"):
        assert _named(recognise(text, headline=headline), agency) == [("ORGANISATION", "media")] * 2


def test_parsed_agency() -> None:
    """The agency of a parsed dateline is one in a body without its dateline too."""
    dateline = Dateline(text="MWANZA (Meridian) -", place="Mwanza", agency="Meridian")
    text = "A bus overturned, police in Meridian told Meridian."

    assert set(_named(recognise(text, dateline=dateline), "Meridian")) == {("ORGANISATION", "media")}


def test_town_in_an_agency() -> None:
    """A town in the name of an agency does not put the agency on the map."""
    found = next(
        e for e in recognise("KISUMU, March 9 (Meridian News) - A bus overturned.") if e.text == "Meridian News"
    )

    assert (found.subtype, found.country, found.lat) == ("media", None, None)


def test_known_agency() -> None:
    """An agency of the list keeps its entry."""
    found = next(e for e in recognise("MWANZA, March 9 (Reuters) - A bus overturned.") if e.text == "Reuters")

    assert found.id == "media:reuters"


@pytest.mark.parametrize("region", ["Tanzania", "Maine", "Ore."])
def test_region_in_brackets(region: str) -> None:
    """A country or a state in a dateline's brackets is no agency."""
    assert all(kind != "ORGANISATION" for kind, _ in _named(recognise(f"PORTLAND ({region}) - Snow fell."), region))


def test_brackets_elsewhere() -> None:
    """A town in brackets within a sentence stays a town."""
    text = "The firm has plants in three towns of Idaho (Meridian) and in Oregon. Police in Meridian said so."

    assert ("PLACE", "city") in _named(recognise(text), "Meridian")
