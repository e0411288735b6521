"""Who may post: each sender has a token of its own, which says which feed it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from streams.credentials import MissingCredential, credential

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.feeds.feed import PushFeed

LEAST_TOKEN_CHARS: Final = 16
"""A shorter token can be guessed."""
BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class PushSender:
    """A feed, and the digest of its token."""

    name: str
    feed: PushFeed
    digest: bytes = field(repr=False)


def senders_of(
    feeds: Mapping[str, PushFeed], environment: Mapping[str, str]
) -> tuple[list[PushSender], dict[str, str]]:
    """Return the senders, and for each feed without a token of its own the reason why it takes nothing."""
    senders: dict[bytes, PushSender] = {}
    refused: dict[str, str] = {}
    for name, feed in feeds.items():
        try:
            token = credential(feed.token_env, environment)
        except MissingCredential as error:
            refused[name] = str(error)
            continue
        digest = _digest(token)
        if len(token) < LEAST_TOKEN_CHARS:
            refused[name] = f"the token in {feed.token_env} has fewer than {LEAST_TOKEN_CHARS} characters"
        elif digest in senders:
            refused[name] = f"the token in {feed.token_env} is that of the feed {senders[digest].name}"
        else:
            senders[digest] = PushSender(name, feed, digest)
    return list(senders.values()), refused


def sender_of(senders: Sequence[PushSender], authorization: str) -> PushSender | None:
    """Return whose token a header states, None for nobody's.

    All digests are compared, each in constant time, so that the time of an answer says nothing about a token.
    """
    scheme, token = authorization[: len(BEARER)], authorization[len(BEARER) :]
    digest = _digest(token.strip())
    found = [sender for sender in senders if compare_digest(sender.digest, digest)]
    return found[0] if found and scheme.lower() == BEARER else None


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogateescape")).digest()
