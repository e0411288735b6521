"""Hostile values: mutations of valid messages, of documents of the wire, and of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    import random

SCALARS: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    -5,
    1e308,
    -1.5,
    0.5,
    -0.0,
    1,
    2,
    7,
    10**6,
    2**31,
    -(2**31) - 1,
    2**53 + 1,
    -(2**63),
    2**63 - 1,
    "",
    " ",
    "\x00",
    "\x1b[2J\x07",
    "\u202e\u2066",
    "\ufffd" * 9,
    "9999-12-31T23:59:59.999999+14:00",
    "0001-01-01T00:00:00-14:00",
    "2026-03-02T09:00:00Z",
    "en",
    "x-unknown",
    "wire.example/1",
    "Two killed.",
    "NaN",
    "²",
    "٣٤",
    "a" * 10_000,
    "/" * 300,
    [],
    {},
    [[[[[[[[]]]]]]]],
    {"": {"": {"": None}}},
)
"""What a field may be set to, at and beyond every bound that a field has."""
FOREIGN: Final = 900
"""Partition of `wire.raw` that mutated messages say they come from. There is none, so that the account of the real ones
must balance: a message that nobody sent in would have an outcome too much."""
UNENCODABLE: Final = (b"NaN", b"Infinity", b"-Infinity", b"1e999", b"1" * 400, b'"\\ud800"', b'"\xff"', b"[" * 5_000)
"""What JSON of others may hold and ours never writes."""
DOCUMENTS: Final = (
    b"",
    b" ",
    b"\x00" * 50,
    b"\xff\xfe\xfd",
    b"null",
    b"[]",
    b"{}",
    b'"text"',
    b"[" * 20_000,
    b'{"a":' * 5_000,
    b"<" * 20_000,
    b"<a>" * 10_000,
    b"<?xml version='1.0' encoding='utf-99'?><nitf/>",
    b"<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><nitf><body>&d;</body></nitf>",
    b"<rss><channel>" + b"<item><title>x</title></item>" * 300,
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
    b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'/>",
    b"\x16\x16\x01a0001\x1f" + b"\x02\x03" * 200,
    b"\x01" * 5_000,
    b"<html>" + b"<table><tr><td>" * 2_000,
    b"<p>" + b"&#x1F4A3;" * 2_000,
    "\u202egnihton\u202c ".encode() * 500,
    ("1 killed, " * 5_000).encode(),
    ("(" * 20_000).encode(),
)


def hostile_document(chance: random.Random, valid: list[bytes]) -> bytes | None:
    """Return a value for `wire.raw`: none, noise, a hostile document, or a valid one that was damaged."""
    match chance.randrange(8):
        case 0:
            return chance.choice(DOCUMENTS)
        case 1:
            return chance.randbytes(chance.choice((1, 16, 300, 5_000)))
        case 2:
            return None
        case 3:
            return _damaged(chance, chance.choice(valid))
        case _:
            return mutated(chance, chance.choice(valid))


def mutated(chance: random.Random, valid: bytes) -> bytes:
    """Return a JSON message with some of its fields changed, removed or added, or its bytes damaged."""
    try:
        message = orjson.loads(valid)
    except orjson.JSONDecodeError:
        return _damaged(chance, valid)
    if chance.random() < 0.1:
        return _damaged(chance, valid)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        _change(chance, message)
    _keep_foreign(message)
    encoded = orjson.dumps(message, option=orjson.OPT_PASSTHROUGH_DATETIME)
    return encoded.replace(b'"\xef\xbf\xbd"', chance.choice(UNENCODABLE))


def _keep_foreign(message: Any) -> None:
    """Let no change have made the first partition of `wire.raw` the origin of a message."""
    for found in objects(message):
        origin = found.get("origin")
        if isinstance(origin, dict) and origin.get("partition") in (0, "0"):
            origin["partition"] = FOREIGN


def _change(chance: random.Random, message: Any) -> None:
    places = list(_places(message))
    if not places:
        return
    parent, key = chance.choice(places)
    match chance.randrange(12):
        case 0 if isinstance(parent, dict):
            del parent[key]
        case 1 if isinstance(parent, dict):
            parent[chance.choice(("", "schema", "type", "x" * 500, "\x00"))] = _scalar(chance)
        case 2 if isinstance(parent, list):
            parent.extend([parent[key]] * chance.choice((2, 200)))
        case 3:
            parent[key] = "\ufffd"  # stands for what orjson can't encode
        case 4:
            parent[key] = _scalar(chance)
        case _:
            parent[key] = _scalar(chance, like=parent[key])


def _scalar(chance: random.Random, *, like: Any = None) -> Any:
    """Return a value, of the type of another where there is one: it comes further before it is refused."""
    of_type = [scalar for scalar in SCALARS if like is None or type(scalar) is type(like)]
    chosen = chance.choice(of_type or SCALARS)
    return orjson.loads(orjson.dumps(chosen))  # a copy, since lists and objects are changed in place


def objects(message: Any) -> list[dict[str, Any]]:
    """Return every JSON object in a message, itself first."""
    inner = [parent[key] for parent, key in _places(message)]
    return [found for found in (message, *inner) if isinstance(found, dict)]


def _places(message: Any) -> list[tuple[Any, Any]]:
    """Return each container and key of a message."""
    found: list[tuple[Any, Any]] = []
    waiting = [message]
    while waiting:
        parent = waiting.pop()
        keys = parent if isinstance(parent, dict) else range(len(parent)) if isinstance(parent, list) else ()
        for key in keys:
            found.append((parent, key))
            waiting.append(parent[key])
    return found


def _damaged(chance: random.Random, valid: bytes) -> bytes:
    changed = bytearray(valid)
    for _ in range(chance.choice((1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed) + 1)] if chance.random() < 0.4 else changed)
