"""A real Apache Kafka for tests: one KRaft node from the published jars, on free ports, its data in a given folder."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from streams.ops.broker import answers, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

POM = Path(__file__).parents[1] / "kafka" / "pom.xml"
LIBS = POM.parent / "libs"
START_SECONDS = 60.0


class KafkaUnavailable(Exception):
    """Kafka can't be started here, and why."""


def given_broker() -> str | None:
    """Return the broker that WIREFEED_TEST_KAFKA names, or None."""
    return os.environ.get("WIREFEED_TEST_KAFKA") or None


def jars() -> Path:
    """Return the folder of the broker's jars, fetched once with Maven. Raises `KafkaUnavailable`."""
    if any(LIBS.glob("kafka_2.13-*.jar")):
        return LIBS
    for program, package in (("java", "a JDK 17 or newer"), ("mvn", "Maven")):
        if shutil.which(program) is None:
            raise KafkaUnavailable(f"{program} is not on the PATH: install {package}, or set WIREFEED_TEST_KAFKA")
    fetched = LIBS.with_name(f"libs-{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise KafkaUnavailable(f"Maven could not fetch the broker's jars: {done.stdout[-500:]}{done.stderr[-500:]}")
    shutil.rmtree(LIBS, ignore_errors=True)
    fetched.rename(LIBS)
    return LIBS


@contextmanager
def kafka(folder: Path) -> Iterator[str]:
    """Run a broker for as long as the context lasts and yield its `host:port`. Raises `KafkaUnavailable`."""
    libs = jars()
    port, controller = free_port(), free_port()
    properties = folder / "server.properties"
    properties.write_text(
        "\n".join(
            [
                "process.roles=broker,controller",
                "node.id=1",
                f"controller.quorum.voters=1@127.0.0.1:{controller}",
                f"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}",
                f"advertised.listeners=PLAINTEXT://127.0.0.1:{port}",
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                f"log.dirs={folder / 'data'}",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "auto.create.topics.enable=false",
            ]
        )
    )
    classpath = f"{libs}/*"
    cluster = urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode().replace("-", "A")
    log = folder / "kafka.log"
    with log.open("wb") as output:
        storage = ["java", "-cp", classpath, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(properties)]
        subprocess.run(storage, stdout=output, stderr=output, timeout=60, check=True)
        server = ["java", "-Xmx1g", "-cp", classpath, "kafka.Kafka", str(properties)]
        process = subprocess.Popen(server, stdout=output, stderr=output, cwd=folder)
    try:
        _wait(process, port, log)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise KafkaUnavailable(f"Kafka ended at once: {log.read_text(errors='replace')[-1000:]}")
        try:
            if answers("127.0.0.1", port):
                return
        except (TimeoutError, OSError):
            pass
        time.sleep(0.1)
    raise KafkaUnavailable(f"Kafka did not answer within {START_SECONDS:.0f} s: {log.read_text()[-1000:]}")
