"""Captives who are free, and those trapped or missing who are found: they are no longer of those who are counted.

"Nine of the hostages were freed" counts none of those who are held, "all 16 trapped miners were brought up" says that
nobody is trapped, and so does "no one is missing any more".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind, Role

if TYPE_CHECKING:
    from schemas import CasualtyFigure

SOUGHT: Final = frozenset({Kind.TRAPPED, Kind.MISSING})
_NOBODY: Final = frozenset({"no one", "no-one", "nobody", "none", "no people", "no persons"})

_IN_CLAUSE: Final = r"(?!\b(?:and|but|while|as|until|after|before|since|when)\b)"
"""What begins another clause is not passed."""
_FREEING: Final = re.compile(
    r"\b(?:free[ds]?|freeing|releas(?:e|es|ed|ing)|rescu(?:e|es|ed|ing))(?: of)?(?: [\w-]+){0,2} $"
)
"""What stands before the number of those who are freed: "secured the release of 100"."""
_FREED: Final = re.compile(
    rf"(?:{_IN_CLAUSE}[^,.;:\d]){{0,80}}?"
    r"(?<!\bbe )(?<!\bnot )\b(?:freed|released|rescued|escaped?|escapes|let go|got away)\b"
)
"""What follows it, within its clause: "nine of the passengers taken from a bus have escaped"."""


_FOUND: Final = re.compile(
    rf"(?:{_IN_CLAUSE}"
    r"(?!\b(?:not|never|yet|no|may|might|could|would|will|hop(?:e|es|ed|ing))\b)(?!n['’]t\b)[^,.;:\d]){0,80}?(?<!\bbe )"
    r"\b(?:freed|rescued|saved|found|recovered|accounted for|turned up|brought (?:up|out|to the surface|to safety)"
    r"|(?:pulled|walked|got|dug|led|lifted) (?:out|free|to safety)|(?:came|come|returned) (?:home|back|out)|emerged"
    r"|safe)\b"
)
"""What says that those who were trapped or missing are found, dead or alive, and not that they are not, or may be."""
_ALL: Final = re.compile(r"\b(?:all|both|last|remaining|final)(?: of)?(?: the)? $")


def nobody_left(figure: CasualtyFigure) -> bool:
    """Return whether a figure says that nobody is trapped or missing any more."""
    if figure.kind not in SOUGHT:
        return False
    counted = " ".join(filter(None, (figure.quantity_text, figure.victims.text if figure.victims else ""))).lower()
    if figure.role is Role.DENIED:
        return figure.min == 0 and (counted in _NOBODY or figure.quantity_text.lower() in _NOBODY)
    if not is_found(figure):
        return False
    before, _ = _around(figure)
    return figure.quantity_text.lower().startswith(("all ", "both")) or _ALL.search(before) is not None


def is_found(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts people trapped or missing who are found, by the words behind its number."""
    return figure.kind in SOUGHT and _FOUND.match(_around(figure)[1]) is not None


def is_released(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts captives who were freed or got away, by the words around its number."""
    if figure.kind is not Kind.KIDNAPPED:
        return False
    before, after = _around(figure)
    return _FREEING.search(before) is not None or _FREED.match(after) is not None


def _around(figure: CasualtyFigure) -> tuple[str, str]:
    """Return what its sentence has before and after a figure's number, in lower case; nothing where it isn't there."""
    quote, words = (figure.evidence.quote or "").lower(), figure.quantity_text.lower()
    before, number, after = quote.partition(words) if words else ("", "", "")
    return (before, after) if number else ("", "")
