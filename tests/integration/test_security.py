"""TLS with client certificates and logins on Apache Kafka: what is right works, and what is wrong names its cause."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from streams.ops.connection import connected_probe
from streams.ops.errors import BrokerUnreachable
from streams.settings import Settings
from tests.running.kafka import KafkaNode, KafkaUnavailable, Listener
from tests.running.pipeline import Pipeline, Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

TLS = Path(__file__).resolve().parents[1] / "fixtures" / "tls"
USER, PASSWORD = "wirefeed", "invented-Passw0rd"
PLAIN = f'org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
LOGIN = (
    "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512",
    f"plain.sasl.jaas.config={PLAIN}",
    f"scram-sha-512.sasl.jaas.config={SCRAM}",
)
STORES = (
    "ssl.keystore.type=PEM",
    f"ssl.keystore.location={TLS / 'localhost.pem'}",
    "ssl.truststore.type=PEM",
    f"ssl.truststore.location={TLS / 'client.pem'}",
)

AUTHORITY = {"ssl_cafile": TLS / "localhost.pem"}
CERTIFICATE = {"ssl_certfile": TLS / "client.pem", "ssl_keyfile": TLS / "client.pem"}
ACCOUNT = {"sasl_username": USER, "sasl_password": PASSWORD}


@dataclass(frozen=True)
class Secured:
    """The addresses of one broker: with client certificates, with logins over TLS, with logins, and with neither."""

    certificates: str
    logins_over_tls: str
    logins: str
    plaintext: str


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Run Apache Kafka with a port for each way to connect."""
    certificates = Listener("CERTIFICATES", "SSL", ("ssl.client.auth=required",))
    over_tls, logins = Listener("LOGINSTLS", "SASL_SSL", LOGIN), Listener("LOGINS", "SASL_PLAINTEXT", LOGIN)
    node = KafkaNode(
        tmp_path_factory.mktemp("secured"),
        (certificates, over_tls, logins),
        properties=STORES,
        users=(f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]",),
    )
    try:
        node.start()
        yield Secured(certificates.address, over_tls.address, logins.address, node.address)
    except KafkaUnavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Apache Kafka: {reason}")
    finally:
        node.stop()


