"""Where in a text somebody may come to harm: sentences without such a place cost nothing more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from streams.casualties.english import lexicon as lex
from streams.casualties.english.frames import all_frames

if TYPE_CHECKING:
    from collections.abc import Iterable

ABBREVIATIONS: Final = frozenset(lex.load_json("abbreviations.json")["words"])
"""Lower case, without the final stop."""


ESTIMATES: Final = lex.lexicon().estimates
"""What vague words are taken for where the caller gives no table."""
SHORT: Final = 1_500
"""Characters of a text that may tell of harm without any trigger: a brief of two or three paragraphs."""


def _automaton(words: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(sorted(words), implementation=ahocorasick_rs.Implementation.DFA)


@cache
def _of_words() -> ahocorasick_rs.AhoCorasick:
    return _automaton(lex.lexicon().gate)


@cache
def _of_triggers() -> ahocorasick_rs.AhoCorasick:
    return _automaton({*lex.lexicon().gate, *all_frames().anchors})


def triggers(lower: str) -> list[int]:
    """Return the offsets where a trigger word stands in a text in lower case, in order; parts of words don't count.

    So do the telling words of a frame, in a short text: a long one tells its toll in a plain word somewhere, and
    frames found one figure more in 150 articles.
    """
    return _whole_words(_of_triggers() if len(lower) <= SHORT else _of_words(), lower)


def _whole_words(automaton: ahocorasick_rs.AhoCorasick, lower: str) -> list[int]:
    # Overlapping: "been taken in" would hide the "taken into custody" that it begins in.
    return sorted(
        {
            start
            for _, start, end in automaton.find_matches_as_indexes(lower, overlapping=True)
            if not lower[start - 1 : start].isalpha() and not lower[end : end + 1].isalpha()
        }
    )
