"""Captives who are free again: "nine of the hostages were freed" counts none of those who are held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind

if TYPE_CHECKING:
    from schemas import CasualtyFigure

_FREEING: Final = re.compile(
    r"\b(?:free[ds]?|freeing|releas(?:e|es|ed|ing)|rescu(?:e|es|ed|ing))(?: of)?(?: [\w-]+){0,2} $"
)
"""What stands before the number of those who are freed: "secured the release of 100"."""
_FREED: Final = re.compile(
    r"(?:(?!\b(?:and|but|while|as|until|after|before|since|when)\b)[^,.;:\d]){0,80}?"
    r"(?<!\bbe )(?<!\bnot )\b(?:freed|released|rescued|escaped?|escapes|let go|got away)\b"
)
"""What follows it, within its clause: "nine of the passengers taken from a bus have escaped"."""


def is_released(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts captives who were freed or got away, by the words around its number."""
    quote = (figure.evidence.quote or "").lower()
    if figure.kind is not Kind.KIDNAPPED or not quote:
        return False
    before, number, after = quote.partition(figure.quantity_text.lower())
    return bool(number) and (_FREEING.search(before) is not None or _FREED.match(after) is not None)
