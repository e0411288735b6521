"""The commands of the tutorials work as they are written, in their order, where the broker is the only thing given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from streams.ops.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
BLOCK = re.compile(r"^```(sh|toml)\n([^`]*)^```", re.MULTILINE)
GIVEN = {
    "PROVIDER/ITEM": "coast/https://coast.example/flood",
    "wirefeed deliver rules.toml": "wirefeed deliver rules.toml --drain",  # else it goes on until Ctrl-C
}
"""What a reader puts in place of a name, and the test to come to an end."""
NOT_HERE = ("make ", ". .venv", "export ", "wirefeed up", "wirefeed feed")
"""What other tests run, or what asks a server on the internet."""
SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="  # noqa: S105 - of no receiver


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a block."""
    for name, given in GIVEN.items():
        text = text.replace(name, given)
    for line in text.splitlines():
        if line and not line.startswith(NOT_HERE):
            yield line


@pytest.mark.broker
@pytest.mark.parametrize(("name", "least"), [("newsroom", 4), ("alerts", 4)])
def test_a_tutorial_works(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, least: int) -> None:
    """Each command of the page ends well, with the files that the page asks for."""
    monkeypatch.chdir(tmp_path)
    for variable, value in (("BROKERS", broker), ("PARTITIONS", "1")):
        monkeypatch.setenv(f"WIREFEED_{variable}", value)
    monkeypatch.setenv("DESK_SECRET", SECRET)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "fire.txt").write_text(
        "Fire kills two in Accra\n\nACCRA - Two people died, police said.\n"
    )
    ran = 0
    for language, text in BLOCK.findall((TUTORIALS / f"{name}.md").read_text()):
        if language == "toml":
            (tmp_path / "rules.toml").write_text(text)
            continue
        for line in commands(text):
            done = CliRunner().invoke(app, shlex.split(line, comments=True)[1:])
            assert done.exit_code == 0, f"{line}: {done.output} {done.exception!r}"
            ran += 1
    assert ran >= least
