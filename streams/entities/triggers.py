"""Rules of context that a name's own look does not show: "fighting around X and Y", "towns of X and Y", "X said"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.features import WordType

_LISTING: Final = frozenset({",", "and", "or", "&"})
LONGEST_LIST: Final = 6


def name_end(types: Sequence[WordType], words: Sequence[str], first: int, last: int) -> int:
    """Return the end of the run of capitalised tokens that begins at `first`."""
    at = first
    while at < last and at < first + 4 and types[at].capital and words[at][0].isalpha():
        at += 1
    return at


def listed_places(types: Sequence[WordType], words: Sequence[str], first: int, last: int) -> list[tuple[int, int]]:
    """Return spans of tokens in a sentence that its words say are places.

    After "town of", "villages of", "fighting around", "near", "recapture", each name of the list that follows.
    """
    plain = word_set("place_head")
    verbs = word_set("capture_verb")
    found: list[tuple[int, int]] = []
    for at in range(first, last - 1):
        word = words[at].lower()
        opens = (
            (
                word == "of"
                and at > first
                and (words[at - 1].lower() in plain or words[at - 1].lower().removesuffix("s") in plain)
            )
            or word in word_set("near_preposition")
            or (word in verbs and not types[at].capital)
        )
        if not opens:
            continue
        begin = at + 1
        if begin < last and words[begin].lower() in {"nearby", "neighbouring", "neighboring"}:
            begin += 1
        for _ in range(LONGEST_LIST):
            end = name_end(types, words, begin, last)
            if end == begin:
                break
            found.append((begin, end))
            if end + 1 < last and words[end] in _LISTING:
                begin = end + 2 if words[end] == "," and words[end + 1] in {"and", "or"} else end + 1
            else:
                break
    return found
