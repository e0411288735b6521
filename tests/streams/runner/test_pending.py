"""What is pending between two flushes."""

from __future__ import annotations

from streams.runner import OutRecord, PendingOutput


def compacted(topic: str, key: bytes, value: bytes | None) -> OutRecord:
    """Return a record of a compacted topic."""
    return OutRecord(topic, key, value, compacted=True)


def test_of_a_key_of_a_compacted_topic_the_last_record_is_sent() -> None:
    """A tombstone too, and in its own place; keys and topics stand apart."""
    records = [
        compacted("incidents", b"a", b"1"),
        compacted("incidents", b"b", b"2"),
        compacted("current", b"a", b"3"),
        compacted("incidents", b"a", b"4"),
        compacted("incidents", b"b", None),
        compacted("incidents", b"a", b"5"),
    ]
    pending = PendingOutput()
    for record in records:
        pending.add(record)
    assert pending.records == [records[2], records[4], records[5]]
    assert pending.size == sum(record.size for record in pending.records)


def test_other_records_are_all_sent() -> None:
    """Alerts of one incident, in their order."""
    records = [OutRecord("alerts", b"a", b"%d" % number) for number in range(3)]
    pending = PendingOutput()
    for record in records:
        pending.add(record)
    assert pending.records == records
    assert pending.size == sum(record.size for record in records)
