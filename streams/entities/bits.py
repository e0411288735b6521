"""What the document and the gazetteers say of each token, as bits.

Context gathered from all mentions of a word in the document: after Ratinov and Roth, "Design challenges and
misconceptions in named entity recognition" (CoNLL 2009).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from streams.entities.features import CLASS_BIT
from streams.entities.nations import ACRONYM, nation_words
from streams.entities.phrases import phrases
from streams.entities.places import place_index
from streams.entities.words import GIVEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from streams.entities.features import WordType
    from streams.entities.tokens import Tokens

GAZETTEER: Final = (
    "country",
    "continent",
    "division",
    "metropolis",
    "city",
    "town",
    "village",
    "organisation",
    "person",
    "nationality",
)
"""Kinds of gazetteer name; the first seven are the ranks of places, 7 to 1. A token begins a name or is inside it."""
DOCUMENT: Final = (
    "lower",  # stands in lower case elsewhere
    "titled",  # follows a title somewhere
    "family",  # follows a given name somewhere
    "speaks",  # next to a verb of speaking somewhere
    "within",  # follows a preposition of place somewhere
    "acronym",  # stands alone in brackets somewhere
    "bodied",  # next to the head of a body somewhere
    "placed",  # next to the head of a place somewhere
    "the",  # follows "the" somewhere
    "often",  # more than once with a capital
    "headed",  # a capitalised word follows somewhere
    "tailed",  # follows a capitalised word somewhere
    "possessive",
)
BITS: Final = tuple(f"{name}-{part}" for name in GAZETTEER for part in "BI") + tuple(f"doc-{name}" for name in DOCUMENT)
LONGEST_PHRASE: Final = 6
"""Tokens of a gazetteer name."""
LONGEST_ACRONYM: Final = 8

_JOINING: Final = frozenset(
    (
        *("of", "the", "and", "for", "al", "el", "bin", "ibn", "ul", "e", "y", "da", "do", "dos", "de", "la", "du"),
        *("des", "von", "van", "&", "-", "'", "’", "."),
    )
)
_DOC: Final = {name: 1 << (2 * len(GAZETTEER) + at) for at, name in enumerate(DOCUMENT)}
_BODY, _PERSON, _NATION = (1 << 2 * GAZETTEER.index(name) for name in ("organisation", "person", "nationality"))
_COUNTRY: Final = 1
_BEFORE: Final = (
    (CLASS_BIT["title"], _DOC["titled"]),
    (CLASS_BIT["said"], _DOC["speaks"]),
    (CLASS_BIT["place_preposition"], _DOC["within"]),
    (CLASS_BIT["organisation_head"], _DOC["bodied"]),
    (CLASS_BIT["place_head"], _DOC["placed"]),
)
_AFTER: Final = (
    (CLASS_BIT["said"], _DOC["speaks"]),
    (CLASS_BIT["organisation_head"], _DOC["bodied"]),
    (CLASS_BIT["place_head"], _DOC["placed"]),
)


def token_bits(tokens: Tokens, types: Sequence[WordType]) -> NDArray[np.uint64]:
    """Return the bits of each token: gazetteer names that it is part of, and what the document shows of its word."""
    bits = [0] * len(types)
    _mark_gazetteers(tokens, types, bits)
    _mark_document(tokens, types, bits)
    return np.array(bits, np.uint64)


def _phrases_of(tokens: Tokens, types: Sequence[WordType]) -> tuple[list[tuple[int, int]], list[str]]:
    """Return spans of tokens that may be a gazetteer's name, and their keys."""
    spans: list[tuple[int, int]] = []
    keys: list[str] = []
    words = tokens.words
    edges = [*tokens.sentences, len(types)]
    for number in range(len(edges) - 1):
        last = edges[number + 1]
        for begin in range(edges[number], last):
            if not types[begin].capital:
                continue
            key = ""
            for end in range(begin, min(begin + LONGEST_PHRASE, last)):
                kind = types[end]
                if not (kind.capital or words[end] in _JOINING):
                    break
                if kind.key:
                    key = f"{key} {kind.key}" if key else kind.key
                if kind.capital:
                    spans.append((begin, end + 1))
                    keys.append(key)
    return spans, keys


