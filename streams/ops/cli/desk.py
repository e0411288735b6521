"""`wirefeed desk`: incidents, articles, alerts and health as pages and as an API."""

from typing import Annotated

import typer

from streams.ops.cli.invocation import interruptible, load_settings, run


def desk(
    host: Annotated[str | None, typer.Option("--host", help="Address to serve at, over WIREFEED_DESK_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", "-p", min=0, max=65535, help="0 takes a free one; over WIREFEED_DESK_PORT.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no address, for who knows it.")] = False,
) -> None:
    """Serve the desk until Ctrl-C: incidents with their tolls on a list and a map, articles with their figures.

    It reads topics alone, of committed transactions, without a consumer group; it writes nothing but dead letters that
    somebody with the token puts back. It serves this machine alone; WIREFEED_DESK_HOST with WIREFEED_DESK_TOKEN, or
    WIREFEED_DESK_USER_HEADER behind a reverse proxy, let others in.

    For example: `wirefeed desk --port 8080`
    """
    from streams.ops.errors import OperationFailed

    try:  # whatever is missing, its extra brings it
        from streams.ops.desk.service import run_desk
        from streams.ops.logs import set_up_logging
    except ModuleNotFoundError as error:
        raise OperationFailed(
            f"the desk needs {error.name}, which is not installed: pip install 'wirefeed[desk]'"
        ) from error
    given = {"desk_host": host, "desk_port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    set_up_logging(settings.log_level, as_json=settings.log_json)
    try:
        with interruptible():
            run(run_desk(settings, lambda address: None if quiet else _say(address)))
    except KeyboardInterrupt:
        return  # how it is ended


def _say(address: str) -> None:
    from streams.ops.cli.output import console

    console().print(f"desk at [link={address}]{address}[/link]; Ctrl-C stops it")
