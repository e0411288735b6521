"""Reads the record of a dead letter, and puts it back where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiokafka.errors import KafkaError

from schemas import DeadLetter, UndecodableMessage, decode
from streams.desk.values import Replayed
from streams.ops.errors import OperationFailed
from streams.ops.replay import replay
from streams.topics import DEAD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streams.desk.dead import Held
    from streams.ops.desk.context import Context


async def letter_of(context: Context, held: Held) -> DeadLetter | None:
    """Return a dead letter with its record, None where the broker no longer has it. Raises `OperationFailed`."""
    record = await context.records.read(DEAD.full_name(context.state.settings), held.partition, held.offset)
    try:
        letter = None if record is None else decode(record.value, DEAD.types)
    except UndecodableMessage:
        return None
    return letter if isinstance(letter, DeadLetter) and letter.id == held.row.id else None


async def put_back(context: Context, letter: DeadLetter) -> Replayed:
    """Put the record of a dead letter back, once, and return what became of it. Raises `OperationFailed`."""
    try:
        result = await replay(context.state.settings, _alone(letter))
    except KafkaError as error:
        raise OperationFailed(f"the broker refused: {error or type(error).__name__}") from error
    if result.sent:
        context.state.dead.replayed.add(letter.id)
        return Replayed(id=letter.id, replayed=True)
    reason = "it was put back before" if result.earlier else "its record is not in it" if result.truncated else "broken"
    return Replayed(id=letter.id, replayed=False, reason=reason)


async def _alone(letter: DeadLetter) -> AsyncIterator[DeadLetter]:
    yield letter
