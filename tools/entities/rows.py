"""Rows of labelled text, `{"id", "text", "entities": [{"start", "end", "type"}]}`, and their labels by token."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.entities.tokens import Tokens


def rows(path: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:  # type: ignore[operator]
        for line in file:
            if line.strip():
                yield json.loads(line)


def labels_of(tokens: Tokens, entities: list[dict[str, Any]]) -> list[str]:
    """Return the label of each token; a token belongs to the entity that it overlaps."""
    out = ["O"] * len(tokens.words)
    heads = set(tokens.sentences)
    at = 0
    for entity in sorted(entities, key=lambda entity: entity["start"]):
        while at < len(out) and tokens.ends[at] <= entity["start"]:
            at += 1
        last = at
        while last < len(out) and tokens.starts[last] < entity["end"] and not (last > at and last in heads):
            last += 1
        count = last - at
        if count == 1:
            out[at] = f"U-{entity['type']}"
        elif count > 1:
            out[at] = f"B-{entity['type']}"
            out[at + 1 : last - 1] = [f"I-{entity['type']}"] * (count - 2)
            out[last - 1] = f"L-{entity['type']}"
        at = last
    return out
