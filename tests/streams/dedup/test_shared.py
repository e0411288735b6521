"""What two texts share: how much of each, and the stretch of words that is shown to people."""

from __future__ import annotations

from itertools import pairwise

import pytest

from streams.dedup.fingerprint import Fingerprint, fingerprints
from streams.dedup.match import Match, compare, shared_stretch
from streams.dedup.window import Window
from streams.dedup.words import words_of
from tests.streams.dedup.documents import document, fingerprint, sampled

OURS = fingerprint(lead=(1, 2, 3, 4, 5), grams=(10, 20, 30, 40))
LONG_BELOW = 25
"""The sample of a long text has smaller grams only."""


def window_of(*prints: Fingerprint) -> Window:
    """Return a window of documents with these fingerprints, numbered from 1."""
    window = Window()
    for number, print_ in enumerate(prints, start=1):
        window.add(document(number, print=print_), f"a/1/wire/{number}", 0)
    return window


def compared(ours: Fingerprint, *theirs: Fingerprint) -> list[Match]:
    """Return the comparisons of a text with some documents."""
    return compare(ours, list(range(1, len(theirs) + 1)), window_of(*theirs))


def shares(match: Match) -> tuple[float, float, float, int]:
    """Return the shares of a match, and how many grams are shared."""
    return match.contained, match.covered, match.lead, match.shared


def test_no_documents() -> None:
    """Without documents there is nothing to compare."""
    assert compared(OURS) == []


def test_shares_of_a_match() -> None:
    """A match has the share of either text's sampled grams that the other has, and that of the shorter lead."""
    (match,) = compared(OURS, fingerprint(lead=(1, 2, 9), grams=(10, 30, 50, 60, 70)))
    assert shares(match) == (2 / 4, 2 / 5, 2 / 3, 2)

    (match,) = compared(OURS, fingerprint(lead=(2, 3, 4, 6, 7, 8, 9), grams=(10, 20, 40)))
    assert shares(match) == (3 / 4, 1, 3 / 5, 3)


def test_several_documents() -> None:
    """Documents are compared each by itself, in the order that they are named in."""
    theirs = (
        fingerprint(lead=(1, 6), grams=(10, 20)),
        fingerprint(lead=(6, 7, 8), grams=(50, 60, 70)),
        fingerprint(lead=(1, 2, 3, 4, 5), grams=(10, 20, 30, 40)),
    )
    matches = compare(OURS, [3, 1, 2], window_of(*theirs))

    assert [match.number for match in matches] == [3, 1, 2]
    assert [shares(match) for match in matches] == [(1, 1, 1, 4), (0.5, 1, 0.5, 2), (0, 0, 0, 0)]


def test_a_sparser_sample_of_theirs() -> None:
    """A long document is compared by its own sample: larger grams of the text count on neither side."""
    (match,) = compared(OURS, fingerprint(lead=(1, 6), grams=(5, 10, 20, 24), below=LONG_BELOW))

    assert shares(match) == (1, 0.5, 0.5, 2)


def test_a_sparser_sample_of_ours() -> None:
    """A long text is compared by its own sample: larger grams of a document count on neither side."""
    ours = fingerprint(lead=(1, 2), grams=(5, 10, 20, 24), below=LONG_BELOW)
    matches = compared(ours, OURS, fingerprint(lead=(1, 9), grams=(10, 24, 25, 60)))

    assert [shares(match) for match in matches] == [(0.5, 1, 1, 2), (0.5, 1, 0.5, 2)]


def test_short_texts_are_compared_by_their_leads() -> None:
    """Where either sample has a single gram, the leads tell what the texts share."""
    (match,) = compared(OURS, fingerprint(lead=(1, 2, 3, 9), grams=(10,)))
    assert shares(match) == (3 / 5, 3 / 4, 3 / 4, 3)

    (match,) = compared(fingerprint(lead=(1, 2), grams=(10,)), OURS)
    assert shares(match) == (1, 2 / 5, 1, 2)

    (match,) = compared(fingerprint(lead=(1, 2, 3), grams=(10, 20)), fingerprint(lead=(1, 2, 9), grams=(10, 50)))
    assert shares(match) == (0.5, 0.5, 2 / 3, 1)

    (match,) = compared(fingerprint(lead=(1,)), OURS)
    assert shares(match) == (1, 1 / 5, 1, 1)


