"""Invented values of the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from streams.desk.values import (
    AlertList,
    AlertRow,
    Broker,
    Card,
    CardPlace,
    Chip,
    ClaimView,
    IncidentList,
    IncidentPage,
    KindTimeline,
    Point,
    Reason,
    RetractedClaim,
    SpeakerClaims,
    Step,
    Story,
    StoryItem,
)

AT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' {{ 7 * 7 }} \u202eflip\u2067 " + "a" * 10_000
)


@pytest.fixture
def broker() -> Broker:
    """Return the state of a desk that is up to date."""
    return Broker(condition="live", since=AT, changed=AT)


@pytest.fixture
def card() -> Card:
    """Return an incident with two tolls."""
    return Card(
        id="meridian/quake-1",
        title="Toll of hill quake rises to 27",
        language="en",
        place=CardPlace(name="Ak-Tektir", country="KG", lat=41.5, lon=74.25, precision="town"),
        day=date(2026, 3, 9),
        day_known=True,
        chips=(
            Chip(kind="killed", low=24, best=27, high=31, text="27 (24 to 31)", attribution="the ministry", sources=2),
            Chip(kind="injured", low=60, best=60, high=None, text="60 or more"),
        ),
        sources=2,
        stories=3,
        items=4,
        outlets=1,
        sparkline_kind="killed",
        sparkline=(Point(at=AT - timedelta(hours=5), number=11), Point(at=AT, number=27)),
        last_kind="missing",
        last_cause="rose",
        updated=AT,
    )


@pytest.fixture
def listing(card: Card, broker: Broker) -> IncidentList:
    """Return a list of one incident."""
    return listing_of((card,), broker)


def listing_of(cards: tuple[Card, ...], broker: Broker) -> IncidentList:
    """Return a list of incidents."""
    return IncidentList(
        cards=cards,
        total=len(cards),
        page=1,
        pages=2,
        query="",
        next_query="page=2",
        rule="[[rules]]\n",
        unfiltered=9,
        broker=broker,
    )


def step_of(number: int, after: int | None, *, at: datetime = AT, attribution: str | None = "the ministry") -> Step:
    """Return a step of the death toll."""
    return Step(
        id=f"step-killed-{number}",
        at=at,
        kind="killed",
        after=after,
        low=after,
        high=after,
        text="withdrawn" if after is None else f"{after}",
        cause="withdrawn" if after is None else "rose",
        attribution=attribution,
        item="meridian/quake/1",
        version=2,
        taken="killed" if after is None else None,
        sentence="The ministry put the toll at 27.",
    )


@pytest.fixture
def page(card: Card, broker: Broker) -> IncidentPage:
    """Return the page of an incident with a withdrawn number."""
    steps = (step_of(1, 11, at=AT - timedelta(hours=5)), step_of(2, 27), step_of(3, None, attribution=None))
    claim = ClaimView(
        id="meridian/quake/1#killed@1",
        kind="killed",
        number="27",
        role="total",
        verdict="counts",
        counts=True,
        speaker="the ministry",
        source="meridian.example",
        outlets=("courier.example",),
        item="meridian/quake/1",
        version=2,
        published=AT,
        sentence="The ministry put the toll at 27.",
        number_start=29,
        number_end=31,
        confidence=0.95,
    )
    return IncidentPage(
        card=card,
        reasons=(Reason(kind="killed", text="killed: 27 rests on 1 claim"),),
        timelines=(KindTimeline(kind="killed", steps=steps),),
        speakers=(SpeakerClaims(speaker="the ministry", named=True, kind="official", counts=True, claims=(claim,)),),
        retracted=(RetractedClaim(kind="killed", number=40, item="meridian/old", why="killed", at=AT),),
        stories=(Story(id="meridian/quake/1", headline="Hill quake", live=True, items=(_item(),)),),
        outlets=("meridian.example", "courier.example"),
        claim_count=1,
        item_count=1,
        change_count=3,
        broker=broker,
    )


def _item() -> StoryItem:
    return StoryItem(item="meridian/quake/1", version=2, source="meridian.example", published=AT)


@pytest.fixture
def alerts(broker: Broker) -> AlertList:
    """Return an alert and the one that it replaces."""
    new = AlertRow(
        id="alert-2",
        incident="meridian/quake-1",
        kind="killed",
        cause="rose",
        reason="report",
        text="Ak-Tektir, 9 March 2026: death toll rises from 11 to 27",
        before=11,
        after=27,
        quote="The ministry put the toll at 27.",
        supersedes="alert-1",
        language="en",
        at=AT,
    )
    old = new.model_copy(update={"id": "alert-1", "supersedes": None, "before": None, "after": 11, "cause": "appeared"})
    return AlertList(alerts=(new, old), broker=broker)
