"""Whether the pages of a worker can be served, asked before it starts: Faust would end with a traceback."""

from __future__ import annotations

import os

from streams.ops.listening import listen


def port_problem(host: str, port: int) -> str | None:
    """Return why nothing can listen at a port, with the way out; None where it is free."""
    try:
        listen(host, port).close()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        way_out = "set WIREFEED_WEB_PORT to another port, or to 0 for a free one"
        return f"port {port} of {host} can't be used for the pages of the worker: {reason}; {way_out}"
    return None
