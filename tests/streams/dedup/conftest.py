"""Invented articles for the judge's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from schemas import CleanArticle, Origin, Provenance

START = datetime(2031, 3, 1, 8, tzinfo=UTC)


class MakeArticle(Protocol):
    """Makes an article; every call is another record of the raw topic, unless `offset` says which."""

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
        markers: tuple[str, ...] = ...,
    ) -> CleanArticle:
        """Return an article with the given body."""


@pytest.fixture
def make_article() -> MakeArticle:
    """Return a maker of articles with offsets that count up."""
    made = 0

    def make(
        body: str,
        *,
        item: str | None = None,
        version: int = 1,
        source: str = "wire.example",
        offset: int | None = None,
        hours: float = 0.0,
        headline: str | None = None,
        markers: tuple[str, ...] = (),
    ) -> CleanArticle:
        nonlocal made
        made += 1
        number = made if offset is None else offset
        return CleanArticle(
            provenance=Provenance(
                provider=source,
                source=source,
                item_id=item or f"item-{number}",
                version=version,
                received=START + timedelta(hours=hours),
                trace_id=f"{number:032x}",
                origin=Origin(partition=0, offset=number),
            ),
            headline=headline,
            body=body,
            paragraphs=(),
            language="en",
            language_detected="en",
            language_confidence=1.0,
            markers=markers,
        )

    return make
