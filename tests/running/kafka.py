"""A real Apache Kafka for tests: one KRaft node from the published jars, on free ports, its data in a given folder."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from streams.ops.broker import HOST, answers, free_port
from streams.ops.processes import stop_processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

POM = Path(__file__).parents[1] / "kafka" / "pom.xml"
LIBS = POM.parent / "libs"
START_SECONDS = 60.0
STOP_SECONDS = 20.0


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


@dataclass(frozen=True)
class Listener:
    """A port of a broker besides the plaintext one, which clients know as one of `localhost`."""

    name: str
    protocol: str
    properties: tuple[str, ...] = ()
    """Lines of the broker's properties, each for this listener alone."""
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        """`host:port`, as in the setting `brokers`."""
        return f"localhost:{self.port}"


class KafkaNode:
    """A broker process that can be stopped, killed and started again on the same ports, with the data that it had.

    `properties` are lines for all listeners, and `users` what the storage tool takes to add users.
    """

    def __init__(
        self,
        folder: Path,
        listeners: Sequence[Listener] = (),
        *,
        properties: Sequence[str] = (),
        users: Sequence[str] = (),
    ) -> None:
        self._folder = folder
        self._listeners = tuple(listeners)
        self._more = tuple(properties)
        self._users = tuple(users)
        self._port, self._controller = free_port(), free_port()
        self._log = folder / "kafka.log"
        self._properties = folder / "server.properties"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """`host:port`, as in the setting `brokers`."""
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the broker and return when it answers. Raises `KafkaUnavailable`."""
        classpath = f"{jars()}/*"
        with self._log.open("ab") as output:
            if not self._properties.exists():
                self._format(classpath, output)
            server = ["java", "-Xmx1g", "-cp", classpath, "kafka.Kafka", str(self._properties)]
            # A session of its own: Ctrl-C reaches us alone, and we stop workers before the broker.
            self._process = subprocess.Popen(
                server, stdout=output, stderr=output, cwd=self._folder, start_new_session=True
            )
        self._wait(self._process)

    def stop(self) -> None:
        """Stop the broker in an orderly way, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGCONT)
        stop_processes([process], STOP_SECONDS)

    def kill(self) -> None:
        """End the broker without warning."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _format(self, classpath: str, output: IO[bytes]) -> None:
        self._properties.write_text(
            "\n".join(
                [
                    "process.roles=broker,controller",
                    "node.id=1",
                    f"controller.quorum.voters=1@{HOST}:{self._controller}",
                    *self._listener_properties(),
                    *self._more,
                    f"log.dirs={self._folder / 'data'}",
                    "offsets.topic.replication.factor=1",
                    "offsets.topic.num.partitions=4",
                    "transaction.state.log.replication.factor=1",
                    "transaction.state.log.min.isr=1",
                    "transaction.state.log.num.partitions=4",
                    "group.initial.rebalance.delay.ms=0",
                    "auto.create.topics.enable=false",
                ]
            )
        )
        cluster = urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode().replace("-", "A")
        storage = ["java", "-cp", classpath, "kafka.tools.StorageTool", "format", "-t", cluster]
        storage += ["-c", str(self._properties), *(part for user in self._users for part in ("--add-scram", user))]
        subprocess.run(storage, stdout=output, stderr=output, timeout=60, check=True)

    def _listener_properties(self) -> list[str]:
        bound = [f"{each.name}://{HOST}:{each.port}" for each in self._listeners]
        advertised = [f"{each.name}://{each.address}" for each in self._listeners]
        protocols = [f"{each.name}:{each.protocol}" for each in self._listeners]
        return [
            f"listeners={','.join([f'PLAINTEXT://{self.address}', f'CONTROLLER://{HOST}:{self._controller}', *bound])}",
            f"advertised.listeners={','.join([f'PLAINTEXT://{self.address}', *advertised])}",
            "controller.listener.names=CONTROLLER",
            "inter.broker.listener.name=PLAINTEXT",
            f"listener.security.protocol.map={','.join(['PLAINTEXT:PLAINTEXT', 'CONTROLLER:PLAINTEXT', *protocols])}",
            *(f"listener.name.{each.name.lower()}.{line}" for each in self._listeners for line in each.properties),
        ]

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise KafkaUnavailable(f"Kafka ended at once: {self._log_tail()}")
            if answers(HOST, self._port):
                return
            time.sleep(0.1)
        raise KafkaUnavailable(f"Kafka did not answer within {START_SECONDS:.0f} s: {self._log_tail()}")

    def _log_tail(self) -> str:
        return self._log.read_text(errors="replace")[-1000:]


@contextmanager
def kafka(folder: Path) -> Iterator[str]:
    """Run a broker for as long as the context lasts and yield its `host:port`. Raises `KafkaUnavailable`."""
    node = KafkaNode(folder)
    try:
        node.start()
        yield node.address
    finally:
        node.stop()
