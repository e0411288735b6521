"""What the teacher reads of an example, and how it is measured."""

from __future__ import annotations

import numpy as np
import pytest

from streams.casualties.english.learned.surroundings import Position, SentenceWords, Surroundings
from tools.casualties.examples import Example
from tools.casualties.teacher import BEFORE, PIECES, average_precision, sentences

VOCABULARY = {
    piece: row for row, piece in enumerate(["[CLS]", "[SEP]", "[UNK]", "#", "men", "log", "##gers", "died", "."])
}
NOTHING = SentenceWords([], [])


def example(words: str, first: int, *, before: SentenceWords = NOTHING, kind: int = 1, read: int = 0) -> Example:
    """Return an example whose number is one word of a sentence."""
    said = SentenceWords(words.split(), list(range(len(words.split()))))
    place = Position(first, first + 1, first + 2, len(said.words))
    found = Surroundings(place, (), np.zeros((1, len(said.words)), np.float32))
    return Example("somebody", "case", found, said, before, kind, 0, read, asked=True)


def test_a_number_is_marked_where_its_pieces_are() -> None:
    """A sentence begins and ends with the marks of a text, and words may have several pieces."""
    sentence = sentences([example("loggers died . # men", 3)], VOCABULARY)[0]
    assert sentence.pieces == [0, 5, 6, 7, 8, 3, 4, 1]
    assert sentence.numbers == [(0, 5, 5)]


def test_the_sentence_before_stands_in_front() -> None:
    """The number's place is counted from the beginning of both."""
    sentence = sentences([example("# men", 0, before=SentenceWords(["died", "."], [0, 5]))], VOCABULARY)[0]
    assert sentence.pieces == [0, 7, 8, 3, 4, 1]
    assert sentence.numbers == [(0, 3, 3)]


def test_of_the_sentence_before_the_end_is_kept() -> None:
    """Of a long one the beginning is left out."""
    long = SentenceWords(["men"] * PIECES + ["died"], [0] * (PIECES + 1))
    sentence = sentences([example("# men", 0, before=long)], VOCABULARY)[0]
    assert len(sentence.pieces) == BEFORE + len(["begin", "#", "men", "end"])
    assert sentence.pieces[-4:] == [7, 3, 4, 1]


def test_a_number_past_the_limit_is_left_out() -> None:
    """A sentence is cut, and what lies behind has no answer."""
    assert len(sentences([example("men " * (PIECES - 1) + "#", PIECES - 1)], VOCABULARY)) == 1
    assert sentences([example("men " * PIECES + "#", PIECES)], VOCABULARY) == []


def test_a_sentence_that_rules_have_read_is_left_out() -> None:
    """Nobody asks about its numbers."""
    assert sentences([example("# men died", 0, read=1)], VOCABULARY) == []


def test_an_unknown_mark_is_a_piece() -> None:
    """What the vocabulary has not is one unknown piece."""
    assert sentences([example("# †", 0)], VOCABULARY)[0].pieces == [0, 3, 2, 1]


def test_the_area_under_the_curve() -> None:
    """Answers are ordered by certainty, and each right one counts with the precision so far."""
    found = [example("# men", 0, kind=kind) for kind in (1, 0, 1)]
    kinds = np.array([[0.1, 0.9], [0.2, 0.8], [0.4, 0.6]], np.float32)
    area, recall = average_precision(found, kinds)
    assert area == pytest.approx((1 + 2 / 3) / 2)
    assert recall == pytest.approx(0.5)
