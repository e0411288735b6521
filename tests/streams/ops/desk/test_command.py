"""The command `wirefeed desk` where it can't start."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx

from streams.ops.broker import free_port

SECONDS = 120


def wirefeed_desk(*arguments: str, before: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command, after some Python."""
    call = "sys.argv = ['wirefeed', 'desk', *sys.argv[1:]]\nfrom streams.ops.cli import main\nmain()"
    code = f"import sys\n{before}\n{call}"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_a_missing_extra_is_an_error_that_names_the_way_out() -> None:
    """Where a part is not installed, the command says which and how it is installed."""
    done = wirefeed_desk(before="sys.modules['uvicorn'] = None")
    assert done.returncode == 1
    assert "the desk needs uvicorn" in done.stderr
    assert "pip install 'wirefeed[desk]'" in done.stderr


def test_a_desk_for_everybody_does_not_start() -> None:
    """On an address that others can reach it does not start without a token, and tells nothing of a short one."""
    done = wirefeed_desk("--host", "0.0.0.0")  # noqa: S104 - refused
    assert done.returncode == 1
    assert "WIREFEED_DESK_TOKEN" in done.stderr
    short = wirefeed_desk("--host", "0.0.0.0", WIREFEED_DESK_TOKEN="short-secret")  # noqa: S104, S106 - refused
    assert short.returncode == 1
    assert "short-secret" not in short.stderr + short.stdout


def test_a_signal_ends_it_in_order() -> None:
    """Told to stop while a page listens and the broker is away, it ends at once, with code 0 and without an error."""
    port = free_port()
    environment = {**os.environ, "WIREFEED_BROKERS": "127.0.0.1:1"}
    command = [sys.executable, "-m", "streams.ops.cli", "desk", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        with httpx.stream("GET", f"http://127.0.0.1:{port}/api/events", timeout=SECONDS) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "event: health"
            process.terminate()
            assert "incident" not in "".join(lines)  # which ends, since the desk lets the page go
        _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert "rror" not in errors
