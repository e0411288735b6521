"""The one place where a failure becomes a dead letter."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from schemas import DeadLetter

if TYPE_CHECKING:
    from streams.runner.record import Record
    from streams.runner.stage import Result

REPLAY_HEADER: Final = "wf-replay"
"""Set on a record that was put back: the id of its dead letter."""
ATTEMPTS_HEADER: Final = "wf-attempts"
"""How often the record was tried before it was put back."""
MAX_MESSAGE: Final = 2_000


def dead_letter(record: Record, stage: str, error: BaseException) -> DeadLetter:
    """Return the dead letter of a record that a stage could not handle; the same at every redelivery."""
    attempts = record.header(ATTEMPTS_HEADER)
    message = str(error) or repr(error)
    return DeadLetter(
        id=f"{record.topic}/{record.partition}/{record.offset}",
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=_base64(record.key),
        value=_base64(record.value),
        headers=tuple((name, b64encode(value).decode()) for name, value in record.headers),
        error=type(error).__name__,
        message=message[:MAX_MESSAGE],
        at=record.at,
        attempts=1 + (int(attempts) if attempts and attempts.isdigit() and len(attempts) < 6 else 0),  # noqa: PLR2004
    )


def refusal_letter(record: Record, stage: str, result: Result) -> DeadLetter | None:
    """Return the one dead letter of a record some of whose items were refused, None where none was."""
    if not result.refused:
        return None
    _, first = result.refused[0]
    if len(result.refused) == 1 == result.items:
        return dead_letter(record, stage, first)
    told = "; ".join(f"item {index + 1}: {error}" for index, error in result.refused)
    summary = f"{len(result.refused)} of {result.items} items refused: {told}"
    return dead_letter(record, stage, first).model_copy(update={"message": summary[:MAX_MESSAGE]})


def _base64(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()
