"""Why no broker answers: a connection of our own finds the cause, where aiokafka reports only the failure."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from typing import TYPE_CHECKING, Final

from streams.kafka import bootstrap_servers, tls_context

if TYPE_CHECKING:
    from streams.settings import Settings

SECONDS: Final = 3.0
DEFAULT_PORT: Final = 9092


async def diagnose(settings: Settings) -> str | None:
    """Return the cause and the way out for the first broker that shows one; None where all look right."""
    for server in bootstrap_servers(settings):
        host, _, port = server.rpartition(":")
        if not port.isdecimal():
            return f"{server!r} is not host:port; set WIREFEED_BROKERS=host:{DEFAULT_PORT}"
        if found := await _diagnose_one(settings, host.strip("[]"), int(port)):
            return found
    return None


async def _diagnose_one(settings: Settings, host: str, port: int) -> str | None:
    context = tls_context(settings)
    try:
        await _connect(host, port, context)
    except ssl.SSLCertVerificationError as error:
        return _certificate(error, host)
    except ssl.SSLError as error:
        return (
            f"{host}:{port} answers, but TLS fails ({error.reason or 'no reason given'}): the port may be a plaintext "
            "one; see WIREFEED_SECURITY_PROTOCOL"
        )
    except socket.gaierror:
        return f"the name {host} is not known here; check WIREFEED_BROKERS"
    except (OSError, TimeoutError):
        return None
    if context is None and await _speaks_tls(host, port):
        return f"{host}:{port} speaks TLS; set WIREFEED_SECURITY_PROTOCOL=SSL, or SASL_SSL with a user and password"
    return None


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    reason = error.verify_message or "it can't be verified"
    return (
        f"the certificate of {host} is not trusted: {reason}. WIREFEED_SSL_CAFILE names the certificate authority of "
        "the broker, and WIREFEED_BROKERS the host name that the certificate is for"
    )


async def _speaks_tls(host: str, port: int) -> bool:
    """Try a TLS handshake without checking the certificate; nothing is sent over the connection."""
    anybody = ssl.create_default_context()
    anybody.check_hostname = False
    anybody.verify_mode = ssl.CERT_NONE
    try:
        await _connect(host, port, anybody)
    except ssl.SSLError as error:
        return "CERTIFICATE_REQUIRED" in str(error)
    except (OSError, TimeoutError):
        return False
    return True


async def _connect(host: str, port: int, context: ssl.SSLContext | None) -> None:
    opening = asyncio.open_connection(host, port, ssl=context, ssl_handshake_timeout=SECONDS if context else None)
    _, writer = await asyncio.wait_for(opening, 2 * SECONDS)
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), SECONDS)
