"""When an item was received, and from whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.wire import Limits, parse_record

RECORDED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def received(stated: str) -> datetime:
    """Return the time of an item whose sender states one."""
    headers = {"content-type": "text/plain", "wf-uri": "https://m.example/1", "wf-received": stated}
    value = b"Ferry line 4 resumed sailing on Monday, the port authority of Kaldvik said."
    (item,) = parse_record(value, headers, received=RECORDED, origin_partition=0, origin_offset=0, limits=Limits())
    return item.provenance.received


def test_the_header_counts_where_it_is_past() -> None:
    """An archive keeps its times."""
    assert received("2016-04-06T18:00:00Z") == datetime(2016, 4, 6, 18, tzinfo=UTC)


def test_a_time_far_ahead_of_the_record_is_not_taken() -> None:
    """It would empty the windows of judge and linker."""
    assert received("2199-01-01T00:00:00Z") == RECORDED + timedelta(days=1)


def test_a_row_with_a_host_alone_has_the_host_for_provider() -> None:
    """A site's name stands in for the address that is not stated."""
    value = b'{"id": "a1", "host": "valleyecho.example", "title": "Mill reopens", "text": "It reopened on Monday."}'
    (item,) = parse_record(
        value,
        {"content-type": "application/json"},
        received=RECORDED,
        origin_partition=0,
        origin_offset=0,
        limits=Limits(),
    )
    assert item.provenance.item_key == "valleyecho.example/a1"
