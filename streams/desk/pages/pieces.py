"""Segments of text as the template of an article draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from streams.desk.values import ArticlePage, Mark, Segment


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, how it is drawn, and what is said of it on hover or focus."""

    text: str
    classes: str
    """Sorts of its marks, and the kind of the figure whose number it is; empty where nothing is marked."""
    notes: tuple[Mark, ...]
    """Marks with something to say, the innermost kinds first: numbers, then the others."""
    figure: str | None
    """Address fragment of the figure whose number it is."""


def pieces_of(page: ArticlePage) -> Callable[[Iterable[Segment]], Iterator[Piece]]:
    """Return what yields the pieces of headline, paragraph or original; marks are looked up once for all of them."""
    marks = {mark.id: mark for mark in page.marks}
    kinds = {figure.id: figure.kind for figure in page.figures}

    def pieces(segments: Iterable[Segment]) -> Iterator[Piece]:
        for segment in segments:
            yield _piece(segment.text, [marks[name] for name in segment.marks if name in marks], kinds)

    return pieces


def _piece(text: str, marks: list[Mark], kinds: Mapping[str, str]) -> Piece:
    numbers = [mark for mark in marks if mark.sort == "number"]
    classes = dict.fromkeys(f"m-{mark.sort}" for mark in marks)
    if numbers:
        classes[kinds.get(numbers[0].figure or "", "casualties")] = None
    said = [mark for mark in marks if mark.sort not in {"sentence", "number"}]
    return Piece(
        text=text,
        classes=" ".join(classes),
        notes=(*numbers, *said),
        figure=numbers[0].id.removesuffix("-number") if numbers else None,
    )
