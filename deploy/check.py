"""Checks what of the deployment can be checked by a command: `make compose-check`.

The compose file and its parts fit together; every metric that a rule or a panel asks for is one that a worker
exposes; the dashboard has the form that Grafana's types ask for. `docker compose config` and `promtool` are asked
too where they are installed. Prints what it did; exit code 1 where something is wrong.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import yaml

from deploy.dashboard import as_rules, dashboard, dashboard_problems
from deploy.exposed import exposed_metrics, wrong_metrics
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
PROMETHEUS = ROOT / "deploy/prometheus/prometheus.yml"
ALERTS = ROOT / "deploy/prometheus/alerts.yml"
ALERTS_TEST = ROOT / "deploy/prometheus/alerts_test.yml"
SYSTEMD = ROOT / "deploy/systemd"
OWN_USER = {"kafka"}
"""Services whose image runs as a user of its own: apache/kafka as appuser."""


def check_compose() -> Iterator[str]:
    """Yield what is wrong with the compose file."""
    data = yaml.safe_load(COMPOSE.read_text())
    for name, service in data["services"].items():
        yield from (f"{name}: {problem}" for problem in service_problems(name, service))
        for needed in service.get("depends_on", ()):
            if needed not in data["services"]:
                yield f"{name}: depends on {needed}, which there is not"
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if not ((ROOT / source).exists() if source.startswith(".") else source in data["volumes"]):
                yield f"{name}: mounts {source}, which there is not"


def service_problems(name: str, service: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a service by itself."""
    image = service["image"]
    if ":" not in image or image.endswith(":latest"):
        yield f"image {image} is not pinned"
    if "build" not in service and "healthcheck" not in service:
        yield "no health check"
    if "mem_limit" not in service:
        yield "no limit of memory: one service could take the memory of all"
    if "build" not in service and name not in OWN_USER and str(service.get("user", "0")).startswith("0"):
        yield "runs as root"
    yield from no_settings(service.get("environment", {}))


def check_dockerfile() -> Iterator[str]:
    """Yield what is wrong with the image."""
    text = (ROOT / "Dockerfile").read_text()
    if "# syntax" in text:
        yield "a # syntax line is fetched from Docker Hub before each build"
    yield from (f"no {needed}" for needed in ("USER wirefeed", "HEALTHCHECK", "--require-hashes") if needed not in text)
    yield from no_settings(re.findall(r"\b(WIREFEED_[A-Z_]+)=", text))


def no_settings(variables: Iterable[str]) -> Iterator[str]:
    """Yield the variables that look like settings and are none."""
    settings = {f"WIREFEED_{name.upper()}" for name in Settings.model_fields}
    for variable in variables:
        if variable.startswith("WIREFEED_") and variable not in settings:
            yield f"{variable} is no setting"


def check_units() -> Iterator[str]:
    """Yield what is wrong with the systemd units."""
    for file in sorted(SYSTEMD.glob("*.service")):
        text = file.read_text()
        for needed in ("ExecStart=/opt/wirefeed/bin/wirefeed ", "User=wirefeed", "MemoryMax=", "ProtectSystem=strict"):
            if needed not in text:
                yield f"{file.name}: no {needed}"
        yield from (f"{file.name}: {problem}" for problem in no_settings(re.findall(r"\b(WIREFEED_[A-Z_]+)=", text)))


def verify_units() -> Iterator[str]:
    """Yield what systemd finds wrong with the units, but for the command that is not installed here."""
    files = [str(file) for file in sorted(SYSTEMD.iterdir()) if file.suffix in {".service", ".target"}]
    for problem in run_tool("systemd-analyze", "verify", *files, needs=("systemd-analyze", "--version")):
        found = [line for line in problem.splitlines() if "/opt/wirefeed" not in line and SYSTEMD.name in line]
        yield from found


def check_scraping() -> Iterator[str]:
    """Yield what is wrong with the scrape configuration."""
    config = yaml.safe_load(PROMETHEUS.read_text())
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    ports = {Settings.model_fields[name].default for name in ("web_port", "feeds_port")}
    for job in config["scrape_configs"]:
        for discovery in job.get("dns_sd_configs", ()):
            if discovery["port"] not in ports:
                yield f"job {job['job_name']} asks port {discovery['port']}, which nothing of ours listens on"
            yield from (f"no service {name}" for name in discovery["names"] if name not in services)
    for file in config["rule_files"]:
        if not (PROMETHEUS.parent / file).exists():
            yield f"no rule file {file}"


def check_alerts() -> Iterator[str]:
    """Yield what is wrong with the alert rules."""
    exposed = exposed_metrics()
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    for rule in rules:
        for name in wrong_metrics(rule["expr"], exposed):
            yield f"{rule['alert']}: no worker exposes {name}"
        for label in ("summary", "action"):
            if label not in rule["annotations"]:
                yield f"{rule['alert']}: no {label}"


def check_dashboard() -> Iterator[str]:
    """Yield what is wrong with the dashboard."""
    yield from dashboard_problems(dashboard())


def check_queries() -> Iterator[str]:
    """Yield what Prometheus can't read of the dashboard's queries."""
    with NamedTemporaryFile("w", suffix=".yml") as file:
        yaml.safe_dump(as_rules(dashboard()), file)
        file.flush()
        yield from run_tool("promtool", "check", "rules", file.name, needs=("promtool", "--version"))


def run_tool(*command: str, needs: tuple[str, ...]) -> Iterator[str]:
    """Yield what a tool finds wrong; nothing where the tool, asked as in `needs`, is not there."""
    if shutil.which(needs[0]) is None or subprocess.run(needs, capture_output=True, check=False).returncode:
        sys.stdout.write(f"skipped, not installed: {' '.join(needs[:-1])}\n")
        return
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield (done.stdout + done.stderr).strip()


def main() -> int:
    """Run all checks; return the exit code."""
    compose = ("docker", "compose", "version")
    promtool = ("promtool", "--version")
    checks = {
        "docker-compose.yml": check_compose(),
        "Dockerfile": check_dockerfile(),
        "prometheus.yml": check_scraping(),
        "alerts.yml": check_alerts(),
        "dashboard": check_dashboard(),
        "systemd units": check_units(),
        "systemd-analyze verify": verify_units(),
        "docker compose config": run_tool("docker", "compose", "--profile", "*", "config", "--quiet", needs=compose),
        "queries of the dashboard": check_queries(),
        "promtool check config": run_tool("promtool", "check", "config", str(PROMETHEUS), needs=promtool),
        "promtool check rules": run_tool("promtool", "check", "rules", str(ALERTS), needs=promtool),
        "promtool test rules": run_tool("promtool", "test", "rules", str(ALERTS_TEST), needs=promtool),
    }
    wrong = False
    for name, found in checks.items():
        problems = list(found)
        wrong = wrong or bool(problems)
        sys.stdout.write(f"{'wrong' if problems else 'ok'}: {name}\n")
        sys.stdout.writelines(f"  {problem}\n" for problem in problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
