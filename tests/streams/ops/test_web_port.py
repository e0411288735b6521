"""A port that the pages of a worker can't have."""

from __future__ import annotations

import socket

from streams.ops.broker import free_port
from streams.ops.web_port import port_problem


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    """The variable to set stands in the message."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        problem = port_problem("127.0.0.1", port)
    assert problem is not None
    assert f"port {port} of 127.0.0.1" in problem
    assert "Address already in use" in problem
    assert "WIREFEED_WEB_PORT" in problem


def test_a_host_that_is_not_of_this_machine_is_told() -> None:
    """Nothing can listen at an address of documentation."""
    assert "can't be used" in (port_problem("192.0.2.1", 6066) or "")


def test_a_free_port_is_none_that_an_outgoing_connection_may_take() -> None:
    """Nor one that was given before, or that something listens at."""
    first, second = free_port(), free_port()
    assert len({first, second}) == 2
    assert max(first, second) < 32_768
    following = second + 1 if second + 1 < 32_000 else 20_000
    with socket.create_server(("127.0.0.1", following)):
        assert free_port() != following


def test_a_free_port_has_no_problem() -> None:
    """It is free afterwards too."""
    port = free_port()
    assert port_problem("127.0.0.1", port) is None
    assert port_problem("127.0.0.1", port) is None
