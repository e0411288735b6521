"""An invented incident: a blast whose toll rises, is corrected, and loses a killed item."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schemas import (
    Attribution,
    CasualtyFigure,
    Claim,
    Evidence,
    Incident,
    Kind,
    LosingNumber,
    Member,
    Qualifier,
    Role,
    ScenePrecision,
    SignaturePlace,
    SourceKind,
    Span,
    Toll,
    TollChange,
    Victims,
)

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def claim(
    key: str, number: int, *, kind: str = "killed", role: Role = Role.TOTAL, says: str = "police", hours: int = 0
) -> Claim:
    """Return a claim with its sentence."""
    figure = CasualtyFigure(
        id="f0",
        kind=Kind(kind),
        min=number,
        max=number,
        qualifier=Qualifier.EXACT,
        quantity_text=str(number),
        role=role,
        victims=Victims(text="miners", side="Unity Front"),
        attribution=Attribution(text=says, kind=SourceKind.OFFICIAL, entity_id="org:karal-police"),
        evidence=Evidence(
            sentence=Span(start=0, end=9), number=Span(start=0, end=2), quote=f"{number} miners died, {says} said."
        ),
        confidence=0.9,
    )
    return Claim(
        item_key=key,
        version=1,
        source=f"{key.partition('/')[0]}.example",
        story_id=key,
        received=START + timedelta(hours=hours),
        figure=figure,
        outlets=("metro.example",) if key == "afn/1" else (),
    )


def toll(best: int, *basis: str, others: tuple[LosingNumber, ...] = ()) -> Toll:
    """Return a toll of one number."""
    return Toll(low=best, best=best, high=best, basis=basis, attribution="police", others=others)


def change(hours: int, before: int | None, after: int | None, cause: str, taken: str | None = None) -> TollChange:
    """Return a step of the history."""
    return TollChange(
        at=START + timedelta(hours=hours),
        kind="killed",
        before=before,
        after=after,
        cause=cause,
        item_key="afn/1",
        taken=taken,
        was=None if before is None else toll(before),
        now=None if after is None else toll(after),
    )


@pytest.fixture
def blast() -> Incident:
    """Return the incident."""
    lost = LosingNumber(number=12, claim="sea/2#f0", reason="overtaken")
    return Incident(
        incident_id="afn/1",
        title="Blast in Karal mine kills 20",
        language="en",
        stories=("afn/1", "sea/2"),
        items=("afn/1", "sea/2"),
        outlets=("afn.example", "metro.example", "sea.example"),
        place=SignaturePlace(
            name="Karal", country="KZ", admin1="KZ.12", lat=49.8, lon=73.1, precision=ScenePrecision.TOWN
        ),
        start=date(2026, 3, 1),
        end=date(2026, 3, 1),
        tolls={"killed": toll(20, "afn/1#f0", others=(lost,))},
        claims=(
            claim("afn/1", 20, hours=2),
            claim("sea/2", 12),
            claim("hill/3", 20, hours=1, says="mayor"),
            claim("hill/3", 4, role=Role.SUBSET),
        ),
        history=(change(0, None, 12, "appeared"), change(2, 12, 24, "rose"), change(3, 24, 20, "corrected")),
        updated=START + timedelta(hours=3),
        members=(
            Member(
                item_key="afn/1", version=1, source="afn.example", story_id="afn/1", received=START, headline="Blast"
            ),
            Member(item_key="sea/2", version=1, source="sea.example", story_id="sea/2", received=START, taken="killed"),
        ),
    )
