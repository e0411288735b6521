"""Which place a name means: by size, by "X, State", by the dateline, and by what else the document names.

The rules follow the common baseline of toponym resolution (population and the containment of what else the text names);
see Leidner, "Toponym Resolution in Text" (2007). The names vote for each other's countries and divisions in rounds, so
that many small towns of one state outweigh a large town elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from streams.entities.abbreviations import division_name, division_of, is_abbreviation, is_dotted, town_name
from streams.entities.gazetteer import candidates, country_place, namesakes
from streams.entities.keys import name_key
from streams.entities.nations import country_of
from streams.entities.places import ADMIN1, CITY, CONTINENT, COUNTRY, Place
from streams.entities.placing import Anchor, Context, Toponym, alone, in_context
from streams.entities.votes import FAINT, Votes, votes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HOME: Final = 3
"""How often the dateline's country counts."""
MOST_ANCHORS: Final = 30
"""Places of a document that others are measured against."""
MOST_CANDIDATES: Final = 400
"""Of one name; "San José" has some 500."""
ROUNDS: Final = 3
"""Times that the names vote. A third round changes one name in a hundred, a fourth none for the better."""
REPEATED: Final = 2
"""Mentions of a country's name from which a town of that name may be meant: a paper names its own town often."""
DIVISION: Final = 0.3
"""Share of a division in the votes from which the text is about it."""
MOST_VOTES: Final = 3
"""Votes of one name, however often the document has it."""
NO_CUES: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a document with all its mentions, the places that it may mean, and how well each fits by itself."""

    key: str
    mentions: list[Toponym]
    places: list[Place]
    stated: set[str]
    fits: list[float]

    @property
    def votes(self) -> int:
        """How many votes it has."""
        return min(len(self.mentions), MOST_VOTES)

    @property
    def country(self) -> str | None:
        """The country that it names and nothing else."""
        return self.places[0].country if len(self.places) == 1 and self.places[0].kind == COUNTRY else None


def known(name: str) -> bool:
    """Tell whether a gazetteer has a name, or it is the short form of a state or province."""
    return bool(candidates(town_name(name))) or is_abbreviation(name)


def containers(name: str) -> set[str]:
    """Return codes of what a containing name may be: `SY` for a country, `US.NC` for a division."""
    short = division_of(name)
    if short:
        return {short}
    iso = country_of(name)
    if iso:
        return {iso} if iso != "GE" else {"GE", "US.GA"}
    return {place.admin1 for place in candidates(name) if place.kind == ADMIN1 and place.admin1}


def resolve(
    toponyms: Sequence[Toponym], countries: Iterable[str], home: str | None = None, cues: Mapping[str, float] = NO_CUES
) -> list[Place | None]:
    """Return the place of each toponym, None where no gazetteer has it.

    `countries` are ISO codes that the document names otherwise (nationalities, governments), one for each time;
    `home` is the country of the dateline or outlet; `cues` are votes of words that belong to a country or division.
    """
    grouped: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        grouped.setdefault(name_key(toponym.name), []).append(toponym)
    names = [_name(key, mentions) for key, mentions in grouped.items()]
    certain = _certain(names, countries, home, cues)
    scores = {name.key: name.fits for name in names}
    anchors: tuple[Anchor, ...] = ()
    for _ in range(ROUNDS):
        scores = _round(names, scores, certain, anchors)
        anchors = _anchors(names, scores)
    chosen = {name.key: _best(name, scores[name.key]) for name in names} | _towns_for_countries(names, scores, certain)
    return [chosen[name_key(toponym.name)] for toponym in toponyms]


def _name(key: str, mentions: list[Toponym]) -> Name:
    stated = _stated(mentions)
    places = [*_options(mentions), *_namesakes(mentions, stated)]
    return Name(key, mentions, places, stated, alone(places, mentions, stated))


def _certain(names: Iterable[Name], countries: Iterable[str], home: str | None, cues: Mapping[str, float]) -> Votes:
    """Return the votes of what means one thing only: countries, nationalities, and what the text says holds a name."""
    votes = Votes()
    for code, times in cues.items():
        votes.add_code(code, times)
    for iso in countries:
        votes.add_code(iso)
    if home:
        votes.add_code(home, HOME)
    for name in names:
        for code in name.stated:
            votes.add_code(code, len(name.mentions))
        if name.country:
            votes.add_code(name.country, len(name.mentions))
    return votes


def _round(
    names: Iterable[Name], scores: Mapping[str, Sequence[float]], certain: Votes, anchors: tuple[Anchor, ...]
) -> dict[str, list[float]]:
    """Return new scores of each name's places, by the votes of all other names with the scores so far."""
    own = _own_votes(names, scores)
    total = certain.plus(own.values())
    return {
        name.key: in_context(name.places, name.fits, Context(total.without(own[name.key]), anchors, name.key))
        if name.key in own
        else name.fits
        for name in names
    }


