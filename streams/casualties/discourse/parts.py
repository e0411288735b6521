"""Of which figure a part is a part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemas import Kind, Role
from streams.casualties.discourse.figure import WINDOW

if TYPE_CHECKING:
    from streams.casualties.discourse.figure import ArticleFigure, Figures


def set_stated_wholes(figures: Figures) -> Figures:
    """Return the figures with the wholes that their sentences state, where those can hold them."""
    places = {
        (figure.clause.in_headline, figure.clause.number_start, figure.clause.kind): at
        for at, figure in enumerate(figures)
    }
    return tuple(
        replace(figure, parent=_stated(figures, at, places)) if figure.clause.parent is not None else figure
        for at, figure in enumerate(figures)
    )


def _stated(figures: Figures, at: int, places: dict[tuple[bool, int, Kind], int]) -> int | None:
    clause = figures[at].clause
    if clause.parent is None:
        return None
    whole = places.get((clause.in_headline, *clause.parent))
    fits = whole is not None and whole != at and figures[whole].clause.may_hold(clause)
    return whole if fits else None


def set_nearest_wholes(figures: Figures) -> Figures:
    """Return the figures with the nearest toll before each part that has no whole yet, else the first after it."""
    parents = [figure.parent for figure in figures]
    before: dict[Kind, list[int]] = {}
    waiting: list[int] = []
    for at, figure in enumerate(figures):
        if figure.role == Role.TOTAL:
            before.setdefault(figure.clause.kind, []).append(at)
            held = [part for part in waiting if figure.clause.may_hold(figures[part].clause)]
            for part in held:
                parents[part] = at
            waiting = [part for part in waiting if part not in held][-WINDOW:]
        elif figure.role == Role.SUBSET and figure.parent is None:
            parents[at] = _nearest(figures, figure, before.get(figure.clause.kind, ()))
            if parents[at] is None:
                waiting.append(at)
    return tuple(
        figure if figure.parent == parent else replace(figure, parent=parent)
        for figure, parent in zip(figures, parents, strict=True)
    )


def _nearest(figures: Figures, part: ArticleFigure, tolls: list[int] | tuple[()]) -> int | None:
    near = tolls[: -WINDOW - 1 : -1]
    return next((toll for toll in near if figures[toll].clause.may_hold(part.clause)), None)


def prefer_body(figures: Figures) -> Figures:
    """Return the figures with parts of a headline's toll moved to the same toll of the body, where it comes first."""
    body: dict[tuple[Kind, int | None], int] = {}
    for at, figure in enumerate(figures):
        if not figure.clause.in_headline and figure.role == Role.TOTAL:
            body.setdefault((figure.clause.kind, figure.clause.value), at)
    return tuple(_in_body(figures, at, body) for at in range(len(figures)))


def _in_body(figures: Figures, at: int, body: dict[tuple[Kind, int | None], int]) -> ArticleFigure:
    figure = figures[at]
    if not _movable(figure) or figure.parent is None:
        return figure
    whole = figures[figure.parent].clause
    if not whole.in_headline or figure.clause.in_headline:
        return figure
    first = body.get((whole.kind, whole.value), at)
    return replace(figure, parent=first) if first < at else figure


def prefer_same_victims(figures: Figures) -> Figures:
    """Return the figures with those of a stretch of time as parts of a longer one of the same victims."""
    return tuple(_with_same_victims(figures, at) for at in range(len(figures)))


def _with_same_victims(figures: Figures, at: int) -> ArticleFigure:
    figure, clause = figures[at], figures[at].clause
    window = clause.when is not None and clause.when.window
    if not _movable(figure) or not window or not clause.victims:
        return figure
    places = range(at - 1, max(-1, at - WINDOW), -1)
    same = next((place for place in places if _longer_of_same(figures[place], figure)), None)
    return replace(figure, parent=same) if same is not None else figure


def _movable(figure: ArticleFigure) -> bool:
    """Whether a part's whole is not stated by its sentence."""
    return figure.role == Role.SUBSET and figure.parent is not None and figure.clause.parent is None


def _longer_of_same(other: ArticleFigure, figure: ArticleFigure) -> bool:
    one, clause = other.clause, figure.clause
    timed = one.when is not None and one.when != clause.when and other.role in {Role.TOTAL, Role.SUBSET}
    return timed and bool(one.victims & clause.victims) and one.may_hold(clause) and one.value != clause.value
