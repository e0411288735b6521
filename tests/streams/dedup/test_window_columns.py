"""The documents of the window: what is known of each by its number."""

from __future__ import annotations

import pytest

from streams.dedup.window import Window
from tests.streams.dedup.documents import NOON, document, fingerprint

ARENA = 4 * 65_536
"""Bytes of the grams of an empty window."""
COLUMNS = 41
"""Bytes of a document's numbers."""


def filled(count: int, *, first: int = 1) -> Window:
    """Return a window of so many documents, each with grams, numbers and a key of its own."""
    window = Window(first)
    for number in range(first, first + count):
        add(window, number)
    return window


def add(window: Window, number: int) -> None:
    """Add a document of which every value tells the number."""
    print_ = fingerprint(lead=(number, number + 1), grams=(number + 2, number + 3, number + 4), below=number + 5)
    times = {"received": NOON + number, "clock": NOON + 2 * number}
    record = document(number, match=number - 1, previous=number + 6, flags=number % 2, print=print_, **times)
    assert window.add(record, f"a/1/wire/{number}", number + 7) == number


def check(window: Window, number: int) -> None:
    """Expect all that was added of a document."""
    grams, lead = window.lead_and_grams(number)
    assert (grams.tolist(), lead) == ([number + place for place in range(5)], 2)
    assert window.below(number) == number + 5
    assert (window.match(number), window.previous(number)) == (number - 1, number + 6)
    assert (window.time(number), window.flags(number)) == (NOON + number, number % 2)
    assert window.state_key(number) == f"a/1/wire/{number}"


@pytest.mark.parametrize("first", [1, 40])
def test_values(first: int) -> None:
    """Everything that was added of a document is found by its number, whatever the number of the first."""
    window = filled(5, first=first)

    assert (len(window), window.first, window.next) == (5, first, first + 5)
    for number in range(first, first + 5):
        check(window, number)


def test_an_empty_window() -> None:
    """A window begins empty, and its first document is number 1."""
    window = Window()

    assert (len(window), window.first, window.next, window.oldest_clock) == (0, 1, 1, 0)
    assert not window.has(1)


def test_documents_in_the_window() -> None:
    """The window has its documents from the oldest to the newest."""
    window = filled(3, first=40)
    window.expire()

    assert [number for number in range(38, 46) if window.has(number)] == [41, 42]


def test_expiry() -> None:
    """The oldest document leaves first, with the number of its postings and the key of its record."""
    window = filled(3)

    assert window.expire() == (8, "a/1/wire/1")
    assert window.expire() == (9, "a/1/wire/2")
    assert len(window) == 1
    check(window, 3)


def test_the_clock_of_the_oldest() -> None:
    """The clock of the oldest document is known, also of one that comes after all others have left."""
    window = filled(2)
    assert window.oldest_clock == NOON + 2

    window.expire()
    assert window.oldest_clock == NOON + 4

    window.expire()
    add(window, 3)
    assert window.oldest_clock == NOON + 6


def test_implausible_time() -> None:
    """A document whose own time is more than a year off has the time of the clock."""
    window = Window()
    window.add(document(1, received=NOON + 400 * 86_400), "a/1/wire/1", 0)

    assert window.time(1) == NOON


def test_a_flag_is_set_beside_others() -> None:
    """A flag is set on one document, and its other flags stay."""
    window = filled(3)
    window.flag(1, 4)
    window.flag(1, 4)
    window.flag(2, 2)

    assert [window.flags(number) for number in (1, 2, 3)] == [5, 2, 1]


def test_repetitions() -> None:
    """The documents that repeat one of others are found, and those that have left are not."""
    window = Window(10)
    for number, match in enumerate((0, 10, 10, 11, 13), start=10):
        window.add(document(number, match=match), f"a/1/wire/{number}", 0)

    assert window.repeating([10]) == [11, 12]
    assert window.repeating([11, 13]) == [13, 14]
    assert window.repeating([14]) == []
    window.expire()
    window.expire()
    assert window.repeating([10]) == [12]


def test_bytes() -> None:
    """The size counts the grams' room, the numbers of each document, and of each key its characters and 64 bytes."""
    window = Window()
    assert window.nbytes == ARENA + 8

    for number in range(1, 65):
        window.add(document(number), "k" * 64, 0)
    assert window.nbytes == ARENA + 8 + 64 * (COLUMNS + 64 + 64)


def test_bytes_of_keys() -> None:
    """The length of keys is that of the newest 64."""
    window = Window()
    window.add(document(1), "k" * 6400, 0)
    assert window.nbytes == ARENA + 8 + COLUMNS + 64 + 100

    for number in range(2, 66):
        window.add(document(number), "k" * 64, 0)
    assert window.nbytes == ARENA + 8 + 65 * (COLUMNS + 64 + 64)


def test_room_for_grams() -> None:
    """The room for grams grows by a quarter once it is full, and no gram is lost."""
    window = Window()
    for number in range(1, 129):
        grams = fingerprint(lead=(number,) * 12, grams=(1000 + number,) * 500)
        window.add(document(number, print=grams), "", 0)
    full = window.nbytes
    window.add(document(129, print=fingerprint(lead=(129,))), "", 0)

    assert full == ARENA + 8 + 128 * (COLUMNS + 64)
    assert window.nbytes == full + ARENA // 4 + COLUMNS + 64
    for number in range(1, 129):
        grams, lead = window.lead_and_grams(number)
        assert (grams[0], grams[11], grams[12], grams[-1]) == (number, number, 1000 + number, 1000 + number)
        assert (len(grams), lead) == (512, 12)
    assert window.lead_and_grams(129)[0].tolist() == [129]


@pytest.mark.parametrize(("documents", "moved_at"), [(1100, 1025), (2048, 1026)])
def test_room_of_expired_documents(documents: int, moved_at: int) -> None:
    """Room is given back once 1024 documents have left, and more than half of all that it is kept for."""
    window = filled(documents, first=5)
    before = window.nbytes
    for _ in range(moved_at - 1):
        window.expire()
    assert window.nbytes == before

    window.expire()
    assert window.nbytes < before - 1000 * COLUMNS


def test_documents_after_others_have_left() -> None:
    """What is known of a document is the same after those before it have left and their room was given back."""
    window = filled(2500, first=5)
    for _ in range(2400):
        window.expire()
    for number in range(2505, 2600):
        add(window, number)

    for number in range(2405, 2600):
        check(window, number)
    assert window.oldest_clock == NOON + 2 * 2405
    assert window.repeating([2404, 2598]) == [2405, 2599]
    assert window.expire() == (2412, "a/1/wire/2405")
