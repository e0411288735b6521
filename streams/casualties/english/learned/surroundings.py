"""What stands around a number, as the features that the classifier decides by.

Positions are counted from the number and from its noun: the word before the number, the word after the noun, the
words of the clause on either side.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.casualties.english import tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantity import Quantity

NEAR: Final = 4
"""Words on either side that belong to the number's own phrase or verb."""
FAR: Final = 12
"""Words on either side that a clause of usual length has."""
BESIDE: Final = 10
"""Words on either side that are features by themselves."""
PAIRS: Final = 7
"""Words on either side of which neighbours are features together."""
SINGLE: Final = (-3, -2, -1)
AFTER: Final = (0, 1, 2, 3)
AFTER_NOUN: Final = (0, 1, 2)
"""Places before the number, after it and after its noun whose word has a slot of its own."""
SLOTS: Final = len(SINGLE) + len(AFTER) + len(AFTER_NOUN) + 9
"""Slots of the sentence's own words; one more is for the sentence before."""
FEW: Final = 3
TENS: Final = 10
DIGITS: Final = 7
"""Numbers from here on are alike: ten million and more."""
YEARS: Final = range(1800, 2100)
"""A number of this size may be a year."""
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d,.]*|[^\sa-z\d]")
_BREAKS: Final = frozenset(";:(),-—.")
"""Marks at which a clause may end."""


class SentenceWords(NamedTuple):
    """The words and marks of a sentence in lower case, digits as "#", and where each begins."""

    words: list[str]
    starts: list[int]


class Position(NamedTuple):
    """Where a number stands, in words: its first, the one after it, the one after its noun."""

    first: int
    after: int
    after_noun: int
    size: int
    """Words of the sentence."""


class Surroundings(NamedTuple):
    """A number in its sentence."""

    position: Position

    names: tuple[str, ...]
    """Features that hold."""
    weights: NDArray[np.float32]
    """[slot, word]: how much each word of the sentence counts in each slot."""


def sentence_words(lower: str, start: int, end: int) -> SentenceWords:
    """Return the words of a stretch of a text in lower case."""
    words: list[str] = []
    starts: list[int] = []
    for match in _WORD.finditer(lower, start, end):
        word = match[0]
        words.append("#" if word[0].isdigit() else word)
        starts.append(match.start())
    return SentenceWords(words, starts)


def describe(
    sentence: SentenceWords,
    quantity: Quantity,
    *,
    bound: Sequence[Mention],
    others: Sequence[Mention],
    flags: Sequence[str] = (),
) -> Surroundings:
    """Return the features of a quantity of a sentence.

    `bound` are the grammar's mentions of it, `others` those of the other quantities; `flags` are features of the
    whole sentence.
    """
    position = _position(sentence, quantity)
    names = (
        *_of_quantity(quantity),
        *_of_grammar(bound, others),
        *of_words(sentence.words, position),
        *flags,
    )
    return Surroundings(position, names, _weights(sentence.words, position))


def _position(sentence: SentenceWords, quantity: Quantity) -> Position:
    starts = sentence.starts
    first = bisect.bisect_left(starts, quantity.number_start)
    after = max(first, bisect.bisect_left(starts, quantity.number_end))
    return Position(first, after, max(after, bisect.bisect_left(starts, quantity.noun_end)), len(starts))


def _of_quantity(quantity: Quantity) -> Iterator[str]:
    for name, holds in (
        ("single", quantity.single),
        ("none", quantity.none),
        ("others", quantity.others),
        ("more", quantity.more),
        ("definite", quantity.definite),
    ):
        if holds:
            yield name
    yield f"qualifier={quantity.qualifier.value}"
    yield f"part={quantity.part_of.value}"
    yield f"head={quantity.head}"
    if quantity.of_kind is not None:
        yield f"of_kind={quantity.of_kind.value}"
    yield f"size={_size(quantity.high if quantity.high is not None else quantity.low)}"


def _size(value: int | None) -> str:
    """Return the class of a number's size: small ones by themselves, larger ones by their digits."""
    if value is None:
        return "vague"
    if value < TENS:
        return str(min(value, FEW))
    return "year" if value in YEARS else f"{min(DIGITS, len(str(value)))} digits"


def _of_grammar(bound: Sequence[Mention], others: Sequence[Mention]) -> Iterator[str]:
    for mention in bound:
        yield f"kind={mention.kind.value}"
        yield f"form={mention.form.value}"
        yield f"link={mention.link.value}"
    if not bound:
        yield "unbound"
    for kind in sorted({mention.kind.value for mention in others}):
        yield f"other={kind}"


def of_words(words: list[str], position: Position) -> Iterator[str]:
    """Yield the features of the words around a number."""
    for at in (-2, -1):
        yield f"w{at}={_word(words, position.first + at)}"
    for at in (0, 1):
        yield f"w{at}={_word(words, position.after_noun + at)}"
    if position.after_noun > position.after:
        yield f"noun={words[position.after_noun - 1]}"
    for word in dict.fromkeys(words[max(0, position.first - BESIDE) : position.first]):
        yield f"left={word}"
    for word in dict.fromkeys(words[position.after_noun : position.after_noun + BESIDE]):
        yield f"right={word}"
    yield from _pairs(words, position)


def _pairs(words: list[str], position: Position) -> Iterator[str]:
    """Yield the words that stand on both sides of a number, and pairs of neighbours near it: "could" "not"."""
    behind = _word(words, position.after_noun)
    yield f"around={_word(words, position.first - 1)} {behind}"
    yield f"noun={words[position.after_noun - 1] if position.after_noun > position.after else ''} {behind}"
    for at in range(max(0, position.first - PAIRS), position.first - 1):
        yield f"left={words[at]} {words[at + 1]}"
    for at in range(position.after_noun, min(position.size - 1, position.after_noun + PAIRS)):
        yield f"right={words[at]} {words[at + 1]}"


def _word(words: list[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else "^"


def _weights(words: list[str], position: Position) -> NDArray[np.float32]:
    """Return how much each word counts in each slot: single places, and means over stretches."""
    weights = np.zeros((SLOTS, position.size), np.float32)
    places = [
        *(position.first + at for at in SINGLE),
        *(position.after + at for at in AFTER),
        *(position.after_noun + at for at in AFTER_NOUN),
    ]
    for slot, at in enumerate(places):
        if 0 <= at < position.size:
            weights[slot, at] = 1.0
    for slot, (start, end) in enumerate(_stretches(words, position), start=len(places)):
        if end > start:
            weights[slot, start:end] = 1.0 / (end - start)
    return weights


def _stretches(words: list[str], position: Position) -> tuple[tuple[int, int], ...]:
    begin, finish = position.first, position.after_noun
    while begin > 0 and words[begin - 1] not in _BREAKS:
        begin -= 1
    while finish < position.size and words[finish] not in _BREAKS:
        finish += 1
    return (
        (max(0, position.first - NEAR), position.first),
        (position.after_noun, min(position.size, position.after_noun + NEAR)),
        (max(0, position.first - FAR), position.first),
        (position.after_noun, min(position.size, position.after_noun + FAR)),
        (position.after, position.after_noun),
        (0, position.size),
        (begin, position.first),
        (position.after_noun, finish),
        (begin, finish),
    )


def candidate(quantity: Quantity) -> bool:
    """Whether a quantity may count people that the grammar has missed: animals and things don't."""
    return quantity.head != tags.NONHUMAN
