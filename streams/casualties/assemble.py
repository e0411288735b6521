"""Readings and roles to the figures that travel: ids, links to entities, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Attribution, CasualtyFigure, Estimate, Evidence, Period, Span, Victims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas import Entity
    from streams.casualties.discourse import Resolved
    from streams.casualties.reading import Reading


def figure_id(reading: Reading) -> str:
    """Return the id of a figure: its kind and where its number stands."""
    where = "h" if reading.in_headline else "b"
    return f"{reading.kind.value}@{where}{reading.number_start}-{reading.number_end}"


def assemble(
    resolved: Sequence[Resolved],
    *,
    text: str,
    headline: str,
    entities: Sequence[Entity],
    vague: Mapping[str, tuple[int, int]],
    dateline: str | None,
) -> list[CasualtyFigure]:
    """Return the figures as messages."""
    del dateline, entities
    out = []
    for item in resolved:
        reading, role, parent = item.reading, item.role, item.parent
        source = headline if reading.in_headline else text
        noun = source[reading.noun_start : reading.noun_end]
        victims = None
        if noun:
            victims = Victims(
                text=noun, span=Span(start=reading.noun_start, end=reading.noun_end), civilian=reading.civilian
            )
        period = None
        if reading.when is not None:
            period = Period(text=reading.when.text, start=reading.when.start, end=reading.when.end)
        attribution = None
        if reading.speaker is not None:
            attribution = Attribution(
                text=reading.speaker.text,
                kind=reading.speaker.kind,
                span=Span(start=reading.speaker.start, end=reading.speaker.end),
            )
        estimate = None
        if reading.vague is not None and reading.vague in vague:
            low, high = vague[reading.vague]
            estimate = Estimate(low=low, high=high)
        out.append(
            CasualtyFigure(
                id=figure_id(reading),
                kind=reading.kind,
                min=reading.low,
                max=reading.high,
                qualifier=reading.qualifier,
                quantity_text=source[reading.number_start : reading.number_end],
                role=role,
                subset_of=figure_id(resolved[parent].reading) if parent is not None else None,
                estimate=estimate,
                victims=victims,
                period=period,
                attribution=attribution,
                evidence=Evidence(
                    sentence=Span(start=reading.sentence_start, end=reading.sentence_end),
                    number=Span(start=reading.number_start, end=reading.number_end),
                    in_headline=reading.in_headline,
                ),
                confidence=0.9 if reading.form != "shot" else 0.7,
            )
        )
    return out
