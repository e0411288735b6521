"""The compose file, alert rules and units fit what a worker is and exposes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy import check

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("part", ["compose", "dockerfile", "scraping", "alerts", "dashboard", "units"])
def test_the_parts_of_the_deployment_fit_together(part: str) -> None:
    """Images are pinned, mounts and settings exist, and every metric that is asked for is exposed."""
    assert list(getattr(check, f"check_{part}")()) == []


def test_every_rule_is_tested() -> None:
    """`alerts_test.yml` has series for each of them, which promtool reads in `make compose-check`."""
    tested = (ROOT / "deploy/prometheus/alerts_test.yml").read_text()
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules if f'alertname="{rule["alert"]}"' not in tested] == []


def test_grafana_does_not_start_without_a_password() -> None:
    """There is no default password; the message names the variable, and the other services need none."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    grafana = compose["services"]["grafana"]
    assert grafana["environment"]["GF_SECURITY_ADMIN_PASSWORD"] == "${GRAFANA_PASSWORD:-}"  # noqa: S105 - a variable
    shell, option, script = grafana["entrypoint"]
    script = script.replace("$$", "$").replace("/run.sh", "echo started")
    for password, code, said in (("", 64, "GRAFANA_PASSWORD"), ("sesame", 0, "started")):
        environment = {"GF_SECURITY_ADMIN_PASSWORD": password, "PATH": "/usr/bin:/bin"}
        done = subprocess.run([shell, option, script], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert said in done.stdout + done.stderr


def test_images_are_pinned_by_the_digest_that_the_registry_gives(tmp_path: Path) -> None:
    """Each image but our own gets the digest behind its tag, in both files; doing it again changes nothing."""
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    digest = f"sha256:{'0' * 64}"
    docker.write_text(f"#!/bin/sh\necho {digest}\n")
    docker.chmod(0o755)
    (tmp_path / "deploy").mkdir()
    for name in ("docker-compose.yml", "Dockerfile", "deploy/pin-images"):
        shutil.copy(ROOT / name, tmp_path / name)
    written = []
    for _ in range(2):
        environment = {"PATH": f"{docker.parent}:/usr/bin:/bin"}
        subprocess.run([tmp_path / "deploy/pin-images"], env=environment, capture_output=True, check=True)
        written.append([(tmp_path / name).read_text() for name in ("docker-compose.yml", "Dockerfile")])
    assert written[0] == written[1]
    services = yaml.safe_load(written[0][0])["services"].values()
    others = {service["image"] for service in services if "build" not in service}
    assert others
    assert {image.partition("@")[2] for image in others} == {digest}
    assert f"ARG PYTHON_IMAGE=python:3.11-slim-bookworm@{digest}\n" in written[0][1]