def _own_votes(names: Iterable[Name], scores: Mapping[str, Sequence[float]]) -> dict[str, Votes]:
    return {
        name.key: votes_of(name.places, scores[name.key], name.votes)
        for name in names
        if name.places and not name.country
    }


def _towns_for_countries(
    names: Sequence[Name], scores: Mapping[str, Sequence[float]], certain: Votes
) -> dict[str, Place]:
    """Return the towns that countries' names mean in a text about their division: "Lebanon" in a paper of Tennessee.

    Nothing else in the text may be of the country, and the text must name it more than once.
    """
    repeated = [name for name in names if name.country and len(name.mentions) >= REPEATED]
    if not repeated:
        return {}
    total = certain.plus(_own_votes(names, scores).values())
    found = {}
    for name in repeated:
        own = Votes()
        own.add_code(name.country or "", len(name.mentions))
        shares = total.without(own)
        towns = [place for place in namesakes(name.mentions[0].name) if shares.of_admin(place.admin1) >= DIVISION]
        if towns and shares.of_country(name.country) < FAINT:
            found[name.key] = max(towns, key=lambda place: (place.kind == CITY, place.population))
    return found


def _anchors(names: Iterable[Name], scores: Mapping[str, Sequence[float]]) -> tuple[Anchor, ...]:
    found = ((name.key, _best(name, scores[name.key])) for name in names)
    anchors = [Anchor(key, place) for key, place in found if place and place.kind not in {COUNTRY, CONTINENT}]
    return tuple(anchors[:MOST_ANCHORS])


def _best(name: Name, scores: Sequence[float]) -> Place | None:
    """Return the place with the best score, of equals the one that GeoNames has had for longest."""
    ranked = zip(scores, name.places, strict=True)
    best = max(ranked, key=lambda one: (one[0], -(one[1].geonames or 0)), default=None)
    return None if best is None else best[1]


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
        tally[home] += HOME
    if not tally:
        return None
    return country_place(max(tally, key=lambda iso: (tally[iso], iso)))


def _options(found: list[Toponym]) -> list[Place]:
    """Return the places that a name may mean; a short form of a state is that before it is a town ("Fla.", "Mo.")."""
    names = dict.fromkeys(toponym.name for toponym in found)
    dotted = next(filter(is_dotted, names), None)
    if dotted is not None:
        return _division(division_of(dotted))
    counties = [f"{toponym.name} County" for toponym in found if toponym.county]
    for name in (*counties, *map(town_name, names)):
        places = candidates(name)
        if places:
            return sorted(places, key=lambda place: -place.population)[:MOST_CANDIDATES]
    return _division(next(filter(None, map(division_of, names)), None))


def _namesakes(found: list[Toponym], stated: set[str]) -> list[Place]:
    """Return towns and counties with the name of a country, where the text says that one is meant: "Lebanon, Ind."."""
    places = namesakes(found[0].name)
    if not places:
        return []
    if 2 * sum(toponym.county or toponym.city for toponym in found) > len(found):
        return places
    return [place for place in places if place.admin1 in stated]


def _division(admin: str | None) -> list[Place]:
    if admin is None:
        return []
    return [place for place in candidates(division_name(admin)) if place.kind == ADMIN1 and place.admin1 == admin]


def _stated(found: list[Toponym]) -> set[str]:
    """Return the codes that most of a name's mentions say contain it."""
    codes: Counter[str] = Counter()
    for name, times in Counter(name for toponym in found for name in toponym.within).items():
        for code in containers(name):
            codes[code] += times
    most = max(codes.values(), default=0)
    return {code for code, count in codes.items() if count == most}
