"""Where an incident happened: what its items say, weighed against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from schemas import ScenePrecision, SignaturePlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Member

FINEST_FIRST: Final = tuple(ScenePrecision)


@dataclass(frozen=True, slots=True)
class _Said:
    """A place, and how many items say it."""

    place: SignaturePlace
    items: int

    @property
    def rank(self) -> int:
        """Where its precision stands; a place that is no scene comes last."""
        return len(FINEST_FIRST) if self.place.precision is None else FINEST_FIRST.index(self.place.precision)


def place_of(originals: Iterable[Member]) -> SignaturePlace | None:
    """Return where it happened, None where no item says so.

    An item that says only the region or the country does not speak against a town in it. So the finest place wins
    that most items say or allow, and that no other of its precision equals in this. Where there is none such, it is the
    place that most items say; of as many, the finest, and of these the first reported. Places that items only name
    decide where no item has a scene.
    """
    said = _said(originals)
    if not said:
        return None
    scenes = [each for each in said if each.place.precision is not None]
    agreed = _agreed(scenes)
    if agreed is not None:
        return agreed
    return min(scenes or said, key=lambda each: (-each.items, each.rank, each.place.lat is None)).place


def _said(members: Iterable[Member]) -> list[_Said]:
    """Return the places in the order in which they were first reported, which is the same in every order of arrival."""
    places: dict[str, SignaturePlace] = {}
    items: Counter[str] = Counter()
    for member in sorted(members, key=lambda each: (each.published or each.received, each.received, each.item_key)):
        if member.place is not None:
            key = str(member.place.geonames or member.place.name)
            places.setdefault(key, member.place)
            items[key] += 1
    return [_Said(place, items[key]) for key, place in places.items()]


def _agreed(scenes: Sequence[_Said]) -> SignaturePlace | None:
    """Return the finest place that more than half of the items say or allow, and more than any rival of its size."""
    every = sum(each.items for each in scenes)
    for _, group in groupby(sorted(scenes, key=lambda each: each.rank), key=lambda each: each.rank):
        support = sorted(((_support(each, scenes), each) for each in group), key=lambda pair: -pair[0])
        first, rival = support[0][0], support[1][0] if len(support) > 1 else 0
        if first * 2 > every and first > rival:
            return support[0][1].place
    return None


def _support(place: _Said, scenes: Sequence[_Said]) -> int:
    """Return how many items say a place, one that it lies in, or one in it."""
    return sum(
        each.items
        for each in scenes
        if each is place or _lies_in(place.place, each.place) or _lies_in(each.place, place.place)
    )


def _lies_in(place: SignaturePlace, wider: SignaturePlace) -> bool:
    """Return whether a place is in a wider one, as far as codes of countries and regions tell."""
    if wider.precision is ScenePrecision.COUNTRY:
        return place.precision is not ScenePrecision.COUNTRY and place.country == wider.country is not None
    if wider.precision is ScenePrecision.REGION:
        finer = place.precision in {ScenePrecision.SPOT, ScenePrecision.TOWN}
        return finer and place.admin1 == wider.admin1 is not None
    return False
