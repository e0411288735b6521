"""The steps of an item through the flow, and how each of its versions ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from schemas import Incident, Message, Origin
    from streams.ops.trace.decisions import Decided
    from streams.runner import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step: a record that a stage wrote, or a decision that left none."""

    at: datetime
    stage: str
    """Who wrote the record; `sender` for one of `raw`."""
    topic: str
    """Short name of the record's topic, of the one that the stage read where it wrote none."""
    partition: int
    offset: int
    written: bool = True
    """Whether the place is that of a record that the stage wrote; otherwise that of the one that it read."""
    origin: Origin | None = None
    version: int | None = None
    text: str
    """What the record is, in words."""
    outcome: Outcome | None = None
    """How the item ended here; None where it went on."""
    rule: str | None = None
    """Why."""
    message: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an item, by the record of `raw` that brought it."""

    origin: Origin
    number: int
    outcome: Outcome | None
    """None while it is in flight."""
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything that the topics have of an item."""

    target: str
    item_key: str | None
    """None for a record of `raw` that held no item."""
    hops: tuple[Hop, ...]
    versions: tuple[Version, ...] = ()
    """In the order of arrival."""
    notes: tuple[str, ...] = ()
    """What is not there, and why it may not be."""
    decisions: tuple[Decided, ...] = ()
    incidents: Mapping[str, Incident | None] = field(default_factory=dict)
    """Incidents that the item was put to, as they are now; None for one that has no item left."""
    related: Mapping[str, Message] = field(default_factory=dict)
    """By item key: the latest record of each item that this one repeats."""

    def of_version(self, origin: Origin) -> Iterator[Hop]:
        """Yield the steps of one version, in the order of the flow."""
        return (hop for hop in self.hops if hop.origin == origin)
