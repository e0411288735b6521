"""Words by which a report turns round."""

from __future__ import annotations

import numpy as np
import pytest

from streams.dedup.lexicon import rows
from streams.dedup.said import Said
from streams.dedup.terms import MAX_TERMS, below, terms_of
from streams.dedup.turns import NEGATION_REACH, sides
from streams.dedup.words import words_of

NOTHING_SAID = Said(np.empty(0, np.uint32), 1 << 32)


def said(*texts: str, language: str = "en") -> Said:
    """Return what a story has said that consists of some texts, the later ones after the earlier."""
    kept = terms_of(words_of(texts[:1]), [language])[0].kept
    for text in texts[1:]:
        later = terms_of(words_of([text]), [language])[0].kept_after(Said(kept, below(kept)))
        kept = np.union1d(kept, later)
    return Said(kept, below(kept))


def turning(story: str | Said, text: str, language: str = "en") -> list[str]:
    """Return the words of a text that turn a story round."""
    words = words_of([text])
    terms = terms_of(words, [language])[0]
    had = said(story, language=language) if isinstance(story, str) else story
    places = terms.places.take(terms.turns.turning(terms.content, had))
    return [words.text[int(words.starts[place]) : int(words.ends[place])] for place in places]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("A jury acquitted the baker.", "A jury convicted the baker.", "convicted"),
        ("She pleaded not guilty to theft.", "She pleaded guilty to theft.", "guilty"),
        ("She pleaded guilty to theft.", "She pleaded not guilty to theft.", "guilty"),
        ("The premier would resign.", "The premier would not resign.", "resign"),
        ("The premier would not bargain.", "The premier would bargain.", "bargain"),
        ("The premier can pay.", "The premier can't pay.", "pay"),
        ("Divers saw no wreck.", "Divers saw wreck.", "wreck"),
        ("He was let in with papers.", "He was let in without papers.", "papers"),
        ("Members voted for the toll road.", "Members voted against the toll road.", "toll"),
    ],
)
def test_turns(before: str, after: str, word: str) -> None:
    """A word of the other side turns a report round, and so does a negation that comes or goes."""
    assert turning(before, after) == [word]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A jury acquitted the baker.", "A jury cleared the baker."),
        ("She pleaded not guilty to theft.", "She pleaded innocent to theft."),
        ("The premier would not resign.", "The premier wouldn't resign."),
        ("The premier cannot pay.", "The premier can’t pay."),
        ("Prices rose in May, and wages fell in May.", "Wages fell in May, and prices rose in May."),
        ("Police saw a boat.", "Police spotted a boat."),
    ],
)
def test_rewording(before: str, after: str) -> None:
    """Words of one side are wordings of one thing, and so are the forms of a negation."""
    assert turning(before, after) == []


def test_nothing_is_turned() -> None:
    """A text turns neither itself nor a story that has said nothing."""
    text = "The court did not convict the baker. It never met. Shares rose; bonds fell."

    assert turning(text, text) == []
    assert turning(NOTHING_SAID, text) == []
    assert turning(text, "") == []


def test_both_sides_of_one_story() -> None:
    """Where a story has said both, the words beside decide: a side that it has not had there is a turn."""
    story = "Wheat rose and barley fell."

    assert turning(story, "Wheat fell and barley fell.") == ["fell"]
    assert turning(story, "Barley fell and wheat rose.") == []


def test_one_side_of_a_story() -> None:
    """Where a story has had one side alone, the other is a turn whatever stands beside it."""
    assert turning("Wheat rose in the north.", "At noon barley fell.") == ["fell"]
    assert turning("Wheat rose in the north. Oats fell.", "At noon barley fell.") == []


def test_turned_twice() -> None:
    """What a story has had both ways turns nothing round any more."""
    both = said("The mayor would not sell.", "The mayor would sell.")

    assert turning(both, "The mayor would sell.") == []
    assert turning(both, "The mayor would not sell.") == []
    assert turning(said("Divers saw no wreck.", "Divers saw a wreck."), "Divers saw a wreck.") == []


def test_negated_and_not_in_one_text() -> None:
    """A word that a text has with and without a negation is in neither case a turn of a copy of it."""
    assert turning("The bridge is not toll free. Toll stays low.", "Toll stays low.") == []


def test_reach_of_a_negation() -> None:
    """A negation counts up to four words from the word that it negates."""
    near = "not " + "of " * (NEGATION_REACH - 1)
    far = "not " + "of " * NEGATION_REACH

    assert NEGATION_REACH == 4
    assert turning("It is granite.", f"It is {near}granite.") == ["granite"]
    assert turning("It is granite.", f"It is {far}granite.") == []


@pytest.mark.parametrize("between", ["no. ", "no\n\n", "no 7 ", "no; "])
def test_negation_ends(between: str) -> None:
    """A negation of another sentence, or before a number, negates nothing."""
    assert turning("He named granite.", f"He named {between}granite.") == []


def test_single_letters() -> None:
    """A letter negates as the end of a shortened word alone."""
    assert turning("It is granite.", "It isn't granite.") == ["granite"]
    assert turning("It is granite.", "It is T granite.") == []


def test_other_texts_of_a_batch() -> None:
    """What turns a text round is the same whatever texts are read with it."""
    texts = ["The offer was not", "granite. Bonds rose", "steeply, and prices fell"]
    together = terms_of(words_of(texts), ["en"] * 3)
    alone = [terms_of(words_of([text]), ["en"])[0] for text in texts]

    for one, other in zip(together, alone, strict=True):
        assert one.kept.tolist() == other.kept.tolist()
        assert one.turns.words.tolist() == other.turns.words.tolist()
        assert one.turns.terms.tolist() == other.turns.terms.tolist()
        assert one.turns.negated.tolist() == other.turns.negated.tolist()


@pytest.mark.parametrize(
    ("language", "before", "after", "word"),
    [
        ("de", "Das Gericht hat ihn freigesprochen.", "Das Gericht hat ihn verurteilt.", "verurteilt"),
        ("de", "Er will Berufung einlegen.", "Er will keine Berufung einlegen.", "Berufung"),
        ("fr", "La loi est adoptée.", "La loi est rejetée.", "rejetée"),
        ("es", "La ministra no dimitirá.", "La ministra dimitirá.", "dimitirá"),
        ("pt", "A ponte está aberta.", "A ponte está fechada.", "fechada"),
    ],
)
def test_languages(language: str, before: str, after: str, word: str) -> None:
    """Each language has sides and negations of its own."""
    assert turning(before, after, language) == [word]


def test_languages_without_a_table() -> None:
    """A language without a table has no words of a side."""
    assert turning("A jury acquitted him.", "A jury convicted him.", "xx") == []


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_table(language: str) -> None:
    """A word stands on one side of one pair, and each pair has two sides."""
    lines = [row for row in rows("turns.tsv") if row[0] == language]
    words = [word for *_, of_side in lines for word in of_side.split()]

    assert len(words) == len(set(words))
    assert {side for _, _, side, _ in lines} == {"1", "2"}
    for pair in {pair for _, pair, _, _ in lines}:
        assert sorted(side for _, name, side, _ in lines if name == pair) == ["1", "2"]
    assert len({code >> 1 for code in sides(language).values()}) * 2 == len(lines)


def test_long_texts() -> None:
    """Of a long text no more terms are kept for what it turned."""
    text = " ".join(f"word{number}x" for number in range(3 * MAX_TERMS))
    story = said("It is not granite.")

    assert len(terms_of(words_of([f"{text} granite"]), ["en"])[0].kept_after(story)) == MAX_TERMS
