"""Paragraphs that a page or an outlet puts around a wire, and that are left after cleaning: they are no news."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from streams.dedup.lexicon import rows

CHECKED_CHARS: Final = 400
"""Furniture shows itself early, and a bound keeps hostile paragraphs cheap."""
LINK_WORDS: Final = 25
"""A line of more words is text, even where it lacks its full stop."""
ANY_TEXT: Final = "*"
"""Stands in the table for the words of an expression that is tried on every text."""
_FOLDED: Final = {"ſ": "s", "ı": "i", "İ": "i", "\N{KELVIN SIGN}": "k"}
"""Letters that `re` takes for a plain one, and `str.lower` leaves as they are or makes two of."""
_ENDS: Final = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,4}$")


class Place(StrEnum):
    """Where an expression of the table counts."""

    SENTENCE = "sentence"
    """In every paragraph: no news says it."""
    CREDIT = "credit"
    """In every paragraph, which is a caption then."""
    LINE = "line"
    """In a paragraph that ends in no full stop: a sentence may begin with the same words, or hold them."""


EVERYWHERE: Final = frozenset(Place)
IN_SENTENCES: Final = frozenset({Place.SENTENCE, Place.CREDIT})
IN_CAPTIONS: Final = frozenset({Place.CREDIT})


@dataclass(frozen=True, slots=True)
class _Expressions:
    """The expressions of furniture, ready to search with."""

    finds: tuple[Callable[[str], object], ...]
    always: frozenset[int]
    """Those that are tried on every paragraph."""
    needing: tuple[frozenset[int], ...]
    """The expressions that need each word of the automaton."""
    words: AhoCorasick


@cache
def _expressions(places: frozenset[Place]) -> _Expressions:
    table = [row for row in rows("furniture.tsv") if row[1] in places]
    needing: dict[str, set[int]] = {ANY_TEXT: set()}
    for number, (_, _, words, _) in enumerate(table):
        for word in words.split():
            needing.setdefault(word, set()).add(number)
    always = needing.pop(ANY_TEXT)
    return _Expressions(
        finds=tuple(_find(pattern) for *_, pattern in table),
        always=frozenset(always),
        needing=tuple(map(frozenset, needing.values())),
        words=AhoCorasick(list(needing), implementation=Implementation.DFA),
    )


def _find(pattern: str) -> Callable[[str], object]:
    """Return what looks for an expression: where it stands at the beginning, nowhere else."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return compiled.match if pattern.startswith("^") else compiled.search


def folded(text: str) -> str:
    """Return a text in the letters that an expression takes for its own where case doesn't count."""
    for letter, plain in _FOLDED.items():
        text = text.replace(letter, plain)
    return text.lower()


def ends_sentence(paragraph: str) -> bool:
    """Return whether a paragraph ends as a sentence does."""
    last = paragraph[-1:]  # enough for most paragraphs
    return last == "." or (not last.isalnum() and _ENDS.search(paragraph[-8:]) is not None)


def is_furniture(paragraph: str, places: frozenset[Place] = EVERYWHERE) -> bool:
    """Return whether a paragraph is a credit, a caption, a link, a form or the like.

    By default expressions count that a sentence of a story may have too, which is right for a page that has no story.
    """
    text = paragraph[:CHECKED_CHARS]
    known = _expressions(places)
    words = {word for word, _, _ in known.words.find_matches_as_indexes(folded(text), overlapping=True)}
    numbers = known.always.union(*(known.needing[word] for word in words))
    return any(known.finds[number](text) for number in numbers)


def is_no_news(paragraph: str) -> bool:
    """Return whether a paragraph or sentence is furniture for sure: what a story may say as well is none."""
    return is_furniture(paragraph, IN_SENTENCES if ends_sentence(paragraph.rstrip()) else EVERYWHERE)


def is_caption(paragraph: str) -> bool:
    """Return whether a paragraph bears the credit of a picture."""
    return is_furniture(paragraph, IN_CAPTIONS)


def is_line(paragraph: str) -> bool:
    """Return whether a paragraph is a heading, a link or a label, and no sentence."""
    return not ends_sentence(paragraph) and paragraph.count(" ") < LINK_WORDS
