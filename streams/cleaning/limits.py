"""How much of an item is read: what is beyond a limit is left out, and a remark says so.

Cleaning is linear in lines, tags and elements, but each costs far more than a character does: a megabyte of line breaks
would hold up a worker for ten seconds. No article of a newsroom comes near these limits.
"""

from __future__ import annotations

import re
from typing import Final

MOST_LINES: Final = 10_000
"""Lines of a text that are read."""
MOST_PAIRED_WORDS: Final = 10_000
"""Words of a text that was put right which are mapped one by one; in more of them, a line maps to the whole of it."""
LONGEST_REPAIRED: Final = 200_000
"""A longer line, which no story has, is not searched for mojibake and entities: a megabyte of marks took a second."""
MOST_TOKENS: Final = 60_000
"""Tags, texts between them and entities that are read of a page where its visible text is looked for."""
MOST_CELLS: Final = 1_000
"""Table cells of a page whose article is looked for; with more, all its visible text is read."""
DEEPEST_TABLE: Final = 5
"""Tables within tables of such a page: the extractor copies each with all that it holds."""
MOST_ATTRIBUTES: Final = 500
"""Attributes of one element of a page that is parsed: the parser compares each with all before it."""
LONG_TAG: Final = 2_000
"""A shorter tag has fewer attributes than that."""
_TAG: Final = re.compile(r"<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_ATTRIBUTE: Final = re.compile(r"[\s/]++[^\s=>\"'/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']++))?")


def has_attribute_flood(source: str) -> bool:
    """Return whether an element of a page has more attributes than are parsed. Time is linear in the length."""
    return any(_exceeds(tag.group()) for tag in _TAG.finditer(source) if tag.end() - tag.start() >= LONG_TAG)


def _exceeds(tag: str) -> bool:
    return any(number > MOST_ATTRIBUTES for number, _ in enumerate(_ATTRIBUTE.finditer(tag), 1))
