"""Which addresses may be connected to: those of the public internet, unless a receiver or a feed is allowed others."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from aiohttp.abc import AbstractResolver, ResolveResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAT64: Final = ip_network("64:ff9b::/96")
"""A gateway turns these into the IPv4 address in their last four bytes."""


class ForbiddenAddress(OSError):
    """A host has an address in a private network, and who is to be connected to is not allowed one."""


def is_public(address: str) -> bool:
    """Return whether an address, and each IPv4 address inside it, is of the public internet."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (found, *_embedded(found)))


def check_addresses(addresses: Sequence[str]) -> None:
    """Raise `ForbiddenAddress` where one of the addresses of a host is not public: which is used is left to chance."""
    if not all(is_public(address) for address in addresses):
        raise ForbiddenAddress("the host has a private address; allow_private = true lets it in")


def check_literal(host: str) -> None:
    """Check a host that is an address: it is connected to without being resolved. Raises `ForbiddenAddress`."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return
    check_addresses([host])


def forbidden_in(error: BaseException) -> ForbiddenAddress | None:
    """Return the `ForbiddenAddress` that a failure to connect goes back to, if there is one."""
    return next((cause for cause in _causes(error) if isinstance(cause, ForbiddenAddress)), None)


def connection_problem(error: BaseException) -> str:
    """Return why a connection failed, without the address or a secret in it."""
    forbidden = forbidden_in(error)
    if forbidden is not None:
        return str(forbidden)
    if any(isinstance(cause, socket.gaierror) for cause in _causes(error)):
        return "no connection: the name of the host can't be resolved"
    if any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error)):
        return "no connection: nothing listens at its port"
    return f"no connection: {type(error).__name__}"


async def addresses_of(host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
    """Return what a host resolves to. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=port,
            family=kind,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kind, _, protocol, _, address in found
    ]


class CheckedResolver(AbstractResolver):
    """Resolves hosts for a connection, and gives only what was checked: what is connected to is what was looked at."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises `ForbiddenAddress` where one of them is not public."""
        found = await addresses_of(host, port, family)
        check_addresses([each["host"] for each in found])
        return found

    async def close(self) -> None:
        """Hold nothing, and so close nothing."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it goes back to; aiohttp keeps the system's error apart."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or getattr(cause, "os_error", None)


def _embedded(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv4Address):
        return
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    yield from (each for each in inner if each is not None)
    if address in NAT64:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)
