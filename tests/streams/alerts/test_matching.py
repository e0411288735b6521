"""The edges of conditions, and of quiet hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from streams.alerts import distance_km
from streams.alerts.matching import meets
from streams.alerts.rule import Near, Quiet, Rule
from streams.alerts.schedule import quiet_until
from tests.streams.alerts.scenarios import MIDNIGHT, make_alert

DEGREE = distance_km((15.0, 32.0), (16.0, 32.0))


@pytest.mark.parametrize(("km", "inside"), [(DEGREE, True), (DEGREE - 0.001, False)])
def test_the_edge_of_a_circle_is_inside(km: float, *, inside: bool) -> None:
    """A degree of latitude is 111 km."""
    rule = Rule(name="rule", receivers=("desk",), near=Near(lat=15.0, lon=32.0, km=km))
    alert = make_alert("q", "killed", None, 3, MIDNIGHT, lat=16.0, lon=32.0)
    assert round(DEGREE) == 111
    assert meets(rule, alert) is inside


@pytest.mark.parametrize("place", [{"lat": 15.0}, {"lon": 32.0}, {"country": "SD"}])
def test_half_a_point_is_nowhere(place: dict[str, float | str]) -> None:
    """A place without both coordinates is near nothing."""
    rule = Rule(name="rule", receivers=("desk",), near=Near(lat=15.0, lon=32.0, km=20_000))
    assert not meets(rule, make_alert("q", "killed", None, 3, MIDNIGHT, **place))


@pytest.mark.parametrize(
    ("start", "end", "hour", "until"),
    [
        (22, 6, 21, None),
        (22, 6, 22, 30),
        (22, 6, 5, 6),
        (22, 6, 6, None),
        (1, 3, 0, None),
        (1, 3, 1, 3),
        (1, 3, 3, None),
        (8, 8, 7, 8),
        (8, 8, 8, 32),
    ],
)
def test_quiet_hours_have_a_first_and_no_last_moment(start: int, end: int, hour: int, until: int | None) -> None:
    """They begin with their start and end right before their end; from eight to eight they are a whole day."""
    found: datetime | None = quiet_until(Quiet(start=time(start), end=time(end)), MIDNIGHT + timedelta(hours=hour))
    assert found == (None if until is None else MIDNIGHT + timedelta(hours=until))
