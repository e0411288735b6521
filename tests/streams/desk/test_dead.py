"""Dead letters in memory."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from schemas import DeadLetter
from streams.desk.condition import Condition
from streams.desk.dead import SHOWN_BYTES, DeadLetters, dead_list, dead_page, dead_row

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BROKER = Condition(AT).shown(0)


def letter(offset: int, **fields: object) -> DeadLetter:
    """Return a dead letter of a record at an offset."""
    known = {
        "id": f"wire.raw.v1/0/{offset}",
        "stage": "intake",
        "topic": "wire.raw.v1",
        "partition": 0,
        "offset": offset,
        "error": "MalformedItem",
        "message": "not JSON",
        "at": AT + timedelta(minutes=offset),
    }
    return DeadLetter.model_validate(known | fields)


def letters_of(*letters: DeadLetter, limit: int = 100) -> DeadLetters:
    """Return dead letters that are held."""
    held = DeadLetters(limit)
    for number, each in enumerate(letters):
        held.put(each, 0, number)
    return held


def found(letters: DeadLetters, text: str) -> list[int]:
    """Return the offsets of what a search finds."""
    listed = dead_list(letters, text, 1, may_replay=False, broker=BROKER)
    return [row.offset for row in listed.letters]


def test_search_looks_at_id_stage_error_and_message() -> None:
    """A text is looked for in all that the list shows, in capitals or not; the newest is first."""
    held = letters_of(letter(1), letter(2, error="ItemTooLarge"), letter(3, message="no body", stage="clean"))
    assert found(held, "") == [3, 2, 1]
    assert found(held, "TOOLARGE") == [2]
    assert found(held, "body") == [3]
    assert found(held, "clean") == [3]
    assert found(held, "raw.v1/0/1") == [1]
    assert found(held, "harbour") == []


def test_a_letter_that_comes_again_is_one() -> None:
    """The same letter twice is one row, where it stands last."""
    held = letters_of(letter(1), letter(1))
    assert (found(held, ""), held.total) == ([1], 1)
    again = held.get("wire.raw.v1/0/1")
    assert again is not None
    assert again.offset == 1


def test_the_oldest_have_no_room() -> None:
    """Over the limit the letter that was read first goes; the total counts it."""
    held = letters_of(letter(1), letter(2), letter(3), limit=2)
    assert (found(held, ""), held.total) == ([3, 2], 3)


def test_what_was_put_back_is_marked() -> None:
    """A row says whether its record was put back."""
    held = letters_of(letter(1), letter(2))
    held.replayed.add("wire.raw.v1/0/1")
    rows = dead_list(held, "", 1, may_replay=True, broker=BROKER).letters
    assert [(row.offset, row.replayed) for row in rows] == [(2, False), (1, True)]


def test_pages_keep_the_search() -> None:
    """The addresses of the pages before and after keep the text that was looked for."""
    held = letters_of(*(letter(number) for number in range(101)), limit=200)
    middle = dead_list(held, "not json", 2, may_replay=False, broker=BROKER)
    assert (middle.pages, middle.next_query, middle.previous_query) == (3, "q=not+json&page=3", "q=not+json")


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
def test_bytes_are_those_of_the_record(size: int) -> None:
    """A row says how many bytes the record has, without decoding it."""
    assert dead_row(letter(1, value=b64encode(b"x" * size).decode())).bytes == size
    assert dead_row(letter(1)).bytes is None


def test_a_record_is_text_where_it_is_text() -> None:
    """Text is shown as text, other bytes in base64; a tombstone has neither."""
    row = dead_row(letter(1))
    text = dead_page(row, (b"k", "é".encode(), [("n", b"\xff")]), may_replay=False, broker=BROKER)
    assert (text.key, text.value, text.value_base64, text.cut, text.headers) == ("k", "é", None, False, {"n": None})
    other = dead_page(row, (None, b"\xff\x00", []), may_replay=False, broker=BROKER)
    assert (other.key, other.value, other.value_base64) == (None, None, "/wA=")
    nothing = dead_page(row, (None, None, []), may_replay=False, broker=BROKER)
    assert (nothing.value, nothing.value_base64) == (None, None)


def test_a_large_record_is_cut_between_characters() -> None:
    """Of a large record the first part is shown, and the page says that it is cut; no character is broken."""
    row = dead_row(letter(1))
    whole = dead_page(row, (None, b"a" * SHOWN_BYTES, []), may_replay=False, broker=BROKER)
    assert (len(whole.value or ""), whole.cut) == (SHOWN_BYTES, False)
    cut = dead_page(row, (None, b"a" * (SHOWN_BYTES - 1) + "é".encode(), []), may_replay=False, broker=BROKER)
    assert (cut.value, cut.cut) == ("a" * (SHOWN_BYTES - 1), True)
