"""Commits of a worker that was silent for longer than its session: they would set another worker's offsets back.

Apache Kafka refuses the commit of a member that it has put out of the group. The embedded broker takes it, and whoever
gets the partition next begins at the old offset.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from aiokafka.errors import CommitFailedError
from aiokafka.protocol.commit import OffsetCommitRequest

from streams.pipeline.kafka.membership import withhold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.pipeline.kafka.membership import Membership

_LAPSES: Final[ContextVar[int | None]] = ContextVar("lapses", default=None)
"""The membership's lapses when the partitions were assigned whose offsets a commit writes."""
WITHHELD: Final = "the group has already rebalanced, or may have: no heartbeat was answered within the session timeout"
"""Faust knows a commit that came too late by the words "already rebalanced", and goes on."""


@contextmanager
def committing(lapses: int) -> Iterator[None]:
    """Commit offsets of partitions that were assigned when the membership had had so many lapses."""
    token = _LAPSES.set(lapses)
    try:
        yield
    finally:
        _LAPSES.reset(token)


def withhold_outdated(client: Any, membership: Membership) -> None:
    """Let a consumer's client write no commit of an assignment that the worker has lost, or may have lost.

    The commit then raises `CommitFailedError`.
    """

    def is_outdated() -> bool:
        begun = _LAPSES.get()
        return membership.in_doubt or (begun is not None and begun != membership.lapses)

    withhold(client, OffsetCommitRequest, is_outdated, lambda: CommitFailedError(WITHHELD))
