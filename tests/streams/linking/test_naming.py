"""When a passage of a round-up is about an article's event."""

from __future__ import annotations

from typing import Any

import pytest

from streams.linking.naming import NEAR_KM, Sighting, evidence_for
from tests.streams.linking.profiles import article

ODESA, NEXT = (46.48, 30.73), 0.009
"""A hundredth of a degree of latitude, or so, is a kilometre."""


def sighting(**more: Any) -> Sighting:
    """Return a passage on a blast in Odesa on day 7 that killed three."""
    known: dict[str, Any] = {
        "scene": frozenset({"#698740"}),
        "points": (ODESA,),
        "streets": frozenset(),
        "names": frozenset(),
        "ages": frozenset(),
        "sorts": frozenset({"explosion"}),
        "days": frozenset({7}),
        "tolls": {"killed": 3},
    }
    return Sighting(**{**known, **more})


def event(**more: Any) -> dict[str, Any]:
    """Return a blast in Odesa."""
    return {"scene": frozenset({"#698740"}), "points": (ODESA,), "sorts": frozenset({"explosion"}), **more}


@pytest.mark.parametrize(
    ("days", "evidence"), [({7}, 2), ({6}, 1), ({8}, 1), ({9}, None), ({5}, None), ({5, 8}, 1), (set(), 0)]
)
def test_a_day_speaks_for_it_or_excludes_it(days: set[int], evidence: int | None) -> None:
    """Two days apart are two events; where one of the two names no day, nothing is known."""
    assert evidence_for(sighting(), article(event=event(days=frozenset(days)))) == evidence


def test_the_days_of_the_text_count_where_the_event_has_none() -> None:
    """They say less of what they are days of, but exclude another week."""
    assert evidence_for(sighting(), article(event=event(), days=frozenset({20}))) is None
    assert evidence_for(sighting(), article(event=event(days=frozenset({7})), days=frozenset({20}))) == 2


@pytest.mark.parametrize(("killed", "evidence"), [(3, 2), (4, -1)])
def test_a_number_speaks_for_it_or_against_it(killed: int, evidence: int) -> None:
    """Another number does not exclude it: a toll rises."""
    assert (
        evidence_for(sighting(days=frozenset()), article(event=event(), tolls={"killed": (killed, False)})) == evidence
    )


def test_people_and_streets_speak_for_it() -> None:
    """A street and a name three, an age one each."""
    known = {"days": frozenset(), "tolls": {}}
    streets, names = frozenset({"p:orrin street"}), frozenset({"n:ann bell"})
    ages = frozenset({"w:31-year-old", "w:40-year-old"})
    assert evidence_for(sighting(**known, streets=streets), article(event=event(), streets=streets)) == 3
    assert evidence_for(sighting(**known, names=names), article(event=event(), names=names)) == 3
    assert evidence_for(sighting(**known, ages=ages), article(event=event(), ages=ages)) == 2


def test_another_town_excludes_it() -> None:
    """Whatever else is the same; a street or a name is needed where one of the two names no town."""
    names = frozenset({"n:ann bell"})
    elsewhere = event(scene=frozenset({"#706448"}), points=((46.63, 32.61),))
    assert evidence_for(sighting(names=names), article(event=elsewhere, names=names)) is None
    nowhere = event(scene=frozenset(), points=())
    assert evidence_for(sighting(), article(event=nowhere)) is None
    assert evidence_for(sighting(names=names), article(event=nowhere, names=names)) == 3


@pytest.mark.parametrize(("km", "is_near"), [(NEAR_KM - 1, True), (NEAR_KM + 1, False)])
def test_a_suburb_is_the_town(km: float, is_near: bool) -> None:
    """Two places up to 15 km apart are one."""
    near = event(scene=frozenset({"#1"}), points=((ODESA[0] + NEXT * km, ODESA[1]),))
    assert (evidence_for(sighting(), article(event=near)) is not None) is is_near


def test_kilometres_of_longitude_are_shorter() -> None:
    """In Odesa, a fifth of a degree to the east is 15 km."""
    near = event(scene=frozenset({"#1"}), points=((ODESA[0], ODESA[1] + 0.19),))
    assert evidence_for(sighting(), article(event=near)) is not None


@pytest.mark.parametrize(("sorts", "fits"), [({"bombing"}, True), ({"blaze"}, True), ({"flood"}, False), (set(), True)])
def test_the_sort_of_event_must_agree(sorts: set[str], fits: bool) -> None:
    """Or be of one family with it; an article that names none may be of any."""
    assert (evidence_for(sighting(), article(event=event(sorts=frozenset(sorts)))) is not None) is fits
