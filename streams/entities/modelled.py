"""The model's spans as mentions: trimmed, parted where they hold two names, and without what is no name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer import extra_places
from streams.entities.mentions import EVENT, NATIONALITY, OF_LABEL, ORGANISATION, PERSON, PLACE, Mention
from streams.entities.nations import country_codes, nationalities
from streams.entities.places import rank_of
from streams.entities.tables import word_set
from streams.entities.trim import trimmed
from streams.entities.words import LOWER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas import EntityType
    from streams.entities.reading import Reading

LONGEST_NAME: Final = 15
"""Tokens; a longer span of the model is no name."""
_LONGEST_PAIR: Final = 5
"""Tokens of two names and the word between them."""
_NUMBER: Final = re.compile(r"(?<=[A-Z\d])[.,]\d")
_POSSESSIVE: Final = frozenset({"'s", "’s"})


def modelled(reading: Reading) -> list[Mention]:
    """Return people, bodies and places that the model finds."""
    found: list[Mention] = []
    for first, last, label in _spans(reading):
        kind = OF_LABEL.get(label) or _named_place(reading, first, last)
        if kind is not None:
            found += _parts(reading, reading.mention(first, last, kind))
    return [mention for mention in _joined(reading, found) if not is_thing(reading, mention)]


def is_thing(reading: Reading, mention: Mention) -> bool:
    """Tell whether a body or place of the model is neither: a law or plan by its last word, or plain words throughout.

    A name that runs into a number is a sum or a version ("GHS6.2 billion", "BA.5"). Plain words have capitals in
    headings and where a text defines them ("the Agreement", "Key Points"). A body of plain words has one that says what
    it is.
    """
    if mention.type not in {ORGANISATION, PLACE}:
        return False
    words = [word.lower() for word in reading.words[mention.first : mention.last]]
    if words[-1] in word_set("thing_tail") or _NUMBER.match(reading.text, mention.end):
        return True
    if mention.type == PLACE or not word_set("organisation_head").isdisjoint(words):
        return False
    plain = all(kind.flags & LOWER or not kind.key for kind in reading.types[mention.first : mention.last])
    return plain and word_set("body_word").isdisjoint(words) and not mention.text.isupper()


def _named_place(reading: Reading, first: int, last: int) -> EntityType | None:
    """Return PLACE for a name of nothing else whose last word tells it: "Indus River"."""
    tail = reading.words[last - 1]
    return PLACE if last - first > 1 and tail[0].isupper() and tail.lower() in word_set("place_tail") else None


def _joined(reading: Reading, mentions: list[Mention]) -> list[Mention]:
    """Return mentions with the country put to its body: "Mineworkers Union" of "Zambia"."""
    out: list[Mention] = []
    for mention in mentions:
        before = out[-1] if out else None
        if (
            before is not None
            and before.type == ORGANISATION
            and mention.type == PLACE
            and mention.first == before.last + 1
            and reading.words[before.last] == "of"
            and reading.words[before.last - 1].lower() in word_set("body_word")
            and is_place(reading.key_of(mention))
        ):
            out[-1] = reading.mention(before.first, mention.last, ORGANISATION)
        else:
            out.append(mention)
    return out


def events(reading: Reading) -> list[Mention]:
    """Return names of neither person, body nor place whose words say that they are events."""
    heads = word_set("event_head")
    return [
        reading.mention(first, last, EVENT, 0.6)
        for first, last, kind in _spans(reading)
        if kind == "MISC" and last - first > 1 and any(word.lower() in heads for word in reading.words[first:last])
    ]


def _spans(reading: Reading) -> Iterator[tuple[int, int, str]]:
    begin = -1
    for at, label in enumerate(reading.labels):
        if label[0] in "BU":
            begin = at
        if label[0] in "LU" and begin >= 0:
            span = trimmed(reading.words, reading.types, begin, at + 1, label[2:])
            if span is not None and span[1] - span[0] <= LONGEST_NAME:
                yield (*span, label[2:])
            begin = -1


def is_place(key: str) -> bool:
    """Tell whether a key is a country, a place of the seed list or a town of some size."""
    return key in country_codes() or key in extra_places() or rank_of(key) > 1


def _parts(reading: Reading, mention: Mention) -> list[Mention]:
    """Return the names in a span: "Israel's Elbit Systems" holds two, "State of Kuwait" one and what it is."""
    key = reading.key_of(mention)
    if key in nationalities() and key not in country_codes():
        return [replace(mention, type=NATIONALITY, confidence=0.9)]
    if mention.type == PERSON:
        return [mention]
    sides = _sides(reading, mention)
    if sides:
        return sides
    mention = _by_words(reading, mention)
    for at in range(mention.first + 1, mention.last - 1):
        if reading.words[at] in _POSSESSIVE:
            if is_place(reading.key(mention.first, at)):
                return _owned(reading, mention, at)
            break
    if mention.type == PLACE:
        return _place(reading, mention, key)
    return [mention]


def _sides(reading: Reading, mention: Mention) -> list[Mention]:
    """Return the two places of "Fuaa and Kefraya", which the model took for one name; nothing where it is one.

    Each side is of a word or two, none of which says that it is a body, and one is a known place.
    """
    words = reading.words[mention.first : mention.last]
    if words.count("and") != 1 or len(words) > _LONGEST_PAIR:
        return []
    if any(word.lower() in word_set("organisation_head") | word_set("body_word") for word in words):
        return []
    at = mention.first + words.index("and")
    spans = (mention.first, at), (at + 1, mention.last)
    if any(not 1 <= last - first <= 2 or not reading.types[first].capital for first, last in spans):  # noqa: PLR2004
        return []
    if not any(is_place(reading.key(first, last)) for first, last in spans):
        return []
    return [reading.mention(first, last, PLACE) for first, last in spans]


def _by_words(reading: Reading, mention: Mention) -> Mention:
    """Return a body or place with the type that a word of its name tells: "Copperbelt Province", "Miners Union"."""
    if mention.last - mention.first < 2:  # noqa: PLR2004 - a name and what it is
        return mention
    words = [word.lower() for word in reading.words[mention.first : mention.last] if word[0].isupper()]
    body = not word_set("body_word").isdisjoint(words)
    if mention.type == PLACE and body:
        return replace(mention, type=ORGANISATION)
    if mention.type == ORGANISATION and not body and reading.words[mention.last - 1].lower() in word_set("place_tail"):
        return replace(mention, type=PLACE)
    return mention


def _owned(reading: Reading, mention: Mention, at: int) -> list[Mention]:
    owner = reading.mention(mention.first, at, PLACE)
    if not reading.types[at + 1].capital:
        return [owner]
    return [owner, reading.mention(at + 1, mention.last, mention.type)]


def _place(reading: Reading, mention: Mention, key: str) -> list[Mention]:
    words = reading.words
    if mention.last - mention.first > 2 and words[mention.first + 1] == "of":  # noqa: PLR2004 - kind, of, name
        rest = reading.mention(mention.first + 2, mention.last, PLACE)
        called = words[mention.first].lower() in word_set("place_head")
        if called and not is_place(key) and is_place(reading.key_of(rest)):
            return [rest]
    if _is_money(reading, mention, key):
        return []
    return [mention]


def _is_money(reading: Reading, mention: Mention, key: str) -> bool:
    """Tell whether a country's name is part of a sum: "US dollars", "US$24"."""
    follows = reading.follows(mention)
    return follows == "$" or (follows in word_set("currency") and (key in country_codes() or key == "us"))
