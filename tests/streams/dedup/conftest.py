"""Invented articles for the judge's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import pytest

from schemas import CleanArticle, Origin, Provenance, Retraction, RetractionKind
from streams.dedup import Judge
from streams.state import DictState

START: Final = datetime(2031, 3, 1, 8, tzinfo=UTC)
FERRY: Final = (
    (
        "A ferry carrying 212 passengers ran aground off the island of Tarn on Monday, killing at least nine people "
        "and injuring 41, the coast guard said."
    ),
    (
        "The Harbour Queen struck a reef in thick fog shortly after dawn and began to list while fishing boats hurried "
        "to take people off her upper deck."
    ),
    "Captain Oles Dravin told a local radio station that his radar had failed twice since the ship left Port Nessa.",
    "Divers were searching the lower cabins for six crew members who had not answered a roll call on the quay.",
    "Transport Minister Hanne Vold ordered all three ships of the line to stay in port until they had been inspected.",
    "The company that runs them, Nessa Line, was fined in 2029 for sailing with too few lifeboats.",
    "Relatives gathered in a school gymnasium where nurses handed out blankets and soup through the afternoon.",
)
BUDGET: Final = (
    (
        "Parliament in Corvia passed a budget on Monday that raises the tax on sugar and lowers the one on bread, "
        "after a debate of eleven hours."
    ),
    (
        "Finance Minister Iva Roth said that the deficit would fall to 2.1 percent by the end of next year if "
        "exports of timber and fish kept growing."
    ),
    "The opposition walked out before the vote and promised to bring the law to the constitutional court.",
    "Bakers welcomed the decision, while a maker of lemonade said it might move its bottling plant across the border.",
    "Economists at the university doubted that the forecast for timber would hold after the storms of the winter.",
    "A similar tax was dropped in 2027 when shops along the frontier complained that customers stayed away.",
)


class MakeArticle(Protocol):
    """Makes an article; every call is another record of the raw topic, unless `offset` says which."""

    def __call__(self, *paragraphs: str, item: str | None = ..., hours: float = ..., **more: Any) -> CleanArticle:
        """Return an article of the given paragraphs."""


class MakeRetraction(Protocol):
    """Makes a retraction of an item."""

    def __call__(self, item: str, *, offset: int | None = ..., withheld: int | None = ...) -> Retraction:
        """Return a kill of the item, or a withhold of its versions up to one."""


def provenance(item: str, number: int, *, hours: float, version: int = 1, source: str = "wire.example") -> Provenance:
    """Return the provenance of a record."""
    return Provenance(
        provider="wire",
        source=source,
        item_id=item,
        version=version,
        received=START + timedelta(hours=hours),
        trace_id=f"{number:032x}",
        origin=Origin(partition=0, offset=number),
    )


@pytest.fixture
def ferry() -> tuple[str, ...]:
    """Return the paragraphs of a story."""
    return FERRY


@pytest.fixture
def budget() -> tuple[str, ...]:
    """Return the paragraphs of another story."""
    return BUDGET


@pytest.fixture
def judge() -> Judge:
    """Return a judge that has seen nothing."""
    return Judge(DictState())


@pytest.fixture
def make_article() -> MakeArticle:
    """Return a maker of articles with offsets that count up."""
    made = 0

    def make(*paragraphs: str, item: str | None = None, hours: float = 0.0, **more: Any) -> CleanArticle:
        nonlocal made
        made += 1
        number = more.get("offset") or made
        return CleanArticle(
            provenance=provenance(
                item or f"item-{number}",
                number,
                hours=hours,
                version=more.get("version", 1),
                source=more.get("source", "wire.example"),
            ),
            headline=more.get("headline"),
            body="\n\n".join(paragraphs),
            paragraphs=(),
            language="en",
            language_detected="en",
            language_confidence=1.0,
            markers=more.get("markers", ()),
        )

    return make


@pytest.fixture
def make_retraction() -> MakeRetraction:
    """Return a maker of kills and withholds."""
    made = 10_000

    def make(item: str, *, offset: int | None = None, withheld: int | None = None) -> Retraction:
        nonlocal made
        made += 1
        number = offset or made
        kind = RetractionKind.KILL if withheld is None else RetractionKind.WITHHOLD
        return Retraction(provenance=provenance(item, number, hours=1, version=withheld or 99), kind=kind)

    return make
