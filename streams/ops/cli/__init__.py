"""The command line, `wirefeed`. Commands import what they need when they run, so that help is there at once."""

import os
import sys

TYPE_CHECKING = False  # typing itself takes some milliseconds to load, in which Ctrl-C would be a traceback

if TYPE_CHECKING:
    from streams.ops.cli.application import app

__all__ = ["app", "main"]


def __getattr__(name: str) -> object:
    """Load the commands when they are asked for: Ctrl-C meanwhile is then one in `main`, and no traceback."""
    if name != "app":
        raise AttributeError(name)
    from streams.ops.cli import application

    return application.app


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 it failed, 2 it was called the wrong way, 130 interrupted."""
    try:
        _run()
    except KeyboardInterrupt:  # also one that comes while an error is told
        sys.exit(130)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11 wraps one that comes while a class is made
            sys.exit(130)
        raise


def _run() -> None:
    try:
        from streams.ops.cli.application import app

        app()
    except BrokenPipeError:
        _discard_output()
    except Exception as error:
        if _is_usage(error):
            _tell("usage", str(error))
            sys.exit(2)
        if not (advice := _advice(error)):
            raise
        _tell("error", advice)
        sys.exit(1)


def _discard_output() -> None:
    """Let what is still to be written go nowhere: who read it has seen enough, which is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(what: str, message: str) -> None:
    from streams.ops.cli.output import notices
    from streams.ops.terminal import printable

    console = notices()
    console.print(f"[bold red]{what}:[/] ", end="")
    console.print(printable(message), markup=False, soft_wrap=True)


def _is_usage(error: Exception) -> bool:
    from streams.ops.cli.invocation import UsageProblem

    return isinstance(error, UsageProblem)


def _advice(error: Exception) -> str:
    """Return what the user needs to know of an error; nothing where only the traceback tells it."""
    from streams.errors import WireError
    from streams.ops.broker import BrokerFailed
    from streams.ops.errors import OperationFailed
    from streams.ops.extras import missing_extra

    if isinstance(error, OperationFailed | BrokerFailed | WireError):
        return str(error)
    return _file_problem(error) or missing_extra(error)


def _file_problem(error: Exception) -> str:
    """Return which file can't be used and why, where the system says so of one; nothing for any other error."""
    if not isinstance(error, OSError) or not isinstance(error.filename, str | bytes):
        return ""
    return f"{os.fsdecode(error.filename)} can't be used: {error.strerror}"
