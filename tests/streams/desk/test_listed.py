"""The part of an incident that lists need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import orjson
import pytest

from schemas import (
    Attribution,
    CasualtyFigure,
    Claim,
    Incident,
    Member,
    SignaturePlace,
    Toll,
    TollChange,
    Victims,
    encode,
)
from streams.desk.entry import entry_of, pack
from streams.desk.listed import (
    ListedChange,
    ListedClaim,
    ListedFigure,
    ListedIncident,
    ListedMember,
    ListedPlace,
    ListedSpeaker,
    ListedToll,
    ListedVictims,
    listed_incident,
)
from tests.streams.incidents.conftest import change

if TYPE_CHECKING:
    from schemas import Message


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


@pytest.mark.parametrize("field", ["updated", "members", "history"])
def test_a_time_without_a_zone_makes_it_foreign(blast: Incident, field: str) -> None:
    """Such a time can't be compared with the others."""
    fields = orjson.loads(encode(blast))
    without = orjson.dumps(fields[field]).replace(b'Z"', b'"')
    assert without != orjson.dumps(fields[field])
    fields[field] = orjson.loads(without)
    assert listed_incident(orjson.dumps(fields), None) is None


@pytest.mark.parametrize("depth", [100_000, 1_000_000])
def test_deep_nesting_is_none(depth: int) -> None:
    """What nests without end is no incident, whether or not its field is one that lists need."""
    assert listed_incident(b'{"place":' + b"[" * depth, None) is None
    assert listed_incident(b'{"unknown":' + b'{"a":' * depth, None) is None


@pytest.mark.parametrize(
    ("number", "is_taken"), [(2**63 - 1, True), (2**63, False), (-(2**63), True), (-(2**63) - 1, False)]
)
def test_numbers_have_the_bounds_of_the_schema(blast: Incident, number: int, is_taken: bool) -> None:
    """A toll that no message can hold is none."""
    value = encode(blast).replace(b'"best":20', b'"best":%d' % number)
    assert value != encode(blast)
    assert (listed_incident(value, None) is not None) is is_taken


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (ListedIncident, Incident),
        (ListedClaim, Claim),
        (ListedFigure, CasualtyFigure),
        (ListedSpeaker, Attribution),
        (ListedVictims, Victims),
        (ListedToll, Toll),
        (ListedChange, TollChange),
        (ListedMember, Member),
        (ListedPlace, SignaturePlace),
    ],
)
def test_the_fields_are_those_of_an_incident(part: type[msgspec.Struct], whole: type[Message]) -> None:
    """Each field of a part is one of the whole, under the same name, and required where it is required there."""
    fields = {field.name: field.required for field in msgspec.structs.fields(part)}
    assert fields == {name: whole.model_fields[name].is_required() for name in fields}
