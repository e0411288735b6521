"""One attempt to reach a webhook, whatever stands there."""

from __future__ import annotations

import hmac
import time
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from streams.delivery import Verdict
from streams.delivery.webhook import MAX_RETRY_AFTER, Webhook
from tests.streams.delivery.conftest import notification

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = b"k" * 24
OK = "HTTP/1.1 204 No Content\n\n"


def headers_of(request: bytes) -> dict[str, str]:
    """Return the headers of a request."""
    lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


async def test_a_message_is_signed_and_has_its_id(listening: Callable[..., Any]) -> None:
    """The receiver can verify body, id and time with the secret, and knows a message that it has."""
    async with listening(OK) as listener:
        outcome = await Webhook(url=listener.url, keys=(KEY,), allow_private=True).send(notification())
    assert outcome.verdict is Verdict.DELIVERED
    (request,) = listener.requests
    headers, body = headers_of(request), request.partition(b"\r\n\r\n")[2]
    assert headers["webhook-id"] == "msg-1"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"msg-1.{headers['webhook-timestamp']}.".encode() + body
    version, _, signature = headers["webhook-signature"].partition(",")
    assert (version, b64decode(signature)) == ("v1", hmac.digest(KEY, signed, "sha256"))
    message = orjson.loads(body)
    assert (message["type"], message["timestamp"]) == ("wirefeed.notification", "2026-03-02T09:00:00Z")
    assert message["data"]["notices"][0]["alert"]["after"]["best"] == 12


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("200 OK", "delivered"),
        ("299 Fine", "delivered"),
        ("300 Choose", "retry"),
        ("400 Bad Request", "refused"),
        ("401 Unauthorized", "retry"),
        ("404 Not Found", "retry"),
        ("410 Gone", "refused"),
        ("413 Too Large", "refused"),
        ("415 Wrong Type", "refused"),
        ("422 Wrong", "refused"),
        ("429 Slow Down", "retry"),
        ("500 Error", "retry"),
        ("503 Down", "retry"),
    ],
)
async def test_each_answer(listening: Callable[..., Any], status: str, verdict: str) -> None:
    """An answer on the message itself is final; everything else may pass."""
    async with listening(f"HTTP/1.1 {status}\ncontent-length: 0\n\n") as listener:
        outcome = await Webhook(url=listener.url, allow_private=True).send(notification())
    assert outcome.verdict.value == verdict


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("retry-after: 7\n", 7.0),
        ("retry-after: 99999999999999\n", MAX_RETRY_AFTER),
        ("retry-after: -1\n", None),
        ("retry-after: Wed, 21 Oct 2026 07:28:00 GMT\n", None),
        ("", None),
    ],
)
async def test_a_receiver_may_ask_for_time(listening: Callable[..., Any], header: str, seconds: float | None) -> None:
    """It gets an hour at most."""
    async with listening(f"HTTP/1.1 503 Busy\n{header}content-length: 0\n\n") as listener:
        outcome = await Webhook(url=listener.url, allow_private=True).send(notification())
    assert outcome.retry_after == seconds


async def test_a_receiver_that_hangs_costs_the_timeout(listening: Callable[..., Any]) -> None:
    """It is tried again later."""
    async with listening(OK, hangs=True) as listener:
        began = time.monotonic()
        outcome = await Webhook(url=listener.url, allow_private=True, seconds=0.3).send(notification())
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, "no answer within 0.3 s")
    assert time.monotonic() - began < 5


async def test_an_endless_answer_is_not_read(listening: Callable[..., Any]) -> None:
    """Only the status counts; the connection is closed on the rest."""
    async with listening("HTTP/1.1 200 OK\ncontent-length: 10000000000\n\n", endless=True) as listener:
        outcome = await Webhook(url=listener.url, allow_private=True).send(notification())
    assert outcome.verdict is Verdict.DELIVERED


async def test_endless_headers_are_not_read(listening: Callable[..., Any]) -> None:
    """They are no answer."""
    async with listening("HTTP/1.1 200 OK\nx: ", endless=True) as listener:
        outcome = await Webhook(url=listener.url, allow_private=True).send(notification())
    assert outcome.verdict is Verdict.RETRY


async def test_a_redirect_is_not_followed(listening: Callable[..., Any]) -> None:
    """It may lead into a private network; the operator gives the new address."""
    async with listening(OK) as inside:
        async with listening(f"HTTP/1.1 307 Moved\nlocation: {inside.url}\ncontent-length: 0\n\n") as listener:
            outcome = await Webhook(url=listener.url, allow_private=True).send(notification())
        assert inside.requests == []
    assert (outcome.verdict, outcome.reason) == (
        Verdict.RETRY,
        "the receiver answers 307; redirects are not followed",
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])  # noqa: S104
async def test_a_private_address_is_not_connected_to(listening: Callable[..., Any], host: str) -> None:
    """By number or by name, unless the receiver is allowed one."""
    async with listening(OK) as listener:
        outcome = await Webhook(url=f"http://{host}:{listener.port}/").send(notification())
        assert listener.requests == []
    assert outcome.verdict is Verdict.RETRY
    assert "private address" in outcome.reason


async def test_nobody_there_is_tried_again() -> None:
    """The reason names no address."""
    outcome = await Webhook(url="http://127.0.0.1:1/secret-path", allow_private=True).send(notification())
    assert outcome.verdict is Verdict.RETRY
    assert outcome.reason.startswith("no connection: ")
    assert "secret-path" not in repr(outcome)


def test_the_address_is_not_shown() -> None:
    """It is often a secret itself."""
    assert "secret" not in repr(Webhook(url="https://hooks.example/secret", keys=(b"secret" * 4,)))