def _mark_gazetteers(tokens: Tokens, types: Sequence[WordType], bits: list[int]) -> None:
    spans, keys = _phrases_of(tokens, types)
    if not keys:
        return
    found = _found(tokens, spans, keys)
    covered = [0] * len(types)
    for at in sorted(found, key=lambda at: spans[at][0] - spans[at][1]):
        begin, end = spans[at]
        new = found[at] & ~covered[begin]
        if not new:
            continue
        bits[begin] |= new
        for inside in range(begin + 1, end):
            bits[inside] |= new << 1
        for inside in range(begin, end):
            covered[inside] |= new


def _found(tokens: Tokens, spans: Sequence[tuple[int, int]], keys: Sequence[str]) -> dict[int, int]:
    """Return the gazetteer bits of those phrases that are names."""
    ranks = place_index().ranks(keys).tolist()
    named = phrases().classes_of(keys).tolist()
    nations = nation_words()
    found: dict[int, int] = {}
    for at, (key, rank, phrase) in enumerate(zip(keys, ranks, named, strict=True)):
        begin, end = spans[at]
        nation = nations.get(key)
        if nation is None and end == begin + 1 and tokens.words[begin].isupper():
            nation = nations.get(ACRONYM + key)
        value = 1 << 2 * (7 - rank) if rank else 0
        if phrase:
            value |= (_BODY if phrase & 1 else 0) | (_PERSON if phrase & 2 else 0)
        if nation:
            value |= _NATION if nation == "nationality" else _COUNTRY
        if value:
            found[at] = value
    return found


def _mark_document(tokens: Tokens, types: Sequence[WordType], bits: list[int]) -> None:
    seen: dict[str, int] = {}
    count: dict[str, int] = {}
    heads = set(tokens.sentences)
    lower = {kind.key for kind in types if not kind.capital}
    last = len(types) - 1
    for at, kind in enumerate(types):
        if not kind.capital:
            continue
        key = kind.key
        count[key] = count.get(key, 0) + 1
        found = seen.get(key, 0)
        if at not in heads:
            found |= _from_before(tokens.words, types, at)
        if at < last:
            found |= _from_after(tokens.words, types, at)
        seen[key] = found
    for at, kind in enumerate(types):
        if kind.capital:
            found = seen[kind.key]
            if kind.key in lower:
                found |= _DOC["lower"]
            if count[kind.key] > 1:
                found |= _DOC["often"]
            bits[at] |= found


def _from_before(words: Sequence[str], types: Sequence[WordType], at: int) -> int:
    word = words[at - 1]
    before = types[at - 2] if word == "." and at > 1 else types[at - 1]  # "Mr." has its title before the full stop
    found = 0
    if before.classes:
        for bit, mark in _BEFORE:
            if before.classes & bit:
                found |= mark
    if before.capital:
        found |= _DOC["tailed"]
        if before.flags & GIVEN:
            found |= _DOC["family"]
    if word in {"the", "The"}:
        found |= _DOC["the"]
    elif word == "(" and words[at].isupper() and words[at + 1 : at + 2] == [")"] and len(words[at]) <= LONGEST_ACRONYM:
        found |= _DOC["acronym"]
    return found


def _from_after(words: Sequence[str], types: Sequence[WordType], at: int) -> int:
    after = types[at + 1]
    found = 0
    if after.classes:
        for bit, mark in _AFTER:
            if after.classes & bit:
                found |= mark
    if after.capital:
        found |= _DOC["headed"]
    if words[at + 1] in {"'s", "’s"}:
        found |= _DOC["possessive"]
    return found
