"""The sample wire: raw items invented in the manner of real wires, in the order in which they arrive.

`manifest.jsonl` has one record a line (file, key, headers); the files are the bytes as received. Events, people,
outlets and agencies are invented; places are real. Among them are re-sends, copies that other outlets run with their
own captions and cuts, tolls that rise, one that is corrected downwards, a killed story with a copy, an embargo
that has passed, and two records that can't be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import orjson

__all__ = ["SampleRecord", "sample_records"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRecord:
    """One record for `wire.raw`."""

    name: str
    """The file that holds its bytes."""
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def sample_records() -> list[SampleRecord]:
    """Return the records of the sample wire in the order of their arrival."""
    folder = resources.files("streams.ops.sample")
    rows = [orjson.loads(line) for line in folder.joinpath("manifest.jsonl").read_bytes().splitlines()]
    return [
        SampleRecord(
            name=row["file"],
            key=row["key"].encode(),
            value=folder.joinpath("wire", row["file"]).read_bytes(),
            headers=tuple((name, value.encode()) for name, value in row["headers"].items()),
        )
        for row in rows
    ]
