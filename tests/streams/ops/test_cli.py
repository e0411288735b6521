"""The command line: help, exit codes, and what users are told when something is wrong."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import typer.main
from typer.testing import CliRunner

from streams.ops.cli import app, main
from streams.ops.cli.invocation import UsageProblem, load_settings
from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNNER = CliRunner()
NOBODY = "127.0.0.1:1"


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command and group with the words that call it."""
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))


def wirefeed(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, in a process of its own."""
    command = [sys.executable, "-m", "streams.ops.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=text, check=False, timeout=60)


def test_the_commands_are_those_of_the_manual() -> None:
    """What is promised is there."""
    promised = (
        "demo|up|worker|broker|config|topics create|topics list|topics describe|ingest|tail|status|dead list|dead show|"
        "dead replay|schemas export|schemas asyncapi|schemas compare|extract casualties|extract entities|"
        "extract incidents|clean|dedup|parse|lifecycle|"
        "trace|why|deliver|alerts check|alerts test|incidents list|incidents show|incidents watch|incidents export|"
        "feed add|feed list|feed test|feed run|"
        "eval casualties|eval entities|eval dedup|eval cleaning|eval incidents|eval all|gazetteer import"
    )
    assert set(promised.split("|")) <= {" ".join(path) for path in ALL}


@pytest.mark.parametrize("path", [path for path in ALL if path], ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    """Help says what it does; that of a command shows an example, and every option and argument is described."""
    result = RUNNER.invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    command = ALL[path]
    if hasattr(command, "commands"):
        return
    assert f"wirefeed {' '.join(path)}" in result.output.split("For example")[1]
    assert all(parameter.help for parameter in command.params if parameter.name != "help")


def test_help_is_there_without_the_heavy_parts() -> None:
    """Neither Faust nor Kafka nor a core is imported for it."""
    code = (
        "import sys\n"
        "from streams.ops.cli import app\n"
        "heavy = {'faust', 'aiokafka', 'numpy', 'lxml', 'pydantic', 'streams.settings', 'prometheus_client'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_setting_that_is_wrong_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable and the reason."""
    monkeypatch.setenv("WIREFEED_PARTITIONS", "none")
    monkeypatch.setenv("WIREFEED_WEB_PORT", "70000")
    with pytest.raises(UsageProblem, match="WIREFEED_PARTITIONS: Input should be a valid integer") as problem:
        load_settings()
    assert "WIREFEED_WEB_PORT: Input should be less than or equal to 65535" in str(problem.value)


def test_a_settings_file_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A typing mistake in its name must not run the system on defaults; neither must a mistake in the file."""
    monkeypatch.setenv("WIREFEED_CONFIG", str(tmp_path / "wirefeed.toml"))
    with pytest.raises(UsageProblem, match=r"wirefeed\.toml \(WIREFEED_CONFIG\) is not there"):
        load_settings()
    (tmp_path / "wirefeed.toml").write_text("partitions = ")
    with pytest.raises(UsageProblem, match=r"wirefeed\.toml is no TOML"):
        load_settings()
    (tmp_path / "wirefeed.toml").write_text("partition = 3")
    with pytest.raises(UsageProblem, match=r"partition in the settings file is no setting; did you mean partitions\?"):
        load_settings()
    (tmp_path / "wirefeed.toml").write_text("partitions = 3")
    assert load_settings().partitions == 3
    assert load_settings(partitions=5).partitions == 5


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """`wirefeed config` masks passwords, in both of its forms, and says where each value comes from."""
    monkeypatch.setenv("WIREFEED_SASL_PASSWORD", "hunter2")
    monkeypatch.setenv("WIREFEED_SSL_PASSWORD", "sesame")
    readable = RUNNER.invoke(app, ["config"]).output
    machine = RUNNER.invoke(app, ["config", "--json"]).output
    for output in (readable, machine):
        assert "hunter2" not in output
        assert "sesame" not in output
        assert "*****" in output
    assert "WIREFEED_SASL_PASSWORD" in readable


def test_no_broker_is_one_line_and_exit_code_1() -> None:
    """Where nobody answers, the user reads what to do, and no traceback."""
    done = wirefeed("--brokers", NOBODY, "tail", "raw")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: no Kafka broker answers at {NOBODY}")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ingest", "nowhere.txt"), "there is no file or folder nowhere.txt"),
        (("clean", "nowhere.jsonl"), "there is no file nowhere.jsonl"),
        (("dead", "replay"), "say which"),
        (("dead", "list", "--since", "soon"), "'soon' is no time"),
        (("topics", "describe", "rwa"), "no topic named 'rwa'; known: raw, items"),
        (("worker", "-A", "other"), "-A can't be given"),
    ],
)
def test_the_wrong_way_of_calling_is_exit_code_2(arguments: tuple[str, ...], message: str) -> None:
    """The message says what is wrong before anything was done."""
    done = wirefeed("--brokers", NOBODY, *arguments)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_a_bad_row_ends_with_its_place(tmp_path: Path) -> None:
    """Answers for the rows before it are written; the message names file and line; the exit code is 1."""
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "a", "text": "Three people died."}\n{"id": "b", "text": 5}\n')
    done = wirefeed("extract", "casualties", str(file))
    assert done.returncode == 1
    assert [orjson.loads(line)["id"] for line in done.stdout.splitlines()] == ["a"]
    assert "rows.jsonl:2: the field 'text' must be text" in done.stderr


def test_file_commands_answer_a_line_a_row(tmp_path: Path) -> None:
    """In order, from a packed file as from standard input."""
    rows = [{"id": f"r{n}", "host": "a.example", "text": f"{n + 2} people were killed in Lagos."} for n in range(3)]
    data = b"\n".join(map(orjson.dumps, rows))
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress(data))
    packed = wirefeed("clean", str(file))
    piped = wirefeed("clean", "-", text=data.decode())
    assert packed.stdout == piped.stdout
    assert [orjson.loads(line)["id"] for line in packed.stdout.splitlines()] == ["r0", "r1", "r2"]


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    """`wirefeed ... | head` ends quietly."""
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "a", "text": "Three people died."}\n' * 3_000)
    command = f"{sys.executable} -m streams.ops.cli extract casualties {file} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_schemas_are_written_a_file_a_topic(tmp_path: Path) -> None:
    """Files are named after the topics; `-` prints one object with the topics."""
    assert RUNNER.invoke(app, ["schemas", "export", str(tmp_path / "out")]).exit_code == 0
    names = {file.name for file in (tmp_path / "out").glob("*.json")}
    assert "wire.incidents.v1.schema.json" in names
    assert (tmp_path / "out" / "messages" / "Incident.1.schema.json").is_file()
    printed = orjson.loads(RUNNER.invoke(app, ["schemas", "export", "-"]).stdout_bytes)
    assert {f"{topic}.schema.json" for topic in printed} == {name for name in names if name.startswith("wire.")}


def test_the_asyncapi_document_is_printed_or_written(tmp_path: Path) -> None:
    """The same either way."""
    assert RUNNER.invoke(app, ["schemas", "asyncapi", str(tmp_path / "a.json")]).exit_code == 0
    printed = RUNNER.invoke(app, ["schemas", "asyncapi"]).stdout_bytes
    assert printed == (tmp_path / "a.json").read_bytes()
    assert orjson.loads(printed)["asyncapi"] == "3.0.0"


def test_schemas_of_an_earlier_release_are_compared(tmp_path: Path) -> None:
    """What a reader could stumble over is listed and fails the command, as does a folder without schemas."""
    RUNNER.invoke(app, ["schemas", "export", str(tmp_path)])
    done = RUNNER.invoke(app, ["schemas", "compare", str(tmp_path)])
    assert (done.exit_code, "messages are compatible" in done.output) == (0, True)
    path = tmp_path / "messages" / "Incident.1.schema.json"
    schema = orjson.loads(path.read_bytes())
    schema["properties"]["colour"] = {"type": "string"}
    path.write_bytes(orjson.dumps(schema))
    done = RUNNER.invoke(app, ["schemas", "compare", str(tmp_path)])
    assert isinstance(done.exception, OperationFailed)
    assert "Incident.1: value.colour: is gone" in done.output
    assert isinstance(RUNNER.invoke(app, ["schemas", "compare", str(tmp_path / "no")]).exception, OperationFailed)


def test_an_operation_that_failed_is_told_and_not_traced() -> None:
    """What the operations raise reaches the user as their message."""
    assert issubclass(OperationFailed, Exception)
    done = wirefeed("--config", "nowhere.toml", "config")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: the settings file nowhere.toml")


def test_config_shows_tables_of_any_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals of words and rights of providers are both tables, with values of different forms."""
    monkeypatch.setenv("WIREFEED_PROVIDER_RIGHTS", '{"hub": ["agency", "paper"]}')
    shown = " ".join(RUNNER.invoke(app, ["config"], env={"COLUMNS": "300"}).output.split())
    assert "hub: agency, paper" in shown
    assert "dozens: 24-99" in shown


def test_a_bad_path_for_logs_is_named(tmp_path: Path) -> None:
    """Before anything is started."""
    taken = tmp_path / "taken"
    taken.write_text("a file")
    result = RUNNER.invoke(app, ["up", "--logs", str(taken)])
    assert isinstance(result.exception, OperationFailed)
    assert f"--logs: {taken} can't be a folder for logs: File exists" in str(result.exception)


def test_a_log_of_the_broker_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    """The folder is not made: a path that was typed wrong would make a wrong one."""
    result = wirefeed("broker", "--port", "0", "--log", str(tmp_path / "nothere" / "broker.log"))
    expected = f"error: the broker's log can't be written to {tmp_path}/nothere/broker.log: No such file or directory"
    assert (result.returncode, result.stderr.splitlines()[-1]) == (1, expected)


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_replay_without_a_broker_says_that_alone(monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]) -> None:
    """Nothing is prepared that isn't used: Python would warn of it at the end of every replay."""
    monkeypatch.setenv("WIREFEED_BROKERS", NOBODY)
    result = wirefeed("dead", "replay", "--all", *more)
    assert result.returncode == 1
    assert [line.partition(" at ")[0] for line in result.stderr.splitlines()] == ["error: no Kafka broker answers"]


