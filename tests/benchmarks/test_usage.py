"""What benchmarks answer to `--help`."""

from __future__ import annotations

import runpy
import sys

import pytest


@pytest.mark.parametrize("name", ["formats", "pipeline", "quality", "trace", "tracing", "__main__"])
@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_explains_and_runs_nothing(
    name: str, asked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A benchmark takes minutes and may start brokers; who asks what it does wants neither."""
    module = f"benchmarks.{name}"
    monkeypatch.setattr(sys, "argv", [module, asked])
    monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(module, run_name="__main__")
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.split()) > 10
