"""The desk beside the workers of `wirefeed up` and `wirefeed demo --keep`."""

from __future__ import annotations

import socket

import pytest

from streams.ops.cli import desk_link
from streams.ops.cli.desk_link import desk_beside
from streams.ops.desk.security import UnsafeDesk
from streams.settings import Settings


@pytest.fixture
def free_settings() -> Settings:
    """Return settings with a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Settings(desk_port=probe.getsockname()[1])


def test_the_process_serves_at_the_link(free_settings: Settings) -> None:
    """The process gets the port of the link and the settings of the workers."""
    beside = desk_beside(free_settings, {"brokers": "kafka:9092"}, None)
    assert beside is not None
    process, address = beside
    assert address == f"http://127.0.0.1:{free_settings.desk_port}/"
    assert process.environment == {
        "WIREFEED_BROKERS": "kafka:9092",
        "WIREFEED_DESK_PORT": str(free_settings.desk_port),
    }
    assert process.command[-2:] == ["desk", "--quiet"]


def test_a_taken_port_gives_a_free_one() -> None:
    """Where another desk has the port, this one gets a free port, and the link says which."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        beside = desk_beside(Settings(desk_port=port), {}, None)
        assert beside is not None
        other = int(beside[0].environment["WIREFEED_DESK_PORT"])
    assert other not in {0, port}
    assert beside[1] == f"http://127.0.0.1:{other}/"


def test_without_its_parts_there_is_no_desk(free_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, everything else starts without the desk."""
    monkeypatch.setattr(desk_link, "PARTS", ("no_such_package_anywhere",))
    assert desk_beside(free_settings, {}, None) is None


def test_an_unsafe_desk_is_refused_at_once(free_settings: Settings) -> None:
    """Settings that would let in everybody are an error before anything is started."""
    with pytest.raises(UnsafeDesk):
        desk_beside(free_settings.model_copy(update={"desk_host": "192.0.2.1"}), {}, None)
