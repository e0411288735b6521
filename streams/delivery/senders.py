"""The sender of a receiver, with its address and secret in place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from streams.credentials import MissingCredential, credential
from streams.delivery.chat import AddressUnknown, AppriseMissing, Chat
from streams.delivery.signing import signing_keys
from streams.delivery.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.alerts import Receiver


class UnusableReceiver(Exception):
    """A receiver can't be used as it is described. The message has its name and the reason, and no secret."""


def sender_of(name: str, receiver: Receiver, environment: Mapping[str, str]) -> Webhook | Chat:
    """Return the sender of a receiver. Raises `UnusableReceiver`."""
    try:
        url = receiver.url or credential(receiver.url_env or "", environment)
        if receiver.type == "apprise":
            return Chat(url, allow_private=receiver.allow_private, seconds=receiver.timeout.total_seconds())
        return _webhook(url, receiver, environment)
    except (MissingCredential, AppriseMissing, AddressUnknown, ValueError) as error:
        raise UnusableReceiver(f"receiver {name}: {error}") from error


def _webhook(url: str, receiver: Receiver, environment: Mapping[str, str]) -> Webhook:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("the address of a webhook begins with https:// or http://")
    secret = credential(receiver.secret_env, environment) if receiver.secret_env else None
    return Webhook(
        url=url,
        keys=signing_keys(secret) if secret is not None else (),
        allow_private=receiver.allow_private,
        seconds=receiver.timeout.total_seconds(),
    )
