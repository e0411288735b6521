"""The key of a line: what is the same in a line of furniture from one page to the next."""

from __future__ import annotations

import re
from typing import Final

import xxhash

_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_NUMBER: Final = re.compile(r"\d+")
_DATE_WORD: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:uary|ruary|ch|il|e|y|ust|ember|tember|ober|day)?\b\.?|\b[ap]\.?m\b\.?"
)
_ADDRESS: Final = re.compile(r"\S{0,64}@\S{1,64}|https?:\S{1,400}|www\.\S{1,400}")
_EDGES: Final = " \t.,:;!?-–—|>»<«*•·\"'()[]"
MASKED_CHARS: Final = 600
"""A line's key is made from so many of its characters, and its length where it is longer."""


def line_key(text: str) -> str:
    """Return the line in lower case with straight quotes and single spaces, its numbers, dates and addresses masked.

    Two lines of furniture that differ in a date, a counter or an e-mail address have the same key.
    """
    key = text[:MASKED_CHARS].lower().translate(_QUOTES)
    if "@" in key or "www." in key or "://" in key:
        key = _ADDRESS.sub("@", key)
    masked = _NUMBER.sub("0", key)
    if masked != key:
        masked = _DATE_WORD.sub("0", masked)
    masked = " ".join(masked.split()).strip(_EDGES)
    if len(text) > MASKED_CHARS:
        return f"{masked} {len(text)}"
    return masked


def line_hash(key: str) -> int:
    """Return 32 bits for a key: enough to count the lines of one source by."""
    return xxhash.xxh32_intdigest(key.encode("utf-8", "surrogatepass"))
