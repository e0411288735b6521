"""The one place where a failure becomes a dead letter. Nothing that a record holds can make it fail."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from schemas import SCHEMA_HEADER, DeadLetter, encode, schema_name
from streams.runner.connect_headers import connect_headers
from streams.runner.out_record import OutRecord
from streams.topics import DEAD

if TYPE_CHECKING:
    from streams.runner.limits import SizeLimits
    from streams.runner.record import Record
    from streams.runner.stage import Result
    from streams.settings import Settings

REPLAY_HEADER: Final = "wf-replay"
"""Set on a record that was put back: the id of its dead letter; of the first, where it was put back several times."""
ATTEMPTS_HEADER: Final = "wf-attempts"
"""How often the record was tried before it was put back."""
MAX_MESSAGE: Final = 2_000
MAX_ATTEMPTS_DIGITS: Final = 5
"""Nobody tries a record a hundred thousand times: a longer number is not ours and starts the count again."""
_TOO_LARGE: Final = "the record of {size:,} bytes is too large for a dead letter; while retention lasts it is at {id}: "


def dead_letter(record: Record, stage: str, error: BaseException) -> DeadLetter:
    """Return the dead letter of a record that a stage could not handle; the same at every redelivery."""
    try:
        return _full_letter(record, stage, error)
    except Exception:  # noqa: BLE001  # what a letter quotes must not cost the letter
        return _last_resort(record, stage, type(error).__name__)


def refusal_letter(record: Record, stage: str, result: Result) -> DeadLetter:
    """Return the one dead letter of a record some of whose items were refused."""
    _, first = result.refused[0]
    if len(result.refused) == 1 == result.items:
        return dead_letter(record, stage, first)
    reasons = "; ".join(f"item {index + 1}: {described(error)}" for index, error in result.refused)
    summary = f"{len(result.refused)} of {result.items} items refused: {reasons}"
    return dead_letter(record, stage, first).model_copy(update={"message": summary[:MAX_MESSAGE]})


def letter_record(record: Record, letter: DeadLetter, settings: Settings, limits: SizeLimits) -> OutRecord:
    """Return what is sent to the dead letters' topic. A letter that is too large leaves out the record's bytes.

    Where the letter can't be encoded, it holds the record's place, its bytes and the type of the error alone.
    """
    try:
        whole = _out(letter, record.key, settings)
    except Exception:  # noqa: BLE001  # what a letter quotes must not cost the letter
        letter = _last_resort(record, letter.stage, letter.error)
        whole = _out(letter, record.key, settings)
    if whole.size <= limits.of(whole.topic):
        return whole
    message = _TOO_LARGE.format(size=whole.size, id=letter.id) + letter.message
    bare = {"key": None, "value": None, "headers": (), "truncated": True, "message": message[:MAX_MESSAGE]}
    return _out(letter.model_copy(update=bare), None, settings)


def _full_letter(record: Record, stage: str, error: BaseException) -> DeadLetter:
    return DeadLetter(
        id=_coordinates(record),
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=_base64(record.key),
        value=_base64(record.value),
        headers=tuple((_printable(name), b64encode(value).decode()) for name, value in record.headers),
        error=type(error).__name__,
        message=described(error)[:MAX_MESSAGE],
        at=record.at,
        attempts=1 + _earlier_attempts(record),
    )


def _last_resort(record: Record, stage: str, error: str) -> DeadLetter:
    return DeadLetter(
        id=_coordinates(record),
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=_base64(record.key),
        value=_base64(record.value),
        error=error,
        message="the error and the headers can't be shown",
        at=record.at,
    )


def _out(letter: DeadLetter, key: bytes | None, settings: Settings) -> OutRecord:
    headers = ((SCHEMA_HEADER, schema_name(DeadLetter).encode()), *connect_headers(letter, settings.app_id))
    return OutRecord(topic=DEAD.full_name(settings), key=key, value=encode(letter), headers=headers)


def _coordinates(record: Record) -> str:
    return f"{record.topic}/{record.partition}/{record.offset}"


def _earlier_attempts(record: Record) -> int:
    stated = record.header(ATTEMPTS_HEADER) or ""
    plain = stated.isascii() and stated.isdecimal() and len(stated) <= MAX_ATTEMPTS_DIGITS
    return int(stated) if plain else 0


def described(error: BaseException) -> str:
    """Return what an error says, as printable text; one that fails to say it is described by its type."""
    try:
        text = str(error) or repr(error)
    except Exception:  # noqa: BLE001  # an error of a library may fail to describe itself
        text = type(error).__name__
    return _printable(text)


def _printable(text: str) -> str:
    """Return a text without lone surrogates, which JSON can't carry."""
    return text.encode("utf-8", "replace").decode()


def _base64(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()
