"""The signature of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX: Final = "whsec_"
LEAST_BYTES: Final = 24
"""The convention asks for secrets of 24 to 64 bytes."""


def signing_keys(secret: str) -> tuple[bytes, ...]:
    """Return the keys in a secret: one, or several with blanks between them while a key is replaced.

    Raises ValueError where one is not base64, or too short.
    """
    keys = tuple(_key(part) for part in secret.split())
    if not keys:
        raise ValueError("a signing secret is empty")
    return keys


def signed_headers(body: bytes, message_id: str, timestamp: int, keys: Sequence[bytes]) -> dict[str, str]:
    """Return the headers by which a receiver knows that a message is ours, and that it has it already."""
    headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp)}
    if keys:
        content = f"{message_id}.{timestamp}.".encode() + body
        signatures = (b64encode(hmac.digest(key, content, "sha256")).decode() for key in keys)
        headers["webhook-signature"] = " ".join(f"v1,{signature}" for signature in signatures)
    return headers


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"a signing secret is {PREFIX} and base64") from error
    if len(key) < LEAST_BYTES:
        raise ValueError(f"a signing secret has at least {LEAST_BYTES} bytes")
    return key
