"""Where the desk listens, and how people get there."""

from __future__ import annotations

import contextlib
import socket
from typing import Final

from streams.ops.errors import OperationFailed

BACKLOG: Final = 512


def page_address(host: str, port: int) -> str:
    """Return the address of the first page as people type it."""
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises `OperationFailed` where the address is taken or none of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with contextlib.ExitStack() as stack:
            listening = stack.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(BACKLOG)
            listening.setblocking(False)
            stack.pop_all()
    except OSError as error:
        raise OperationFailed(
            f"{host}:{port} can't be listened on: {error.strerror or error}; see WIREFEED_DESK_HOST and "
            "WIREFEED_DESK_PORT"
        ) from error
    return listening


def can_listen(host: str, port: int) -> bool:
    """Return whether an address is free."""
    try:
        listen(host, port).close()
    except OperationFailed:
        return False
    return True