def test_texts_without_grams() -> None:
    """A text without grams shares nothing."""
    assert [shares(match) for match in compared(fingerprint(), OURS, fingerprint())] == [(0, 0, 0, 0), (0, 0, 0, 0)]
    assert [shares(match) for match in compared(OURS, fingerprint())] == [(0, 0, 0, 0)]


def wire(first: int, last: int, *, letter: str = "w") -> str:
    """Return a run of words that no other run has."""
    return " ".join(f"{letter}{number}" for number in range(first, last))


def stretch(text: str, earlier: str, *, before: str | None = None, after: str | None = None) -> str | None:
    """Return the stretch that a text shares with an earlier one, where it is fingerprinted together with others."""
    texts = [each for each in (before, text, after) if each is not None]
    window = window_of(fingerprints(words_of([earlier])).prints[0])
    return shared_stretch(fingerprints(words_of(texts)), texts.index(text), 1, window)


@pytest.mark.parametrize("before", [None, wire(0, 50, letter="b")])
def test_stretch_of_two_leads(before: str | None) -> None:
    """The first stretch that both leads have is shown with all of its words, wherever it stands in them."""
    text = wire(0, 40)

    assert stretch(text, f"{wire(0, 5, letter='x')} {wire(10, 17)}", before=before) == wire(10, 17)
    assert stretch(text, f"{wire(10, 17)} x {wire(20, 28)}", before=before) == wire(10, 17)
    assert stretch(text, wire(7, 11), before=before) == wire(7, 11)
    assert stretch(text, f"{wire(7, 10)} {wire(7, 10)}", before=before) is None


def test_stretch_of_twenty_words() -> None:
    """Of a longer stretch twenty words are shown."""
    assert stretch(wire(0, 40), wire(0, 19)) == wire(0, 19)
    assert stretch(wire(0, 40), wire(0, 40)) == wire(0, 20)
    assert stretch(wire(0, 40), wire(5, 40)) == wire(5, 25)


@pytest.mark.parametrize(("first", "is_lead"), [(31, True), (32, False)])
def test_the_end_of_the_lead(first: int, is_lead: bool) -> None:
    """A lead has 32 grams: one that is in no sample is found at the 32nd word, and not behind it."""
    shared = next(words for words in (wire(0, 4, letter=letter) for letter in "abcdef") if not sampled(words))
    text = f"{wire(0, first, letter='x')} {shared} {wire(0, 9, letter='z')}"

    assert stretch(text, shared) == (shared if is_lead else None)


@pytest.mark.parametrize("length", [60, 600])
def test_stretch_behind_the_leads(length: int) -> None:
    """Behind the leads a stretch begins with the first sampled gram of the text that the document has."""
    shared = wire(0, 60)
    text = f"{wire(0, length, letter='x')} {shared}"
    found = stretch(text, f"{wire(0, 60, letter='y')} {shared}")

    assert found is not None
    assert found.split()[0] == f"w{sampled(shared)[0]}"
    assert found in shared
    assert 4 <= len(found.split()) <= 20


def test_stretch_of_sampled_grams() -> None:
    """Behind the leads a stretch ends before the first sampled gram that the document does not have."""
    text = f"{wire(0, 60, letter='x')} {wire(0, 60)}"
    first, second = next(pair for pair in pairwise(sampled(wire(0, 60))) if pair[1] - pair[0] > 4)

    earlier = f"{wire(0, 60, letter='y')} {wire(first, second + 3)}"
    assert stretch(text, earlier) == wire(first, first + 4)


def test_nothing_shared() -> None:
    """Texts that share no four words have no stretch."""
    assert stretch(wire(0, 400), wire(0, 400, letter="x")) is None
    assert stretch("w0 w1", "w0 w1 w2 w3") is None


def test_no_stretch_beyond_the_end_of_a_text() -> None:
    """A stretch that reaches into the next text is none of this one."""
    assert stretch(wire(0, 5), wire(2, 9), after=wire(5, 20)) is None
    assert stretch(wire(0, 5), wire(1, 9), after=wire(5, 20)) == wire(1, 5)
    assert stretch("w0 w1", wire(0, 9), after=wire(2, 20)) is None
