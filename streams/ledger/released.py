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
_HARMED: Final = frozenset({Kind.KILLED, Kind.INJURED})
_WITHDRAWN: Final = re.compile(
    r"\b(?:contrary to|(?:first|earlier|initial) reports?|hoax|false alarm"
    r"|(?:was|were|proved) (?:false|untrue|unfounded))\b"
)
_NOBODY: Final = frozenset(
    {"no one", "no-one", "nobody", "none", "no people", "no persons", "everyone", "everybody", "all", "last"}
)
"""Words for all who were sought: extraction marks "the last of them were found" by one of these."""

_IN_CLAUSE: Final = (
    r"(?!\b(?:and|but|while|as(?! (?:missing|trapped|buried)\b)|until|before|when|(?:after|since)(?! \w{3,6}day\b))\b)"
)
"""What begins another clause is not passed; "listed as missing" and "missing since Sunday" begin none."""
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
    r"|safe|in touch|slept elsewhere|never (?:set out|boarded|turned up|went)"
    r"|(?:was|were) (?:with|at|not at|not on|not among)|(?:walk|walked|climbed) (?:back|into|in|home|down)"
    r"|(?:wandered|came) (?:back|down))\b"
)
"""What says that those who were trapped or missing are found, dead or alive, and not that they are not, or may be."""
_FINDING: Final = re.compile(
    r"(?<!\bnot )(?<!\bto )\b(?:found|finds?|reach(?:es|ed)?|rescue[sd]?|recover(?:s|ed)|located"
    r"|brought (?:up|out)|pulled out)(?: the| another)? $"
)
"""What stands before the number of those who are found: "divers found two of the missing"."""
_DIED: Final = re.compile(
    r"(?: of (?:the|those))?(?: [\w'’-]+){0,2} (?:wounded|injured|hurt|burned|scalded)\b"
    rf"(?:{_IN_CLAUSE}(?!\b(?:not|never|may|might|could|would)\b)[^,.;:]){{0,90}}?\b(?:die[ds]?|succumb(?:s|ed)?)\b"
)
_REMAINING: Final = re.compile(r" (?:remaining|last)\b")
_DEFINITE: Final = re.compile(r"(?<!\bof )\bthe (?:other |remaining |last )?$")
_LET_HOME: Final = re.compile(r"\b(?:allow(?:ed|s|ing)?|let|return of|permitted)(?: the| some| about)? $")
_WENT_HOME: Final = re.compile(
    rf"(?:{_IN_CLAUSE}(?!\b(?:not|never|may|might|could|would|will|cannot|unable|waiting|hop(?:e|es|ed|ing))\b)"
    r"(?!n['’]t\b)[^,.;:\d]){0,90}?\b(?:allowed|let|able to return|returned"
    r"|(?:gone|went|go|going) (?:home|back)|(?:are|were) (?:home|back)|back (?:home|in their)|moved back)\b"
)
_ALL: Final = re.compile(r"\b(?:all|both|last|remaining|final)(?: of)?(?: the)? $")


def nobody_left(figure: CasualtyFigure) -> bool:
    """Return whether a figure says that nobody is trapped, missing or held any more."""
    if figure.kind is Kind.KIDNAPPED:
        return is_released(figure) and _counts_all(figure)
    if figure.kind not in SOUGHT:
        return False
    counted = " ".join(filter(None, (figure.quantity_text, figure.victims.text if figure.victims else ""))).lower()
    if figure.role is Role.DENIED and figure.min == 0:
        return counted in _NOBODY or figure.quantity_text.lower() in _NOBODY
    return is_found(figure) and _counts_all(figure)


def _counts_all(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts all, or all who are left: "all 16", "the last five", "the eight remaining"."""
    before, after = around(figure)
    words = figure.quantity_text.lower()
    return words.startswith(("all ", "both")) or _ALL.search(before) is not None or _REMAINING.match(after) is not None


def nobody_was_hurt(figure: CasualtyFigure) -> bool:
    """Return whether a figure says of the whole event that nobody was killed, or hurt.

    It stands in a headline, or withdraws what was reported first. "No one else was hurt" and "there were no deaths on
    board" say less.
    """
    if figure.kind not in _HARMED or figure.role is not Role.DENIED or figure.min != 0 or figure.victims is not None:
        return False
    if figure.quantity_text.lower() not in _NOBODY | {"no"}:
        return False
    return figure.evidence.in_headline or _WITHDRAWN.search(quote_of(figure)) is not None


def is_found(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts people trapped or missing who are found, by the words around its number."""
    if figure.kind not in SOUGHT:
        return False
    before, after = around(figure)
    return _FINDING.search(before) is not None or _FOUND.match(after) is not None


def have_died(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts people who were hurt and have died: "two of those wounded died on Friday"."""
    return figure.kind is Kind.INJURED and _DIED.match(around(figure)[1]) is not None


def those_sought_are_found(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts the very people who were sought, who are found: "the three men were found"."""
    return is_found(figure) and _DEFINITE.search(around(figure)[0]) is not None


def is_home(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts people who had to leave and went home again."""
    if figure.kind is not Kind.DISPLACED:
        return False
    before, after = around(figure)
    return _LET_HOME.search(before) is not None or _WENT_HOME.match(after) is not None


def all_are_home(figure: CasualtyFigure) -> bool:
    """Return whether it says that all of them did."""
    if not is_home(figure):
        return False
    return _counts_all(figure) or " all " in around(figure)[1][:120]


def is_released(figure: CasualtyFigure) -> bool:
    """Return whether a figure counts captives who were freed or got away, by the words around its number."""
    if figure.kind is not Kind.KIDNAPPED:
        return False
    before, after = around(figure)
    return _FREEING.search(before) is not None or _FREED.match(after) is not None


def around(figure: CasualtyFigure) -> tuple[str, str]:
    """Return what its sentence has before and after a figure's number, in lower case; nothing where it isn't there."""
    quote, words = quote_of(figure), figure.quantity_text.lower()
    before, number, after = quote.partition(words) if words else ("", "", "")
    return (before, after) if number else ("", "")


def quote_of(figure: CasualtyFigure) -> str:
    """Return the sentence of a figure in lower case, empty where it has none."""
    return (figure.evidence.quote or "").lower()
