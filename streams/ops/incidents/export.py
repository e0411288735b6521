"""Writes rows as CSV, GeoJSON or Parquet."""

from __future__ import annotations

import csv
import io
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson

from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.incidents.rows import Row

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell of text that begins so is a formula to a spreadsheet."""
PYARROW: Final = "Parquet needs pyarrow, which is not installed: pip install pyarrow; CSV and GeoJSON need nothing"


def write_csv(rows: Iterable[Row], columns: Sequence[str], target: BinaryIO) -> None:
    """Write rows with a heading, UTF-8. Text of the wire that a spreadsheet would run gets an apostrophe in front."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    text.detach()  # the target stays open: it is the caller's


def write_geojson(rows: Iterable[Row], columns: Sequence[str], target: BinaryIO) -> None:
    """Write a FeatureCollection (RFC 7946): the place as a point or null, all columns as properties."""
    target.write(b'{"type":"FeatureCollection","features":[')
    for number, row in enumerate(rows):
        target.write(b",\n" if number else b"\n")
        target.write(orjson.dumps(_feature(row, columns)))
    target.write(b"\n]}\n")


def write_parquet(rows: Iterable[Row], columns: Sequence[str], target: BinaryIO) -> None:
    """Write a Parquet file. Raises OperationFailed where pyarrow, which is optional, is not installed."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise OperationFailed(PYARROW) from error
    held = list(rows)
    table = arrow.table({column: [row[column] for row in held] for column in columns})
    parquet.write_table(table, target)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _feature(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    lat, lon = row.get("latitude"), row.get("longitude")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": {column: row[column] for column in columns}}
