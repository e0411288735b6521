"""What a dead letter says of its record, and how large it may be."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import DeadLetter, decode
from streams.errors import MalformedItem
from streams.runner import OutRecord, Record, Result, SizeLimits, dead_letter
from streams.runner.deadletter import described, letter_record, refusal_letter
from streams.settings import Settings
from streams.topics import record_limit

SETTINGS = Settings(max_item_bytes=300_000)
LIMIT = record_limit(SETTINGS)
LIMITS = SizeLimits(SETTINGS)


def record(value: bytes | None = b"value", headers: tuple[Any, ...] = ()) -> Record:
    """Return a record of `wire.raw` at offset 5 of partition 1."""
    return Record("wire.raw.v1", 1, 5, b"key", value, headers, 1_772_442_000_000)


def message(out: OutRecord) -> DeadLetter:
    """Return the letter that is sent."""
    letter = decode(out.value, (DeadLetter,))
    assert isinstance(letter, DeadLetter)
    return letter


def of_size(size: int) -> tuple[Record, DeadLetter]:
    """Return a record and a letter of it that makes a record of so many bytes."""
    large = record(b"x" * 3 * (size // 5))
    letter = dead_letter(large, "intake", ValueError("no"))
    room = size - letter_record(large, letter, SETTINGS, LIMITS).size
    return large, letter.model_copy(update={"message": "no" + "." * room})


def test_a_letter_of_exactly_the_limit_is_sent_whole() -> None:
    """One byte more, and the bytes of the record are left out."""
    whole = letter_record(*of_size(LIMIT), SETTINGS, LIMITS)
    assert whole.size == LIMIT
    assert (message(whole).truncated, message(whole).value is None, whole.key) == (False, False, b"key")
    bare = letter_record(*of_size(LIMIT + 1), SETTINGS, LIMITS)
    assert (message(bare).truncated, message(bare).value, bare.key) == (True, None, None)
    assert message(bare).message.startswith(f"the record of {LIMIT + 1:,} bytes is too large for a dead letter; while")


def test_a_letter_that_leaves_out_the_bytes_has_a_bounded_message() -> None:
    """Its reason is put before the message, and what is too much is cut off at the end."""
    bare = message(letter_record(*of_size(LIMIT + 5_000), SETTINGS, LIMITS))
    assert len(bare.message) == 2_000


def test_a_letter_keeps_to_what_the_broker_takes_of_its_topic() -> None:
    """Where the broker has refused a letter that the settings allow, the next one is shorter."""
    limits = SizeLimits(SETTINGS)
    refused = letter_record(*of_size(LIMIT), SETTINGS, limits)
    limits.lower(refused.topic, refused.size)
    assert message(letter_record(*of_size(LIMIT), SETTINGS, limits)).truncated
    assert not message(letter_record(*of_size(LIMIT - 1), SETTINGS, limits)).truncated


@pytest.mark.parametrize(("length", "kept"), [(1_999, 1_999), (2_000, 2_000), (2_001, 2_000)])
def test_a_message_has_at_most_two_thousand_characters(length: int, kept: int) -> None:
    """The beginning is kept."""
    assert dead_letter(record(), "intake", ValueError("x" * length)).message == "x" * kept


def test_the_only_item_of_a_record_is_refused_in_its_own_words() -> None:
    """Nothing is counted where there is nothing else."""
    letter = refusal_letter(record(), "intake", Result(items=1, refused=((0, MalformedItem("no id")),)))
    assert letter is not None
    assert (letter.error, letter.message) == ("MalformedItem", "no id")


def test_all_items_of_a_record_may_be_refused() -> None:
    """The letter has the type of the first error and lists every reason, counted from one."""
    refused = ((0, MalformedItem("no id")), (1, ValueError("no text")))
    letter = refusal_letter(record(), "intake", Result(items=2, refused=refused))
    assert letter is not None
    assert (letter.error, letter.message) == (
        "MalformedItem",
        "2 of 2 items refused: item 1: no id; item 2: no text",
    )


def test_the_list_of_reasons_is_bounded() -> None:
    """As any message is."""
    refused = tuple((place, MalformedItem("x" * 100)) for place in range(100))
    letter = refusal_letter(record(), "intake", Result(items=100, refused=refused))
    assert letter is not None
    assert letter.message.startswith("100 of 100 items refused: item 1: xxx")
    assert len(letter.message) == 2_000


def test_headers_that_can_not_be_shown_cost_no_letter() -> None:
    """A header without a value leaves place, bytes and type of error."""
    letter = dead_letter(record(headers=(("a", None),)), "intake", ValueError("no"))
    assert (letter.id, letter.topic, letter.partition, letter.offset) == ("wire.raw.v1/1/5", "wire.raw.v1", 1, 5)
    assert (letter.key, letter.value, letter.headers) == ("a2V5", "dmFsdWU=", ())
    assert (letter.error, letter.message) == ("ValueError", "the error and the headers can't be shown")
    assert (letter.attempts, letter.truncated) == (1, False)


def test_a_letter_that_can_not_be_encoded_is_sent_without_what_it_quotes() -> None:
    """A lone surrogate is no text that JSON can carry."""
    letter = dead_letter(record(), "intake", ValueError("no")).model_copy(update={"message": "\ud800"})
    sent = letter_record(record(), letter, SETTINGS, LIMITS)
    assert (sent.topic, sent.key) == ("wire.dead.v1", b"key")
    assert message(sent).message == "the error and the headers can't be shown"
    assert (message(sent).stage, message(sent).error) == ("intake", "ValueError")


def test_an_error_without_words_is_shown_as_it_is_written() -> None:
    """Its type and arguments stand for what it does not say."""
    assert described(ValueError()) == "ValueError()"
    assert described(ValueError("no")) == "no"


@pytest.mark.parametrize("value", [None, b""])
def test_a_record_without_bytes_keeps_the_difference(value: bytes | None) -> None:
    """No value is not an empty one."""
    assert dead_letter(record(value), "intake", ValueError("no")).value == (None if value is None else "")
