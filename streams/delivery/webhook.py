"""Sends a notification to a webhook, once; whatever the receiver does, it costs a bounded time and little memory."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp

from streams.addresses import CheckedResolver, check_literal, connection_problem
from streams.delivery.message import webhook_body
from streams.delivery.outcome import Outcome, Verdict
from streams.delivery.signing import signed_headers

if TYPE_CHECKING:
    from schemas import Notification

FINAL: Final = frozenset({400, 410, 413, 415, 422})
"""Answers on the message itself: it would get the same again. All other failures may pass, also a wrong password."""
MAX_RETRY_AFTER: Final = 3_600.0
"""A receiver can ask for an hour's rest at most."""
AGENT: Final = "Wirefeed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A receiver that takes JSON by POST."""

    url: str = field(repr=False)
    keys: tuple[bytes, ...] = field(default=(), repr=False)
    """Signing keys; a message without any goes unsigned."""
    allow_private: bool = False
    seconds: float = 10.0
    """For connecting, sending and the answer together."""

    async def send(self, notification: Notification) -> Outcome:
        """Send it and return how it ended. Redirects are not followed, and the answer's body is not read."""
        body = webhook_body(notification)
        headers = {
            "content-type": "application/json",
            "user-agent": AGENT,
            **signed_headers(body, notification.id, int(time.time()), self.keys),
        }
        try:
            if not self.allow_private:
                check_literal(urlsplit(self.url).hostname or "")
            async with (
                self._session() as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                outcome = _outcome(response.status, response.headers.get("retry-after"))
                response.close()  # the body may be endless
                return outcome
        except TimeoutError:
            return Outcome(Verdict.RETRY, f"no answer within {self.seconds:g} s")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Outcome(Verdict.RETRY, connection_problem(error))

    def _session(self) -> aiohttp.ClientSession:
        resolver = None if self.allow_private else CheckedResolver()
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=self.seconds),
            trust_env=False,  # a proxy would connect to what nobody has checked
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )


def _outcome(status: int, retry_after: str | None) -> Outcome:
    if 200 <= status < 300:  # noqa: PLR2004 - success in HTTP
        return Outcome(Verdict.DELIVERED)
    if status in FINAL:
        return Outcome(Verdict.REFUSED, f"the receiver answers {status}")
    if 300 <= status < 400:  # noqa: PLR2004 - redirects in HTTP
        return Outcome(Verdict.RETRY, f"the receiver answers {status}; redirects are not followed")
    return Outcome(Verdict.RETRY, f"the receiver answers {status}", _seconds(retry_after))


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds of a Retry-After header; None where it has a date or nothing."""
    if retry_after is None or not retry_after.isascii() or not retry_after.isdigit():
        return None
    return min(float(retry_after[:10]), MAX_RETRY_AFTER)
