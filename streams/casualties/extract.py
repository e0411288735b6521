"""An article's casualty figures: sentences with a trigger are read, then the article as a whole is considered."""

from __future__ import annotations

import bisect
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from streams.casualties import english
from streams.casualties.assemble import assemble
from streams.casualties.discourse import resolve
from streams.casualties.folding import fold
from streams.casualties.sentences import paragraphs, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas import CasualtyFigure, Entity
    from streams.casualties.clause_figure import ClauseFigure, Speaker

YEARS: Final = range(1800, 2200)
"""Years that a date of publication may have; of any other it is none."""
MAX_FIGURES: Final = 2000
"""Of one article; an article with more is not running text."""


def extract_figures(
    text: str,
    *,
    headline: str | None = None,
    published: date | datetime | None = None,
    dateline: str | None = None,
    entities: Sequence[Entity] = (),
    vague: Mapping[str, tuple[int, int]] | None = None,
) -> list[CasualtyFigure]:
    """Return the casualty figures that an article states, in the order of the text, those of the headline first.

    `text` is the clean body, paragraphs parted by a blank line. Periods are resolved against `published`. Victims,
    place and speaker are linked to those of `entities` that overlap them. `vague` gives the interval that a vague
    word ("dozens") is taken for. Never raises on any text; time is linear in its length.
    """
    reference = published.date() if isinstance(published, datetime) else published
    if reference is not None and reference.year not in YEARS:
        reference = None
    clauses: list[ClauseFigure] = []
    if headline:
        clauses.extend(_read(headline, reference, in_headline=True))
    clauses.extend(_read(text, reference, in_headline=False))
    if not clauses:
        return []
    resolved = resolve(clauses[:MAX_FIGURES], reference)
    return assemble(
        resolved,
        text=text,
        headline=headline or "",
        entities=entities,
        vague=english.ESTIMATES if vague is None else vague,
        dateline=dateline,
    )


def _read(text: str, reference: date | None, *, in_headline: bool) -> list[ClauseFigure]:
    lower = fold(text)
    found = english.triggers(lower)
    if not found:
        return []
    clauses: list[ClauseFigure] = []
    speaker: Speaker | None = None
    for number, (start, end) in enumerate(paragraphs(text)):
        at = bisect.bisect_left(found, start)
        if at == len(found):
            break
        if found[at] >= end:
            continue
        for sentence in split(text, start, end, number, english.ABBREVIATIONS):
            at = bisect.bisect_left(found, sentence.start)
            if at == len(found) or found[at] >= sentence.end:
                continue
            figures, who, back = english.read_sentence(
                text, lower, sentence, reference=reference, in_headline=in_headline
            )
            if who is not None:
                speaker = who
            if back and speaker is not None:
                figures = [replace(figure, speaker=speaker) for figure in figures]
            clauses.extend(figures)
            if len(clauses) > MAX_FIGURES:
                return clauses
    return clauses
