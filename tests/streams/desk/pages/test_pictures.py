"""The small line of a toll, and the circles of the still map."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from streams.desk.pages.picture import LARGEST, SMALLEST, circles, radius_of
from streams.desk.pages.sparkline import sparkline
from streams.desk.values import CardPlace, Point
from tests.streams.desk.pages.conftest import AT

if TYPE_CHECKING:
    from streams.desk.values import Card


def test_a_line_steps_at_the_time_of_each_change() -> None:
    """Horizontal until the number changes, then up or down; it ends at 100."""
    drawn = sparkline(
        [Point(at=AT + timedelta(hours=hour), number=number) for hour, number in ((0, 0), (1, 5), (4, 10))]
    )
    assert drawn is not None
    assert drawn.line == "M0 23H22V12H88V1H100"
    assert drawn.area == "M0 23H22V12H88V1H100V24H0Z"


def test_a_single_number_is_a_level_line_and_none_is_no_line() -> None:
    """Nothing is drawn where there never was a number."""
    drawn = sparkline([Point(at=AT, number=5)])
    assert drawn is not None
    assert drawn.line == "M0 1H100"
    assert sparkline([]) is None


def test_a_line_of_nothing_but_zeros_is_at_the_bottom() -> None:
    """A toll of 0 is a toll."""
    drawn = sparkline([Point(at=AT, number=0)])
    assert drawn is not None
    assert drawn.line == "M0 23H100"


def _at(card: Card, lat: float | None, lon: float | None, precision: str | None = "town", best: int = 4) -> Card:
    place = CardPlace.model_validate({"name": "x", "lat": lat, "lon": lon, "precision": precision})
    chips = (card.chips[0].model_copy(update={"best": best}),)
    return card.model_copy(update={"place": place, "chips": chips})


@pytest.mark.parametrize(
    ("lat", "lon", "x", "y"),
    [(0.0, 0.0, 360, 180), (90.0, -180.0, 0, 0), (-90.0, 180.0, 720, 360), (52.5, 13.4, 386.8, 75)],
)
def test_a_circle_is_where_the_place_is(card: Card, lat: float, lon: float, x: float, y: float) -> None:
    """Two units for a degree, the north above."""
    (circle,) = circles([_at(card, lat, lon)])
    assert (circle.x, circle.y) == (x, y)


def test_an_incident_without_coordinates_has_no_circle(card: Card) -> None:
    """Half of them is none."""
    assert circles([_at(card, None, 3.0), _at(card, 3.0, None), card.model_copy(update={"place": None})]) == ()


def test_small_circles_lie_on_top_of_large_ones(card: Card) -> None:
    """What is drawn last can be clicked."""
    drawn = circles([_at(card, 0, 0, best=1), _at(card, 0, 0, best=400), _at(card, 0, 0, best=30)])
    assert [circle.card.chips[0].best for circle in drawn] == [400, 30, 1]


def test_the_area_grows_with_the_toll_within_bounds() -> None:
    """Four times the toll is twice the growth of the radius; a flood does not cover the map."""
    assert radius_of(0) == SMALLEST
    assert radius_of(400) - SMALLEST == pytest.approx(2 * (radius_of(100) - SMALLEST))
    assert radius_of(2**53) == LARGEST
    assert radius_of(-1) == SMALLEST


@pytest.mark.parametrize(
    ("precision", "drawn"),
    [("spot", "town"), ("town", "town"), ("region", "region"), ("country", "country"), (None, "region")],
)
def test_how_exactly_the_place_is_known_is_the_sort_of_circle(card: Card, precision: str | None, drawn: str) -> None:
    """Where nobody says how exactly, the circle promises little."""
    (circle,) = circles([_at(card, 0, 0, precision)])
    assert circle.precision == drawn
