"""The table of the drills, and the same as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from benchmarks.drills.compare import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A drill on a broker, and its checks; `skipped` says why it was not made."""

    drill: str
    broker: str
    checks: tuple[Check, ...] = ()
    seconds: float = 0.0
    skipped: str | None = None
    failed: str | None = None
    """Why the run could not be brought to its end."""

    @property
    def ok(self) -> bool:
        """Whether nothing failed; a drill that was skipped did not fail."""
        return self.failed is None and all(check.ok for check in self.checks)


def show(results: Sequence[Result], console: Console) -> None:
    """Print the table, and below it examples of what differs."""
    table = Table(title="Drills")
    for column in ("drill", "what", "must be", "was", ""):
        table.add_column(column, overflow="fold")
    for result in results:
        name = f"{result.drill}, {result.broker} ({result.seconds:.0f} s)"
        if result.skipped is not None:
            table.add_row(name, "skipped", "", result.skipped, "-")
        if result.failed is not None:
            table.add_row(name, "run", "comes to its end", result.failed, "FAILED")
        for number, check in enumerate(result.checks):
            table.add_row("" if number else name, check.what, check.must, check.was, "ok" if check.ok else "FAILED")
        table.add_section()
    console.print(table)
    for result in results:
        for check in result.checks:
            for example in check.examples:
                console.print(
                    f"{result.drill}, {result.broker}, {check.what}: {example}", markup=False, highlight=False
                )


def in_brief(result: Result) -> str:
    """Return a line on a drill: what failed in it, if anything did."""
    failed = [f"{check.what} ({check.was})" for check in result.checks if not check.ok]
    words = result.skipped or result.failed or "; ".join(failed) or "ok"
    return f"== {result.drill}, {result.broker}, {result.seconds:.0f} s: {words}"


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return the results as JSON data."""
    return [{**asdict(result), "ok": result.ok} for result in results]
