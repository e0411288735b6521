"""The desk as a process beside the workers of `wirefeed up` and `wirefeed demo --keep`."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from streams.ops.processes import Worker
    from streams.settings import Settings

PARTS: Final = ("jinja2", "sse_starlette", "starlette", "uvicorn")
INSTALL: Final = "no desk: it needs pip install 'wirefeed[desk]'"


def desk_beside(settings: "Settings", overrides: Mapping[str, object], log: Path | None) -> "tuple[Worker, str] | None":
    """Return the process of the desk and the address of its first page, None where its parts are not installed.

    Where the port of the settings is taken, such as by the desk of another pipeline, it gets a free one. Raises
    `UnsafeDesk` where the settings would let in everybody.
    """
    from streams.ops.broker import free_port
    from streams.ops.desk.addresses import can_listen, page_address
    from streams.ops.desk.security import Access
    from streams.ops.processes import Worker, desk_command, environment_of

    if any(find_spec(part) is None for part in PARTS):
        return None
    Access.of(settings)  # rather told at once than by a process that ends again and again
    wanted = settings.desk_port
    port = wanted if wanted and can_listen(settings.desk_host, wanted) else free_port()
    process = Worker("the desk", desk_command(), environment_of({**overrides, "desk_port": port}), log)
    return process, page_address(settings.desk_host, port)
