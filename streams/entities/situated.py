"""Names that their surroundings make places, whatever the model takes them for: "Norman, Okla.", "a Wayne man"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from streams.entities.abbreviations import is_abbreviation, is_dotted
from streams.entities.mentions import ORGANISATION, PERSON, PLACE, Mention
from streams.entities.places import rank_of
from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streams.entities.reading import Reading

LONGEST_SHORT: Final = 4
"""Tokens of the short form of a state: "W . Va ."."""
LONGEST_TOWN: Final = 4
LONGEST_LISTED: Final = 24
"""Tokens of a list of counties."""
_LISTING: Final = frozenset({",", "and", "or", "&"})
_POSSESSIVE: Final = frozenset({"'s", "’s"})
_WORDS: Final = frozenset({"Miss.", "Man."})
"""Short forms that are words, too, and count only after a comma."""
_PARTIES: Final = frozenset({"D", "R", "I"})
_IN: Final = frozenset({"in", "near", "outside"})
_BESIDE: Final = frozenset({"near", "outside", "off"})
"""Before a name of one word they make it a place, known or not."""
_TOWN: Final = 2
"""Rank of a place from which "in" makes a body of its name that place."""


def stated(reading: Reading) -> list[Mention]:
    """Return towns and the state that follows each after a comma: "Lewisburg, W.Va."; and "D-Columbus", "Ill. man"."""
    return [*_towns_with_states(reading), *_party_seats(reading), *_states_alone(reading), *_counties(reading)]


def _towns_with_states(reading: Reading) -> Iterator[Mention]:
    words = reading.words
    for at in range(1, len(words) - 1):
        if words[at] != "," or not reading.types[at + 1].capital:
            continue
        end = _short_form(words, at + 1)
        town = _town_before(reading, at) if end else None
        if end and town:
            yield town
            yield reading.mention(at + 1, end, PLACE, 0.9)


def _short_form(words: Sequence[str], first: int) -> int | None:
    """Return the end of the name or short form of a state that begins at a token."""
    ends = range(min(first + LONGEST_SHORT, len(words)), first, -1)
    return next((end for end in ends if is_abbreviation("".join(words[first:end]))), None)


def _town_before(reading: Reading, end: int) -> Mention | None:
    """Return the longest known place that ends before a token."""
    first = end
    while first > 0 and end - first < LONGEST_TOWN and reading.types[first - 1].capital:
        first -= 1
    starts = range(first, end)
    known = next((start for start in starts if rank_of(reading.key(start, end))), None)
    return None if known is None else reading.mention(known, end, PLACE, 0.9)


def _party_seats(reading: Reading) -> Iterator[Mention]:
    """Yield the towns that members of a parliament stand for: "D-Columbus"."""
    words = reading.words
    for at in range(2, len(words)):
        if words[at - 1] == "-" and words[at - 2] in _PARTIES and rank_of(reading.types[at].key):
            yield reading.mention(at, at + 1, PLACE, 0.8)


def _states_alone(reading: Reading) -> Iterator[Mention]:
    """Yield short forms of states before a common word: "Mich. utilities"."""
    words = reading.words
    for at in range(1, len(words) - 1):
        form = f"{words[at - 1]}."
        if words[at] == "." and words[at + 1][0].islower() and is_dotted(form) and form not in _WORDS:
            yield reading.mention(at - 1, at + 1, PLACE, 0.8)


def _counties(reading: Reading) -> Iterator[Mention]:
    """Yield the names of a list that "counties" ends: "Douglas and Wyandotte counties"."""
    words, types = reading.words, reading.types
    for at, word in enumerate(words):
        if word.lower() not in word_set("divisions"):
            continue
        end = at
        for first in range(at - 1, max(-1, at - 1 - LONGEST_LISTED), -1):
            if types[first].capital and words[first][0].isalpha():
                continue
            if first + 1 < end:
                yield reading.mention(first + 1, end, PLACE, 0.8)
            end = first
            if words[first] not in _LISTING:
                break


def retyped(reading: Reading, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, those as places that the words around them make places: "a Wayne man", "in Laurel".

    What is a place by the words around it once is nobody elsewhere in the text, unless somebody's full name has it.
    """
    full = {
        reading.types[at].key
        for mention in mentions
        if mention.type == PERSON and mention.last - mention.first > 1
        for at in range(mention.first, mention.last)
    }
    ends = {mention.last for mention in mentions if mention.type == PERSON}
    places = [_is_place(reading, mention, full) or _is_home(reading, mention, ends) for mention in mentions]
    stated = {
        reading.key_of(mention)
        for mention, place in zip(mentions, places, strict=True)
        if place or (mention.type == PLACE and mention.first and reading.words[mention.first - 1].lower() in _IN)
    }
    stated = {key for key in stated - full if rank_of(key) > 0}
    return [
        replace(mention, type=PLACE)
        if place or (mention.type == PERSON and reading.key_of(mention) in stated)
        else mention
        for mention, place in zip(mentions, places, strict=True)
    ]


def _is_home(reading: Reading, mention: Mention, people: set[int]) -> bool:
    """Tell whether somebody is "of" a known place of one word: "Ana Ruiz, 19, of Martinez", "Ana Ruiz of Elida"."""
    words, of = reading.words, mention.first - 1
    if of < 2 or words[of] != "of" or mention.type not in {PERSON, ORGANISATION}:  # noqa: PLR2004 - age, comma, of
        return False
    aged = words[of - 1] == "," and words[of - 2].isdigit()
    return (aged or of in people) and _is_plain(reading, mention) and rank_of(reading.key_of(mention)) > 0


def _is_place(reading: Reading, mention: Mention, full: set[str]) -> bool:
    if mention.type not in {PERSON, ORGANISATION} or mention.entry is not None:
        return False
    key = reading.key_of(mention)
    if key in full:
        return False
    rank = rank_of(key)
    before = reading.words[mention.first - 1].lower() if mention.first else ""
    if not rank:
        return mention.type == ORGANISATION and before in _BESIDE and _is_plain(reading, mention)
    if reading.follows(mention) in word_set("inhabitant"):
        return True
    return before in _IN and (mention.type == PERSON or (rank >= _TOWN and _is_plain(reading, mention)))


def _is_plain(reading: Reading, mention: Mention) -> bool:
    """Tell whether a body's name is one word that is no acronym and says nothing of a body: "off Ambrym"."""
    word = mention.text
    single = mention.last - mention.first == 1 and reading.follows(mention) not in _POSSESSIVE
    return single and not word.isupper() and word.lower() not in word_set("organisation_head")
