"""The form of a sentence."""

from __future__ import annotations

import pytest

from streams.dedup.evidence import NAMES
from streams.dedup.speech import may_be_caption, reports, speech

FORM = NAMES[-14:]


def form(sentence: str) -> dict[str, float]:
    """Return the form of a sentence by name."""
    return dict(zip(FORM, speech(sentence), strict=True))


def test_marks() -> None:
    """Quotations, questions, colons, digits and capitals are counted."""
    found = form('Why: "We saw 12 men", said Anna Lund?')

    assert (found["quotes"], found["question"], found["colon"], found["digits"]) == (1, 1, 1, 1)
    assert found["capitals"] == pytest.approx(2 / 7)


@pytest.mark.parametrize(
    ("sentence", "has"),
    [
        ("Divers drew water from a well.", {"past"}),
        ("The road is blocked.", {"past", "states"}),
        ("Talks will go on.", {"future"}),
        ("A cyclist battles the wind in March.", {"calendar"}),
        ("Fishermen wait at the pier.", {"shows"}),
        ("Our reporter needs your help.", {"reader", "ourselves", "journalism"}),
        ("A court ruled for them.", {"past", "reports"}),
    ],
)
def test_words(sentence: str, has: set[str]) -> None:
    """A sentence is told by words of its tense, of whom it speaks to and of what it shows."""
    found = form(sentence)
    assert {name for name in FORM[5:] if found[name]} == has


def test_reports() -> None:
    """What somebody said, found or decided is reported."""
    assert reports("The names may not be published, a court ruled.")
    assert not reports("Flowers lie at the gate.")


@pytest.mark.parametrize(
    "sentence", ["A cyclist battles the wind.", "Anna Lund at a rally in 2026.", "Parents hug children."]
)
def test_captions(sentence: str) -> None:
    """A caption has no verb that tells or holds a state."""
    assert may_be_caption(sentence)


@pytest.mark.parametrize(
    "sentence", ["The road is shut.", "Talks failed.", "Prosecutors want a trial.", "Rain may fall."]
)
def test_no_captions(sentence: str) -> None:
    """What happened, what is, what will be and what somebody wants is no caption."""
    assert not may_be_caption(sentence)
