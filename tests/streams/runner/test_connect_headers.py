"""The headers of a dead letter that tools for Kafka Connect read."""

from __future__ import annotations

from schemas import UndecodableMessage
from streams.errors import MalformedItem
from streams.runner import CONNECT_HEADERS, Record, SizeLimits, dead_letter
from streams.runner.connect_headers import connect_headers
from streams.runner.deadletter import letter_record
from streams.settings import Settings

RECORD = Record("wire.raw.v1", 1, 5, b"key", b"value", (("wf-provider", b"desk"),), 1_772_442_000_000)


def headers(error: Exception, stage: str = "intake") -> dict[str, str]:
    """Return the headers of the dead letter of a record that failed."""
    return {name: value.decode() for name, value in connect_headers(dead_letter(RECORD, stage, error), "desk")}


def test_a_dead_letter_has_the_headers_of_connect() -> None:
    """All but the stack trace, each a string."""
    assert headers(MalformedItem("the id of 'Secret memo' is missing")) == {
        "__connect.errors.topic": "wire.raw.v1",
        "__connect.errors.partition": "1",
        "__connect.errors.offset": "5",
        "__connect.errors.connector.name": "desk-intake",
        "__connect.errors.task.id": "1",
        "__connect.errors.stage": "TRANSFORMATION",
        "__connect.errors.class.name": "streams.agents.intake",
        "__connect.errors.exception.class.name": "MalformedItem",
        "__connect.errors.exception.message": (
            "intake failed with MalformedItem; the value of this record has the message"
        ),
    }


def test_a_value_that_can_not_be_read_failed_in_the_converter() -> None:
    """Connect tells reading from processing."""
    assert headers(UndecodableMessage("no JSON"), "clean")["__connect.errors.stage"] == "VALUE_CONVERTER"


def test_they_stand_beside_the_headers_of_ours() -> None:
    """On the record that is sent, with the name of the application."""
    settings = Settings(app_id="paper")
    letter = dead_letter(RECORD, "intake", MalformedItem("no id"))
    sent = letter_record(RECORD, letter, settings, SizeLimits(settings))
    assert [name for name, _ in sent.headers] == ["wf-schema", *CONNECT_HEADERS]
    assert dict(sent.headers)["__connect.errors.connector.name"] == b"paper-intake"


def test_a_letter_without_the_bytes_has_them_too() -> None:
    """They are what is left to find the record by."""
    settings = Settings(max_item_bytes=300_000)
    large = Record("wire.raw.v1", 0, 7, None, b"x" * 2_000_000, (), 1_772_442_000_000)
    sent = letter_record(large, dead_letter(large, "intake", MalformedItem("no")), settings, SizeLimits(settings))
    assert sent.size < 10_000
    assert dict(sent.headers)["__connect.errors.offset"] == b"7"
