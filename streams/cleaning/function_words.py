"""The language of plain running text, by its function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from streams.cleaning.resources import table

LEAST: Final = 5
"""Function words that a sample must have."""
LEAST_DIFFERENT: Final = 4
LEAST_SHARE: Final = 0.15
MARGIN: Final = 4
"""The next language has at most one for so many of the first."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for language, row in table("function_words.tsv"):
        for word in row.split():
            words[word] = (*words.get(word, ()), language)
    return words


def language_by_function_words(sample: str) -> tuple[str, float] | None:
    """Return the language that the function words of a sample are of, with confidence, or None where that is open."""
    words = _WORD.findall(sample.lower())
    known = _languages()
    seen = [word for word in words if word in known]
    if len(set(seen)) < LEAST_DIFFERENT:
        return None
    counts = Counter(language for word in seen for language in known[word])
    (first, most), *others = counts.most_common(2)
    second = others[0][1] if others else 0
    if most < LEAST or most < LEAST_SHARE * len(words) or second * MARGIN > most:
        return None
    return first, 0.99 - second / (5 * most)
