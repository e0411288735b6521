"""The key of a line: what is the same in a line of furniture from one page to the next."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import xxhash

from streams.cleaning.resources import table

_NUMBER: Final = re.compile(r"\d+")
_ADDRESS: Final = re.compile(r"\S{0,64}@\S{1,64}|https?:\S{1,400}|www\.\S{1,400}")
_EDGES: Final = " \t.,:;!?-–—|>»<«*•·×►▶+\"'()[]"
_AROUND: Final = ".,:;()[]"
MASKED_CHARS: Final = 240
"""A longer line is known by so many of its first characters, as they are, and its length."""


@cache
def date_words(kind: str) -> frozenset[str]:
    """Return the words of `data/dates.tsv` of a kind: `mask` or `stamp`."""
    return frozenset(word for row_kind, words in table("dates.tsv") if row_kind == kind for word in words.split())


def line_key(text: str) -> str:
    """Return the line in lower case with straight quotes and single spaces, its numbers, dates and addresses masked.

    Two lines of furniture that differ in a date, a counter or an e-mail address have the same key.
    """
    if len(text) > MASKED_CHARS:
        return f"{text[:MASKED_CHARS]} {len(text)}"
    key = text.lower()
    if not key.isascii():
        key = key.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    if "@" in key or "www." in key or "://" in key:
        key = _ADDRESS.sub("@", key)
    masked = _NUMBER.sub("0", key)
    words = masked.split()
    if masked != key:
        masks = date_words("mask")
        words = [_masked(word, masks) for word in words]
    return " ".join(words).strip(_EDGES)


def _masked(word: str, masks: frozenset[str]) -> str:
    if word.strip(_AROUND) in masks:
        return "0"
    if "-" in word or "/" in word:
        return "-".join("0" if part in masks else part for part in word.replace("/", "-").split("-"))
    return word


def line_hash(key: str) -> int:
    """Return 32 bits for a key: enough to count the lines of one source by."""
    return xxhash.xxh32_intdigest(key.encode("utf-8", "surrogatepass"))
