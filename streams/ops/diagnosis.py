"""Why no broker answers: a connection of our own finds the cause, where aiokafka reports only the failure."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from typing import TYPE_CHECKING, Final

from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from streams.kafka import bootstrap_servers, client_options, tls_context

if TYPE_CHECKING:
    from streams.settings import Settings

SECONDS: Final = 3.0
ALERT_SECONDS: Final = 1.0
DEFAULT_PORT: Final = 9092
CLIENT_REFUSED: Final = (
    "CERTIFICATE_REQUIRED",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_UNKNOWN_CA",
    "ALERT_CERTIFICATE_UNKNOWN",
    "ALERT_HANDSHAKE_FAILURE",
    "ALERT_CERTIFICATE_EXPIRED",
)
"""Reasons of OpenSSL when the server refuses the client's certificate, or misses one."""


async def diagnose(settings: Settings) -> str | None:
    """Return the cause and the way out for the first broker that shows one; None where all look right."""
    for server in bootstrap_servers(settings):
        host, _, port = server.rpartition(":")
        if not port.isdecimal():
            return f"{server!r} is not host:port; set WIREFEED_BROKERS=host:{DEFAULT_PORT}"
        if found := await _diagnose_one(settings, host.strip("[]"), int(port)):
            return found
    return None


async def listens(settings: Settings) -> bool:
    """Return whether anything takes a connection at one of the brokers."""
    for server in bootstrap_servers(settings):
        host, _, port = server.rpartition(":")
        try:
            await _connect(host.strip("[]"), int(port), None)
        except (OSError, ValueError):
            continue
        return True
    return False


async def _diagnose_one(settings: Settings, host: str, port: int) -> str | None:
    context = tls_context(settings)
    try:
        await _connect(host, port, context)
    except (OSError, TimeoutError) as error:
        return _cause(error, host, port, tls=context is not None)
    if context is None and await _speaks_tls(host, port):
        return f"{host}:{port} speaks TLS; set WIREFEED_SECURITY_PROTOCOL=SSL, or SASL_SSL with a user and password"
    return await _refused_login(settings, host, port)


async def _refused_login(settings: Settings, host: str, port: int) -> str | None:
    """Log in as a client does: aiokafka writes a refusal to its log alone, and goes on to the next broker."""
    if not settings.security_protocol.startswith("SASL"):
        return None
    options = client_options(settings)
    del options["bootstrap_servers"]
    try:
        connection = await asyncio.wait_for(create_conn(host, port, **options), 2 * SECONDS)
    except (AuthenticationFailedError, SaslAuthenticationFailed, UnsupportedSaslMechanismError) as error:
        return f"{host}:{port} {refusal(error)}"
    except (KafkaError, OSError, TimeoutError):
        return None
    connection.close()
    return None


def refusal(error: Exception) -> str:
    """Return in what way a broker refuses a client, and the way out."""
    if isinstance(error, AuthenticationFailedError | SaslAuthenticationFailed):
        return "does not accept the user or the password; see WIREFEED_SASL_USERNAME and WIREFEED_SASL_PASSWORD"
    if isinstance(error, UnsupportedSaslMechanismError):
        return "does not offer this way to log in; see WIREFEED_SASL_MECHANISM"
    reason = str(error) or type(error).__name__
    return f"refuses the connection: {reason}; see WIREFEED_SECURITY_PROTOCOL and the WIREFEED_SASL_... settings"


def _cause(error: Exception, host: str, port: int, *, tls: bool) -> str | None:
    match error:
        case ssl.SSLCertVerificationError():
            return _certificate(error, host)
        case ssl.SSLError():
            return _failed_handshake(f"{host}:{port}", error.reason or "no reason given")
        case socket.gaierror():
            return f"the name {host} is not known here; check WIREFEED_BROKERS"
        case ConnectionResetError() | ConnectionAbortedError() if tls:
            return _failed_handshake(f"{host}:{port}", "it hangs up")
        case _:
            return None


def _failed_handshake(server: str, reason: str) -> str:
    if _wants_certificate(reason):
        return (
            f"{server} asks for a client certificate that it trusts ({reason}); see WIREFEED_SSL_CERTFILE and "
            "WIREFEED_SSL_KEYFILE"
        )
    return (
        f"{server} answers, but TLS fails ({reason}): the port may be a plaintext one; see WIREFEED_SECURITY_PROTOCOL"
    )


def _wants_certificate(reason: str | None) -> bool:
    words = (reason or "").upper().replace(" ", "_")
    return any(refused in words for refused in CLIENT_REFUSED)


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
        return _wants_certificate(error.reason)
    except (OSError, TimeoutError):
        return False
    return True


async def _connect(host: str, port: int, context: ssl.SSLContext | None) -> None:
    """Connect, and wait a moment for what a server says to a handshake: in TLS 1.3 that comes after it has ended."""
    opening = asyncio.open_connection(host, port, ssl=context, ssl_handshake_timeout=SECONDS if context else None)
    reader, writer = await asyncio.wait_for(opening, 2 * SECONDS)
    try:
        if context is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), ALERT_SECONDS)
    finally:
        writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            await asyncio.wait_for(writer.wait_closed(), SECONDS)
