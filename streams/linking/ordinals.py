"""Victims who are counted on from others: "a seventh victim has died" speaks of an event that had six dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import CasualtyFigure

ORDINALS: Final = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_NUMBERS: Final = {word: number for number, word in enumerate(ORDINALS, start=2)}
_ENDINGS: Final = ("st", "nd", "rd", "th")
MAX_DIGITS: Final = 3
_DYING: Final = ("to die", "to have died", "to be killed", "killed in the")
FEWEST: Final = 2
"""Dead from which on one more is counted on from them: that one died is true of many events."""


def counted_on(figures: Iterable[CasualtyFigure]) -> frozenset[tuple[str, int]]:
    """Return kind and number of the dead whom the article counts one more victim on from."""
    return frozenset(
        (figure.kind.value, number - 1)
        for figure in figures
        if figure.role is Role.TOTAL and (number := ordinal_of(figure)) > FEWEST and figure.min in {1, number}
    )


def ordinal_of(figure: CasualtyFigure) -> int:
    """Return the number of the victim who died, by the ordinal in the figure's words, 0 without one.

    "The fourth victim" goes on a list, and is one, but not "the fourth person to die".
    """
    if figure.kind is not Kind.KILLED or (figure.quantity_text.lower().startswith("the ") and not _is_to_die(figure)):
        return 0
    text = f"{figure.quantity_text} {figure.victims.text if figure.victims else ''}".lower()
    return next((number for word in text.split() if (number := _number(word))), 0)


def _is_to_die(figure: CasualtyFigure) -> bool:
    quote = (figure.evidence.quote or "").lower()
    return any(f"{figure.quantity_text.lower()} {rest}" in quote for rest in _DYING)


def _number(word: str) -> int:
    digits = word[:-2]
    if word.endswith(_ENDINGS) and digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS:
        return int(digits)
    return _NUMBERS.get(word, 0)
