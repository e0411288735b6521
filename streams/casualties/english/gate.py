"""Where in a text a trigger stands: sentences without one cost nothing more."""

from __future__ import annotations

from functools import cache
from typing import Final

import ahocorasick_rs

from streams.casualties.english import lexicon as lex

ABBREVIATIONS: Final = frozenset(lex.load_json("abbreviations.json")["words"])
"""Lower case, without the final stop."""


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(
        lex.lexicon().gate,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )


def triggers(text: str) -> list[int]:
    """Return the offsets where a trigger word of the language stands, in order; a part of a longer word counts too."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char if len(char.lower()) != 1 else char.lower() for char in text)
    return [start for _, start, _ in _automaton().find_matches_as_indexes(lower)]
