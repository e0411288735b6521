"""The headers of a dead letter under the names of Kafka Connect, so that tools for its dead letter queues read ours.

As Connect does, each value is a string. `exception.stacktrace` is left out, and `exception.message` says no more than
the type of the error: a message may quote the item, and headers end up in logs. The letter itself has the message.
https://kafka.apache.org/documentation/#connect_errorreporting
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from schemas import UndecodableMessage

if TYPE_CHECKING:
    from schemas import DeadLetter

PREFIX: Final = "__connect.errors."
DECODING: Final = "VALUE_CONVERTER"
PROCESSING: Final = "TRANSFORMATION"
"""Names of Connect for the step that failed: the record's value could not be read, or not be processed."""

_DESCRIPTIONS: dict[str, str] = {
    f"{PREFIX}topic": "Topic that the record was read from.",
    f"{PREFIX}partition": "Partition that the record was read from.",
    f"{PREFIX}offset": "Offset of the record.",
    f"{PREFIX}connector.name": "Application and stage, such as wirefeed-intake.",
    f"{PREFIX}task.id": "A stage has a task for each partition, of the same number.",
    f"{PREFIX}stage": f"{DECODING} where the value could not be read, else {PROCESSING}.",
    f"{PREFIX}class.name": "Module of the stage.",
    f"{PREFIX}exception.class.name": "Type of the error.",
    f"{PREFIX}exception.message": "Which stage failed with which error, without text of the item.",
}
CONNECT_HEADERS: Final = MappingProxyType(_DESCRIPTIONS)
"""What each header says, by its name."""


def connect_headers(letter: DeadLetter, app_id: str) -> tuple[tuple[str, bytes], ...]:
    """Return the headers of a dead letter of an application."""
    decoding = letter.error == UndecodableMessage.__name__
    values = (
        letter.topic,
        str(letter.partition),
        str(letter.offset),
        f"{app_id}-{letter.stage}",
        str(letter.partition),
        DECODING if decoding else PROCESSING,
        f"streams.agents.{letter.stage}",
        letter.error,
        f"{letter.stage} failed with {letter.error}; the value of this record has the message",
    )
    return tuple((name, value.encode("utf-8", "replace")) for name, value in zip(CONNECT_HEADERS, values, strict=True))
