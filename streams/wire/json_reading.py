"""JSON from strangers: read once, refused where it says one thing twice."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from streams.errors import MalformedItem

DECIDING: Final = ("status", "embargo", "signal", "ednote", "version", "item_id", "uri", "guid", "retracts")
"""What the names of fields contain that decide whether an item may be published, and as which."""
SUSPECT: Final = DECIDING[:4]
"""Those that an item seldom names twice; the others stand in pictures and links too, so that all would be checked."""
_ESCAPED_LETTER = re.compile(r"\\u00[4-7]")
"""A letter of ASCII that needs no escape; a name may be written with it to look like another."""


def load_json(text: str) -> Any:
    """Return the content of a JSON text.

    Raises `MalformedItem` for other text, and where an object names a deciding field twice.
    Parsers differ in which of two values they take, so that two statuses could each be right. The slow check is made
    only where a deciding name stands more than once, as in a list of items.
    """
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MalformedItem(f"not JSON: {str(error)[:200]}") from error
    lowered = text.lower()
    if any(lowered.count(name) > 1 for name in SUSPECT) or ("\\u00" in text and _ESCAPED_LETTER.search(text)):
        _refuse_doubles(text)
    return content


def _refuse_doubles(text: str) -> None:
    try:
        json.loads(text, object_pairs_hook=_once)
    except (RecursionError, ValueError) as error:
        raise MalformedItem(f"not JSON that can be read safely: {str(error)[:200]}") from error


def _once(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _ in pairs:
        lowered = name.lower()
        if lowered in seen and any(word in lowered for word in DECIDING):
            raise MalformedItem(f"the field {name[:80]!r} stands twice in one object, in whatever case; send it once")
        seen.add(lowered)
