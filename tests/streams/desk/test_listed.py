"""The part of an incident that lists need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import Incident, encode
from streams.desk.entry import entry_of, pack
from streams.desk.listed import listed_incident
from tests.streams.incidents.conftest import change

if TYPE_CHECKING:
    from pydantic import BaseModel


@pytest.mark.parametrize("update", [{}, {"start": None, "title": None}, {"place": None, "tolls": {}}])
def test_a_list_needs_no_more(blast: Incident, update: dict[str, object]) -> None:
    """The card and what filters look at are those of the whole incident."""
    gone = change(9, 20, None, "withdrawn", taken="killed")
    whole = blast.model_copy(update={"history": (*blast.history, gone), **update})
    part = listed_incident(encode(whole), "Incident/1")
    assert part is not None
    assert entry_of(part, b"") == entry_of(whole, b"")


@pytest.mark.parametrize("value", [b"", b"{}", b"\xff", b"[]", b'{"incident_id": 1}'])
def test_what_is_no_incident_is_none(value: bytes, blast: Incident) -> None:
    """Other records, and those that say that they are something else, are none."""
    assert listed_incident(value, None) is None
    assert listed_incident(encode(blast), "Other/1") is None
    assert listed_incident(encode(blast), None) is not None


def test_an_incident_that_is_broken_inside_has_no_page(blast: Incident) -> None:
    """Where a list can show it and the rest can't be read, there is a card and no page."""
    fields = orjson.loads(encode(blast))
    fields["denied"] = "nonsense"
    value = orjson.dumps(fields)
    part = listed_incident(value, None)
    assert part is not None
    assert entry_of(part, pack(value)).incident() is None
    assert entry_of(blast, pack(encode(blast))).incident() == blast


def test_the_fields_are_those_of_an_incident() -> None:
    """Each field of the part is one of the whole, under the same name."""
    part = listed_incident(b'{"incident_id": "a", "language": "en", "updated": "2026-03-02T09:00:00Z"}', None)
    assert part is not None
    model: type[BaseModel] = type(part)
    assert set(model.model_fields) <= set(Incident.model_fields)
