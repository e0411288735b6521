"""An error on the way to the broker names its cause and the way out."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiokafka.errors import AuthenticationFailedError, KafkaError, UnsupportedSaslMechanismError

from streams.ops.connection import connected_admin
from streams.ops.diagnosis import diagnose, refusal
from streams.ops.errors import BrokerUnreachable
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TLS = Path(__file__).resolve().parents[2] / "fixtures" / "tls"


@contextlib.asynccontextmanager
async def listening(*, tls: bool) -> AsyncIterator[str]:
    """Listen as a broker that hangs up on what it does not understand; yield its address."""
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "localhost.pem")

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "localhost", 0, ssl=context)
    try:
        yield f"localhost:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_plaintext_on_a_tls_port_is_named() -> None:
    """The broker hangs up without a word; a handshake of our own shows why."""
    async with listening(tls=True) as broker:
        with pytest.raises(BrokerUnreachable, match="speaks TLS; set WIREFEED_SECURITY_PROTOCOL=SSL"):
            async with connected_admin(Settings(brokers=broker)):
                pass


async def test_a_certificate_of_an_unknown_authority_is_named() -> None:
    """The message says which setting names the right authority."""
    async with listening(tls=True) as broker:
        settings = Settings(brokers=broker, security_protocol="SSL", ssl_cafile=TLS / "elsewhere.pem")
        found = await diagnose(settings)
    assert found is not None
    assert "certificate of localhost is not trusted" in found
    assert "WIREFEED_SSL_CAFILE" in found


async def test_a_certificate_of_another_host_is_named() -> None:
    """The certificate is for localhost, and the settings say 127.0.0.1."""
    async with listening(tls=True) as broker:
        numeric = broker.replace("localhost", "127.0.0.1")
        found = await diagnose(Settings(brokers=numeric, security_protocol="SSL", ssl_cafile=TLS / "localhost.pem"))
    if found is not None:  # where localhost is ::1 alone, nothing listens on 127.0.0.1
        assert "WIREFEED_BROKERS the host name that the certificate is for" in found


async def test_tls_on_a_plaintext_port_is_named() -> None:
    """The handshake gets no answer that is TLS."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"this is no TLS at all\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    found = await diagnose(Settings(brokers=f"localhost:{port}", security_protocol="SSL"))
    server.close()
    assert found is not None
    assert "may be a plaintext one; see WIREFEED_SECURITY_PROTOCOL" in found


async def test_a_missing_client_certificate_is_named() -> None:
    """The handshake ends well for the client; the broker's refusal comes after it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "localhost.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(TLS / "localhost.pem")

    def refuse(listener: socket.socket) -> None:
        with contextlib.suppress(ssl.SSLError):  # asyncio's server would hang up before it says why
            context.wrap_socket(listener.accept()[0], server_side=True)

    with socket.create_server(("localhost", 0)) as listener:
        broker = f"localhost:{listener.getsockname()[1]}"
        settings = Settings(brokers=broker, security_protocol="SSL", ssl_cafile=TLS / "localhost.pem")
        found, _ = await asyncio.gather(diagnose(settings), asyncio.to_thread(refuse, listener))
    assert found is not None
    assert "asks for a client certificate that it trusts" in found
    assert "WIREFEED_SSL_CERTFILE" in found


async def test_tls_on_a_port_that_hangs_up_is_named() -> None:
    """As a plaintext listener of Kafka does, for which the handshake is a request of absurd size."""

    async def reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    server = await asyncio.start_server(reset, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    found = await diagnose(Settings(brokers=f"localhost:{port}", security_protocol="SSL"))
    server.close()
    assert found is not None
    assert "may be a plaintext one; see WIREFEED_SECURITY_PROTOCOL" in found


async def test_a_broker_that_hangs_up_may_ask_for_a_login() -> None:
    """Something listens there, so that nobody is told to start a broker."""
    async with listening(tls=False) as broker:
        with pytest.raises(BrokerUnreachable, match="if the broker asks for a user, see WIREFEED_SECURITY_PROTOCOL"):
            async with connected_admin(Settings(brokers=broker)):
                pass


async def test_a_port_where_nothing_listens_asks_for_a_broker() -> None:
    """The message has the ways to have one."""
    async with listening(tls=False) as broker:
        pass
    with pytest.raises(BrokerUnreachable, match="start one"):
        async with connected_admin(Settings(brokers=broker)):
            pass


async def test_a_good_connection_shows_no_cause() -> None:
    """The right authority and name: what is wrong lies elsewhere, and nothing is made up."""
    async with listening(tls=True) as broker:
        settings = Settings(brokers=broker, security_protocol="SSL", ssl_cafile=TLS / "localhost.pem")
        assert await diagnose(settings) is None


async def test_an_address_without_a_port_is_named() -> None:
    """Aiokafka would take a port of its own."""
    assert "is not host:port" in str(await diagnose(Settings(brokers="kafka.example")))


def test_a_wrong_password_is_named_without_the_password() -> None:
    """Brokers answer with codes and class names."""
    message = refusal(AuthenticationFailedError("Authentication failed for user wirefeed"))
    assert "user or the password" in message
    assert "WIREFEED_SASL_PASSWORD" in message
    assert "WIREFEED_SASL_MECHANISM" in refusal(UnsupportedSaslMechanismError())
    assert "WIREFEED_SECURITY_PROTOCOL" in refusal(KafkaError("closed"))
