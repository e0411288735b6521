"""What the recogniser sees of a word wherever it stands: its letters, shape, cluster, and what kind of word it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from streams.entities.keys import name_key
from streams.entities.tables import word_classes
from streams.entities.words import FAMILY, GIVEN, LOWER, PUBLIC, TITLE, UPPER, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


BOUNDARY: Final = "<s>"
"""Stands before the first and after the last token of a sentence."""
LONGEST_WORD: Final = 40
"""Letters of a word that are looked at."""

_REPEATED: Final = re.compile(r"(.)\1+")


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
CLASS_BIT: Final = {name: 1 << at for at, name in enumerate(CLASSES)}


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
            bits[word] = bits.get(word, 0) | CLASS_BIT[name]
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
    attributes += [f"k={name}" for name in CLASSES if classes & CLASS_BIT[name]]
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
