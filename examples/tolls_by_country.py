"""Adds up an export of incidents by country and month: killed, with the lowest and the highest number.

    wirefeed incidents export incidents.csv
    python examples/tolls_by_country.py incidents.csv

It is a script that a notebook can take over line by line; it needs nothing but Python.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

KINDS = ("killed_low", "killed_best", "killed_high")


def totals(file: Path) -> dict[tuple[str, str], list[int]]:
    """Return incidents, and killed at least, best and at most, by country and month.

    An open toll ("at least 42") has no highest number: its best one counts there, so that the sum is a lower bound.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            numbers = [int(row[kind] or row["killed_best"] or 0) for kind in KINDS]
            total = found[row["country"] or "?", row["date_start"][:7]]
            for index, number in enumerate([1, *numbers]):
                total[index] += number
    return dict(found)


def main(path: str) -> None:
    """Print a line a country and month."""
    for (country, month), (incidents, low, best, high) in sorted(totals(Path(path)).items()):
        sys.stdout.write(f"{country}  {month}  {incidents:>4} incidents  killed {best:>6} ({low} to {high})\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
