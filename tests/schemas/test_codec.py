"""Messages to bytes and back."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Origin, Provenance, Retraction, RetractionKind, UndecodableMessage, WireItem, decode, encode


def provenance(**changed: object) -> Provenance:
    """Return a provenance."""
    fields: dict[str, object] = {
        "provider": "meridian",
        "source": "meridian.example",
        "item_id": "x1",
        "version": 3,
        "received": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "trace_id": "0" * 32,
        "origin": Origin(partition=0, offset=7),
    }
    return Provenance.model_validate({**fields, **changed})


@given(st.text(max_size=200), st.text(max_size=20))
def test_a_message_comes_back_as_it_went(body: str, headline: str) -> None:
    """Decoding what was encoded gives an equal message, and encoding that gives equal bytes."""
    if any(0xD800 <= ord(char) <= 0xDFFF for char in body + headline):
        return
    item = WireItem(provenance=provenance(), format="text", body=body, headline=headline)
    value = encode(item)
    again = decode(value, (WireItem,), "WireItem/1")
    assert again == item
    assert encode(again) == value


def test_an_unknown_field_of_a_newer_producer_is_ignored() -> None:
    """An older consumer reads what a newer producer wrote."""
    item = WireItem(provenance=provenance(), format="text", body="x")
    value = orjson.dumps({**orjson.loads(encode(item)), "mood": "good"})
    assert decode(value, (WireItem,), "WireItem/2") == item


@pytest.mark.parametrize(
    ("changed", "most"),
    [(("version",), 2**63 - 1), (("origin", "offset"), 2**63 - 1), (("origin", "partition"), 2**31 - 1)],
)
def test_a_number_that_no_record_can_have_is_refused(changed: tuple[str, ...], most: int) -> None:
    """Numbers have at most 64 bits, which is what can be encoded again; partitions have 32."""
    for number, taken in ((most, True), (most + 1, False)):
        fields = orjson.loads(encode(WireItem(provenance=provenance(), format="text", body="x")))
        place = fields["provenance"]
        for key in changed[:-1]:
            place = place[key]
        place[changed[-1]] = "NUMBER"
        value = orjson.dumps(fields).replace(b'"NUMBER"', str(number).encode())
        if taken:
            again = decode(value, (WireItem,))
            assert decode(encode(again), (WireItem,)) == again
        else:
            with pytest.raises(UndecodableMessage, match=changed[-1]):
                decode(value, (WireItem,))


def test_the_schema_header_decides_the_type() -> None:
    """A topic with several types decodes each by its header, and the first without one."""
    kill = Retraction(provenance=provenance(), kind=RetractionKind.KILL)
    assert isinstance(decode(encode(kill), (WireItem, Retraction), "Retraction/1"), Retraction)
    item = WireItem(provenance=provenance(), format="text", body="x")
    assert isinstance(decode(encode(item), (WireItem, Retraction)), WireItem)


@pytest.mark.parametrize(
    ("value", "schema", "said"),
    [
        (None, "WireItem/1", "tombstone"),
        (b"{", "WireItem/1", "not a WireItem"),
        (b"{}", "WireItem/1", "provenance"),
        (b"{}", "Incident/1", "none of this topic's"),
        (b"\xff\xfe", None, "not a WireItem"),
    ],
)
def test_what_can_not_be_decoded_says_why(value: bytes | None, schema: str | None, said: str) -> None:
    """The error names the type and the place."""
    with pytest.raises(UndecodableMessage, match=said):
        decode(value, (WireItem,), schema)
