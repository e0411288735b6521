"""What a benchmark answers to `--help`, where it has no options to speak of."""

from __future__ import annotations

import sys

ASKED = frozenset({"-h", "--help"})


def explain_if_asked(text: str | None) -> None:
    """Print what the benchmark measures and end, where the command asks for help: a run takes minutes."""
    if ASKED.intersection(sys.argv[1:]):
        print(text)
        sys.exit(0)
