"""Signatures of invented articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest

from schemas import (
    Attribution,
    Carried,
    CasualtyFigure,
    EventFrame,
    Evidence,
    Judgement,
    Kind,
    Origin,
    Provenance,
    Qualifier,
    Retraction,
    RetractionKind,
    Role,
    Signature,
    SignaturePlace,
    SourceKind,
    Span,
    Verdict,
)
from streams.linking.lexicon import events

if TYPE_CHECKING:
    from collections.abc import Sequence

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


class Wire(Protocol):
    """Makes messages of the signatures topic."""

    def article(
        self,
        key: str,
        terms: str,
        figures: Sequence[tuple[str, int]] = (),
        *,
        version: int = 1,
        hours: float = 0,
        headline: str | None = None,
        places: Sequence[str] = (),
        story: str | None = None,
        verdict: Verdict = Verdict.NEW,
    ) -> Signature:
        """Return an article; figures are kind and number, times are hours after the start."""

    def copy(self, key: str, of: str, *, hours: float = 0, version: int = 1, story: str | None = None) -> Carried:
        """Return a copy of another item."""

    def kill(
        self,
        key: str,
        *,
        copies: Sequence[str] = (),
        hours: float = 0,
        version: int = 99,
        kind: RetractionKind = RetractionKind.KILL,
    ) -> Retraction:
        """Return what takes an item back."""


class _Wire:
    def article(
        self,
        key: str,
        terms: str,
        figures: Sequence[tuple[str, int]] = (),
        *,
        version: int = 1,
        hours: float = 0,
        headline: str | None = None,
        places: Sequence[str] = (),
        story: str | None = None,
        verdict: Verdict = Verdict.NEW,
    ) -> Signature:
        return Signature(
            provenance=_provenance(key, version, hours),
            judgement=Judgement(verdict=verdict, story_id=story or key),
            language="en",
            headline=headline,
            places=tuple(SignaturePlace(name=place) for place in places),
            terms=tuple(terms.split()),
            figures=tuple(_figure(position, *figure) for position, figure in enumerate(figures)),
            event=EventFrame(sorts=_sorts(terms), harm=_speaks_of_harm(terms)),
        )

    def copy(self, key: str, of: str, *, hours: float = 0, version: int = 1, story: str | None = None) -> Carried:
        judgement = Judgement(verdict=Verdict.COPY, story_id=story or of, match=of, score=1.0)
        return Carried(provenance=_provenance(key, version, hours), judgement=judgement, language="en")

    def kill(
        self,
        key: str,
        *,
        copies: Sequence[str] = (),
        hours: float = 0,
        version: int = 99,
        kind: RetractionKind = RetractionKind.KILL,
    ) -> Retraction:
        return Retraction(provenance=_provenance(key, version, hours), kind=kind, copies=tuple(copies), story_id=key)


def _sorts(terms: str) -> tuple[str, ...]:
    """Return the sorts of event that the words of an article say."""
    sort_of = events().sort_of
    return tuple(dict.fromkeys(sort_of[word] for word in terms.split() if sort_of.get(word)))


def _speaks_of_harm(terms: str) -> bool:
    """Return whether one of the words speaks of harm by itself."""
    table = events()
    return any(word in table.sort_of and word not in table.settings for word in terms.split())


def _provenance(key: str, version: int, hours: float) -> Provenance:
    provider, _, item_id = key.partition("/")
    return Provenance(
        provider=provider,
        source=f"{provider}.example",
        item_id=item_id,
        version=version,
        received=START + timedelta(hours=hours),
        trace_id="0" * 32,
        origin=Origin(partition=0, offset=version),
    )


def _figure(position: int, kind: str, number: int) -> CasualtyFigure:
    return CasualtyFigure(
        id=f"f{position}",
        kind=Kind(kind),
        min=number,
        max=number,
        qualifier=Qualifier.EXACT,
        quantity_text=str(number),
        role=Role.TOTAL,
        attribution=Attribution(text="police", kind=SourceKind.SECURITY),
        evidence=Evidence(sentence=Span(start=0, end=40), number=Span(start=0, end=2)),
        confidence=0.9,
    )


@pytest.fixture(scope="session")
def wire() -> Wire:
    """Return a maker of messages."""
    return _Wire()
