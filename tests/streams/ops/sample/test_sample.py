"""The sample wire, as the demo and the integration tests feed it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from streams.errors import WireError
from streams.ops.sample import sample_records
from streams.state import DictState
from streams.wire import Lifecycle, Limits, parse_record

if TYPE_CHECKING:
    from schemas import WireItem
    from streams.wire import Decision

    Fed = tuple[list[tuple[WireItem, Decision]], list[str]]

FED_AT = datetime(2026, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def fed() -> Fed:
    """Give what becomes of the sample: items with their decisions, and the names of records refused."""
    lifecycle = Lifecycle(DictState())
    decided: list[tuple[WireItem, Decision]] = []
    refused: list[str] = []
    for offset, record in enumerate(sample_records()):
        try:
            items = parse_record(
                record.value,
                {name: value.decode() for name, value in record.headers},
                received=FED_AT,
                origin_partition=0,
                origin_offset=offset,
                limits=Limits(),
            )
        except WireError as error:
            refused.append(f"{record.name}: {type(error).__name__}")
            continue
        decided.extend((item, lifecycle.accept(item, at=FED_AT)) for item in items)
    return decided, refused


def test_there_are_at_least_sixty_items_in_the_order_of_their_arrival() -> None:
    """Every record has a content type and a time of receipt, and none comes before the one ahead of it."""
    headers = [dict(record.headers) for record in sample_records()]
    received = [header["wf-received"] for header in headers]
    assert len(headers) >= 60
    assert received == sorted(received)
    assert all(header["content-type"] for header in headers)


def test_the_sample_has_every_format(fed: Fed) -> None:
    """Text, HTML, feeds, our envelope and the agencies' formats are all there."""
    formats = {item.format for item, _ in fed[0]}
    assert formats == {"text", "html", "rss", "atom", "json", "ninjs", "newsml-g2", "nitf", "iptc7901"}


def test_the_sample_has_a_case_of_each_fate(fed: Fed) -> None:
    """Resends, updates, corrections, kills, an embargo that has passed and two broken records."""
    decided, refused = fed
    outcomes = Counter(decision.outcome for _, decision in decided)
    signals = Counter(signal for item, _ in decided for signal in item.signals)
    assert outcomes["duplicate"] >= 3
    assert outcomes["retracted"] == 2
    assert signals["update"] >= 3
    assert signals["correction"] == 2
    assert any(item.embargoed_until for item, decision in decided if decision.outcome == "accepted")
    assert refused == ["meridian-truncated.ninjs.json: MalformedItem", "gossip-feed-entities.xml: UnsafeMarkup"]


def test_outlets_carry_copies_of_the_agency(fed: Fed) -> None:
    """At least three outlets have a run of items under the same furniture, so that it can be learned."""
    sources = Counter(item.provenance.source for item, _ in fed[0])
    assert sum(1 for count in sources.values() if count >= 6) >= 4
