"""Casualty figures of evaluation files: what stands behind `wirefeed extract casualties`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from streams.casualties.extract import extract_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def figures_of(
    rows: Iterable[dict[str, Any]], *, vague: Mapping[str, tuple[int, int]] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "figures": [...]}` for each case `{"id", "text", "headline"?, "dateline_date"?}`.

    Offsets are into its text, or into its headline where a figure says so. Where a case has no `dateline_date`, its
    `published` is what periods are resolved against. `vague` maps vague number words to the interval that they are
    taken for.
    """
    for row in rows:
        reference = _day(row.get("dateline_date")) or _day(row.get("published"))
        figures = extract_figures(row.get("text") or "", headline=row.get("headline"), published=reference, vague=vague)
        yield {"id": row["id"], "figures": [figure.model_dump(mode="json") for figure in figures]}


def _day(stated: object) -> date | None:
    try:
        return datetime.fromisoformat(str(stated)).date()
    except ValueError:
        return None
