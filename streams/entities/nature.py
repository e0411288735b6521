"""Names of lakes, rivers, mountains and seas, whose other words do not say where they lie: "Lake Victoria"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from streams.entities.mentions import PERSON, PLACE, Mention
from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.reading import Reading

_OF: Final = 2
"""Tokens of "Gulf of"."""
_LONGEST: Final = 3
"""Words of a name that begins with "Lake" and the like; a longer one is of something there."""


def is_natural(name: str) -> bool:
    """Tell whether a name of several words begins or ends with what it is, a feature of nature; no building there."""
    words = [word.strip(".,'’").lower() for word in name.split()]
    if len(words) < 2 or words[-1] in word_set("built") | word_set("division_head") | word_set("city_head"):  # noqa: PLR2004 - a name and what it is
        return False
    lone = words[0] in word_set("feature_before") and len(words) <= _LONGEST
    headed = lone or (words[1] == "of" and words[0] in word_set("feature_of"))
    return headed or words[-1] in word_set("feature")


def whole(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions with what belongs to a feature's name put to it: "Lake" to "Victoria", "River" to "Zambezi"."""
    out: list[Mention] = []
    for at, mention in enumerate(mentions):
        if mention.type not in {PLACE, PERSON} or mention.entry is not None:
            out.append(mention)
            continue
        after = mentions[at + 1].first if at + 1 < len(mentions) else len(reading.words)
        first = _first(reading, mention, out[-1].last if out else 0)
        last = mention.last if first != mention.first or mention.type == PERSON else _last(reading, mention, after)
        if (first, last) == (mention.first, mention.last):
            out.append(mention)
        else:
            out.append(replace(reading.mention(first, last, PLACE), confidence=mention.confidence))
    return out


def _first(reading: Reading, mention: Mention, free: int) -> int:
    words, first = reading.words, mention.first
    if first > free and reading.types[first - 1].capital and words[first - 1].lower() in word_set("feature_before"):
        return first - 1
    if (
        first - _OF >= free
        and words[first - 1] == "of"
        and reading.types[first - _OF].capital
        and words[first - _OF].lower() in word_set("feature_of")
    ):
        return first - _OF
    return first


def _last(reading: Reading, mention: Mention, free: int) -> int:
    words, last = reading.words, mention.last
    if last >= free or not reading.types[last].capital or words[last].lower() not in word_set("feature_after"):
        return last
    if is_natural(mention.text) or (last + 1 < len(words) and reading.types[last + 1].capital):
        return last
    return last + 1
