"""Sockets that listen for our own pages."""

from __future__ import annotations

import contextlib
import socket
from typing import Final

BACKLOG: Final = 512


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address of this machine, without waiting. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket(family, kind, protocol))
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
        listening.setblocking(False)
        stack.pop_all()
    return listening
