"""What a feed hands over, as a record."""

from __future__ import annotations

from datetime import UTC, datetime

from streams.feeds import Delivery

AT = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)


def test_a_record_is_keyed_by_provider_and_says_where_it_came_from() -> None:
    """All headers are those that intake reads."""
    delivery = Delivery(
        feed="hills",
        provider="hills",
        value=b"x",
        content_type="text/plain",
        source="hills.example",
        uri="https://hills.example/1",
        received=AT,
    )
    assert delivery.key == b"hills"
    assert dict(delivery.headers) == {
        "content-type": b"text/plain",
        "wf-provider": b"hills",
        "wf-source": b"hills.example",
        "wf-uri": b"https://hills.example/1",
        "wf-received": b"2026-03-09T12:30:00.000+00:00",
    }


def test_what_is_not_known_is_no_header() -> None:
    """An empty header would state something."""
    delivery = Delivery(feed="hills", provider="hills", value=b"x", received=AT)
    assert [name for name, _ in delivery.headers] == ["wf-provider", "wf-received"]
