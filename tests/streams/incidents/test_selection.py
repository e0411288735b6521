"""Which incidents are asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from streams.incidents.selection import Selection, day_of

if TYPE_CHECKING:
    from schemas import Incident


def at(day: int) -> datetime:
    """Return noon of a day of March 2026."""
    return datetime(2026, 3, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        ({}, True),
        ({"since": at(1)}, True),
        ({"since": at(2)}, False),
        ({"until": at(1)}, True),
        ({"until": datetime(2026, 2, 28, tzinfo=UTC)}, False),
        ({"country": "kz"}, True),
        ({"country": "KG"}, False),
        ({"place": "kar"}, True),
        ({"place": "Astana"}, False),
        ({"near": (49.8, 73.1), "within_km": 0.0}, True),
        ({"near": (49.8, 74.1), "within_km": 71.0}, False),
        ({"near": (49.8, 74.1), "within_km": 72.0}, True),
        ({"kind": "killed"}, True),
        ({"kind": "injured"}, False),
        ({"at_least": 20}, True),
        ({"at_least": 21}, False),
        ({"kind": "killed", "at_least": 20}, True),
        ({"kind": "injured", "at_least": 1}, False),
        ({"group": "unity"}, True),
        ({"group": "org:karal"}, True),
        ({"group": "POLICE"}, True),
        ({"group": "army"}, False),
    ],
)
def test_each_filter(blast: Incident, wanted: dict[str, Any], *, matches: bool) -> None:
    """A filter selects by day, place, distance, kind, size and group; all that are given must hold."""
    assert Selection(**wanted).matches(blast) is matches


def test_an_incident_without_a_place_is_nowhere(blast: Incident) -> None:
    """A filter by place leaves it out, all others do not."""
    nowhere = blast.model_copy(update={"place": None})
    assert Selection(kind="killed").matches(nowhere)
    assert not Selection(near=(49.8, 73.1)).matches(nowhere)
    assert not Selection(place="").matches(nowhere)


def test_day_without_a_start_is_that_of_the_first_report(blast: Incident) -> None:
    """Where no article says when it happened, the day of the first report is the nearest."""
    assert day_of(blast) == date(2026, 3, 1)
    assert day_of(blast.model_copy(update={"start": None})) == date(2026, 3, 2)
