"""How every Kafka client of the project is connected: one place that knows about TLS and SASL."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streams.settings import Settings


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context for the brokers, or None where the protocol has no TLS.

    Raises OSError (an `ssl.SSLError` or FileNotFoundError) where a certificate or key can't be read.
    """
    if "SSL" not in settings.security_protocol:
        return None
    context = ssl.create_default_context(cafile=settings.ssl_cafile)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ssl_certfile is not None:
        secret = settings.ssl_password
        context.load_cert_chain(
            settings.ssl_certfile, settings.ssl_keyfile, secret.get_secret_value() if secret is not None else None
        )
    return context


def bootstrap_servers(settings: Settings) -> list[str]:
    """Return the brokers to ask first, as `host:port`; a scheme such as `kafka://` is dropped."""
    brokers = (broker.strip() for broker in settings.brokers.replace(";", ",").split(","))
    return [broker.rpartition("://")[2] for broker in brokers if broker]


def client_options(settings: Settings) -> dict[str, Any]:
    """Return the keyword arguments that every aiokafka client (consumer, producer, admin) takes for these settings.

    Raises OSError where TLS is asked for and a certificate or key can't be read.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": bootstrap_servers(settings),
        "security_protocol": settings.security_protocol,
    }
    context = tls_context(settings)
    if context is not None:
        options["ssl_context"] = context
    if settings.security_protocol.startswith("SASL"):
        secret = settings.sasl_password
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = secret.get_secret_value() if secret is not None else None
    return options


def record_limit(settings: Settings) -> int:
    """Return how many bytes a record may have on our topics: `max.message.bytes`, and a producer's request size.

    It is a multiple of the largest item: a dead letter carries its original in base64, also one that was refused for
    its size, and an enriched article adds offsets and figures to the text.
    """
    return max(1_048_576, 4 * settings.max_item_bytes)
