"""Who may ask for what."""

from __future__ import annotations

from typing import Any

import pytest

from streams.ops.desk.security import BURST_SECONDS, MAX_ADDRESSES, Access, RateLimit, UnsafeDesk, host_name
from streams.settings import Settings
from tests.streams.ops.desk.desks import TOKEN

OUTSIDE = "203.0.113.9"


def access(**settings: Any) -> Access:
    """Return the rules of settings."""
    return Access.of(Settings(**settings))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "desk.example"])  # noqa: S104 - refused
def test_a_desk_for_others_needs_a_token_or_a_header(host: str) -> None:
    """An address that others can reach is refused without one of the two."""
    with pytest.raises(UnsafeDesk, match="WIREFEED_DESK_TOKEN"):
        access(desk_host=host)
    assert not access(desk_host=host, desk_token=TOKEN).is_open
    assert not access(desk_host=host, desk_user_header="X-User").is_open


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_a_desk_for_this_machine_is_open(host: str) -> None:
    """On an address of this machine alone reading needs nothing."""
    assert access(desk_host=host).may_read({}, None, "127.0.0.1")


def test_a_short_token_is_refused() -> None:
    """A token of 16 characters is taken, one of 15 is not."""
    assert access(desk_token="a" * 16).token == b"a" * 16
    with pytest.raises(UnsafeDesk, match="16 characters"):
        access(desk_token="a" * 15)


def test_the_token_is_in_no_text() -> None:
    """What is printed of the rules does not hold the token."""
    assert TOKEN not in repr(access(desk_token=TOKEN))
    assert TOKEN not in access(desk_token=TOKEN).session()


def test_the_token_lets_in() -> None:
    """The token as a header, or the cookie that stands for it, lets in; nothing else does."""
    desk = access(desk_host="0.0.0.0", desk_token=TOKEN)  # noqa: S104 - with a token
    assert desk.may_read({"authorization": f"Bearer {TOKEN}"}, None, OUTSIDE)
    assert desk.may_read({"authorization": f"bearer  {TOKEN} "}, None, OUTSIDE)
    assert desk.may_read({}, desk.session(), OUTSIDE)
    for headers, cookie in (({}, None), ({"authorization": TOKEN}, None), ({"authorization": "Bearer x"}, None)):
        assert not desk.may_read(headers, cookie, OUTSIDE)
    assert not desk.may_read({}, TOKEN, OUTSIDE)
    assert not desk.may_read({}, "é", OUTSIDE)


def test_a_cookie_of_another_token_is_worth_nothing() -> None:
    """With a new token, the cookies of the old one end."""
    assert not access(desk_token=TOKEN).has_token({}, access(desk_token=f"{TOKEN}2").session())
    assert not access().has_token({}, access().session())


def test_a_user_is_believed_from_a_proxy_alone() -> None:
    """The header with the user counts where it comes from an address of a reverse proxy."""
    desk = access(desk_user_header="X-Forwarded-User", desk_proxies="192.0.2.7,192.0.2.8")
    headers = {"x-forwarded-user": "mara"}
    assert desk.may_read(headers, None, "192.0.2.8")
    assert not desk.may_read(headers, None, "127.0.0.1")
    assert not desk.may_read({"x-forwarded-user": " "}, None, "192.0.2.8")


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("localhost:6069", True),
        ("LOCALHOST", True),
        ("127.0.0.1:6069", True),
        ("[::1]:6069", True),
        ("192.0.2.4:6069", True),
        ("192.0.2.4.rebound.example", False),
        ("wire.example:80", True),
        ("rebound.example", False),
        ("", False),
        ("localhost.rebound.example", False),
    ],
)
def test_only_its_own_names_are_answered(header: str, known: bool) -> None:
    """A request for a name that is none of the desk's is refused: another site may have made its name lead here."""
    assert access(desk_names="wire.example").knows_host(header) is known


def test_the_name_of_a_host() -> None:
    """The port is no part of the name."""
    assert [host_name(each) for each in ("A.b:1", "[2001:db8::1]:9", "a")] == ["a.b", "2001:db8::1", "a"]


def test_a_change_from_another_site_is_refused() -> None:
    """What a page of another site sends changes nothing; programs send no origin."""
    desk = access()
    assert desk.is_same_site(None, "localhost:6069")
    assert desk.is_same_site("http://localhost:6069", "localhost:6069")
    assert not desk.is_same_site("http://localhost:6070", "localhost:6069")
    assert not desk.is_same_site("null", "localhost:6069")


def test_rates_are_kept_for_each_address() -> None:
    """So many requests come at once, then so many a second; another address is not held up."""
    rate = RateLimit(10)
    burst = int(10 * BURST_SECONDS)
    assert [rate.wait("a", 0.0) for _ in range(burst)] == [0.0] * burst
    assert rate.wait("a", 0.0) == pytest.approx(0.1)
    assert rate.wait("b", 0.0) == 0
    assert rate.wait("a", 0.05) == pytest.approx(0.05)
    assert rate.wait("a", 0.11) == 0


def test_a_slow_rate_lets_one_through() -> None:
    """However slow the rate, a first request is answered, and none is saved up beyond the burst."""
    rate = RateLimit(0.1)
    assert rate.wait("a", 0.0) == 0
    assert rate.wait("a", 0.0) == pytest.approx(10)
    assert [rate.wait("a", 1_000.0) > 0 for _ in range(2)] == [False, True]


def test_addresses_are_forgotten() -> None:
    """However many addresses ask, a bounded number is remembered."""
    rate = RateLimit(1)
    for number in range(MAX_ADDRESSES + 5):
        rate.wait(str(number), 0.0)
    assert len(rate._buckets) == MAX_ADDRESSES
