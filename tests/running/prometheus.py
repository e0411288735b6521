"""A real Prometheus over what a test serves, with the alert rules of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import orjson
import pytest
import yaml

from streams.ops.broker import free_port
from streams.ops.processes import stop_processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULES = Path(__file__).resolve().parents[2] / "deploy/prometheus/alerts.yml"


@contextmanager
def prometheus(folder: Path, targets: Mapping[str, str]) -> Iterator[str]:
    """Run Prometheus with the rules of the project over one target a job; yield its address."""
    program = shutil.which("prometheus")
    if program is None:
        if os.environ.get("CI"):
            raise AssertionError("prometheus is not on the PATH")
        pytest.skip("prometheus is not on the PATH")
    config = folder / "prometheus.yml"
    jobs = [{"job_name": job, "static_configs": [{"targets": [target]}]} for job, target in targets.items()]
    timing = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config.write_text(yaml.safe_dump({"global": timing, "rule_files": [str(RULES)], "scrape_configs": jobs}))
    port = free_port()
    command = [program, f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
    command.append("--enable-feature=exemplar-storage")  # as in Compose
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log, cwd=folder
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_processes([process], 20)


def asked(address: str, path: str) -> Any:
    """Return the data that Prometheus answers with, None while it does not answer."""
    try:
        with urlopen(f"{address}/api/v1/{path}", timeout=5) as answer:  # noqa: S310 - our own address
            return orjson.loads(answer.read())["data"]
    except (URLError, ConnectionError, TimeoutError):
        return None


def series(address: str, expression: str) -> list[dict[str, str]]:
    """Return the labels of the series that an expression has a value for."""
    found = asked(address, f"query?query={quote(expression)}")
    return [each["metric"] for each in found["result"]] if found else []


def value(address: str, expression: str) -> float | None:
    """Return the value of an expression that has one, None while it has none."""
    found = asked(address, f"query?query={quote(expression)}")
    return float(found["result"][0]["value"][1]) if found and found["result"] else None
