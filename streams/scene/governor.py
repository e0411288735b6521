"""The word that a place depends on: "in" of "in the northern Iraqi city of Mosul"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.scene.cues import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WAY: Final = 12
"""Tokens between a place and the word that governs it."""
MOST_LOOSE: Final = 3
"""Words of no known class between "town of" and its article: "the HILL TOP town of"."""
_JOINING: Final = frozenset({"and", "or", ",", "(", "&", "/"})


def governor(words: Sequence[str], capitals: Sequence[bool], first: int, floor: int = 0) -> int | None:
    """Return the token that governs the place which begins at `first`, None where the way back finds none.

    The way leads over names, articles, compass words and what a place is called; a list of names has one governor.
    Tokens before `floor` are a dateline's and govern nothing.
    """
    settled = False
    loose = 0
    for at in range(first - 1, max(floor, first - LONGEST_WAY) - 1, -1):
        word = words[at]
        if _governs(words, at):
            return at
        if word in _JOINING:
            if at == floor or not capitals[at - 1]:
                return None
        elif word in cues("settlement"):
            settled = True
        elif not (capitals[at] or word in cues("passed")):
            if not settled or loose == MOST_LOOSE or not word.replace("-", "").isalpha():
                return at
            loose += 1
    return None


def _governs(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word == "of":
        return at > 0 and words[at - 1] in cues("compass") | cues("home") | cues("locative")
    # What strikes a place is a verb even in a headline whose words all have capitals: "Quake Hits Southern Chile".
    return any(word in cues(kind) for kind in ("locative", "origin", "destination", "strikes"))
