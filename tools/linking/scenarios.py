"""Write invented scenarios: short wires of which it is known what event each is about.

    python -m tools.linking.scenarios [--half fit|kept|read] > SCENARIOS.jsonl

A scenario is `{"name", "kind", "articles": [{"id", "url", "host", "published", "title", "text", "event"}]}`, the format
of `wirefeed eval` with the event of each article; null is an article about none (a round-up). Some of those written by
hand have `tolls` too: low, best and high by event and kind. The plots are in
`tools.linking.plots`, the wordings in `data/kinds.json`, and those written by hand in
`tests/corpus/incidents/hand.jsonl` and, a file each, of several writers in `tests/corpus/incidents/writers`. The same
scenarios come out every time. One half is for fitting, the other for measuring: all scenarios of a plot or of a writer
are in one half, so that the wordings of the kept half were never fitted to. What some writers wrote was read and not
fitted to: it is in neither.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xxhash import xxh3_64_intdigest

from tools.linking.plots import PLOTS
from tools.linking.story import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

HALVES: Final = ("fit", "kept")
BY_HAND: Final = "hand"
"""Kind of the scenarios that no plot made."""
VARIANTS: Final = 18
"""Scenarios of each plot."""
KEPT_WRITERS: Final = frozenset({"newsdays", "nightshift", "deskbook"})
"""Writers whose scenarios are for measuring."""
READ_WRITERS: Final = frozenset({"embassies", "frontlines", "seasons", "tallies", "townlife", "latedesk", "worlddesk"})
"""Writers whose scenarios rules were made on, but no weights: fitted to them too, local news loses pairs."""
READ: Final = "read"
WRITERS: Final = Path(__file__).parents[2] / "tests" / "corpus" / "incidents" / "writers"
HAND: Final = Path(__file__).parents[2] / "tests" / "corpus" / "incidents" / "hand.jsonl"


def scenarios(half: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the scenarios of one half, or all of them."""
    for scenario in (*_made(), *_written()):
        if half is None or half_of(scenario) == half:
            yield scenario


def half_of(scenario: dict[str, Any]) -> str:
    """Return the half that a scenario belongs to: by its plot or writer, or by its name where no plot made it.

    Those that were read and not fitted to belong to neither.
    """
    if scenario["kind"] in READ_WRITERS:
        return READ
    if is_of_writer(scenario):
        return HALVES[scenario["kind"] in KEPT_WRITERS]
    family: str = scenario["name"] if scenario["kind"] == BY_HAND else scenario["kind"]
    return HALVES[xxh3_64_intdigest(family.encode()) % len(HALVES)]


def is_of_writer(scenario: dict[str, Any]) -> bool:
    """Return whether one of the writers wrote a scenario, unlike any plot."""
    return scenario["kind"] not in PLOTS and scenario["kind"] != BY_HAND


def _made() -> Iterator[dict[str, Any]]:
    for plot, tell in PLOTS.items():
        for variant in range(VARIANTS):
            name = f"{plot}-{variant:02}"
            desk = Desk(name, random.Random(name))
            tell(desk)
            yield {"name": name, "kind": plot, "articles": desk.articles()}


def _written() -> Iterator[dict[str, Any]]:
    for path in (HAND, *sorted(WRITERS.glob("*.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def main() -> None:
    """Write the scenarios to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=(*HALVES, READ))
    for scenario in scenarios(parser.parse_args().half):
        sys.stdout.write(json.dumps(scenario, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
