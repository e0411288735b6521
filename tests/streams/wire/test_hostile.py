"""Whatever is broken, forged or meant to do harm is refused or held, and what is only damaged is read with a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import PubStatus, Signal
from streams.errors import WireError
from tests.streams.wire.hostile import Hostile, hostile_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    LetIn = Callable[..., list[WireItem]]

RECORDS = hostile_records()


def test_the_records_are_many_and_their_names_differ() -> None:
    """The corpus has hundreds of records, each with a name of its own."""
    assert len(RECORDS) >= 250
    assert len({record.name for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_hostile_record_has_its_fate(let_in: LetIn, record: Hostile) -> None:
    """What can't be trusted is never published; what can be read is, and a remark says what is wrong with it."""
    assert fate_of(let_in, record) == record.fate


def fate_of(let_in: LetIn, record: Hostile) -> str:
    """Return what becomes of a record."""
    headers = {"wf-provider": "tarn", "wf-uri": "https://tarn.example/1", **record.headers}
    if record.content_type:
        headers["content-type"] = record.content_type
    try:
        items = let_in(record.value, headers)
    except WireError:
        return "refused"
    if all(is_held(item) for item in items):
        return "held"
    if record.shows:
        assert any(record.shows in item.body for item in items)
    return "remarked" if any(item.remarks for item in items) else "read"


def is_held(item: WireItem) -> bool:
    """Return whether the life of an item begins with a wait, or ends with it."""
    waits = item.embargoed_until is not None or Signal.EMBARGO in item.signals
    return item.pubstatus is not PubStatus.USABLE or waits
