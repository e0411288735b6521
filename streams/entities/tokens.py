"""Text to tokens and sentences, with offsets.

Names keep their apostrophes (`O'Brien`, `Sana'a`) and hyphens (`al-Nusra`, `Jean-Pierre`); where a hyphen joins a
name to a common word (`Al-Qaeda-affiliated`, `UN-brokered`, `pro-Syrian`) the token ends at the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from streams.entities.keys import name_key
from streams.entities.nations import country_codes
from streams.entities.tables import word_set
from streams.entities.words import LOWER, words

LONGEST_SENTENCE: Final = 90
"""Tokens; a longer sentence is cut, so that a text without a full stop costs no more than another."""

_TOKEN: Final = re.compile(
    r"https?://\S+|www\.\S+|[@#]\w+"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)+"
    r"|['’]s(?![^\W_])"
    r"|[^\W_]+(?:(?:['’](?!s(?![^\W_]))|[-‐‑])[^\W_]+)*"
    r"|\S"
)
_HYPHEN: Final = re.compile(r"[-‐‑]")
_LONGEST_SYLLABLE: Final = 6
"""Letters; a longer tail after a hyphen is no syllable of a name."""
_PARTIES: Final = frozenset({"D", "R", "I"})
"""Before the seat of a member of a parliament: "D-Columbus"."""
_CLOSING: Final = frozenset("\"'”’)]»")
_ENDS: Final = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text in order, and the token at which each sentence begins."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]


def _two_countries(left: str, right: str) -> bool:
    """Tell whether a hyphen joins two countries: "Argentina-Chile"."""
    return left[:1].isupper() and right[:1].isupper() and {name_key(left), name_key(right)} <= country_codes().keys()


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Return the pieces of a hyphenated word."""
    joined = word_set("hyphen_particles")
    marks = [match.start() for match in _HYPHEN.finditer(word)]
    cuts = [0]
    at = 0
    for left_end, right_end in zip(marks, [*marks[1:], len(word)], strict=True):
        left = word[at:left_end]
        right = word[left_end + 1 : right_end]
        if (
            left in _PARTIES
            or _two_countries(left, right)
            or (left.islower() and left not in joined and len(left) > 1 and right[:1].isupper())
        ):
            cuts.extend((left_end, left_end + 1))
        elif right.islower() and left[:1].isupper() and len(left) > 2 < len(right) and right not in joined:  # noqa: PLR2004 - Ki-moon, Jong-un
            if words().flags_of([right])[0] & LOWER or len(right) > _LONGEST_SYLLABLE:
                cuts.append(left_end)
        elif left.isupper() and len(left) > 1 and right.islower():
            cuts.append(left_end)
        at = left_end + 1
    return tuple(word[a:b] for a, b in zip(cuts, [*cuts[1:], len(word)], strict=True) if b > a)


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text. Linear in its length."""
    found: list[str] = []
    starts: list[int] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start = match.start()
        if ("-" in word or "‐" in word or "‑" in word) and len(word) > 2 and not word.startswith(("http", "www")):  # noqa: PLR2004 - a dash alone is no compound
            for piece in _pieces(word):
                found.append(piece)
                starts.append(start)
                start += len(piece)
        else:
            found.append(word)
            starts.append(start)
    ends = [start + len(word) for start, word in zip(starts, found, strict=True)]
    return Tokens(found, starts, ends, _sentences(found, starts, ends, text))


def _sentences(tokens: list[str], starts: list[int], ends: list[int], text: str) -> list[int]:
    abbreviations = word_set("abbreviations")
    begins = [0] if tokens else []
    since = 0
    pending = False
    newline = text.find("\n")
    for at in range(1, len(tokens)):
        previous = tokens[at - 1]
        if previous in _ENDS:
            pending = previous != "." or not (
                at >= 2  # noqa: PLR2004 - a word before the full stop
                and (tokens[at - 2] in abbreviations or (len(tokens[at - 2]) == 1 and tokens[at - 2].isupper()))
                and starts[at - 1] == ends[at - 2]
            )
        elif previous[-1] == "." and len(previous) > 2:  # noqa: PLR2004 - U.S. at the end of a sentence
            pending = tokens[at] in word_set("sentence_openers")
        elif not (pending and previous in _CLOSING):
            pending = False
        begin = starts[at]
        broken = False
        if newline != -1 and newline < begin:
            broken = True
            newline = text.find("\n", begin)
        if not broken and pending:
            first = tokens[at][0]
            broken = begin > ends[at - 1] and (first.isupper() or first.isdigit() or first in "\"“‘'([«")
        if broken or at - since >= LONGEST_SENTENCE:
            begins.append(at)
            since = at
            pending = False
    return begins
