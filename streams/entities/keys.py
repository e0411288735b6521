"""The form under which a name is looked up: without accents, case, apostrophes and hyphens."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import xxhash

_DROPPED: Final = dict.fromkeys(
    map(ord, "'’‘ʻʼ`´ʿʾ.ˈ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_SPACED: Final = dict.fromkeys(map(ord, "-‐‑–—_/\u00a0"), " ")
_LETTERS: Final = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "e"}
)


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Return the lookup form of a name: "Al-Fū‘ah" and "al Fuah" are both `al fuah`."""
    if name.isascii():
        folded = name
    else:
        folded = "".join(
            char for char in unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not unicodedata.combining(char)
        )
    folded = folded.translate(_DROPPED).translate(_SPACED).lower()
    return " ".join(folded.split())


def key_hash(key: str) -> int:
    """Return the 64-bit hash (XXH3) under which an index holds a key."""
    return xxhash.xxh3_64_intdigest(key.encode(errors="surrogatepass"))
