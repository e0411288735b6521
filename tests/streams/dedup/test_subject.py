"""Whether a short text is a story, by its headline."""

from __future__ import annotations

import pytest

from streams.dedup.subject import one_subject
from streams.dedup.words import words_of

FORM = "Log in with your reader account to go on"


def is_one(headline: str, text: str, other: str = "") -> bool:
    """Return whether a text under a headline is one subject with a text under another."""
    return one_subject(headline, words_of([text]), 0, other)


@pytest.mark.parametrize(("words", "is_story"), [(150, True), (149, False)])
def test_long_texts(words: int, is_story: bool) -> None:
    """A long text is a story, whatever its headline says."""
    assert is_one("Parliament passes budget", " ".join(["form"] * words)) is is_story


def test_nothing_to_tell_by() -> None:
    """A text without words, or without a headline of long words, is taken for a story."""
    assert is_one("Parliament passes budget", "...")
    assert is_one("", FORM)
    assert is_one("So it is", FORM)


def test_told_by_a_headline() -> None:
    """A text that uses enough words of either headline is a story."""
    assert is_one("Reader accounts abolished", FORM)
    assert is_one("Parliament passes budget", FORM, "Reader accounts abolished")
    assert not is_one("Parliament passes budget", FORM, "Ferry aground")


@pytest.mark.parametrize(("others", "told"), [(3, True), (4, False)])
def test_share_of_the_headline(others: int, told: bool) -> None:
    """One word of four is enough, one of five is not."""
    headline = " ".join(["Reader", *("bcdfg"[place] * 5 for place in range(others))])

    assert (1 / (others + 1) >= 0.21) is told
    assert is_one(headline, FORM) is told


def test_the_text_behind_is_no_part_of_it() -> None:
    """Prose that ends without a mark behind its stop is prose, whatever text it is judged together with."""
    prose = "The page asks what the reader wants."
    for behind in ("A", "\nB", "Log in", "\n\nNext"):
        assert one_subject("Parliament passes budget", words_of([prose, behind]), 0, "Ferry aground")
    assert is_one("Parliament passes budget", prose, "Ferry aground")


def test_stems() -> None:
    """Words are compared by their first five letters, and shorter words don't count."""
    assert is_one("Readership falls", FORM)
    assert not is_one("Readied", FORM)
    assert not is_one("Log with your budgets", FORM)


def test_same_headline() -> None:
    """Texts of one headline are one subject, also where they tell nothing of it."""
    assert is_one("Parliament passes budget", FORM, "Parliament passes budget")
    assert is_one("alpha1 bravo1 charly1 delta1 echoo1", FORM, "alpha1 bravo1 charly1")
    assert not is_one("alpha1 bravo1 charly1 delta1 echoo1", FORM, "alpha1 bravo1")


def test_prose() -> None:
    """A text of sentences is a story under any headline; a form, a link or a line without a full stop is none."""
    assert is_one("Carnage at dawn", "Nine people drowned off Tarn.")
    assert is_one("Carnage at dawn", "“Nine people drowned off Tarn.”")
    assert not is_one("Carnage at dawn", "Nine people drowned off Tarn")
    assert not is_one("Carnage at dawn", "Nine people drowned off Tarn.\n\nRead more: Budget passed.")


def test_text_among_others() -> None:
    """A text that was read together with others is judged by its own words."""
    words = words_of([" ".join(["form"] * 160), FORM, " ".join(["form"] * 160)])

    assert one_subject("Parliament passes budget", words, 0, "Ferry aground")
    assert not one_subject("Parliament passes budget", words, 1, "Ferry aground")
    assert one_subject("Reader accounts abolished", words, 1, "Ferry aground")
    assert not one_subject("Parliament passes budget", words_of([FORM, "form " * 160]), 0, "Ferry aground")


@pytest.mark.parametrize(("end", "is_prose"), [("”).", True), ("”)”.", False)])
def test_marks_behind_the_last_word(end: str, is_prose: bool) -> None:
    """The mark that ends a sentence is looked for in the three characters behind its last word."""
    assert is_one("Parliament passes budget", f"He went home (“now{end}", "Ferry aground") is is_prose