RIGHT: dict[str, tuple[str, dict[str, Any]]] = {
    "client certificate": ("certificates", {"security_protocol": "SSL", **AUTHORITY, **CERTIFICATE}),
    "SCRAM-SHA-512 over TLS": (
        "logins_over_tls",
        {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", **AUTHORITY, **ACCOUNT},
    ),
    "PLAIN": ("logins", {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", **ACCOUNT}),
}
CERTIFICATES = RIGHT["client certificate"][1]
SCRAM_OVER_TLS = RIGHT["SCRAM-SHA-512 over TLS"][1]
PLAIN_LOGIN = RIGHT["PLAIN"][1]

WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "wrong password, SCRAM": (
        "logins_over_tls",
        {**SCRAM_OVER_TLS, "sasl_password": "wrong"},
        "does not accept the user or the password; see WIREFEED_SASL_USERNAME and WIREFEED_SASL_PASSWORD",
    ),
    "wrong password, PLAIN": (
        "logins",
        {**PLAIN_LOGIN, "sasl_password": "wrong"},
        "does not accept the user or the password; see WIREFEED_SASL_USERNAME and WIREFEED_SASL_PASSWORD",
    ),
    "unknown user": (
        "logins",
        {**PLAIN_LOGIN, "sasl_username": "nobody"},
        "does not accept the user or the password",
    ),
    "mechanism that is not offered": (
        "logins",
        {**PLAIN_LOGIN, "sasl_mechanism": "SCRAM-SHA-256"},
        "does not offer this way to log in; see WIREFEED_SASL_MECHANISM",
    ),
    "wrong authority": (
        "certificates",
        {**CERTIFICATES, "ssl_cafile": TLS / "elsewhere.pem"},
        "certificate of localhost is not trusted.*WIREFEED_SSL_CAFILE",
    ),
    "no client certificate": (
        "certificates",
        {"security_protocol": "SSL", **AUTHORITY},
        "asks for a client certificate that it trusts.*WIREFEED_SSL_CERTFILE",
    ),
    "client certificate of somebody else": (
        "certificates",
        {**CERTIFICATES, "ssl_certfile": TLS / "localhost.pem", "ssl_keyfile": TLS / "localhost.pem"},
        "asks for a client certificate that it trusts.*WIREFEED_SSL_CERTFILE",
    ),
    "plaintext to a TLS port": (
        "certificates",
        {},
        "speaks TLS; set WIREFEED_SECURITY_PROTOCOL=SSL",
    ),
    "login in plaintext to a TLS port": (
        "logins_over_tls",
        PLAIN_LOGIN,
        "speaks TLS; set WIREFEED_SECURITY_PROTOCOL=SSL",
    ),
    "TLS to a plaintext port": (
        "plaintext",
        CERTIFICATES,
        "may be a plaintext one; see WIREFEED_SECURITY_PROTOCOL",
    ),
    "TLS without a login to a port that wants one": (
        "logins_over_tls",
        {"security_protocol": "SSL", **AUTHORITY},
        "asks for a user, see WIREFEED_SECURITY_PROTOCOL",
    ),
    "no login to a port that wants one": (
        "logins",
        {},
        "asks for a user, see WIREFEED_SECURITY_PROTOCOL",
    ),
    "login to a port that takes none": (
        "plaintext",
        PLAIN_LOGIN,
        "WIREFEED_SECURITY_PROTOCOL",
    ),
    "certificate that is not there": (
        "certificates",
        {**CERTIFICATES, "ssl_certfile": TLS / "missing.pem"},
        "TLS can't be set up.*WIREFEED_SSL_CERTFILE",
    ),
}


@pytest.mark.parametrize("way", RIGHT)
async def test_a_worker_publishes_over_a_secured_connection(
    secured: Secured, make_pipeline: Callable[..., Awaitable[Pipeline]], way: str
) -> None:
    """All its clients connect as the settings say, those of transactions and of the command line too."""
    port, settings = RIGHT[way]
    pipeline = await make_pipeline(getattr(secured, port), **settings)
    pipeline.start_worker()
    article = {"provider": "meridian", "item_id": "x", "title": "Ferry resumes", "text": "The ferry resumed on Monday."}
    await pipeline.feed([Raw(orjson.dumps(article), (("content-type", b"application/json"),))])
    assert outcomes(await pipeline.until_done(1))["published"] == 1


@pytest.mark.parametrize("fault", WRONG)
async def test_a_wrong_setting_is_named(secured: Secured, fault: str) -> None:
    """With the setting that puts it right, and without the password."""
    port, settings, message = WRONG[fault]
    with pytest.raises(BrokerUnreachable, match=message) as refused:
        async with connected_probe(Settings(brokers=getattr(secured, port), **settings)):
            pass
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("command", ["status", "worker"])
async def test_commands_end_with_the_cause(secured: Secured, tmp_path: Path, command: str) -> None:
    """In a line, with exit code 1, and without the password or a traceback."""
    settings = Settings(
        brokers=secured.logins, **{**PLAIN_LOGIN, "sasl_username": "nobody"}, state_dir=tmp_path, web_port=0
    )
    code, said = await run(Pipeline(settings, tmp_path).environment(), command)
    assert code == 1
    assert "does not accept the user or the password" in said
    assert "Traceback" not in said
    assert PASSWORD not in said


async def test_a_login_without_a_password_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    """The command names the variable, with the exit code of a wrong setting."""
    environment = {**os.environ, "WIREFEED_SECURITY_PROTOCOL": "SASL_PLAINTEXT", "WIREFEED_SASL_USERNAME": USER}
    environment["WIREFEED_STATE_DIR"] = str(tmp_path)
    for command in ("config", "status", "worker"):
        code, said = await run(environment, command)
        assert code == 2, command
        assert "SASL_PLAINTEXT needs WIREFEED_SASL_PASSWORD" in said.replace("\n", " "), command
        assert "Traceback" not in said


async def run(environment: dict[str, str], command: str) -> tuple[int | None, str]:
    """Run a command and return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "streams.ops.cli", command),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode, said.decode()
