"""What every command needs: shared options, the settings, and a way to run coroutines."""

import asyncio
import logging
import os
import signal
import tomllib
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from pydantic import ValidationError

    from streams.settings import Settings

T = TypeVar("T")


class UsageProblem(Exception):
    """The command was called the wrong way, or with settings that are wrong. The message says how to do it right."""


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines, one object a line.")]


def load_settings(**overrides: Any) -> "Settings":
    """Return the effective settings. A wrong setting is a usage error that names it and gives the reason."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from streams.settings import DEFAULT_FILE, Settings

    file = os.environ.get("WIREFEED_CONFIG")
    if file and not Path(file).is_file():
        raise UsageProblem(f"the settings file {file} (WIREFEED_CONFIG) is not there, or is no file")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise UsageProblem(_settings_error(error)) from error
    except SettingsError as error:
        raise UsageProblem(f"settings: {error}; lists and tables are given as JSON in the environment") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(f"the settings file {file or DEFAULT_FILE} is no TOML: {error}") from error


def use_own_places() -> None:
    """Read the gazetteer that the settings name, besides the shipped places."""
    from streams.entities import use_gazetteer

    use_gazetteer(load_settings().gazetteer)


def run(task: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end. What the broker refuses is raised as `OperationFailed`."""
    try:
        from aiokafka.errors import KafkaError
    except ModuleNotFoundError:
        task.close()  # it was never begun
        raise

    from streams.ops.errors import OperationFailed

    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what goes wrong is said once, by us
    try:
        return asyncio.run(task)
    except KafkaError as error:
        raise OperationFailed(f"the broker refused: {error or type(error).__name__}") from error


def usage_error(message: str) -> NoReturn:
    """End the command with exit code 2."""
    raise UsageProblem(message)


@contextmanager
def interruptible() -> Iterator[None]:
    """Treat SIGTERM, and the end of the terminal, as Ctrl-C while the context lasts: what was started is stopped.

    A signal that is ignored stays so: that is how `nohup` lets a command outlive its terminal.
    """

    def interrupt(_signal: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    ends = (signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.getsignal(each) for each in ends}
    heard = [each for each in ends if before[each] is not signal.SIG_IGN]
    for each in heard:
        signal.signal(each, interrupt)
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, before[each])


def _settings_error(error: "ValidationError") -> str:
    lines = [_problem(dict(problem)) for problem in error.errors(include_url=False, include_input=False)]
    said = "; ".join(lines)
    stop = "" if said.endswith("?") else "."
    return f"settings: {said}{stop} `wirefeed config --help` says where settings come from."


def _problem(problem: dict[str, Any]) -> str:
    from streams.settings import Settings
    from streams.variables import unknown_setting

    name = "__".join(str(part) for part in problem["loc"])
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        return unknown_setting(name, Settings.model_fields)
    return f"WIREFEED_{name.upper()}: {message}" if name else message
