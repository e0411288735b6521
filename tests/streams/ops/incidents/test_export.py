"""Incidents and claims as rows, and as files."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from typing import TYPE_CHECKING

import pytest

from schemas import ScenePrecision
from streams.incidents.rows import CLAIM_COLUMNS, INCIDENT_COLUMNS, claim_rows, incident_row
from streams.ops.errors import OperationFailed
from streams.ops.incidents.export import write_csv, write_geojson, write_parquet

if TYPE_CHECKING:
    from schemas import Incident


def test_columns_are_those_of_the_rows(blast: Incident) -> None:
    """The heading names each value of a row, in order."""
    assert tuple(incident_row(blast)) == INCIDENT_COLUMNS
    assert all(tuple(row) == CLAIM_COLUMNS for row in claim_rows(blast))


def test_a_row_of_an_incident(blast: Incident) -> None:
    """It has the toll of each kind, the place and the days."""
    row = incident_row(blast)
    assert (row["killed_low"], row["killed_best"], row["killed_high"], row["injured_best"]) == (20, 20, 20, None)
    assert (row["date_start"], row["date_end"], row["date_known"], row["year"]) == (
        "2026-03-01",
        "2026-03-01",
        True,
        2026,
    )
    assert (row["place"], row["country"], row["latitude"], row["outlets"]) == ("Karal", "KZ", 49.8, 3)


@pytest.mark.parametrize(
    ("precision", "codes"), [("spot", (1, 1)), ("town", (1, 1)), ("region", (4, 2)), ("country", (6, 3))]
)
def test_precision_codes_of_the_registries(blast: Incident, precision: str, codes: tuple[int, int]) -> None:
    """UCDP and ACLED number how exactly a place is known."""
    assert blast.place is not None
    place = blast.place.model_copy(update={"precision": ScenePrecision(precision)})
    row = incident_row(blast.model_copy(update={"place": place}))
    assert (row["where_prec"], row["geo_precision"]) == codes


def test_a_row_of_a_claim(blast: Incident) -> None:
    """It has number, speaker, sentence, and whether the toll rests on it."""
    first = next(claim_rows(blast))
    assert (first["claim_id"], first["min"], first["counts"], first["copies"]) == ("afn/1#f0", 20, True, 1)
    assert (first["attribution"], first["side"]) == ("police", "Unity Front")
    assert first["sentence"] == "20 miners died, police said."


def test_csv_reads_back(blast: Incident) -> None:
    """A heading and a row an incident; what is not known is empty, and a truth is 1 or 0."""
    target = io.BytesIO()
    write_csv([incident_row(blast)], INCIDENT_COLUMNS, target)
    (row,) = csv.DictReader(io.StringIO(target.getvalue().decode()))
    assert (row["killed_best"], row["injured_best"], row["date_known"], row["disputed"]) == ("20", "", "1", "0")
    empty = io.BytesIO()
    write_csv([], INCIDENT_COLUMNS, empty)
    assert empty.getvalue().decode().strip().split(",") == list(INCIDENT_COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_headline_is_no_formula(blast: Incident, text: str) -> None:
    """A spreadsheet shows the text of the wire and runs none of it; numbers stay numbers."""
    target = io.BytesIO()
    row = {**incident_row(blast.model_copy(update={"title": text})), "longitude": -73.1}
    write_csv([row], INCIDENT_COLUMNS, target)
    (read,) = csv.DictReader(io.StringIO(target.getvalue().decode(), newline=""))
    assert (read["title"], read["longitude"]) == (f"'{text}", "-73.1")


def test_geojson_has_points(blast: Incident) -> None:
    """Longitude stands first; a place without a point is null."""
    target = io.BytesIO()
    nowhere = blast.model_copy(update={"place": None})
    write_geojson([incident_row(blast), incident_row(nowhere)], INCIDENT_COLUMNS, target)
    one, other = json.loads(target.getvalue())["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [73.1, 49.8]}
    assert one["properties"]["killed_best"] == 20
    assert other["geometry"] is None
    empty = io.BytesIO()
    write_geojson([], INCIDENT_COLUMNS, empty)
    assert json.loads(empty.getvalue()) == {"type": "FeatureCollection", "features": []}


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_says_what_it_needs(blast: Incident) -> None:
    """Without pyarrow the message names it."""
    with pytest.raises(OperationFailed, match="pip install pyarrow"):
        write_parquet([incident_row(blast)], INCIDENT_COLUMNS, io.BytesIO())
