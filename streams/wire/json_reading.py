"""JSON from strangers: read once, refused where it says one thing twice."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from streams.errors import MalformedItem
from streams.wire.damaged import MOST_CONTROLS

DECIDING: Final = ("status", "embargo", "signal", "ednote", "version", "item_id", "uri", "guid", "retracts")
"""What the names of fields contain that decide whether an item may be published, and as which."""
SUSPECT: Final = DECIDING[:4]
"""Those that an item seldom names twice; the others stand in pictures and links too, so that all would be checked."""
_ESCAPED_LETTER = re.compile(r"\\u00[4-7]")
"""A letter of ASCII that needs no escape; a name may be written with it to look like another."""


FEW_CONTROLS: Final = 16
"""So many escapes of control characters may stand in any JSON; more of them only up to a share of a long one."""
_CONTROL_ESCAPE = re.compile(r"\\u00(?:0[0-8bceBCEfF]|1[0-9a-fA-F]|7[fF])")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
"""An escape; the group has half of a character that the other half is missing of."""


def load_marked(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the content of a JSON text, and a remark where halves of characters were lost in it.

    Software that cuts a text cuts within a character too, and leaves the first half of a pair of escapes; the article
    is read all the same. Raises `MalformedItem` as `load_json` does.
    """
    try:
        return load_json(text), ()
    except MalformedItem:
        whole, lost = without_half_characters(text)
        if not lost:
            raise
        return load_json(whole), (f"{lost} characters were cut in half and stand as U+FFFD",)


def without_half_characters(text: str) -> tuple[str, int]:
    """Return a JSON text with U+FFFD for each escape that is half a character, and how many there were."""
    if "\\ud" not in text and "\\uD" not in text:
        return text, 0
    lost = 0

    def put_right(escape: re.Match[str]) -> str:
        nonlocal lost
        lost += escape[1] is not None
        return escape[0] if escape[1] is None else "\\ufffd"

    return _ESCAPE.sub(put_right, text), lost


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
    if "\\u00" in text:
        _refuse_control_flood(text)
    lowered = text.lower()
    if any(lowered.count(name) > 1 for name in SUSPECT) or ("\\u00" in text and _ESCAPED_LETTER.search(text)):
        _refuse_doubles(text)
    return content


def _refuse_control_flood(text: str) -> None:
    """Refuse a text with many escapes of control characters: they are left out, and little would be left."""
    count = sum(1 for _ in _CONTROL_ESCAPE.finditer(text))
    if count > max(FEW_CONTROLS, len(text) * MOST_CONTROLS):
        raise MalformedItem(f"{count} escapes in a JSON of {len(text)} characters are control characters")


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
