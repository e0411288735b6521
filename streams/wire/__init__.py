"""Wire formats in, and the rules of an item's life. Plain functions on plain values; no Kafka, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.on_demand import names_on_demand

if TYPE_CHECKING:
    from streams.wire.content_type import content_type_of
    from streams.wire.dates import parse_date
    from streams.wire.decision import Decision, Ended, Reason
    from streams.wire.identity import canonical_uri
    from streams.wire.intake import parse_entries, parse_record
    from streams.wire.lifecycle import Lifecycle
    from streams.wire.limits import Limits


__all__ = [
    "Decision",
    "Ended",
    "Lifecycle",
    "Limits",
    "Reason",
    "canonical_uri",
    "content_type_of",
    "parse_date",
    "parse_entries",
    "parse_record",
]

__getattr__ = names_on_demand(
    __name__,
    {
        "content_type": ("content_type_of",),
        "dates": ("parse_date",),
        "decision": ("Decision", "Ended", "Reason"),
        "identity": ("canonical_uri",),
        "intake": ("parse_entries", "parse_record"),
        "lifecycle": ("Lifecycle",),
        "limits": ("Limits",),
    },
)
