"""What tells two events of one day in one town apart: the part of the day, and the side of the town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.linking.happened import befell_at, is_event_named_at
from streams.linking.lexicon import cues

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from streams.linking.words import Token

PARTS_OF_DAY: Final = ("dawn", "morning", "noon", "afternoon", "evening", "night")
"""In order: two reports of neighbours may be of one event."""
_WORDS: Final = {**{word: word for word in PARTS_OF_DAY}, "midday": "noon", "lunchtime": "noon", "dusk": "evening"}
_SIDES: Final = {f"{side}{ending}": side for side in ("north", "south", "east", "west") for ending in ("", "ern")}
_CITY: Final = ("the", "city")
RECALL_REACH: Final = 4
"""Words before a part of the day among which "after" leads to another event: "after one in the morning"."""


def parts_of_day(text: Sequence[Token]) -> Iterator[str]:
    """Yield the parts of the day on which the text says that its event happened, not those of reports."""
    for at, token in enumerate(text):
        part = _WORDS.get(token.text.lower())
        if part is not None and (is_event_named_at(text, at) or (befell_at(text, at) and not _recalls(text, at))):
            yield part


def _recalls(text: Sequence[Token], at: int) -> bool:
    return any(token.text.lower() in cues().bounds for token in text[max(0, at - RECALL_REACH) : at])


def sides_of_town(text: Sequence[Token], towns: Collection[str]) -> Iterator[str]:
    """Yield the sides of a town that the text names: "western Quetta", "the east of the city".

    `towns` are the first words of the names of towns, in lower case.
    """
    words = [token.text.lower() for token in text]
    for at, word in enumerate(words):
        side = _SIDES.get(word)
        if side is not None and _is_of_town(words[at + 1 : at + 4], towns):
            yield side


def _is_of_town(after: Sequence[str], towns: Collection[str]) -> bool:
    if after[:1] == ["of"]:
        return after[1] in towns if len(after) > 1 and after[1] != _CITY[0] else tuple(after[1:]) == _CITY
    return bool(after) and after[0] in towns
