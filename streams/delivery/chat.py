"""Sends a notification through Apprise: Slack, Teams, Telegram, mail and a hundred others. Apprise is optional."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any, Final

from streams.addresses import addresses_of, check_addresses, connection_problem
from streams.delivery.message import subject, text
from streams.delivery.outcome import Outcome, Verdict

INSTALL: Final = "a receiver of type apprise needs Apprise: pip install 'wirefeed[deliver]'"
HOSTS: Final = ("host", "smtp_host")
"""Where Apprise's services keep the host of an address that names one."""


class AppriseMissing(Exception):
    """Apprise is not installed."""


class AddressUnknown(Exception):
    """Apprise knows no service of this address. The message leaves the address out: it holds a secret."""


class Chat:
    """A receiver that Apprise knows."""

    def __init__(self, url: str, *, allow_private: bool, seconds: float) -> None:
        self._apprise = _opened(url)
        self._allow_private = allow_private
        self._seconds = seconds

    async def send(self, notification: Any) -> Outcome:
        """Send it and return how it ended; Apprise says yes or no alone."""
        try:
            async with asyncio.timeout(self._seconds):
                if not self._allow_private:
                    await self._check_hosts()
                sent = await self._apprise.async_notify(body=text(notification), title=subject(notification))
        except TimeoutError:
            return Outcome(Verdict.RETRY, f"no answer within {self._seconds:g} s")
        except OSError as error:
            return Outcome(Verdict.RETRY, connection_problem(error))
        return Outcome(Verdict.DELIVERED) if sent else Outcome(Verdict.RETRY, "the service does not take it")

    async def _check_hosts(self) -> None:
        """Check the hosts that the address names. Apprise resolves them again, so a name that changes gets through."""
        for service in self._apprise:
            for host in _hosts(service):
                check_addresses([each["host"] for each in await addresses_of(host)])


def _hosts(service: Any) -> set[str]:
    """Return the hosts that an address names. Where a service has no host in its address, a secret stands there."""
    if not any("{host}" in template for template in service.templates):
        return set()
    hosts = {getattr(service, name, None) for name in HOSTS}
    return {host for host in hosts if isinstance(host, str) and host}


def _opened(url: str) -> Any:
    try:
        apprise = import_module("apprise")
    except ImportError as error:
        raise AppriseMissing(INSTALL) from error
    opened = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Wirefeed", http_redirects=False))
    if not opened.add(url):
        raise AddressUnknown("Apprise knows no service of this address; see `apprise --details`")
    return opened
