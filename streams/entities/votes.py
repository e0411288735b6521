"""What the names of a document say of each other: which countries and divisions it is about.

A name that may stand for several places votes for the countries and divisions of all of them, by how well each fits.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.entities.places import Place

SHARPNESS: Final = 2.0
"""How fast the belief in a place falls with its score: a point less is an eighth of the belief."""
FAINT: Final = 0.01
"""A belief below this is no vote."""
OF_COUNTRY: Final = 0.5
"""What a place's vote for its country counts beside a country that is named."""
FEWEST: Final = 1.0
"""Votes that shares are of at least, so that one uncertain name does not decide alone."""


@dataclass(slots=True)
class Votes:
    """Votes for countries and for first-level divisions."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    admins: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add_code(self, code: str, times: float = 1.0) -> None:
        """Add votes for a country (`SY`), or for a division and its country (`US.NC`)."""
        self.countries[code[:2]] += times
        if "." in code:
            self.admins[code] += times

    def plus(self, others: Iterable[Votes]) -> Votes:
        """Return these votes and others together."""
        total = Votes(self.countries.copy(), self.admins.copy())
        for other in others:
            _add(total.countries, other.countries)
            _add(total.admins, other.admins)
        return total

    def without(self, own: Votes) -> Shares:
        """Return the shares of all votes but a name's own, which must not count for itself."""
        return Shares(self, own)


def _add(counts: defaultdict[str, float], more: defaultdict[str, float]) -> None:
    for code, count in more.items():
        counts[code] += count


class Shares:
    """Shares of countries and divisions in the votes of all names but one."""

    __slots__ = ("_all", "_all_admins", "_all_countries", "_own")

    def __init__(self, total: Votes, own: Votes) -> None:
        self._all = total
        self._own = own
        self._all_countries = max(FEWEST, sum(total.countries.values(), 0.0) - sum(own.countries.values(), 0.0))
        self._all_admins = max(FEWEST, sum(total.admins.values(), 0.0) - sum(own.admins.values(), 0.0))

    def of_country(self, code: str | None) -> float:
        """Return the share of a country."""
        if code is None or code not in self._all.countries:
            return 0.0
        return max(0.0, self._all.countries[code] - self._own.countries.get(code, 0.0)) / self._all_countries

    def of_admin(self, code: str | None) -> float:
        """Return the share of a division."""
        if code is None or code not in self._all.admins:
            return 0.0
        return max(0.0, self._all.admins[code] - self._own.admins.get(code, 0.0)) / self._all_admins


def votes_of(places: Sequence[Place], scores: Sequence[float], times: float) -> Votes:
    """Return the votes of a name, shared among its places by how well they fit."""
    best = max(scores)
    weights = [math.exp(SHARPNESS * (score - best)) for score in scores]
    each = times / sum(weights)
    votes = Votes()
    for place, weight in zip(places, weights, strict=True):
        if place.country is None or weight * each < FAINT * times:
            continue
        votes.countries[place.country] += weight * each * OF_COUNTRY
        if place.admin1:
            votes.admins[place.admin1] += weight * each
    return votes
