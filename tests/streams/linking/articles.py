"""Invented articles in which places and figures were found by a simple rule, for tests that read text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from schemas import (
    CasualtyFigure,
    CleanArticle,
    Dateline,
    EnrichedArticle,
    Entity,
    EntityType,
    Evidence,
    Judgement,
    Kind,
    Origin,
    Place,
    Precision,
    Provenance,
    Qualifier,
    Role,
    Span,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = {"Odesa": 698740, "Kherson": 706448, "Sumy": 692194, "Lusaka": 909137}
AT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
KINDS = {"killed": Kind.KILLED, "hurt": Kind.INJURED}


def towns(text: str, *, in_headline: bool = False) -> Iterator[Entity]:
    """Yield the towns that a text names, in whatever case."""
    for match in re.finditer("|".join(TOWNS), text, re.IGNORECASE):
        name = match.group().capitalize()
        yield Entity(
            text=name,
            type=EntityType.PLACE,
            subtype="city",
            start=match.start(),
            end=match.end(),
            in_headline=in_headline,
            geonames=TOWNS[name],
            precision=Precision.POINT,
            lat=float(TOWNS[name] % 50),
            lon=0.0,
        )


def figures(body: str, role: Role, *, in_headline: bool = False) -> Iterator[CasualtyFigure]:
    """Yield a figure for each number before "killed" or "hurt", of the town that follows it next."""
    for match in re.finditer(r"(\d+) (killed|hurt)", body):
        near = next(towns(body[match.end() : match.end() + 20]), None) or next(towns(body[: match.start()]), None)
        yield CasualtyFigure(
            id=f"f{match.start()}",
            kind=KINDS[match[2]],
            min=int(match[1]),
            max=int(match[1]),
            qualifier=Qualifier.EXACT,
            quantity_text=match[1],
            role=role,
            place=None if near is None else Place(text=near.text, geonames=near.geonames),
            evidence=Evidence(
                sentence=Span(start=match.start(), end=match.end()),
                number=Span(start=match.start(), end=match.start() + len(match[1])),
                in_headline=in_headline,
            ),
            confidence=0.9,
        )


def enriched_article(
    body: str, *, headline: str | None = None, dateline: str | None = None, role: Role = Role.TOTAL
) -> EnrichedArticle:
    """Return an article of 4 March 2026, a Wednesday."""
    provenance = Provenance(
        provider="afn",
        source="afn.example",
        item_id="1",
        version=1,
        published=AT,
        received=AT,
        trace_id="0" * 32,
        origin=Origin(partition=0, offset=0),
    )
    clean = CleanArticle(
        provenance=provenance,
        headline=headline,
        dateline=None if dateline is None else Dateline(text=dateline),
        body=body,
        paragraphs=(),
        language="en",
        language_detected="en",
        language_confidence=1.0,
    )
    return EnrichedArticle(
        article=clean,
        judgement=Judgement(verdict=Verdict.NEW, story_id="afn/1"),
        entities=(*towns(headline or "", in_headline=True), *towns(body)),
        figures=(*figures(headline or "", role, in_headline=True), *figures(body, role)),
    )
