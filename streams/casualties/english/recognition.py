"""Whether a text is in English at all: in other languages "die" and "hit" are words too."""

from __future__ import annotations

import re
from typing import Final

from streams.casualties.english import lexicon as lex

SAMPLE: Final = 800
"""Characters looked at: some 120 words, which hold forty function words."""
LEAST_FOREIGN: Final = 2
"""One foreign word alone may be a name: "van", "el"."""
LATIN_SHARE: Final = 2
"""A text with more other letters than one in so many is in another script."""

_DATA: Final = lex.load_json("language.json")
_ENGLISH: Final = frozenset(_DATA["english"])
_FOREIGN: Final = frozenset(_DATA["foreign"])
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Return whether a text may be English; too few words to tell leave it open, which is yes.

    Foreign words count in lower case alone: with a capital they are mostly names ("El Rey", "Los Andes").
    """
    words = _WORD.findall(text[:SAMPLE])
    other_script = sum(not word.isascii() and word[0] > "\u024f" for word in words)
    if other_script * LATIN_SHARE > len(words):
        return False
    foreign = sum(word in _FOREIGN for word in words)
    return foreign < LEAST_FOREIGN or foreign <= sum(word.lower() in _ENGLISH for word in words)
