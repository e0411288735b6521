"""Measure whether linking costs the same however large the window is, and what an incident of many articles costs.

    python benchmarks/incidents.py [--sizes 1000,10000,50000]

Articles are made: words of a Zipf-like vocabulary, a few rare ones that each event has to itself, figures, days. Time
is processor time of this process, the least of three rounds; memory is what the linker added to the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from datetime import UTC, datetime, timedelta

from schemas import (
    CasualtyFigure,
    Evidence,
    Judgement,
    Kind,
    Origin,
    Provenance,
    Qualifier,
    Role,
    Signature,
    SignaturePlace,
    Span,
    Verdict,
    encode,
)
from streams.ledger import IncidentStore, published
from streams.linking import Linker
from streams.state import DictState

START = datetime(2026, 1, 1, tzinfo=UTC)
VOCABULARY = 60_000
WORDS = 90
ARTICLES_AN_EVENT = 3
LAST = 10
"""Claims over which the cost of one is measured."""
ROUND = 300


def article(number: int, spread_days: float, total: int) -> Signature:
    """Return article `number` of a stream of `total` over so many days; the same for the same numbers."""
    chance = random.Random(number)  # noqa: S311 - made data
    event = random.Random(number // ARTICLES_AN_EVENT)  # noqa: S311 - made data
    common = {f"word{int(VOCABULARY * chance.random() ** 4)}" for _ in range(WORDS)}
    own = [f"rare{event.randrange(10**7)}" for _ in range(12)]
    at = START + timedelta(days=spread_days * number / total)
    killed = event.randrange(1, 40)
    return Signature(
        provenance=Provenance(
            provider=f"outlet{number % 400}.example",
            source=f"outlet{number % 400}.example",
            item_id=str(number),
            version=1,
            published=at,
            received=at,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=number),
        ),
        judgement=Judgement(verdict=Verdict.NEW, story_id=f"outlet{number % 400}.example/{number}"),
        language="en",
        headline=" ".join(chance.sample(own, 4)),
        places=(SignaturePlace(name=f"Town{event.randrange(5000)}"),),
        terms=tuple(sorted({*common, *chance.sample(own, 9)})),
        figures=(figure(killed),),
    )


def figure(killed: int) -> CasualtyFigure:
    """Return a plain total."""
    return CasualtyFigure(
        id="f",
        kind=Kind.KILLED,
        min=killed,
        max=killed,
        qualifier=Qualifier.EXACT,
        quantity_text=str(killed),
        role=Role.TOTAL,
        evidence=Evidence(sentence=Span(start=0, end=10), number=Span(start=0, end=2)),
        confidence=0.9,
    )


def window(size: int) -> dict[str, float]:
    """Return what an article costs when the window holds `size`, and what the window weighs."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total = size + 3 * ROUND
    linker = Linker(DictState(), window_days=60)
    for number in range(size):
        linker.link(article(number, 59, total))
    least = float("inf")
    for start in range(size, total, ROUND):
        made = [article(number, 59, total) for number in range(start, start + ROUND)]
        began = time.process_time()
        for each in made:
            linker.link(each)
        least = min(least, (time.process_time() - began) / ROUND)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sizes = linker.sizes()
    return {
        "window": size,
        "ms_an_article": round(least * 1000, 3),
        "articles_a_second": round(1 / least),
        "incidents": sizes["incidents"],
        "mb_memory_and_state": round(grown / 1024, 1),
    }


class CountedState(DictState):
    """A state that counts the bytes written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = 0

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self.written += len(key) + len(value)
        super().put(key, value)


def incident(items: int) -> dict[str, float]:
    """Return what the last claims of an incident of so many items cost: the least time, and the mean of the bytes."""
    state = CountedState()
    store = IncidentStore(state)
    template = Linker(DictState()).link(article(0, 1, 1))[0]
    least, before, record = float("inf"), 0, b""
    for number in range(items):
        provenance = template.provenance.model_copy(
            update={"item_id": str(number), "received": START + timedelta(minutes=number)}
        )
        claims = template.model_copy(update={"provenance": provenance})
        before = state.written if number == items - LAST else before
        began = time.process_time()
        book, _ = store.enter(claims)
        entered = time.process_time() - began
        least = entered if number < items - LAST else min(least, entered)
        record = encode(published(book)) if number == items - 1 else b""
    return {
        "items_on_the_incident": items,
        "ms_a_claim": round(least * 1000, 3),
        "state_bytes_a_claim": round((state.written - before) / LAST),
        "record_bytes": len(record),
    }


def main() -> None:
    """Print a line of JSON for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,20000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    for size in sizes:
        print(json.dumps(window(size)), flush=True)
    for items in (10, 100, 1_000, 10_000):
        print(json.dumps(incident(items)), flush=True)


if __name__ == "__main__":
    main()
