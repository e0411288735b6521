"""Paragraphs that a page or an outlet puts around a wire, and that are left after cleaning: they are no news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, Implementation

from streams.dedup.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKED_CHARS: Final = 400
"""Furniture shows itself early, and a bound keeps hostile paragraphs cheap."""
LINK_WORDS: Final = 25
"""A line of more words is text, even where it lacks its full stop."""
ANY_TEXT: Final = "*"
"""Stands in the table for the words of an expression that is tried on every text."""
_FOLDED: Final = {"ſ": "s", "ı": "i", "İ": "i", "\N{KELVIN SIGN}": "k"}
"""Letters that `re` takes for a plain one, and `str.lower` leaves as they are or makes two of."""
_ENDS: Final = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]{0,4}$")


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
def _expressions() -> _Expressions:
    table = rows("furniture.tsv")
    needing: dict[str, set[int]] = {}
    for number, (_, words, _) in enumerate(table):
        for word in words.split():
            needing.setdefault(word, set()).add(number)
    always = needing.pop(ANY_TEXT)
    return _Expressions(
        finds=tuple(_find(pattern) for _, _, pattern in table),
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


def is_furniture(paragraph: str) -> bool:
    """Return whether a paragraph is a credit, a caption, a link, a form or the like."""
    text = paragraph[:CHECKED_CHARS]
    known = _expressions()
    words = {word for word, _, _ in known.words.find_matches_as_indexes(folded(text), overlapping=True)}
    numbers = known.always.union(*(known.needing[word] for word in words))
    return any(known.finds[number](text) for number in numbers)


def is_line(paragraph: str) -> bool:
    """Return whether a paragraph is a heading, a link or a label, and no sentence."""
    return not ends_sentence(paragraph) and paragraph.count(" ") < LINK_WORDS
