"""Features of a pair of articles: what they share, and what speaks against one event."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import mul
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.between import FIRST_DAY, GOING_ON, days_between
from streams.linking.scenes import FEW, are_related, differ, is_wide_elsewhere, main_features, scene_features
from streams.proportion import LEAP

if TYPE_CHECKING:
    from streams.linking.profile import Happening, Profile

Idf = Callable[[str], float]
"""The rarity of a word."""

EARLY: Final = (
    "words",
    "headline",
    "rare_words",
    "headline_in_text",
    "length",
    "words_by_length",
    "rare_words_by_length",
    "words_by_days",
    "names",
    "names_differ",
    "places",
    "places_differ",
    "streets",
    "streets_differ",
    "numbers",
    "ages_agree",
    "ages_differ",
    "same_source",
    "sort",
    "sort_related",
    "sort_differs",
    "venue",
    "venue_differs",
    "venue_differs_later",
    "sort_at_scene",
    "sort_in_country",
    "looks_back_differs",
    "days",
    "days_lasting",
    "days_agree",
    "days_differ",
    "event_day",
    "event_day_differs",
    "new_event_day",
    "new_day_and_venue",
    "happened_same_day",
    "happened_apart",
    "happened_apart_elsewhere",
    "before_it_happened",
    "another",
    "proper",
)
LATE: Final = (
    "everyday",
    "scene",
    "scene_near",
    "scene_far",
    "scene_far_wide",
    "country_differs_wide",
    "scene_unlike",
    "country",
    "country_differs",
    "scene_next_town",
    "areas_differ",
    "figures_agree",
    "figures_differ",
    "toll_agrees",
    "toll_grows",
    "toll_falls",
    "counted_as_other",
    "sort_unknown",
    "spots_differ",
    "parts_of_day_differ",
    "sides_differ",
    "main_same",
    "main_far",
    "main_far_later",
    "main_strange",
    "toll_next",
)
"""Features that are worked out only for pairs which the early ones do not rule out: those of distances and tolls cost
most and decide least."""
FEATURES: Final = (*EARLY, *LATE)
RARE_IDF: Final = 5.0
SHORTEST: Final = 30
"""Words of an article below which shortness says no more."""
MAX_DAYS_APART: Final = 5
"""Days between two events from which on more of them say no more."""
MAX_AGREEMENT: Final = 5.0
"""Logarithm of a toll from which on a larger one in common says no more."""
_LOG_LEAP: Final = math.log(LEAP)
MAX_GROWTH: Final = 4.0
"""Logarithm of the ratio of two tolls from which on more says no more."""
WIDE_GROWTH: Final = 0.5
"""Share of the growth that counts where an event has many towns, whose dead are added up later."""
SHRINKING: Final = frozenset({Kind.MISSING.value, Kind.TRAPPED.value})
"""Kinds whose counts fall as an event becomes known: a lower one is no sign of another event."""
NO_TOLLS: Final[tuple[float, ...]] = (0.0,) * 5
"""What the counts of two articles say where one of them counts nobody."""
HOURS_APART: Final = 2
"""Parts of the day between two events from which on they are not one: noon is late morning to some."""


def early_features(a: Profile, b: Profile, idf: Idf) -> tuple[float, ...]:
    """Return the features in the order of `EARLY`: nearly all that decides about a pair, for half of what all cost."""
    earlier, later = _by_time(a, b)
    days = days_between(earlier, later)
    return (
        *_of_words(a, b, idf, days),
        *_of_names(a, b, idf),
        *_of_sort(earlier, later, idf),
        *_of_days(earlier, later, days),
        *_of_happening(earlier, later),
        _shared(a.proper, b.proper, idf),
    )


def late_features(a: Profile, b: Profile, everyday: float = 0.0) -> tuple[float, ...]:
    """Return the features in the order of `LATE`.

    `everyday` says how common events of their sort are in their country, 0 to 1.
    """
    earlier, later = _by_time(a, b)
    return (
        everyday,
        *scene_features(a, b),
        *_of_tolls(earlier, later),
        float(_is_sort_unknown(a.event, b.event)),
        *_of_moment(a, b),
        *main_features(earlier, later),
        float(_is_next(earlier, later)),
    )


def pair_features(a: Profile, b: Profile, idf: Idf, everyday: float = 0.0) -> tuple[float, ...]:
    """Return the features of two articles in the order of `FEATURES`; symmetric in its arguments.

    Both profiles are weighed: the norm of an older article is that of its arrival, which spares reading all its words.
    Sums are exactly rounded, so that the order of a set, which differs from process to process, changes no decision.
    """
    return (*early_features(a, b, idf), *late_features(a, b, everyday))


def _by_time(a: Profile, b: Profile) -> tuple[Profile, Profile]:
    return (a, b) if (a.day, a.item_key) <= (b.day, b.item_key) else (b, a)


def _of_words(a: Profile, b: Profile, idf: Idf, days: float) -> tuple[float, ...]:
    weights = list(map(idf, a.words & b.words))
    norm = a.norm * b.norm
    likeness = min(1.0, math.fsum(map(mul, weights, weights)) / norm) if norm else 0.0
    rare = math.log1p(math.fsum([weight for weight in weights if weight >= RARE_IDF]))
    length = math.log(max(SHORTEST, min(len(a.words), len(b.words))) / SHORTEST)
    return (
        likeness,
        _overlap(a.headline, b.headline, idf),
        rare,
        max(_part(a.headline, b.words, idf), _part(b.headline, a.words, idf)),
        length,
        likeness * length,
        rare * length,
        0.0 if a.event.lasting and b.event.lasting else likeness * days,
    )


def _overlap(a: frozenset[str], b: frozenset[str], idf: Idf) -> float:
    if a.isdisjoint(b):
        return 0.0
    least = min(math.fsum(map(idf, a)), math.fsum(map(idf, b)))
    return math.fsum(map(idf, a & b)) / least if least else 0.0


def _part(headline: frozenset[str], words: frozenset[str], idf: Idf) -> float:
    """Return the share of the headline's weight that the other's text has."""
    if headline.isdisjoint(words):
        return 0.0
    whole = math.fsum(map(idf, headline))
    return math.fsum(map(idf, headline & words)) / whole if whole else 0.0


def _of_names(a: Profile, b: Profile, idf: Idf) -> tuple[float, ...]:
    return (
        0.0 if is_wide_elsewhere(a.event, b.event) else _shared(a.names, b.names, idf),
        differ(a.names, b.names),
        _shared(a.places, b.places, idf),
        float(places_differ(a, b)),
        float(not a.streets.isdisjoint(b.streets)),
        differ(a.streets, b.streets),
        _shared(a.numbers, b.numbers, idf),
        _shared(a.ages, b.ages, idf),
        differ(a.ages, b.ages),
        float(a.source == b.source),
    )


def places_differ(a: Profile, b: Profile) -> bool:
    """Return whether the articles name places and none in common; those of a wide event or of one scene are no sign."""
    if not (a.places and b.places and a.places.isdisjoint(b.places)):
        return False
    return not (a.event.wide and b.event.wide) and a.event.scene.isdisjoint(b.event.scene)


def _shared(a: frozenset[str], b: frozenset[str], idf: Idf) -> float:
    return 0.0 if a.isdisjoint(b) else math.log1p(math.fsum(map(idf, a & b)))


def _of_sort(one: Profile, other: Profile, idf: Idf) -> tuple[float, ...]:
    """Return what sorts and venues say, the earlier article first; the venue of a follow-up may be a hospital."""
    a, b = one.event, other.event
    same = not a.sorts.isdisjoint(b.sorts)
    related = not same and are_related(a.sorts, b.sorts)
    later = other.event.goes_on
    venues = 0.0 if denies(one, other) or denies(other, one) else differ(a.venues, b.venues)
    return (
        float(same),
        float(related and a.scene.isdisjoint(b.scene)),
        float(not related) * differ(a.sorts, b.sorts),
        float(not a.venues.isdisjoint(b.venues)),
        0.0 if later else venues,
        venues if later else 0.0,
        0.0 if a.at_scene.isdisjoint(b.at_scene) else max(map(idf, a.at_scene & b.at_scene)),
        0.0 if a.in_country.isdisjoint(b.in_country) else max(map(idf, a.in_country & b.in_country)),
        float(a.looks_back != b.looks_back),
    )


def _is_sort_unknown(a: Happening, b: Happening) -> bool:
    """Return whether one names no sort of event; where scene and day are the same, that says nothing."""
    unknown = not a.sorts or not b.sorts
    return unknown and (a.scene.isdisjoint(b.scene) or a.happened.isdisjoint(b.happened))


def denies(one: Profile, other: Profile) -> bool:
    """Return whether an article denies the toll of the other: it may say, too, that something else was hit."""
    return bool(one.denied) and any(
        number >= FEW and (kind, number) in one.denied for kind, (number, _) in other.tolls.items()
    )


def _of_days(earlier: Profile, later: Profile, days: float) -> tuple[float, ...]:
    apart = _days_apart(earlier.event.days, later.event.days)
    goes_on = later.event.goes_on
    return (
        days,
        days if earlier.event.lasting and later.event.lasting else 0.0,
        float(not earlier.days.isdisjoint(later.days)),
        differ(earlier.days, later.days),
        float(not earlier.event.days.isdisjoint(later.event.days)),
        apart if goes_on else 0.0,
        0.0 if goes_on else apart,
        apart * differ(earlier.event.venues, later.event.venues),
    )


def _of_happening(earlier: Profile, later: Profile) -> tuple[float, ...]:
    """Return what the days say on which the articles say that their events happened."""
    here, there = earlier.event, later.event
    another = float(there.again and not here.again)
    if not here.happened and not there.happened:
        return (0.0, 0.0, 0.0, 0.0, another)
    apart = _days_apart(here.happened, there.happened)
    return (
        float(not here.happened.isdisjoint(there.happened)),
        apart,
        apart * differ(here.venues, there.venues),
        max(_before(here.happened, later.day), _before(there.happened, earlier.day)),
        another,
    )


def _before(happened: frozenset[int], day: float) -> float:
    """Return how long before the first of these days an article came: in days, up to one."""
    if not happened:
        return 0.0
    return max(0.0, min(1.0, min(happened) - FIRST_DAY - day))


def _days_apart(a: frozenset[int], b: frozenset[int]) -> float:
    if not a or not b or not a.isdisjoint(b):
        return 0.0
    least = min(abs(here - there) for here in a for there in b)
    return math.log1p(min(least, MAX_DAYS_APART))


def _of_tolls(earlier: Profile, later: Profile) -> tuple[float, ...]:
    if not (earlier.figures and later.figures) and not (earlier.denied or later.denied):
        return (*NO_TOLLS, float(_counts_as_other(earlier, later) or _counts_as_other(later, earlier)))
    kinds = (earlier.tolls.keys() & later.tolls.keys()) - SHRINKING
    if earlier.denied or later.denied:
        kinds -= {kind for kind, _ in earlier.denied | later.denied}
    grown = [_growth(earlier.tolls[kind], later.tolls[kind]) for kind in kinds]
    agree = {kind for kind, _ in earlier.figures & later.figures}
    counted = {kind for kind, _ in earlier.figures} & {kind for kind, _ in later.figures}
    wide = earlier.event.wide and later.event.wide
    growth = WIDE_GROWTH if wide else GOING_ON if later.event.goes_on else 1.0
    return (
        float(len(agree)),
        float(len(counted - agree)),
        min(MAX_AGREEMENT, math.log1p(_agreed(earlier, later))),
        max(0.0, *grown) * growth if grown else 0.0,
        -min(0.0, *grown) if grown else 0.0,
        float(_counts_as_other(earlier, later) or _counts_as_other(later, earlier)),
    )


def _is_next(earlier: Profile, later: Profile) -> bool:
    """Return whether a follow-up counts as many dead as an earlier count grows to: by a few, or by a third.

    Small numbers are near each other all over the world, so that nothing else may differ: neither sort nor country.
    """
    before, after = earlier.tolls.get(Kind.KILLED), later.tolls.get(Kind.KILLED)
    if before is None or after is None or before[0] < FEW or not later.event.goes_on:
        return False
    if not 0 < after[0] - before[0] <= max(FEW, before[0] // 3):
        return False
    here, there = earlier.event, later.event
    return not differ(here.countries, there.countries) and (
        not differ(here.sorts, there.sorts) or are_related(here.sorts, there.sorts)
    )


def _agreed(earlier: Profile, later: Profile) -> int:
    """Return the largest of the tolls that both give, that the other denies or counts on from; 0 without any."""
    most = max((number for kind, (number, _) in earlier.tolls.items() if (kind, number) in later.follows), default=0)
    for kind, (number, _) in earlier.tolls.items():
        other = later.tolls.get(kind)
        if other is not None and other[0] == number > most:
            most = number
    for one, other_one in ((earlier, later), (later, earlier)):
        for kind, number in one.denied:
            toll = other_one.tolls.get(kind)
            if toll is not None and toll[0] == number > most:
                most = number
    return most


def _growth(earlier: tuple[int, bool], later: tuple[int, bool]) -> float:
    """Return the logarithm of the ratio of two tolls.

    It is 0 where the later is a lower bound that the earlier fits, and where one of them is a slip.
    """
    (before, _), (after, is_open) = earlier, later
    if is_open and after < before:
        return 0.0
    ratio = math.log((after + 1) / (before + 1))
    if abs(ratio) >= _LOG_LEAP:
        return 0.0
    return max(-MAX_GROWTH, min(MAX_GROWTH, ratio))


def _counts_as_other(one: Profile, other: Profile) -> bool:
    """Return whether an article gives the toll of the other as that of another event, and counts fewer itself.

    A smaller one may be an earlier count of its own event.
    """
    return bool(one.others) and any(
        number >= FEW and (kind, number) in one.others and kind in one.tolls and one.tolls[kind][0] < number
        for kind, (number, _) in other.tolls.items()
    )


def _of_moment(a: Profile, b: Profile) -> tuple[float, ...]:
    """Return what speaks against one event where two articles speak of one town: other spots, hours, or sides of it."""
    here, there = a.event, b.event
    if here.scene.isdisjoint(there.scene):
        return (0.0, 0.0, 0.0)
    apart = min((abs(one - other) for one in here.parts_of_day for other in there.parts_of_day), default=0)
    return (
        _spots_differ(a.spots, b.spots),
        float(apart >= HOURS_APART and not here.happened.isdisjoint(there.happened)),
        differ(here.sides, there.sides),
    )


def _spots_differ(some: frozenset[str], others: frozenset[str]) -> float:
    """Return whether both name spots and none in common: "the Meghna" and "the Meghna River" are one."""
    if not differ(some, others):
        return 0.0
    longer = (*(f"{spot} " for spot in some), *(f"{spot} " for spot in others))
    begins = any(one != other and one.startswith(other) for one in longer for other in longer)
    return 0.0 if begins else 1.0
