"""Rules of context that a name's own look does not show: datelines, "fighting around X and Y", "the Observatory"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer import extra_places
from streams.entities.mentions import ORGANISATION, PLACE, Mention
from streams.entities.places import rank_of
from streams.entities.reading import capital_run
from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from streams.entities.reading import Reading

LONGEST_LIST: Final = 6
"""Names of a list of places."""
LONGEST_NAME: Final = 4
"""Tokens of a name that a rule finds."""
SHORTEST_HEAD: Final = 5
"""Letters of a body's head that may stand for it."""
_LISTING: Final = frozenset({",", "and", "or", "&"})
_AFTER_DATELINE: Final = frozenset({",", "(", "-", "–", "—", ":"})


def datelines(reading: Reading) -> list[Mention]:
    """Return the towns of datelines, in capitals at the beginning of a sentence: "BEIJING (Reuters) -"."""
    words = reading.written
    found: list[Mention] = []
    for first, last in reading.sentences():
        end = first
        while end < min(last, first + LONGEST_NAME) and words[end].isupper() and words[end].isalpha():
            end += 1
        if end in {first, last} or len(words[first]) < LONGEST_NAME - 1 or words[end] not in _AFTER_DATELINE:
            continue
        key = reading.key(first, end)
        if rank_of(key) or key in extra_places():
            found.append(reading.mention(first, end, PLACE))
    return found


def told_places(reading: Reading) -> list[Mention]:
    """Return names that the words before them make places, whatever they look like.

    After "towns of", "fighting around", "clashes in": each name of the list that follows.
    """
    return _listed(reading, _tells, 0.8)


def hinted_places(reading: Reading) -> list[Mention]:
    """Return names that follow "near", "around" or "recapture", which are places where nothing says otherwise."""
    return _listed(reading, _hints, 0.6)


def _listed(reading: Reading, opens: Callable[[Sequence[str], int, int], bool], confidence: float) -> list[Mention]:
    words, types = reading.words, reading.types
    found: list[Mention] = []
    for first, last in reading.sentences():
        for at in range(first, last - 1):
            if not types[at].capital and opens(words, at, first):
                found += [
                    reading.mention(begin, end, PLACE, confidence)
                    for begin, end in _names(reading, at + 1, last)
                    if not types[begin].classes
                ]
    return found


def _tells(words: Sequence[str], at: int, first: int) -> bool:
    before = words[at - 1].lower() if at > first else ""
    if words[at] == "of":
        return before in word_set("settlement") | word_set("place_part") or _is_side(words, at, first)
    return before in word_set("battle_noun") and words[at] in word_set("battle_preposition")


def _is_side(words: Sequence[str], at: int, first: int) -> bool:
    """Tell whether a mountain's side stands before "of": "the north face of"."""
    return at > first + 1 and words[at - 1].lower() == "face" and words[at - 2].lower() in word_set("direction")


def _hints(words: Sequence[str], at: int, first: int) -> bool:
    if words[at] == "of":
        head = words[at - 1].lower() if at > first else ""
        return head in word_set("place_head")
    return words[at] in word_set("near_preposition") or words[at] in word_set("capture_verb")


def _names(reading: Reading, begin: int, last: int) -> Iterator[tuple[int, int]]:
    words, types = reading.words, reading.types
    if begin < last and words[begin] in {"nearby", "neighbouring", "neighboring"}:
        begin += 1
    for _ in range(LONGEST_LIST):
        end = capital_run(words, types, begin, last, LONGEST_NAME)
        if end == begin:
            return
        yield begin, end
        if end + 1 >= last or words[end] not in _LISTING:
            return
        begin = end + 2 if words[end] == "," and words[end + 1] in _LISTING else end + 1


def heads_alone(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Return "the Observatory" and the like, where the document has the body's full name."""
    words = reading.words
    heads: set[str] = set()
    for mention in mentions:
        if mention.type == ORGANISATION and mention.last - mention.first > 1:
            heads.update(word for word in words[mention.first : mention.last] if is_head(word))
    if not heads:
        return []
    return [
        reading.mention(at, at + 1, ORGANISATION, 0.7)
        for at in range(1, len(words))
        if words[at] in heads
        and words[at - 1] in {"the", "The"}
        and (at + 1 == len(words) or not reading.types[at + 1].capital)
    ]


def is_head(word: str) -> bool:
    """Tell whether a word with a capital may stand for the body that it is part of the name of."""
    return len(word) >= SHORTEST_HEAD and word[0].isupper() and word.lower() in word_set("organisation_head")
