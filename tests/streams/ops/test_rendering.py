"""What a record says, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import (
    Attribution,
    CasualtyFigure,
    DeadLetter,
    Duplicate,
    Evidence,
    Incident,
    Judgement,
    Kind,
    Message,
    Origin,
    Provenance,
    Qualifier,
    Role,
    SourceKind,
    Span,
    Toll,
    Verdict,
    Victims,
    encode,
    schema_name,
)
from streams.incidents.wording import figure_number, toll_text
from streams.ops.rendering import (
    figure_line,
    message_lines,
    message_of,
    record_json,
    record_lines,
    spec_of,
    tolls_text,
)
from streams.topics import TOPICS

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Stored:
    """A record as a consumer gives it."""

    value: bytes | None
    topic: str = "wire.raw.v1"
    partition: int = 0
    offset: int = 5
    timestamp: int = 1_772_442_000_000
    key: bytes | None = b"k"
    headers: list[tuple[str, bytes]] = field(default_factory=list)


def figure(**fields: Any) -> CasualtyFigure:
    """Return a figure, with what is given in place of the usual."""
    usual: dict[str, Any] = {
        "id": "f",
        "kind": Kind.KILLED,
        "min": 6,
        "max": 6,
        "qualifier": Qualifier.EXACT,
        "quantity_text": "six",
        "role": Role.TOTAL,
        "evidence": Evidence(sentence=Span(start=0, end=9), number=Span(start=0, end=3)),
        "confidence": 0.9,
    }
    return CasualtyFigure.model_validate(usual | fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "6"),
        ({"max": None, "qualifier": Qualifier.AT_LEAST}, "at least 6"),
        ({"max": None, "qualifier": Qualifier.MORE_THAN}, "more than 6"),
        ({"min": None, "qualifier": Qualifier.AT_MOST}, "up to 6"),
        ({"qualifier": Qualifier.ABOUT, "min": 1200, "max": 1200}, "about 1,200"),
        ({"max": 8, "qualifier": Qualifier.BETWEEN}, "6 to 8"),
        ({"min": None, "max": None, "qualifier": Qualifier.VAGUE, "quantity_text": "dozens"}, "dozens"),
    ],
)
def test_a_number_reads_as_the_text_states_it(fields: dict[str, Any], expected: str) -> None:
    """Qualifier and ends are told in words."""
    assert figure_number(figure(**fields)) == expected


def test_a_figure_says_who_and_who_says_so() -> None:
    """Victims, a role that is not the total, and the speaker are part of the line."""
    line = figure_line(
        figure(
            role=Role.SUBSET,
            victims=Victims(text="miners"),
            attribution=Attribution(text="police", kind=SourceKind.SECURITY),
        )
    )
    assert line == "killed: 6 miners (subset) - says police"


def test_tolls_are_told_gravest_first() -> None:
    """An open end and an interval show as such."""
    assert toll_text(Toll(low=42, best=42, high=None)) == "42 or more"
    assert toll_text(Toll(low=14, best=19, high=None)) == "19 (14 or more)"
    assert toll_text(Toll(low=6, best=6, high=6)) == "6"
    assert toll_text(Toll(low=24, best=30, high=99)) == "30 (24 to 99)"
    assert toll_text(Toll(low=24, best=24, high=99, word="dozens")) == "dozens"
    assert toll_text(Toll(low=40, best=40, high=40, qualifier=Qualifier.ABOUT)) == "about 40"
    assert toll_text(Toll(low=38, best=40, high=None, qualifier=Qualifier.ABOUT)) == "about 40 (38 or more)"
    assert toll_text(Toll(low=9_000, best=9_000, high=9_000, implausible=True)) == "9,000, implausible"
    assert toll_text(None) == "-"
    incident = Incident(
        incident_id="a/1",
        language="en",
        tolls={"injured": Toll(low=9, best=9, high=9), "killed": Toll(low=3, best=3, high=3)},
        updated=AT,
    )
    assert tolls_text(incident) == "3 killed, 9 injured"


def test_a_record_is_json_whatever_it_holds() -> None:
    """A JSON value stands as JSON, text as text, other bytes in base64, a tombstone as null."""
    assert record_json(Stored(b'{"a": 1}'))["value"] == {"a": 1}
    assert record_json(Stored("Überfall".encode()))["value"] == "Überfall"
    assert record_json(Stored(b"\xff\xfe"))["value_base64"] == "//4="
    tombstone = record_json(Stored(None, key=None, headers=[("h", b"\xff")]))
    assert (tombstone["value"], tombstone["key"], tombstone["headers"]) == (None, None, {"h": "\ufffd"})
    assert tombstone["timestamp"] == "2026-03-02T09:00:00+00:00"


def test_a_message_is_read_by_its_header() -> None:
    """The line that people see is that of the type named; an unreadable value is shown as bytes."""
    letter = DeadLetter(
        id="wire.raw.v1/0/1",
        stage="intake",
        topic="wire.raw.v1",
        partition=0,
        offset=1,
        key=None,
        value=None,
        error="EmptyItem",
        message="no \x1b[31mtext",
        at=AT,
    )
    spec = spec_of("wire.dead.v1")
    headers = [("wf-schema", schema_name(DeadLetter).encode())]
    lines = record_lines(Stored(encode(letter), headers=headers), spec)
    assert lines == [
        "2026-03-02 09:00:00  0/5  k",
        "intake: EmptyItem: no \\x1b[31mtext",
        "wire.raw.v1/0/1, attempt 1",
    ]
    assert message_of(Stored(b"{}", headers=headers), spec) is None
    assert "2 bytes: {}" in record_lines(Stored(b"{}", headers=headers), spec)[1]


def test_a_key_is_whole() -> None:
    """It is what `trace`, `why` and `tail --key` are asked by."""
    key = f"file/file:///srv/{'agency/' * 40}story.txt"
    assert record_lines(Stored(b"{}", key=key.encode()), None)[0].endswith(f"  {key}")


def test_a_duplicate_says_of_what_and_why() -> None:
    """Verdict, match, score and the words that both have."""
    provenance = Provenance(
        provider="p",
        source="s",
        item_id="1",
        version=1,
        received=AT,
        trace_id="0" * 32,
        origin=Origin(partition=0, offset=0),
    )
    judgement = Judgement(verdict=Verdict.TRIM, story_id="q/9", match="q/9", score=0.8412, shared_text="four miners")
    duplicate = Duplicate(provenance=provenance, judgement=judgement, headline="Miners killed")
    assert message_lines(duplicate) == ["Miners killed", "trim of q/9, score 0.84", 'both have: "four miners"']


def test_every_type_of_the_flow_can_be_told() -> None:
    """No message is shown as bytes for want of words."""
    from streams.ops.rendering import _DESCRIBERS  # noqa: PLC0415 - the table itself is what is looked at

    told = {kind.__name__ for kind in _DESCRIBERS}
    assert {kind.__name__ for spec in TOPICS for kind in spec.types} - told <= {"Release"}


def test_a_foreign_topic_has_no_spec() -> None:
    """It is shown as bytes; names are taken short and full."""
    assert spec_of("other") is None
    assert spec_of("incidents") is spec_of("wire.incidents.v1")


@given(st.binary(max_size=300), st.sampled_from([None, *(spec.name for spec in TOPICS)]))
def test_any_bytes_on_any_topic_can_be_shown(value: bytes, name: str | None) -> None:
    """A broken record is shown, never an error, and nothing in it reaches the terminal raw."""
    lines = record_lines(Stored(value, key=value[:9]), None if name is None else spec_of(name))
    assert not any(ord(char) < 0x20 for line in lines for char in line)
    assert record_json(Stored(value))["offset"] == 5


def test_the_lines_of_an_unknown_message_are_none() -> None:
    """What was never described is left to the caller."""

    class Unheard(Message):
        """A message of nobody."""

    assert message_lines(Unheard()) == []


def test_an_incident_of_one_story_has_one_story() -> None:
    """Each noun agrees with its number."""
    alone = Incident(incident_id="a/1", language="en", stories=("a/1",), items=("a/1", "a/2"), updated=AT)
    assert message_lines(alone)[1] == "place unknown; 1 story, 2 items, 0 outlets"
