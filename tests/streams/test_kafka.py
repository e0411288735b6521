"""How every client is connected."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from streams.kafka import bootstrap_servers, client_options, tls_context
from streams.settings import Settings
from streams.topics import record_limit

if TYPE_CHECKING:
    from pathlib import Path


def test_plain_brokers_need_nothing_else() -> None:
    """Schemes and spaces are dropped; nothing of TLS or SASL is in the options."""
    settings = Settings(brokers=" kafka://a:9092, b:9093 ,,")
    assert bootstrap_servers(settings) == ["a:9092", "b:9093"]
    assert client_options(settings) == {"bootstrap_servers": ["a:9092", "b:9093"], "security_protocol": "PLAINTEXT"}


def test_tls_verifies_the_broker() -> None:
    """Certificates and host names are checked, and old protocols refused."""
    context = client_options(Settings(security_protocol="SSL"))["ssl_context"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert tls_context(Settings()) is None


def test_sasl_carries_user_and_password() -> None:
    """Mechanism, user and password reach the client, with TLS where the protocol says so."""
    settings = Settings(
        security_protocol="SASL_SSL",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_username="wirefeed",
        sasl_password="sesame",  # type: ignore[arg-type]  # pydantic makes a secret of it  # noqa: S106 - invented
    )
    options = client_options(settings)
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("wirefeed", "sesame")
    assert "ssl_context" in options
    plain = client_options(settings.model_copy(update={"security_protocol": "SASL_PLAINTEXT"}))
    assert "ssl_context" not in plain


def test_a_certificate_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    """Who connects can tell it from a broker that is away."""
    with pytest.raises(OSError, match=r"No such file|nowhere"):
        client_options(Settings(security_protocol="SSL", ssl_cafile=tmp_path / "nowhere.pem"))


def test_a_record_may_hold_an_item_in_base64_and_more() -> None:
    """The largest item that was refused for its size still fits, encoded, into its dead letter."""
    settings = Settings(max_item_bytes=5_000_000)
    assert record_limit(settings) > 2 * settings.max_item_bytes * 4 / 3
    assert record_limit(Settings(max_item_bytes=1)) >= 1_000_000
