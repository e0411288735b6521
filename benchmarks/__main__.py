"""`python -m benchmarks [NAME ...]`: run the benchmarks, each in a process of its own, one after the other.

The tables of quality are apart: `python -m benchmarks.quality`, or `make eval`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.usage import explain_if_asked

FOLDER = Path(__file__).parent
APART = frozenset({"quality", "usage", "worst_forms"})
"""Files beside the benchmarks: the tables of quality, and what benchmarks share."""
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in APART and not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """Run the named benchmarks, or all; return how many failed."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted or NAMES:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    explain_if_asked(__doc__)
    sys.exit(main(sys.argv[1:]))
