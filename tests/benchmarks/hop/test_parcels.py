"""The records of the hop, and how they are counted."""

from __future__ import annotations

from collections import Counter

import orjson

from benchmarks.hop.parcels import PORTION, VALUE_BYTES, Count, count, parcel, portions


def test_a_record_has_the_size_of_a_short_article() -> None:
    """Every value has the same size, whatever its number."""
    assert {len(parcel(number)) for number in (0, 7, 199_999)} == {VALUE_BYTES}


def test_every_number_is_sent_once_and_evenly() -> None:
    """The portions hold each number once, and partitions get as many."""
    records = [record for portion in portions("t", PORTION + 3, 4) for record in portion]
    assert [orjson.loads(record.value or b"")["number"] for record in records] == list(range(PORTION + 3))
    assert Counter(record.partition for record in records) == {0: 1251, 1: 1251, 2: 1251, 3: 1250}


def test_missing_and_repeated_records_are_counted() -> None:
    """A number that is not there is missing; one that stands three times is repeated twice."""
    assert count(Counter({0: 1, 1: 3}), 3) == Count(records=4, missing=1, repeated=2)
