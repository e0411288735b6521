"""What a claim costs the ledger, by the number of articles that its incident has had: `python -m benchmarks.ledger`.

Each article says the number of one of some speakers. Printed are milliseconds of processor time a claim: the ledger's
handling, and encoding what it publishes.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from schemas import (
    Attribution,
    CasualtyFigure,
    Evidence,
    Kind,
    LinkAction,
    LinkedClaims,
    Origin,
    Provenance,
    Qualifier,
    Role,
    SourceKind,
    Span,
    encode,
)
from streams.agents.ledger import LedgerHandler
from streams.runner import Record
from streams.settings import Settings
from streams.state import DictState

START: Final = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
STEPS: Final = (10, 100, 1_000, 10_000)
SPEAKERS: Final = 40
SAMPLE: Final = 50
"""Claims before each step whose median is printed."""


def article(number: int) -> LinkedClaims:
    """Return the claims of an article: one number of the dead and one of the hurt."""
    received = START + timedelta(minutes=number)
    evidence = Evidence(sentence=Span(start=0, end=40), number=Span(start=0, end=2))
    figures = tuple(
        CasualtyFigure(
            id=f"f{place}",
            kind=kind,
            min=least,
            max=least,
            qualifier=Qualifier.EXACT,
            quantity_text=str(least),
            role=Role.TOTAL,
            attribution=Attribution(text=f"speaker {number % SPEAKERS}", kind=SourceKind.OFFICIAL),
            evidence=evidence,
            confidence=0.9,
        )
        for place, (kind, least) in enumerate([(Kind.KILLED, 10 + number // 20), (Kind.INJURED, 30 + number // 10)])
    )
    return LinkedClaims(
        provenance=Provenance(
            provider="agency",
            source=f"outlet-{number % 60}.example",
            item_id=str(number),
            version=1,
            published=received,
            received=received,
            trace_id=f"{number + 1:032x}",
            origin=Origin(partition=0, offset=number),
        ),
        action=LinkAction.PUT,
        incident_id="agency/0",
        language="en",
        story_id=f"agency/{number}",
        headline=f"Ferry sinks off the outer islands, report {number}",
        figures=figures,
    )


def main() -> None:
    """Enter articles one by one, and print what the last ones before each step took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description="The ledger's cost of a claim.")
    parser.add_argument("--claims", type=int, default=STEPS[-1])
    handler = LedgerHandler(DictState(), Settings())
    handling: list[float] = []
    encoding: list[float] = []
    print(f"{'claims':>8} {'handling':>10} {'encoding':>10}   ms a claim")
    for number in range(parser.parse_args().claims):
        value = encode(article(number))
        record = Record("wire.linked.v1", 0, number, b"agency/0", value, (("wf-schema", b"LinkedClaims/1"),), 0)
        began = time.process_time()
        result = handler.handle(record)
        handled = time.process_time()
        for send in result.sends:
            if send.message is not None:
                encode(send.message)
        handling.append(handled - began)
        encoding.append(time.process_time() - handled)
        if number + 1 in STEPS:
            last = [median(each[-SAMPLE:]) * 1_000 for each in (handling, encoding)]
            print(f"{number + 1:8} {last[0]:10.2f} {last[1]:10.2f}", flush=True)


if __name__ == "__main__":
    main()
