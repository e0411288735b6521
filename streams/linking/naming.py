"""Which incidents the passages of an article name: by place, sort of event, day, people and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Final

from streams.linking.lexicon import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from schemas import Passage
    from streams.linking.groups import Groups
    from streams.linking.index import Index
    from streams.linking.profile import Profile

LEAST: Final = 2
"""Evidence beside the place and the sort of event from which on an incident is named: the day, the number, a street,
a name, or two ages. A town has many crashes."""
SAME_DAY: Final = 2
NEXT_DAY: Final = 1
"""Reports of one night say two days."""
SAME_NUMBER: Final = 2
OTHER_NUMBER: Final = -1
"""A toll may have risen since."""
SAME_STREET: Final = 3
SAME_NAME: Final = 3
SAME_AGE: Final = 1
UNKNOWN_SORT: Final = 1
"""So much more is needed where a sort of event is not known to be the same: one of the two articles names none."""
NEAR_KM: Final = 15.0
"""Two names of one place: a town and its suburb."""
KM_A_DEGREE: Final = 111.2
POSTINGS: Final = 24
"""Newest articles of one mark that are looked at."""
MAX_READ: Final = 96
"""Articles that one passage is compared with."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A passage with the marks by which articles are found that tell of its event."""

    scene: frozenset[str]
    towns: frozenset[str]
    """Names of those places: of two towns of one name, the gazetteer may have taken the wrong one."""
    points: tuple[tuple[float, float], ...]
    streets: frozenset[str]
    names: frozenset[str]
    ages: frozenset[str]
    sorts: frozenset[str]
    days: frozenset[int]
    tolls: dict[str, int]

    def marks(self) -> list[str]:
        """Return the marks under which the index may have its event, the rarest sort of mark first."""
        scenes = (f"e:{place}/{sort}" for place in sorted(self.scene) for sort in _related(self.sorts))
        towns = (f"p:{name}" for name in sorted(self.towns))
        return [*sorted(self.streets), *sorted(self.names), *scenes, *towns]


def sighting_of(passage: Passage) -> Sighting:
    """Return a passage as sets."""
    towns = [place for place in passage.places if place.geonames is not None]
    return Sighting(
        scene=frozenset(f"#{place.geonames}" for place in towns),
        towns=frozenset(place.name.casefold() for place in towns),
        points=tuple((place.lat, place.lon) for place in towns if place.lat is not None and place.lon is not None),
        streets=frozenset(f"p:{place.name.lower()}" for place in passage.places if place.geonames is None),
        names=frozenset(f"n:{name}" for name in passage.names),
        ages=frozenset(f"w:{age}" for age in passage.ages),
        sorts=frozenset(passage.sorts),
        days=frozenset(map(_ordinal, passage.days)),
        tolls=passage.tolls,
    )


def named_by(
    passages: Iterable[Passage], sorts: Iterable[str], index: Index, groups: Groups, own: str | None
) -> dict[str, str]:
    """Return the incidents that passages name, each with the article that showed it; never that of the article itself.

    `sorts` are those of the article of the passages, for passages that name none. A passage that fits two incidents
    alike names none.
    """
    usual = frozenset(sorts)
    named: dict[str, str] = {}
    for passage in passages:
        best = _best(sighting_of(passage), usual, index, groups)
        if best is not None and best[0] != own:
            named.setdefault(*best)
    return named


def _best(sighting: Sighting, usual: frozenset[str], index: Index, groups: Groups) -> tuple[str, str] | None:
    found: dict[str, tuple[int, str]] = {}
    for profile in _near(sighting, index):
        group = groups.of(profile.item_key)
        if group is None or not groups.is_incident(group) or profile.event.sums_up:
            continue
        evidence = evidence_for(sighting, profile)
        same_sort = not profile.event.sorts.isdisjoint(_related(sighting.sorts or usual))
        least = LEAST if same_sort else LEAST + UNKNOWN_SORT
        if evidence is not None and evidence >= least and evidence > found.get(group, (0, ""))[0]:
            found[group] = (evidence, profile.item_key)
    ranked = sorted(found.items(), key=lambda entry: entry[1], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][1][0] == ranked[1][1][0]):
        return None
    group, (_, item_key) = ranked[0]
    return group, item_key


def _near(sighting: Sighting, index: Index) -> Iterator[Profile]:
    seen: set[str] = set()
    for mark in sighting.marks():
        for profile in index.newest(mark, POSTINGS):
            if profile.item_key not in seen:
                seen.add(profile.item_key)
                yield profile
            if len(seen) == MAX_READ:
                return


def evidence_for(sighting: Sighting, profile: Profile) -> int | None:
    """Return how much speaks for it that a passage is about an article's event, None where something excludes it."""
    street, name = sighting.streets & profile.streets, sighting.names & profile.names
    here = _is_here(sighting, profile)
    if here is False or not (here or street or name) or not _same_sort(sighting, profile):
        return None
    day = _day_evidence(sighting.days, profile)
    if day is None:
        return None
    number = _number_evidence(sighting.tolls, profile)
    age = SAME_AGE * len(sighting.ages & profile.ages)
    return day + number + age + SAME_STREET * bool(street) + SAME_NAME * bool(name)


def _is_here(sighting: Sighting, profile: Profile) -> bool | None:
    """Return whether the two are in one town, None where one of them names none."""
    if not sighting.scene or not profile.event.scene:
        return None
    if sighting.scene & profile.event.scene or sighting.towns & profile.event.names:
        return True
    return any(_distance(one, other) <= NEAR_KM for one in sighting.points for other in profile.event.points)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two near points in kilometres."""
    (lat, lon), (lat2, lon2) = one, other
    return KM_A_DEGREE * hypot(lat - lat2, (lon - lon2) * cos(radians(lat)))


def _same_sort(sighting: Sighting, profile: Profile) -> bool:
    sorts = profile.event.sorts
    return not sorts or not sighting.sorts or not sorts.isdisjoint(_related(sighting.sorts))


def _related(sorts: frozenset[str]) -> list[str]:
    """Return sorts, and those that tell of the same events in other words."""
    families = (family for family in events().families if not family.isdisjoint(sorts))
    return sorted(sorts.union(*families))


def _day_evidence(days: frozenset[int], profile: Profile) -> int | None:
    """Return what the days say, None where they exclude each other."""
    others = profile.event.days or profile.days
    if not days or not others:
        return 0
    apart = min(abs(day - other) for day in days for other in others)
    return {0: SAME_DAY, 1: NEXT_DAY}.get(apart)


def _number_evidence(tolls: dict[str, int], profile: Profile) -> int:
    known = [(number, profile.tolls[kind][0]) for kind, number in tolls.items() if kind in profile.tolls]
    if any(number == other for number, other in known):
        return SAME_NUMBER
    return OTHER_NUMBER if known else 0


def _ordinal(day: date) -> int:
    return day.toordinal()
