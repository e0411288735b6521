"""Where in a text a trigger stands: sentences without one cost nothing more."""

from __future__ import annotations

from functools import cache
from typing import Final

import ahocorasick_rs

from streams.casualties.english import lexicon as lex

ABBREVIATIONS: Final = frozenset(lex.load_json("abbreviations.json")["words"])
"""Lower case, without the final stop."""


ESTIMATES: Final = lex.lexicon().estimates
"""What vague words are taken for where the caller gives no table."""


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(
        lex.lexicon().gate,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )


def triggers(lower: str) -> list[int]:
    """Return the offsets where a trigger word stands in a text in lower case, in order; parts of words don't count."""
    found = _automaton().find_matches_as_indexes(lower)
    return [
        start
        for _, start, end in found
        if not lower[start - 1 : start].isalpha() and not lower[end : end + 1].isalpha()
    ]
