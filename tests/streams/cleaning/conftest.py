"""Invented items for the tests of cleaning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from schemas import BodyKind, Origin, Provenance, WireItem

START = datetime(2031, 3, 1, 8, tzinfo=UTC)


class MakeItem(Protocol):
    """Makes an item; every call is another record of the raw topic, unless `offset` says which."""

    def __call__(
        self,
        body: str,
        *,
        item: str | None = ...,
        version: int = ...,
        source: str = ...,
        offset: int | None = ...,
        hours: float = ...,
        headline: str | None = ...,
        language: str | None = ...,
        kind: BodyKind = ...,
        slugline: str | None = ...,
    ) -> WireItem:
        """Return an item with the given body, received so many hours after the start."""


@pytest.fixture
def make_item() -> MakeItem:
    """Return a maker of items with offsets that count up."""
    made = 0

    def make(
        body: str,
        *,
        item: str | None = None,
        version: int = 1,
        source: str = "harbour.example",
        offset: int | None = None,
        hours: float = 0.0,
        headline: str | None = None,
        language: str | None = None,
        kind: BodyKind = BodyKind.TEXT,
        slugline: str | None = None,
    ) -> WireItem:
        nonlocal made
        made += 1
        record = made if offset is None else offset
        return WireItem(
            provenance=Provenance(
                provider="test",
                source=source,
                item_id=item or f"item-{record}",
                version=version,
                received=START + timedelta(hours=hours),
                trace_id=f"{record:032x}",
                origin=Origin(partition=0, offset=record),
            ),
            format="test",
            body=body,
            body_kind=kind,
            headline=headline,
            language=language,
            slugline=slugline,
        )

    return make
