"""The key of a line: what is the same in a line of furniture from one page to the next."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import xxhash

from streams.cleaning.resources import table

_NUMBER: Final = re.compile(r"\d+")
_ADDRESS: Final = re.compile(r"\S{0,64}@\S{1,64}|https?:\S{1,400}|www\.\S{1,400}")
_EDGES: Final = " \t.,:;!?-–—|>»<«*•·\"'()[]"
_AROUND: Final = ".,:;()[]"
MASKED_CHARS: Final = 240
"""A line's key is made from so many of its characters, and about its length where it is longer."""
LENGTH_STEP: Final = 16


@cache
def date_words(kind: str) -> frozenset[str]:
    """Return the words of `data/dates.tsv` of a kind: `mask` or `stamp`."""
    return frozenset(word for row_kind, words in table("dates.tsv") if row_kind == kind for word in words.split())


def line_key(text: str) -> str:
    """Return the line in lower case with straight quotes and single spaces, its numbers, dates and addresses masked.

    Two lines of furniture that differ in a date, a counter or an e-mail address have the same key.
    """
    key = text[:MASKED_CHARS].lower()
    if not key.isascii():
        key = key.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    if "@" in key or "www." in key or "://" in key:
        key = _ADDRESS.sub("@", key)
    masked = _NUMBER.sub("0", key)
    words = masked.split()
    if masked != key:
        masks = date_words("mask")
        words = ["0" if word.strip(_AROUND) in masks else word for word in words]
    masked = " ".join(words).strip(_EDGES)
    if len(text) > MASKED_CHARS:
        return f"{masked} {len(text) // LENGTH_STEP}"
    return masked


def line_hash(key: str) -> int:
    """Return 32 bits for a key: enough to count the lines of one source by."""
    return xxhash.xxh32_intdigest(key.encode("utf-8", "surrogatepass"))
