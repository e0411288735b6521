"""Claims of invented articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from schemas import (
    Attribution,
    CasualtyFigure,
    Estimate,
    Evidence,
    Kind,
    LinkAction,
    LinkedClaims,
    Origin,
    Provenance,
    Qualifier,
    Role,
    SignaturePlace,
    SourceKind,
    Span,
)
from streams.ledger import Book
from streams.ledger.book import new_incident

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import CasualtyAlert, Incident

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
INCIDENT = "afn/1"


class Claims:
    """Makes what travels on the linked topic."""

    @staticmethod
    def figure(
        low: int | None,
        high: int | None = None,
        *,
        kind: str = "killed",
        role: Role = Role.TOTAL,
        qualifier: Qualifier = Qualifier.EXACT,
        says: str | None = None,
        speaker: SourceKind = SourceKind.OFFICIAL,
        estimate: tuple[int, int] | None = None,
        confidence: float = 0.9,
        in_headline: bool = False,
        figure_id: str = "f0",
        sentence: int = 0,
    ) -> CasualtyFigure:
        """Return a figure of a sentence of forty characters; an exact one has its number at both ends."""
        start = 40 * sentence
        exact = qualifier in {Qualifier.EXACT, Qualifier.ABOUT} and high is None
        return CasualtyFigure(
            id=figure_id,
            kind=Kind(kind),
            min=low,
            max=low if exact else high,
            qualifier=qualifier,
            quantity_text=str(low if low is not None else high),
            role=role,
            attribution=Attribution(text=says, kind=speaker) if says else None,
            estimate=Estimate(low=estimate[0], high=estimate[1]) if estimate else None,
            evidence=Evidence(
                sentence=Span(start=start, end=start + 40),
                number=Span(start=start, end=start + 2),
                in_headline=in_headline,
            ),
            confidence=confidence,
        )

    def put(
        self,
        key: str,
        figures: Sequence[CasualtyFigure] = (),
        *,
        version: int = 1,
        hours: float = 0,
        headline: str | None = None,
        agency: str | None = None,
        place: str | None = None,
        correction: bool = False,
    ) -> LinkedClaims:
        """Return a put of a version with these figures."""
        return LinkedClaims(
            incident_id=INCIDENT,
            action=LinkAction.PUT,
            provenance=self.provenance(key, version, hours),
            story_id=key,
            headline=headline,
            agency=agency,
            score=1.0,
            places=(SignaturePlace(name=place),) if place else (),
            figures=tuple(figures),
            correction=correction,
            language="en",
        )

    def carry(self, key: str, of: str, *, hours: float = 0) -> LinkedClaims:
        """Return a copy's outlet."""
        return LinkedClaims(
            incident_id=INCIDENT,
            action=LinkAction.CARRY,
            provenance=self.provenance(key, 1, hours),
            story_id=of,
            copy_of=of,
        )

    def take(self, key: str, *, version: int = 99, reason: str = "killed", hours: float = 9) -> LinkedClaims:
        """Return a take."""
        return LinkedClaims(
            incident_id=INCIDENT,
            action=LinkAction.TAKE,
            provenance=self.provenance(key, version, hours),
            story_id=key,
            reason=reason,
        )

    @staticmethod
    def provenance(key: str, version: int, hours: float) -> Provenance:
        """Return where and when a version came from."""
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


def book(all_claims: Iterable[LinkedClaims]) -> tuple[Incident, list[CasualtyAlert]]:
    """Return the incident after all claims and all alerts on the way."""
    held: Book | None = None
    alerts: list[Any] = []
    for claims in all_claims:
        held = held or Book(new_incident(claims))
        alerts += held.enter(claims)
    assert held is not None
    return held.whole(), alerts


@pytest.fixture(scope="session")
def claims() -> Claims:
    """Return a maker of claims."""
    return Claims()


@pytest.fixture(scope="session")
def booked() -> Any:
    """Return the function that applies claims one after another."""
    return book
