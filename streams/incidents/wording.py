"""How the numbers of figures and tolls are written, and in what order kinds stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import CasualtyFigure, Toll

ORDER: Final = ("killed", "injured", "missing", "kidnapped", "trapped", "detained", "displaced", "casualties")
"""Kinds in the order in which they are shown, the gravest first."""

_QUALIFIED: Final = {
    Qualifier.AT_LEAST: "at least {}",
    Qualifier.MORE_THAN: "more than {}",
    Qualifier.AT_MOST: "up to {}",
    Qualifier.FEWER_THAN: "fewer than {}",
    Qualifier.ABOUT: "about {}",
}


def figure_number(figure: CasualtyFigure) -> str:
    """Return the number of a figure as the text states it: `at least 42`, `6 to 8`, `dozens`."""
    if figure.min is None and figure.max is None:
        return figure.quantity_text
    if figure.min is not None and figure.max is not None and figure.min != figure.max:
        return f"{figure.min:,} to {figure.max:,}"
    number = figure.min if figure.min is not None else figure.max
    return _QUALIFIED.get(figure.qualifier, "{}").format(f"{number:,}")


def toll_text(toll: Toll | None) -> str:
    """Return a toll in a few words: the best number as it was said, and the interval where there is one."""
    if toll is None:
        return "-"
    return f"{_said(toll)}, implausible" if toll.implausible else _said(toll)


def _said(toll: Toll) -> str:
    if toll.word is not None:
        return toll.word
    best = f"about {toll.best:,}" if toll.qualifier is Qualifier.ABOUT else f"{toll.best:,}"
    if toll.high is None:
        return f"{best} or more" if toll.low == toll.best else f"{best} ({toll.low:,} or more)"
    return best if toll.low == toll.high else f"{best} ({toll.low:,} to {toll.high:,})"


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds of figures in the order in which they are shown, the gravest first."""
    return sorted(kinds, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind))
