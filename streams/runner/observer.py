"""What the runner tells whoever watches; the metrics of a worker take this form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.runner.spans import Span


class Observer(Protocol):
    """Is told what a worker does."""

    def record_batch(self, stage: str, partition: int, n: int, seconds: float) -> None:
        """Take note of records that were handled and acknowledged together."""

    def outcome(self, stage: str, outcome: str, n: int = 1) -> None:
        """Take note of items that ended; below zero, of ends that no longer count."""

    def dead(self, stage: str, error: str, n: int = 1) -> None:
        """Take note of dead letters."""

    def sent(self, stage: str, topic: str, n: int) -> None:
        """Take note of records that a stage sent to a topic."""

    def end_to_end(self, seconds: float, trace_id: str) -> None:
        """Take note of the time from the raw record to the published article."""

    def table_size(self, stage: str, partition: int, name: str, n: int) -> None:
        """Take note of the size of something that a partition's handler holds."""

    def forget(self, stage: str, partition: int) -> None:
        """Take note that a partition is no longer handled here."""


class Tracer(Protocol):
    """Takes the spans of records that were handled and acknowledged. It must return at once and raise nothing."""

    def export(self, spans: Sequence[Span]) -> None:
        """Take spans."""


class Unobserved:
    """Nobody watches."""

    def record_batch(self, stage: str, partition: int, n: int, seconds: float) -> None:
        """Do nothing."""

    def outcome(self, stage: str, outcome: str, n: int = 1) -> None:
        """Do nothing."""

    def dead(self, stage: str, error: str, n: int = 1) -> None:
        """Do nothing."""

    def sent(self, stage: str, topic: str, n: int) -> None:
        """Do nothing."""

    def end_to_end(self, seconds: float, trace_id: str) -> None:
        """Do nothing."""

    def table_size(self, stage: str, partition: int, name: str, n: int) -> None:
        """Do nothing."""

    def forget(self, stage: str, partition: int) -> None:
        """Do nothing."""
