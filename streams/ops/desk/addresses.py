"""Where the desk listens, and how people get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.ops.errors import OperationFailed
from streams.ops.listening import listen

if TYPE_CHECKING:
    import socket


def page_address(host: str, port: int) -> str:
    """Return the address of the first page as people type it."""
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def listen_for_desk(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises `OperationFailed` where the address is taken or none of this machine."""
    try:
        return listen(host, port)
    except OSError as error:
        raise OperationFailed(
            f"{host}:{port} can't be listened on: {error.strerror or error}; see WIREFEED_DESK_HOST and "
            "WIREFEED_DESK_PORT"
        ) from error


def can_listen(host: str, port: int) -> bool:
    """Return whether an address is free."""
    try:
        listen(host, port).close()
    except OSError:
        return False
    return True
