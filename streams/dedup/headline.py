"""What a headline adds to its story: the casualty figures of it, because a toll may rise in the headline alone.

Other words of a headline are wordings of what the text says: one text under another headline is a copy. A word that
headline and text have both, and no headline and no text of the story, is no wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from schemas import News, NewsKind
from streams.dedup.lexicon import rows
from streams.dedup.said import Said
from streams.dedup.terms import Terms, terms_of
from streams.dedup.words import Words, words_of

_CASUALTY_CLASSES: Final = frozenset({"killed", "injured", "missing"})
LEAST_ALIKE: Final = 4
"""Letters that two forms of a word begin with alike."""
LONGEST_ENDING: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")


def headline_news(headline: str, language: str, said: Said, earlier: Sequence[str]) -> tuple[News, ...]:
    """Return the casualty figures of a headline, and first words of the dead, the injured or the missing, that are new.

    `said` is what the texts of the story have said, `earlier` are their headlines.
    """
    if headline in earlier or _casualty_words(language).isdisjoint(_WORD.findall(headline.casefold())):
        return ()
    words = words_of([headline])
    (terms,) = terms_of(words, [language])
    found = list(_new_figures(terms, said))
    if found:  # as in few copies: their headlines tell what the text does
        known = _figures_of(earlier, language)
        found = [new for new in found if known.isdisjoint(new.terms)]
    return tuple(_piece(words, new) for new in found)


def announced_words(headline: str, earlier: Sequence[str]) -> frozenset[str]:
    """Return the words of a headline that no earlier one has in any form."""
    had = frozenset(word for other in earlier for word in _WORD.findall(other.casefold()))
    return frozenset(
        word for word in _WORD.findall(headline.casefold()) if len(word) >= LEAST_ALIKE and not is_alike(word, had)
    )


SHORTEST: Final = 3
"""Letters of a word of a headline that says what a story is about, at least."""


def subject_words(headline: str) -> frozenset[str]:
    """Return the words of a headline of which some say what its story is about."""
    return frozenset(word for word in _WORD.findall(headline.casefold()) if len(word) >= SHORTEST)


def is_alike(word: str, others: frozenset[str]) -> bool:
    """Return whether a word is one of others but for its ending: `agreed` and `agrees`."""
    if word in others:
        return True
    head = word[:LEAST_ALIKE]
    for other in others:
        if (
            other.startswith(head)  # most do not
            and word.startswith(other[: max(LEAST_ALIKE, len(other) - LONGEST_ENDING)])
            and other.startswith(word[: max(LEAST_ALIKE, len(word) - LONGEST_ENDING)])
        ):
            return True
    return False


class _New(NamedTuple):
    """A figure that the texts of a story have not had."""

    first: int
    last: int
    """Its first and its last word."""
    terms: tuple[int, ...]
    """A headline that has one of them has had the figure."""


def _new_figures(terms: Terms, said: Said) -> Iterator[_New]:
    every = terms.every
    lacking = frozenset(every[said.lacks(every)].tolist())
    for number in terms.numbers:
        if number.figures and lacking.issuperset(number.figures):
            yield _New(number.first, number.last, number.figures)
    for place, kind in terms.casualties:
        if not said.has_any(kind):
            yield _New(place, place, tuple(kind.tolist()))


def _figures_of(headlines: Sequence[str], language: str) -> frozenset[int]:
    """Return the terms of the figures and casualty words of headlines."""
    every = terms_of(words_of(headlines), [language] * len(headlines))
    figures = (figure for terms in every for number in terms.numbers for figure in number.figures)
    kinds = (term for terms in every for _, kind in terms.casualties for term in kind.tolist())
    return frozenset((*figures, *kinds))


def _piece(words: Words, new: _New) -> News:
    offset = words.offsets[0]
    start, end = int(words.starts[new.first]) - offset, int(words.ends[new.last]) - offset
    return News(start=start, end=end, kind=NewsKind.FIGURE, in_headline=True)


@cache
def _casualty_words(language: str) -> frozenset[str]:
    """Return the words of the dead, the injured and the missing in a language: most headlines have none."""
    return frozenset(
        word
        for of_language, name, words in rows("words.tsv")
        if name in _CASUALTY_CLASSES and of_language in {language, "*"}
        for word in words.split()
    )
