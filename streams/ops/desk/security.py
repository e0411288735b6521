"""Who may ask for what, and what browsers may do with the answer."""

from __future__ import annotations

import hmac
import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from streams.ops.errors import OperationFailed
from streams.request_rate import Bucket

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings

LEAST_TOKEN_CHARS: Final = 16
"""A shorter token can be guessed."""
COOKIE: Final = "wirefeed_desk"
BEARER: Final = "bearer "
BURST_SECONDS: Final = 4.0
"""So many seconds' requests may come at once: a page asks for its parts together."""
MAX_ADDRESSES: Final = 10_000
CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""No script or style that stands in a page runs, whatever a wire puts there, and nothing is fetched from outside."""
HEADERS: Final = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
)


class UnsafeDesk(OperationFailed):
    """The settings would let in everybody."""


def is_loopback(host: str) -> bool:
    """Return whether an address is one of this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in. Reading is free on an address of this machine alone, unless a reverse proxy names the users."""

    host: str
    names: frozenset[str]
    """Host names that a request may ask for."""
    token: bytes | None = field(repr=False)
    user_header: str | None
    proxies: frozenset[str]

    @classmethod
    def of(cls, settings: Settings) -> Access:
        """Return the rules of the settings. Raises `UnsafeDesk` where everybody would be let in."""
        token = settings.desk_token.get_secret_value() if settings.desk_token is not None else None
        if token is not None and len(token) < LEAST_TOKEN_CHARS:
            raise UnsafeDesk(f"WIREFEED_DESK_TOKEN has fewer than {LEAST_TOKEN_CHARS} characters")
        if not is_loopback(settings.desk_host) and token is None and settings.desk_user_header is None:
            raise UnsafeDesk(
                f"WIREFEED_DESK_HOST is {settings.desk_host}, which others can reach: set WIREFEED_DESK_TOKEN, or "
                "WIREFEED_DESK_USER_HEADER behind a reverse proxy that names its users"
            )
        names = {"localhost", settings.desk_host, *settings.desk_names}
        return cls(
            host=settings.desk_host,
            names=frozenset(name.casefold().strip("[]") for name in names),
            token=token.encode() if token is not None else None,
            user_header=settings.desk_user_header.lower() if settings.desk_user_header is not None else None,
            proxies=frozenset(settings.desk_proxies),
        )

    @property
    def is_open(self) -> bool:
        """Whether reading needs nothing."""
        return is_loopback(self.host) and self.user_header is None

    def knows_host(self, header: str) -> bool:
        """Return whether a Host header names the desk: a page of another site can make its own name lead here.

        An address in place of a name is right: no site has it for its own.
        """
        return (name := host_name(header)) in self.names or _is_address(name)

    def is_same_site(self, origin: str | None, host: str) -> bool:
        """Return whether a request that changes something comes from a page of the desk, or from no page."""
        return origin is None or origin.partition("://")[2].casefold() == host.casefold()

    def may_read(self, headers: Mapping[str, str], cookie: str | None, client: str) -> bool:
        """Return whether the sender of a request may read."""
        return self.is_open or self.has_token(headers, cookie) or self.user(headers, client) is not None

    def has_token(self, headers: Mapping[str, str], cookie: str | None) -> bool:
        """Return whether a request has the token, or the cookie that a browser got for it."""
        if self.token is None:
            return False
        stated = headers.get("authorization", "")
        by_header = stated[: len(BEARER)].lower() == BEARER and self.is_token(stated[len(BEARER) :].strip())
        return by_header or (cookie is not None and _same(cookie.encode(), self.session().encode()))

    def is_token(self, stated: str) -> bool:
        """Return whether a text is the token; the time of the answer says nothing about it."""
        return self.token is not None and _same(stated.encode("utf-8", "surrogateescape"), self.token)

    def session(self) -> str:
        """Return the value of the cookie: it is derived from the token, and does not tell it."""
        return hmac.new(self.token or b"", b"wirefeed desk session", sha256).hexdigest()

    def user(self, headers: Mapping[str, str], client: str) -> str | None:
        """Return the user that a reverse proxy names."""
        if self.user_header is None or client not in self.proxies:
            return None
        return headers.get(self.user_header, "").strip() or None


def host_name(header: str) -> str:
    """Return the name in a Host header, without the port."""
    if header.startswith("["):
        return header[1:].partition("]")[0].casefold()
    return header.partition(":")[0].casefold()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(sha256(one).digest(), sha256(other).digest())


@dataclass(slots=True)
class RateLimit:
    """A bucket for each address: so many requests a second, and some seconds' worth at once."""

    per_second: float
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    """The address that asked longest ago first."""

    def wait(self, address: str, now: float) -> float:
        """Take a place; return 0, or the seconds until there is one."""
        bucket = self._buckets.setdefault(address, Bucket(self.per_second, BURST_SECONDS))
        self._buckets.move_to_end(address)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket.take(now)
