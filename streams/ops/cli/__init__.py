"""The command line, `wirefeed`. Commands import what they need when they run, so that help is there at once."""

import sys

from streams.ops.cli.application import app
from streams.ops.cli.invocation import UsageProblem

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 it failed, 2 it was called the wrong way, 130 interrupted."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except UsageProblem as problem:
        _tell("usage", problem)
        sys.exit(2)
    except Exception as error:
        if not _is_told(error):
            raise
        _tell("error", error)
        sys.exit(1)


def _tell(what: str, error: Exception) -> None:
    from streams.ops.cli.output import notices
    from streams.ops.terminal import printable

    console = notices()
    console.print(f"[bold red]{what}:[/] ", end="")
    console.print(printable(str(error)), markup=False, soft_wrap=True)


def _is_told(error: Exception) -> bool:
    """Return whether the message of an error is all that the user needs."""
    from streams.errors import WireError
    from streams.ops.broker import BrokerFailed
    from streams.ops.errors import OperationFailed

    return isinstance(error, OperationFailed | BrokerFailed | WireError)
