"""Which place a name means: by size, by the countries of the document, by "X, State", and by the dateline.

The rules follow the common baseline of toponym resolution (population and the containment of what else the text names);
see Leidner, "Toponym Resolution in Text" (2007).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer import candidates, country_place
from streams.entities.keys import name_key
from streams.entities.nations import country_of
from streams.entities.places import ADMIN1, CONTINENT, COUNTRY, Place
from streams.entities.placing import Context, Toponym, choose
from streams.entities.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HOME: Final = 3
"""How often the dateline's country counts."""
MOST_ANCHORS: Final = 30
"""Places of a document that others are measured against."""
MOST_CANDIDATES: Final = 400
"""Of one name; "San José" has some 500."""


@cache
def _abbreviations() -> dict[str, str]:
    return {
        form: admin
        for admin, name, forms in read_rows("region_abbreviations.tsv")
        for form in (name, *forms.split("|"))
    }


def _division_of(name: str) -> str | None:
    return _abbreviations().get(f"{name}.") or _abbreviations().get(name)


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is the short form of a state or province."""
    return _division_of(name) is not None


def known(name: str) -> bool:
    """Tell whether a gazetteer has a name, or it is the short form of a state or province."""
    return bool(candidates(name)) or is_abbreviation(name)


def containers(name: str) -> set[str]:
    """Return codes of what a containing name may be: `SY` for a country, `US.NC` for a division."""
    short = _division_of(name)
    if short:
        return {short}
    iso = country_of(name)
    if iso:
        return {iso} if iso != "GE" else {"GE", "US.GA"}
    return {place.admin1 for place in candidates(name) if place.kind == ADMIN1 and place.admin1}


def resolve(toponyms: Sequence[Toponym], countries: Iterable[str], home: str | None = None) -> list[Place | None]:
    """Return the place of each toponym, None where no gazetteer has it.

    `countries` are ISO codes that the document names otherwise (nationalities, governments), one for each time;
    `home` is the country of the dateline or outlet.
    """
    names: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        names.setdefault(name_key(toponym.name), []).append(toponym)
    options = {key: _options(found) for key, found in names.items()}
    stated = {key: _stated(found) for key, found in names.items()}
    tally = _Tally()
    for iso in countries:
        tally.countries[iso] += 1
    if home:
        tally.countries[home] += _HOME
    for key, found in names.items():
        tally.add_stated(stated[key], len(found))
        tally.add_certain(options[key], len(found))
    context = tally.context()
    first = {key: choose(places, names[key], stated[key], context) for key, places in options.items()}
    for key, place in first.items():
        tally.add_chosen(place, len(names[key]))
    anchors = [place for place in first.values() if place is not None and place.kind not in {COUNTRY, CONTINENT}]
    context = tally.context(anchors[:MOST_ANCHORS])
    chosen = {key: choose(places, names[key], stated[key], context) for key, places in options.items()}
    return [chosen[name_key(toponym.name)] for toponym in toponyms]


class _Tally:
    """Counts of the countries and first-level divisions that a document is about."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.admins: defaultdict[str, float] = defaultdict(float)

    def add_stated(self, codes: Iterable[str], times: int) -> None:
        for code in codes:
            self.countries[code[:2]] += times
            if "." in code:
                self.admins[code] += times

    def add_certain(self, places: Sequence[Place], times: int) -> None:
        """Count what can mean one place only: a country's name, a name of one place."""
        if places and places[0].country and places[0].kind == COUNTRY:
            self.countries[places[0].country] += times
        elif len(places) == 1 and places[0].country:
            self.countries[places[0].country] += 1

    def add_chosen(self, place: Place | None, times: int) -> None:
        if place is None or not place.country or place.kind == COUNTRY:
            return
        self.countries[place.country] += times * 0.5
        if place.admin1:
            self.admins[place.admin1] += times

    def context(self, anchors: Sequence[Place] = ()) -> Context:
        return Context(_shares(self.countries), _shares(self.admins), tuple(anchors))


def region_of(toponym: Toponym) -> Place | None:
    """Return the region that the text puts a place of no gazetteer in, None where it does not say."""
    for name in toponym.within:
        for place in candidates(name):
            if place.kind in {COUNTRY, ADMIN1}:
                return place
    return None


def likeliest_country(places: Iterable[Place | None], home: str | None) -> Place | None:
    """Return the country that most of a document's places lie in, None where it has none."""
    tally: Counter[str] = Counter(place.country for place in places if place is not None and place.country)
    if home:
        tally[home] += _HOME
    if not tally:
        return None
    return country_place(max(tally, key=lambda iso: (tally[iso], iso)))


def _options(found: list[Toponym]) -> list[Place]:
    for name in dict.fromkeys(toponym.name for toponym in found):
        places = candidates(name)
        if places:
            return sorted(places, key=lambda place: -place.population)[:MOST_CANDIDATES]
    short = next(filter(None, (_division_of(toponym.name) for toponym in found)), None)
    if short:
        full = next(name for admin, name, _ in read_rows("region_abbreviations.tsv") if admin == short)
        return [place for place in candidates(full) if place.kind == ADMIN1 and place.admin1 == short]
    return []


def _stated(found: list[Toponym]) -> set[str]:
    """Return the codes that most of a name's mentions say contain it."""
    codes: Counter[str] = Counter()
    for name, times in Counter(name for toponym in found for name in toponym.within).items():
        for code in containers(name):
            codes[code] += times
    most = max(codes.values(), default=0)
    return {code for code, count in codes.items() if count == most}


def _shares(counts: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()} if total else {}
