"""The scores of names and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.evaluation.entities import distance_km, score, score_places

TEXT = "Amina Yusuf of the Red Cross left Garissa's market."
GOLD = {
    "id": "t-1",
    "text": TEXT,
    "entities": [
        {"start": 0, "end": 11, "type": "PER"},
        {"start": 19, "end": 28, "type": "ORG"},
        {"start": 34, "end": 41, "type": "GPE"},
        {"start": 44, "end": 50, "type": "MISC"},
    ],
}


def test_perfect() -> None:
    """Types of other sets are read as ours, and a leading "the" and a possessive make no difference."""
    answers = {
        "t-1": [
            {"start": 0, "end": 11, "type": "PERSON"},
            {"start": 15, "end": 28, "type": "ORGANISATION"},
            {"start": 34, "end": 43, "type": "PLACE"},
        ]
    }

    assert score([GOLD], answers)["all"] == {"gold": 3, "found": 3, "precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_wrong_type_and_missing() -> None:
    """A wrong type is a miss and a false find; a case without an answer has no entities."""
    answers = {"t-1": [{"start": 0, "end": 11, "type": "PLACE"}]}

    scored = score([GOLD, {**GOLD, "id": "t-2"}], answers)

    assert scored["PERSON"]["recall"] == 0.0
    assert scored["PLACE"] == {"gold": 2, "found": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert scored["all"]["gold"] == 6


def test_places() -> None:
    """A place within 161 km is near, one with the same id is the same, and what is not overlapped is not found."""
    case = {
        "id": "made-1",
        "toponyms": [
            {"start": 0, "end": 5, "lat": 10.0, "lon": 10.0, "geonames": 1},
            {"start": 10, "end": 15, "lat": 10.0, "lon": 10.0, "geonames": 2},
            {"start": 20, "end": 25, "lat": 10.0, "lon": 10.0, "geonames": 3},
            {"start": 30, "end": 35, "lat": None, "lon": None, "geonames": None},
        ],
    }
    answers = {
        "made-1": [
            {"start": 0, "end": 5, "lat": 11.0, "lon": 10.0, "geonames": 9},
            {"start": 9, "end": 15, "lat": 10.0, "lon": 10.0, "geonames": 2},
            {"start": 20, "end": 25, "lat": None, "lon": None, "geonames": None},
        ]
    }

    scored = score_places([case], answers)

    assert scored["made"] == {"toponyms": 3, "found": 0.6667, "within_161_km": 0.6667, "same_id": 0.3333}
    assert scored["all"] == scored["made"]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance(lat: float, lon: float, lat2: float, lon2: float) -> None:
    """A distance is the same in both directions and at most half way round the Earth."""
    here, there = {"lat": lat, "lon": lon}, {"lat": lat2, "lon": lon2}

    assert distance_km(here, there) == pytest.approx(distance_km(there, here))
    assert 0 <= distance_km(here, there) <= 20_016
