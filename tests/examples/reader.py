"""Somebody who follows a page of the documentation: blocks of it, and the lines that are typed in a terminal."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import sysconfig
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import IO

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
SECONDS = 90
_BLOCK = re.compile(r"^```(sh|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INSTALLED = ("make venv", ". .venv/bin/activate")
"""What made the environment in which the tests run."""


class Block(NamedTuple):
    """What a page shows in a frame."""

    language: str
    text: str

    @property
    def lines(self) -> list[str]:
        """What is typed, without remarks and without what is installed already."""
        lines = (line.partition(" #")[0].strip() for line in self.text.splitlines())
        return [line for line in lines if line and line not in _INSTALLED]


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a tutorial in their order."""
    for language, text in _BLOCK.findall((TUTORIALS / f"{page}.md").read_text()):
        yield Block(language, text)


class Running:
    """A command that goes on until it is interrupted."""

    def __init__(self, line: str, process: asyncio.subprocess.Process, said: Path) -> None:
        self._line = line
        self._process = process
        self._said = said

    @property
    def said(self) -> str:
        """What it has printed."""
        return self._said.read_text()

    async def until(self, pattern: str) -> re.Match[str]:
        """Return the first match in what it prints."""
        async with asyncio.timeout(SECONDS):
            while not (found := re.search(pattern, self.said)):
                assert self._process.returncode is None, f"{self._line}: {self.said}"
                await asyncio.sleep(0.05)
        return found

    async def interrupt(self) -> None:
        """Press Ctrl-C: the command ends in order."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        await asyncio.wait_for(self._process.wait(), SECONDS)
        assert self._process.returncode in {0, 130}, f"{self._line}: {self.said}"
        assert "Traceback" not in self.said


class Terminal:
    """A shell in a folder of its own, in which `wirefeed` is on the path."""

    def __init__(self, folder: Path, notes: Path | None = None, **variables: str) -> None:
        self.folder = folder
        self._notes = notes or folder
        """Where the terminal keeps what it needs."""
        self.environment = {**os.environ, **variables}
        self.environment["PATH"] = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
        self._started = 0

    async def type(self, line: str, *, seconds: float = SECONDS) -> str:
        """Run a line to its end and return what it prints; what it exports stays."""
        exported = self._notes / "exported"
        script = f"{line}\nenv -0 >{shlex.quote(str(exported))}"
        process = await self._start("-euc", script, asyncio.subprocess.PIPE)
        said, _ = await asyncio.wait_for(process.communicate(), seconds)
        assert process.returncode == 0, f"{line}: {said.decode()}"
        variables = exported.read_text().split("\0")
        self.environment.update(each.split("=", 1) for each in variables if "=" in each)
        return said.decode()

    async def _start(self, option: str, script: str, output: int | IO[bytes]) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            "sh",
            option,
            script,
            env=self.environment,
            cwd=self.folder,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )

    @asynccontextmanager
    async def running(self, line: str) -> AsyncIterator[Running]:
        """Run a line that goes on, and interrupt it at the end."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # Shells start what runs in the background so, and all that it starts would ignore Ctrl-C, too.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._started += 1
        said = self._notes / f"said-{self._started}.txt"
        with said.open("wb") as output:
            process = await self._start("-c", f"exec {line}", output)
        command = Running(line, process, said)
        try:
            yield command
            await command.interrupt()
        finally:
            if process.returncode is None:  # told to end, since what it has started would outlive a kill
                process.terminate()
                await asyncio.wait_for(process.wait(), SECONDS)
