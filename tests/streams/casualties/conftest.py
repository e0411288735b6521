"""Short ways to say what a text gives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from streams.casualties import extract_figures

if TYPE_CHECKING:
    from schemas import CasualtyFigure

WEDNESDAY = date(2016, 4, 6)


class Reader(Protocol):
    """Figures of a text published on a Wednesday, 6 April 2016."""

    def __call__(self, text: str, headline: str | None = None) -> list[CasualtyFigure]:
        """Return the figures."""
        ...


class Counter(Protocol):
    """The figures of a text as `kind min-max role`, open ends left out."""

    def __call__(self, text: str, headline: str | None = None) -> list[str]:
        """Return the figures in short."""
        ...


@pytest.fixture
def read() -> Reader:
    """Return the figures of a text."""

    def figures(text: str, headline: str | None = None) -> list[CasualtyFigure]:
        return extract_figures(text, headline=headline, published=WEDNESDAY)

    return figures


@pytest.fixture
def counts(read: Reader) -> Counter:
    """Return the figures of a text in short."""

    def shortened(text: str, headline: str | None = None) -> list[str]:
        return [short(figure) for figure in read(text, headline)]

    return shortened


def short(figure: CasualtyFigure) -> str:
    """Return a figure as `killed 12 total`, `injured 12- total`, `killed -12 total`, `missing dozens total`."""
    low, high = figure.min, figure.max
    if low is None and high is None:
        number = figure.quantity_text.lower()
    elif low == high:
        number = str(low)
    else:
        number = f"{'' if low is None else low}-{'' if high is None else high}"
    return f"{figure.kind.value} {number} {figure.role.value}"
