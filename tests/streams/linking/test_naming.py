"""When a passage of a round-up is about an article's event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas import Passage, SignaturePlace
from streams.linking.groups import Groups
from streams.linking.index import Index
from streams.linking.naming import LEAST, MAX_READ, NEAR_KM, POSTINGS, Sighting, evidence_for, named_by
from tests.streams.linking.profiles import article

ODESA, NEXT = (46.48, 30.73), 0.009
"""A hundredth of a degree of latitude, or so, is a kilometre."""


def sighting(**more: Any) -> Sighting:
    """Return a passage on a blast in Odesa on day 7 that killed three."""
    known: dict[str, Any] = {
        "scene": frozenset({"#698740"}),
        "towns": frozenset({"odesa"}),
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


def test_a_town_of_the_same_name_is_the_town() -> None:
    """The gazetteer has several of most names."""
    other = event(scene=frozenset({"#1"}), points=((46.88, -102.8),), names=frozenset({"odesa"}))
    assert evidence_for(sighting(), article(event=other)) is not None


DAY = date(2026, 3, 4)


def named(
    passage: dict[str, Any], *known: dict[str, Any], incident: bool = True, sorts: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return what a passage on Odesa names of articles that are known, each in a group of its own."""
    index, groups = Index(), Groups()
    for number, each in enumerate(known):
        key = f"afn/{number}"
        index.add(number, article(item_key=key, places=frozenset({"p:odesa"}), event=event(**each)))
        groups.hold(key, key, number, put=incident)
    place = SignaturePlace(name="Odesa", geonames=698740)
    return named_by([Passage(places=(place,), **passage)], sorts, index, groups, None)


def test_town_and_sort_alone_name_nothing() -> None:
    """The same day is enough, the next is not; where no sort is known, it takes a number as well."""
    today, tomorrow = {"days": frozenset({DAY.toordinal()})}, {"days": frozenset({DAY.toordinal() + 1})}
    said = {"sorts": ("explosion",), "days": (DAY,)}
    assert named(said, today) == {"afn/0": "afn/0"}
    assert named(said, tomorrow) == {}
    assert named({**said, "days": ()}, today) == {}
    assert named({**said, "sorts": ()}, today) == {}
    assert named({**said, "sorts": ()}, today, sorts=("flood",)) == {}
    assert named({**said, "sorts": ()}, today, sorts=("bombing",)) == {"afn/0": "afn/0"}
    assert LEAST == 2


def test_only_incidents_are_named() -> None:
    """A group that counts nobody is none, and a round-up is no part of one."""
    today = {"days": frozenset({DAY.toordinal()})}
    said = {"sorts": ("explosion",), "days": (DAY,)}
    assert named(said, today, incident=False) == {}
    assert named(said, {**today, "sums_up": True}) == {}


def test_the_one_with_more_evidence_is_named() -> None:
    """Of two with the same evidence, none."""
    today, near = {"days": frozenset({DAY.toordinal()})}, {"days": frozenset({DAY.toordinal() + 1})}
    said = {"sorts": ("explosion",), "days": (DAY,)}
    assert named(said, today, near) == {"afn/0": "afn/0"}
    assert named(said, today, today) == {}


def test_the_newest_articles_are_looked_at() -> None:
    """24 of a mark and 96 in all, so that a round-up costs no more in a large window."""
    today, other = {"days": frozenset({DAY.toordinal()})}, {"days": frozenset({DAY.toordinal() + 9})}
    said = {"sorts": ("explosion",), "days": (DAY,)}
    assert named(said, today, *[other] * (POSTINGS - 1)) == {"afn/0": "afn/0"}
    assert named(said, today, *[other] * POSTINGS) == {}
    assert (POSTINGS, MAX_READ) == (24, 96)
