"""Where an incident happened: what its items say, weighed against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from schemas import ScenePrecision, SignaturePlace
from streams.ledger.members import came_at, in_receipt
from streams.ledger.ordered import Ordered

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


class Places:
    """What the items of an incident say of the place."""

    def __init__(self, originals: Iterable[Member] = ()) -> None:
        self._said: dict[str, Ordered[Member]] = {}
        for member in originals:
            self.add(member)

    def add(self, member: Member) -> None:
        """Count what an item says."""
        if member.place is not None:
            self._said.setdefault(_key(member.place), Ordered(_first_reported)).add(member)

    def remove(self, member: Member) -> None:
        """Count what an item says no longer."""
        if member.place is not None:
            key = _key(member.place)
            self._said[key].remove(member)
            if not self._said[key]:
                del self._said[key]

    def best(self) -> SignaturePlace | None:
        """Return where it happened, None where no item says so.

        An item that says only the region or the country does not speak against a town in it. So the finest place wins
        that most items say or allow, and that no other of its precision equals in this. Where there is none such, it is
        the place that most items say; of as many, the finest, and of these the first reported. Places that items only
        name decide where no item has a scene.
        """
        said = self._in_order()
        if not said:
            return None
        scenes = [each for each in said if each.place.precision is not None]
        agreed = _agreed(scenes)
        if agreed is not None:
            return agreed
        return min(scenes or said, key=lambda each: (-each.items, each.rank, each.place.lat is None)).place

    def _in_order(self) -> list[_Said]:
        """Return the places in the order in which they were first reported, the same in every order of arrival."""
        groups = sorted(self._said.values(), key=lambda group: _first_reported(group[0]))
        return [_Said(place, len(group)) for group in groups if (place := group[0].place) is not None]


def _key(place: SignaturePlace) -> str:
    return str(place.geonames or place.name)


def _first_reported(member: Member) -> tuple[float, float, str]:
    return (came_at(member).timestamp(), *in_receipt(member))


def _agreed(scenes: Sequence[_Said]) -> SignaturePlace | None:
    """Return the finest place that more than half of the items say or allow, and more than any rival of its size."""
    every = sum(each.items for each in scenes)
    wider = _Wider(scenes)
    for _, group in groupby(sorted(scenes, key=lambda each: each.rank), key=lambda each: each.rank):
        support = sorted(((wider.support(each), each) for each in group), key=lambda pair: -pair[0])
        first, rival = support[0][0], support[1][0] if len(support) > 1 else 0
        if first * 2 > every and first > rival:
            return support[0][1].place
    return None


class _Wider:
    """How many items say a region or a country, and how many something in it, as far as codes tell.

    They are counted once and not for each pair of places: each item of a large incident may name a place of its own.
    """

    def __init__(self, scenes: Iterable[_Said]) -> None:
        self._regions: Counter[str | None] = Counter()  # nothing is counted under None
        self._countries: Counter[str | None] = Counter()
        self._in_regions: Counter[str | None] = Counter()
        self._in_countries: Counter[str | None] = Counter()
        for each in scenes:
            region, country = each.place.admin1, each.place.country
            precision = each.place.precision
            if region is not None and precision is not ScenePrecision.COUNTRY:
                (self._regions if precision is ScenePrecision.REGION else self._in_regions)[region] += each.items
            if country is not None:
                wide = precision is ScenePrecision.COUNTRY
                (self._countries if wide else self._in_countries)[country] += each.items

    def support(self, said: _Said) -> int:
        """Return how many items say a place, one that it lies in, or one in it."""
        region, country = said.place.admin1, said.place.country
        if said.place.precision is ScenePrecision.COUNTRY:
            return said.items + self._in_countries[country]
        if said.place.precision is ScenePrecision.REGION:
            return said.items + self._in_regions[region] + self._countries[country]
        return said.items + self._regions[region] + self._countries[country]
