"""What the recogniser sees of a token: attributes of the word, and bits of its gazetteers and of the whole document.

After Ratinov and Roth, "Design challenges and misconceptions in named entity recognition" (CoNLL 2009): clusters,
gazetteers, and context gathered from all mentions of a word in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.entities.keys import name_key
from streams.entities.nations import ACRONYM, nation_words
from streams.entities.phrases import phrases
from streams.entities.places import place_index
from streams.entities.tables import word_classes
from streams.entities.words import FAMILY, GIVEN, LOWER, PUBLIC, TITLE, UPPER, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from streams.entities.tokens import Tokens

BOUNDARY: Final = "<s>"
"""Stands before the first and after the last token of a sentence."""
LONGEST_PHRASE: Final = 6
"""Tokens of a gazetteer name."""
LONGEST_WORD: Final = 40
"""Letters of a word that are looked at."""

_REPEATED: Final = re.compile(r"(.)\1+")
_JOINING: Final = frozenset(["of", "the", "de", "la", "du", "des", "and", "for", "al", "el", "bin", "ibn", "ul", "e", "y", "da", "do", "dos", "von", "van", "&", "-", "'", "’", "."])
_SMALL: Final = frozenset(["of", "the", "de", "la", "du", "des", "and", "for"])


@dataclass(frozen=True, slots=True)
class WordType:
    """What is known of a word wherever it stands."""

    attributes: tuple[str, ...]
    key: str
    capital: bool
    classes: int
    """Bits of `CLASSES`."""
    flags: int


CLASSES: Final = (
    "title",
    "said",
    "place_preposition",
    "organisation_head",
    "place_head",
    "month",
    "weekday",
    "direction",
    "particle",
    "article",
    "pronoun",
    "event_head",
    "kin",
)
_BIT: Final = {name: 1 << at for at, name in enumerate(CLASSES)}

# Bits of a token in its document. Gazetteer bits first: begins or is inside a name of that kind.
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
_DOC_AT: Final = 2 * len(GAZETTEER)
_DOC: Final = {name: 1 << (_DOC_AT + at) for at, name in enumerate(DOCUMENT)}


def shape(word: str) -> str:
    """Return the shape of a word, runs folded: "al-Nusra" is `x-Xx`, "U.N." is `X.X.`."""
    kinds = "".join(
        "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        for char in word[:LONGEST_WORD]
    )
    return _REPEATED.sub(r"\1", kinds)[:10]


@cache
def _class_bits() -> dict[str, int]:
    bits: dict[str, int] = {}
    classes = word_classes()
    for name in CLASSES:
        for word in classes[name]:
            bits[word] = bits.get(word, 0) | _BIT[name]
    return bits


def describe(new: Sequence[str]) -> list[WordType]:
    """Return what is known of words, as they are written."""
    lowered = [word.lower() for word in new]
    table = words()
    paths = table.paths_of(new)
    flags = table.flags_of([name_key(word) if not word.isascii() else word for word in lowered])
    return [
        _describe(word, lower, path, flag) for word, lower, path, flag in zip(new, lowered, paths, flags, strict=True)
    ]


def _describe(word: str, lower: str, path: int, flags: int) -> WordType:
    classes = _class_bits().get(lower, 0)
    look = shape(word)
    folded = re.sub(r"\d", "0", lower[:LONGEST_WORD])
    attributes = ["bias", f"w={folded}", f"s={look}", f"l={min(len(word), 12)}"]
    if word == BOUNDARY:
        return WordType(("bias", BOUNDARY), "", capital=False, classes=0, flags=0)
    if word[0].isalpha():
        attributes += [
            f"p2={folded[:2]}",
            f"p3={folded[:3]}",
            f"x1={folded[-1:]}",
            f"x2={folded[-2:]}",
            f"x3={folded[-3:]}",
            f"x4={folded[-4:]}",
        ]
        if path:
            attributes += [f"c={path}", f"c4={path & 15}", f"c6={path & 63}", f"c8={path & 255}", f"c10={path & 1023}"]
        else:
            attributes.append(f"c0={look}")
        usual = "l" if flags & LOWER else "t" if flags & TITLE else "u" if flags & UPPER else "?"
        names = flags & (GIVEN | FAMILY | PUBLIC)
        attributes += [f"u={usual}", f"n={names}", f"un={usual}{names}{look[:3]}"]
        if "-" in word:
            head, _, tail = folded.rpartition("-")
            attributes += [f"h={head}", f"t={tail}"]
    attributes += [f"k={name}" for name in CLASSES if classes & _BIT[name]]
    return WordType(
        tuple(attributes),
        name_key(word),
        capital=word[0].isupper() or (word[:3].islower() and "-" in word and any(map(str.isupper, word))),
        classes=classes,
        flags=flags,
    )


def near(attributes: Iterable[str], distance: int) -> list[str]:
    """Return those attributes of a word that a neighbour at this distance sees."""
    if distance == 0:
        return list(attributes)
    if distance == 1:
        return [name for name in attributes if not name.startswith(("p2=", "p3=", "x1=", "x2=", "x4=", "l="))]
    return [name for name in attributes if name.startswith(("w=", "s=", "c=", "c6=", "u=", "k=", BOUNDARY))]


def token_bits(tokens: Tokens, types: Sequence[WordType]) -> NDArray[np.uint64]:
    """Return the bits of each token: gazetteer names that it is part of, and what the document shows of its word."""
    bits = _gazetteer_bits(tokens, types)
    _document_bits(tokens, types, bits)
    return np.array(bits, np.uint64)


def _gazetteer_bits(tokens: Tokens, types: Sequence[WordType]) -> list[int]:
    bits = [0] * len(types)
    spans: list[tuple[int, int]] = []
    keys: list[str] = []
    ends = [*tokens.sentences[1:], len(types)]
    for first, last in zip(tokens.sentences, ends, strict=True):
        for begin in range(first, last):
            if not types[begin].capital:
                continue
            key = ""
            for end in range(begin, min(begin + LONGEST_PHRASE, last)):
                kind = types[end]
                word = tokens.words[end]
                if not (kind.capital or word in _JOINING):
                    break
                if kind.key:
                    key = f"{key} {kind.key}" if key else kind.key
                if kind.capital:
                    spans.append((begin, end + 1))
                    keys.append(key)
    if not keys:
        return bits
    ranks = place_index().ranks(keys).tolist()
    named = phrases().classes_of(keys).tolist()
    nations = nation_words()
    covered = [0] * len(types)
    for at in sorted(range(len(keys)), key=lambda at: spans[at][0] - spans[at][1]):
        begin, end = spans[at]
        rank, phrase = ranks[at], named[at]
        nation = nations.get(keys[at])
        if nation is None and tokens.words[begin].isupper() and end == begin + 1:
            nation = nations.get(ACRONYM + keys[at])
        if not (rank or phrase or nation):
            continue
        found = 0
        if rank:
            found |= 1 << (2 * (7 - rank))
        if phrase & 1:
            found |= 1 << 14
        if phrase & 2:
            found |= 1 << 16
        if nation:
            found |= (1 << 18) if nation == "nationality" else 1
        found &= ~covered[begin]
        if not found:
            continue
        bits[begin] |= found
        for inside in range(begin + 1, end):
            bits[inside] |= found << 1
        for inside in range(begin, end):
            covered[inside] |= found
    return bits


def _document_bits(tokens: Tokens, types: Sequence[WordType], bits: list[int]) -> None:
    seen: dict[str, int] = {}
    lower: set[str] = set()
    count: dict[str, int] = {}
    heads = set(tokens.sentences)
    last = len(types) - 1
    said, title, within = _BIT["said"], _BIT["title"], _BIT["place_preposition"]
    body, place = _BIT["organisation_head"], _BIT["place_head"]
    for at, kind in enumerate(types):
        if not kind.capital:
            if kind.key:
                lower.add(kind.key)
            continue
        key = kind.key
        count[key] = count.get(key, 0) + 1
        found = seen.get(key, 0)
        if at not in heads:
            before = types[at - 1]
            word = tokens.words[at - 1]
            if word == "." and at >= 2:  # noqa: PLR2004 - after "Mr."
                before = types[at - 2]
            if before.classes & title:
                found |= _DOC["titled"]
            if before.capital and before.flags & GIVEN:
                found |= _DOC["family"]
            if before.capital:
                found |= _DOC["tailed"]
            if before.classes & said:
                found |= _DOC["speaks"]
            if before.classes & within:
                found |= _DOC["within"]
            if before.classes & body:
                found |= _DOC["bodied"]
            if before.classes & place:
                found |= _DOC["placed"]
            if word in {"the", "The"}:
                found |= _DOC["the"]
            if (
                word == "("
                and at < last
                and tokens.words[at + 1] == ")"
                and len(key) < 9
                and tokens.words[at].isupper()
            ):
                found |= _DOC["acronym"]
        if at < last:
            after = types[at + 1]
            if after.classes & said:
                found |= _DOC["speaks"]
            if after.classes & body:
                found |= _DOC["bodied"]
            if after.classes & place:
                found |= _DOC["placed"]
            if after.capital:
                found |= _DOC["headed"]
            if tokens.words[at + 1] in {"'s", "’s"}:
                found |= _DOC["possessive"]
        seen[key] = found
    for at, kind in enumerate(types):
        if kind.capital:
            found = seen[kind.key]
            if kind.key in lower:
                found |= _DOC["lower"]
            if count[kind.key] > 1:
                found |= _DOC["often"]
            bits[at] |= found
