"""Invented wires on their way to a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from schemas import Dateline
from streams.casualties import extract_figures
from streams.entities import recognise
from streams.scene import locate

if TYPE_CHECKING:
    from schemas import CasualtyFigure, Scene


class Locator(Protocol):
    """Finds the scene of a text."""

    def __call__(
        self, body: str, headline: str | None = None, dateline: str | None = None
    ) -> tuple[Scene | None, list[CasualtyFigure]]:
        """Return the scene and the placed figures; `dateline` is the text that the body begins with."""
        ...


@pytest.fixture
def located() -> Locator:
    """Return a function from a text to its scene and figures, with the entities and figures that are found in it."""

    def find(
        body: str, headline: str | None = None, dateline: str | None = None
    ) -> tuple[Scene | None, list[CasualtyFigure]]:
        given = Dateline(text=dateline, place=dateline.split(",")[0].title()) if dateline else None
        entities = recognise(body, headline=headline, dateline=given)
        figures = extract_figures(body, headline=headline, entities=entities)
        return locate(body, headline=headline, dateline=given, entities=entities, figures=figures)

    return find
