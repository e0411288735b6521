"""Usual capitals for text that has none of its own: wires in capitals, posts in lower case, headlines In Title Case."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from streams.entities.places import place_index
from streams.entities.words import FAMILY, GIVEN, LOWER, PUBLIC, TITLE, UPPER, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW: Final = 4
"""Words; a shorter sentence says nothing of its case."""
_TOWN: Final = 3
"""Rank of a place from which its name is given capitals where the word means nothing else."""


def usual(tokens: Sequence[str]) -> list[str]:
    """Return words with the capitals that they usually have."""
    lowered = [word.lower() for word in tokens]
    flags = words().flags_of(lowered)
    ranks = place_index().ranks(lowered).tolist()
    out: list[str] = []
    for word, low, flag, rank in zip(tokens, lowered, flags, ranks, strict=True):
        if not low[:1].isalpha():
            out.append(word)
        elif flag & UPPER:
            out.append(low.upper())
        elif flag & TITLE or (not flag & LOWER and (flag & (GIVEN | FAMILY | PUBLIC) or rank >= _TOWN)):
            out.append("-".join(part.capitalize() for part in low.split("-")))
        elif flag & LOWER:
            out.append(low)
        else:
            out.append(word.capitalize() if word.isupper() else word)
    return out


def recased(tokens: Sequence[str], sentences: Sequence[int]) -> tuple[list[str], bool]:
    """Return the words to be looked at, and whether the text as a whole is in one case.

    A sentence in capitals, or in title case, is given usual capitals; so is the whole text where it has next to no
    capitals.
    """
    letters = [word for word in tokens if word[0].isalpha()]
    upper = sum(word.isupper() and len(word) > 1 for word in letters)
    capital = sum(word[0].isupper() for word in letters)
    if len(letters) >= _FEW and upper > 0.7 * len(letters):
        return usual(tokens), True
    if len(letters) >= 5 * _FEW and capital * 200 < len(letters):
        return usual(tokens), True
    out = list(tokens)
    for first, last in pairwise([*sentences, len(tokens)]):
        own = [word for word in tokens[first:last] if word[0].isalpha()]
        if len(own) < _FEW:
            continue
        shouted = sum(word.isupper() and len(word) > 1 for word in own)
        titled = sum(word[0].isupper() for word in own)
        if shouted > 0.7 * len(own) or (len(own) > _FEW and titled > 0.75 * len(own) and _has_common(own)):
            out[first:last] = usual(tokens[first:last])
    return out, False


def _has_common(own: Sequence[str]) -> bool:
    """Tell whether common words are among the capitalised: a title, not a list of names."""
    flags = words().flags_of([word.lower() for word in own[1:]])
    return sum(bool(flag & LOWER) and word[0].isupper() for flag, word in zip(flags, own[1:], strict=True)) >= 2  # noqa: PLR2004