def test_a_folder_for_a_file_is_told(tmp_path: Path) -> None:
    """Not that it isn't there."""
    result = RUNNER.invoke(app, ["eval", "casualties", str(tmp_path)])
    assert str(result.exception) == f"{tmp_path} is a folder; a file is needed"


def test_up_refuses_a_state_folder_that_can_not_be_used(tmp_path: Path) -> None:
    """Its workers would end at once, each time they are started again."""
    (tmp_path / "file").write_text("")
    given = {"WIREFEED_STATE_DIR": str(tmp_path / "file"), "WIREFEED_WEB_PORT": "0"}
    result = RUNNER.invoke(app, ["up", "--port", "0"], env=given)
    assert isinstance(result.exception, OperationFailed)
    assert f"{tmp_path / 'file' / 'worker-1'} can't be used: Not a directory; set" in str(result.exception)


def test_up_refuses_a_web_port_that_another_process_has(tmp_path: Path) -> None:
    """Also that of the second worker: its port is one higher."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        given = {"WIREFEED_STATE_DIR": str(tmp_path), "WIREFEED_WEB_PORT": str(port - 1)}
        result = RUNNER.invoke(app, ["up", "--port", "0", "--workers", "2"], env=given)
    assert isinstance(result.exception, OperationFailed)
    assert "can't be used for the pages of the worker: Address already in use; set WIREFEED_WEB_PORT" in str(
        result.exception
    )


@pytest.mark.parametrize(
    "command",
    ["ingest", "clean", "parse", "dedup", "lifecycle", "extract casualties", "eval casualties", "gazetteer import"],
)
def test_a_file_that_cant_be_used_is_an_error_that_names_it(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason is that of the system, here a name that no file can have; there is no traceback."""
    name = "n" * 300
    monkeypatch.setattr(sys, "argv", ["wirefeed", *command.split(), name])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in {1, 2}
    said = " ".join(capsys.readouterr().err.split())
    assert f"{name} can't be used: File name too long" in said


INTERRUPTED = """
import runpy
import sys

INSTALLED, LOADING, HOW = sys.argv[1:]

class Named:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt

class Interrupts:
    def find_spec(self, name, *_):
        if name == LOADING and HOW == "making a class":
            type("Made", (), {"field": Named()})
        if name == LOADING:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupts())
sys.argv[1:] = ["eval", "casualties", "/proc/nothere"]
runpy.run_path(INSTALLED, run_name="__main__")
"""
INSTALLED = Path(sysconfig.get_path("scripts")) / "wirefeed"
"""The file that the installation made, by which people start it."""


@pytest.mark.parametrize(
    ("loading", "how"),
    [
        ("streams.ops.cli", "loading"),
        ("streams.ops.cli.application", "loading"),
        ("streams.ops.cli.application", "making a class"),
        ("streams.ops.cli.output", "loading"),
        ("streams.ops.cli.output", "making a class"),
    ],
)
def test_ctrl_c_while_a_part_is_loaded_is_no_traceback(loading: str, how: str) -> None:
    """The code is the one that shells have for it, and nothing is said, also while an error is told."""
    command = [sys.executable, "-c", INTERRUPTED, str(INSTALLED), loading, how]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
