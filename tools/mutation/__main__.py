"""`python -m tools.mutation streams/dedup`: the table of a package or file, and the changes that no test noticed."""

from __future__ import annotations

import argparse
import math
import os
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tools.mutation.mutants import Mutant, mutants_of
from tools.mutation.running import Outcome, import_ahead, libraries, run_mutants, run_unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
NICE = 5  # behind the work of whoever sits at the machine
SAY_EVERY = 60  # seconds


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("target", type=Path, nargs="+", help="packages or files under streams/")
    parser.add_argument("--tests", nargs="*", default=[], help="tests to run, instead of those that mirror the target")
    parser.add_argument(
        "--sample", type=int, default=0, help="how many mutants of a file at most, chosen with a fixed seed"
    )
    parser.add_argument(
        "--quick", type=float, default=math.inf, help="leave out the tests that take more seconds of the processor"
    )
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    os.nice(NICE)
    os.chdir(ROOT)
    files = sorted({file for target in options.target for file in files_of(ROOT / target)})
    tests = options.tests or sorted({mirror(target) for target in options.target})
    mutants = [mutant for file in files for mutant in mutants_of(file, options.sample)]
    print(f"{len(mutants)} mutants of {len(files)} files; tests: {' '.join(tests)}", flush=True)
    import_ahead(libraries(tests))
    calls = run_unchanged(ROOT, files, tests).quicker_than(options.quick)
    print(f"{len(calls.functions)} tests", flush=True)
    results = []
    said = time.monotonic()
    for result in run_mutants(ROOT, mutants, calls, options.processes):
        results.append(result)
        if result[1] is Outcome.SURVIVED:
            print(described(result), flush=True)
        if time.monotonic() - said > SAY_EVERY:
            said = time.monotonic()
            print(f"... {len(results)} of {len(mutants)} mutants", *table(results), sep="\n", flush=True)
    print("\n".join(table(results)))


def files_of(target: Path) -> list[Path]:
    """List the Python files of a package, or the file itself."""
    return sorted(target.rglob("*.py")) if target.is_dir() else [target]


def mirror(target: Path) -> str:
    """Find the tests of a package or file: those of its name under tests/, or else of the package around it."""
    for candidate in (Path("tests") / target, Path("tests") / target.parent / f"test_{target.stem}.py"):
        if (ROOT / candidate).exists():
            return str(candidate)
    folder = Path("tests") / target.parent
    if len(folder.parts) < 3 or not (ROOT / folder).is_dir():
        message = f"no tests mirror {target}: name some with TESTS=..."
        raise SystemExit(message)
    return str(folder)


def described(result: tuple[Mutant, Outcome, int]) -> str:
    """Show a survivor with its change and the number of tests that run it."""
    mutant, _, tests = result
    return f"{Path(mutant.path).relative_to(ROOT)}:{mutant.line}  ({tests} tests run it)\n{mutant.diff}\n"


def table(results: Sequence[tuple[Mutant, Outcome, int]]) -> list[str]:
    """Give one line for each file and one for all. A timeout counts as noticed: the change made a test hang."""
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for mutant, outcome, _ in results:
        counts[str(Path(mutant.path).relative_to(ROOT))][outcome] += 1
    counts["all"] = sum(counts.values(), Counter())
    lines = ["| file | mutants | killed | timeouts | survived | noticed |", "|---|---|---|---|---|---|"]
    for name, outcomes in counts.items():
        total = outcomes.total()
        noticed = (total - outcomes[Outcome.SURVIVED]) / max(total, 1)
        numbers = " | ".join(str(outcomes[kind]) for kind in (Outcome.KILLED, Outcome.TIMEOUT, Outcome.SURVIVED))
        lines.append(f"| {name} | {total} | {numbers} | {noticed:.0%} |")
    return lines


if __name__ == "__main__":
    main()
