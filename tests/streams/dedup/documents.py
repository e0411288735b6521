"""Invented documents and retractions as the judge records them, with nothing in them but what a test gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from schemas import Judgement, Origin, Provenance, Retraction, RetractionKind, Verdict
from streams.dedup.fingerprint import Fingerprint, fingerprints
from streams.dedup.record import Record
from streams.dedup.terms import NO_TERMS
from streams.dedup.words import words_of

NOON: Final = 1_900_000_000
"""A time, in seconds since the epoch."""


def fingerprint(*, lead: tuple[int, ...] = (), grams: tuple[int, ...] = (), below: int = 1 << 30) -> Fingerprint:
    """Return a fingerprint with the given grams."""
    return Fingerprint(
        words=len(lead) + 3,
        lead=np.array(lead, np.uint32),
        grams=np.array(grams, np.uint32),
        facts=np.empty(0, np.uint64),
        below=below,
    )


def document(number: int, key: str = "", **changes: Any) -> Record:
    """Return the record of a document that began a story of its own at noon, but for what is given."""
    key = key or f"wire/{number}"
    verdict, story = changes.pop("verdict", Verdict.NEW), changes.pop("story", key)
    fields: dict[str, Any] = {
        "number": number,
        "key": key,
        "version": 1,
        "origin": Origin(partition=0, offset=number),
        "source": "wire.example",
        "headline": "",
        "received": NOON,
        "clock": NOON,
        "match": 0,
        "previous": 0,
        "flags": 0,
        "bits": 12,
        "judgement": Judgement(verdict=verdict, story_id=story),
        "print": fingerprint(),
        "terms": NO_TERMS,
    }
    return Record(**{**fields, **changes})


def answered(item: str, offset: int, *, withheld: int | None = None) -> Retraction:
    """Return the answer to a kill of an item, or to a withhold of its versions up to one, read at an offset."""
    provenance = Provenance(
        provider="wire",
        source="wire.example",
        item_id=item,
        version=withheld or 1,
        received=datetime(2031, 3, 1, 8, tzinfo=UTC),
        trace_id=f"{offset:032x}",
        origin=Origin(partition=2, offset=offset, index=3),
    )
    kind = RetractionKind.KILL if withheld is None else RetractionKind.WITHHOLD
    return Retraction(provenance=provenance, kind=kind, story_id=f"wire/{item}", copies=("wire/copy",))


def sampled(text: str) -> list[int]:
    """Return at which words of a text the grams begin that are in its sample."""
    prints = fingerprints(words_of([text]))
    return [place for place, gram in enumerate(prints.every.tolist()) if gram < prints.prints[0].below]
