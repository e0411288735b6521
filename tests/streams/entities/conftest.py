"""Short ways to say what a text gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from streams.entities import recognise

if TYPE_CHECKING:
    from schemas import Entity


class Finder(Protocol):
    """The first entity with a text, as `recognise` gives it; fails where there is none."""

    def __call__(self, text: str, name: str) -> Entity:
        """Return it."""


class Names(Protocol):
    """The texts of a text's entities of one type."""

    def __call__(self, text: str, kind: str) -> list[str]:
        """Return them."""


@pytest.fixture
def find() -> Finder:
    """Return one entity of a text."""

    def found(text: str, name: str) -> Entity:
        entities = recognise(text)
        for entity in entities:
            if entity.text == name:
                return entity
        raise AssertionError(f"no {name!r} among {[(entity.text, entity.type.value) for entity in entities]}")

    return found


@pytest.fixture
def names() -> Names:
    """Return the names of one type."""

    def found(text: str, kind: str) -> list[str]:
        return [entity.text for entity in recognise(text) if entity.type.value == kind]

    return found
