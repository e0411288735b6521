"""An alert as a CloudEvent 1.0 in Kafka's binary mode: attributes in headers, the alert itself in the value.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from schemas import CasualtyAlert, encode, schema_id

if TYPE_CHECKING:
    from datetime import datetime

TYPE_PREFIX: Final = "wirefeed.toll."
SOURCE: Final = "/wirefeed/incidents"
SCHEMA: Final = schema_id(CasualtyAlert)
"""Names the JSON Schema that `wirefeed schemas export` writes, `urn:wirefeed:schema:CasualtyAlert:1`."""


def to_cloudevent(alert: CasualtyAlert) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """Return the record's headers and its value, the alert as JSON."""
    return cloudevent_headers(alert), encode(alert)


def cloudevent_headers(alert: CasualtyAlert) -> tuple[tuple[str, bytes], ...]:
    """Return the record's headers, UTF-8.

    `ce_source` and `ce_id` together are unique and the same at every replay. The subject is `incident/kind`. What a URI
    reference does not allow is percent-encoded in the source.
    """
    attributes = (
        ("ce_specversion", "1.0"),
        ("ce_id", alert.id),
        ("ce_source", f"{SOURCE}/{quote(alert.incident_id, safe='')}"),
        ("ce_type", TYPE_PREFIX + alert.cause.value),
        ("ce_subject", f"{alert.incident_id}/{alert.kind}"),
        ("ce_time", _rfc3339(alert.at)),
        ("ce_dataschema", SCHEMA),
        ("content-type", "application/json"),
    )
    return tuple((name, value.encode()) for name, value in attributes)


def _rfc3339(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
