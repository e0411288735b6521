"""Delivery through Apprise, to a receiver on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from streams.delivery import Verdict
from streams.delivery.chat import AddressUnknown, AppriseMissing, Chat, _hosts, _opened
from tests.streams.delivery.conftest import notification

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # a plugin of Apprise imports it
OK = "HTTP/1.1 200 OK\ncontent-length: 0\n\n"


async def test_subject_and_text_are_sent(listening: Callable[..., Any]) -> None:
    """The service gets the change as a title, and the sentence below it."""
    async with listening(OK) as listener:
        chat = Chat(f"json://127.0.0.1:{listener.port}/hook", allow_private=True, seconds=5)
        outcome = await chat.send(notification(quote="Twelve died."))
    assert outcome.verdict is Verdict.DELIVERED
    body = orjson.loads(listener.requests[0].partition(b"\r\n\r\n")[2])
    assert body["title"] == "12 killed: Story of q0"
    assert "Twelve died." in body["message"]


@pytest.mark.parametrize("status", ["500 Error", "302 Found\nlocation: http://127.0.0.1:1/"])
async def test_what_the_service_does_not_take_is_tried_again(listening: Callable[..., Any], status: str) -> None:
    """Apprise says no more than that; it follows no redirect."""
    async with listening(f"HTTP/1.1 {status}\ncontent-length: 0\n\n") as listener:
        chat = Chat(f"json://127.0.0.1:{listener.port}/hook", allow_private=True, seconds=5)
        outcome = await chat.send(notification())
        assert len(listener.requests) == 1
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, "the service does not take it")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_private_address_is_not_connected_to(listening: Callable[..., Any], host: str) -> None:
    """By number or by name, unless the receiver is allowed one."""
    async with listening(OK) as listener:
        chat = Chat(f"json://{host}:{listener.port}/hook", allow_private=False, seconds=5)
        outcome = await chat.send(notification())
        assert listener.requests == []
    assert outcome.verdict is Verdict.RETRY
    assert "private address" in outcome.reason


async def test_a_service_that_hangs_costs_the_timeout(listening: Callable[..., Any]) -> None:
    """It is tried again later."""
    async with listening(OK, hangs=True) as listener:
        chat = Chat(f"json://127.0.0.1:{listener.port}/hook", allow_private=True, seconds=0.2)
        outcome = await chat.send(notification())
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, "no answer within 0.2 s")


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("json://hooks.example/x", {"hooks.example"}),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", set()),
        ("mailtos://user:word@corp.example?smtp=mail.corp.example", {"corp.example", "mail.corp.example"}),
    ],
)
def test_only_hosts_are_looked_up(url: str, hosts: set[str]) -> None:
    """A token that stands in the place of a host is not asked of a name server."""
    (service,) = _opened(url)
    assert _hosts(service) == hosts


def test_an_unknown_address_is_not_repeated() -> None:
    """It may hold a secret."""
    with pytest.raises(AddressUnknown) as caught:
        Chat("nothing://secret", allow_private=False, seconds=5)
    assert "secret" not in str(caught.value).replace("holds a secret", "")


def test_without_apprise_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(AppriseMissing, match=r"pip install 'wirefeed\[deliver\]'"):
        Chat("json://hooks.example", allow_private=False, seconds=5)
