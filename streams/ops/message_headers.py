"""What the headers of records mean, by name; the AsyncAPI document shows it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TRACEPARENT: Final = "W3C Trace Context of the item."

RAW_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "content-type": "Media type of the value; it is recognised where this is missing.",
        "wf-provider": "Who sends: the agency, partner or site.",
        "wf-source": "The outlet or feed whose page furniture the text carries.",
        "wf-uri": "Where the item can be read, where it does not say so itself.",
        "wf-received": "When it was received, ISO 8601; otherwise the timestamp of the record counts.",
        "traceparent": TRACEPARENT,
    }
)
"""Of a record on `raw`; all of them may be missing."""

CLOUDEVENT_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ce_specversion": "Version of CloudEvents.",
        "ce_id": "Id of the alert, the same at every replay.",
        "ce_source": "The incident, as a URI reference.",
        "ce_type": "wirefeed.toll. and the cause: appeared, rose, fell, corrected, withdrawn.",
        "ce_subject": "Incident and kind of figure.",
        "ce_time": "When the toll changed, RFC 3339.",
        "ce_dataschema": "$id of the JSON Schema of the value.",
        "content-type": "application/json.",
    }
)
"""Of an alert, a CloudEvent in binary mode."""
