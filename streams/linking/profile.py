"""An article as the pair features see it: sets of marks instead of a signature's tuples."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from sys import intern
from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.linking.words import AGE_SUFFIX, content_word, event_words, tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from schemas import CasualtyFigure, Signature

SECONDS_A_DAY: Final = 86_400.0
OWN_ROLES: Final = frozenset({Role.TOTAL, Role.SUBSET})
"""Roles of figures that count the victims of the event that the article is about."""
_MAX_POINTS: Final = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """Marks are strings with a prefix for their sort: `w:` word, `n:` name, `p:` place, `#:` number.

    They are interned: a window holds each mark once and not once an article.
    """

    item_key: str
    story_id: str
    source: str
    day: float
    """Days since 1970 of publication, or of arrival where that is earlier or publication is not stated."""
    words: frozenset[str]
    ages: frozenset[str]
    """The words that are ages, `w:16-year-old`."""
    headline: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]
    points: tuple[tuple[float, float], ...]
    """Latitude and longitude of the places named, most often named first."""
    days: frozenset[int]
    """Days that the text names, as ordinals."""
    figures: frozenset[tuple[str, int]]
    """Kind and number of the figures that count the event's own victims."""
    events: frozenset[str]
    """Sorts of event that its words speak of: `shooting`, `quake`, ..."""
    speaks: bool
    """Whether it counts victims of its event, or speaks of an event or of harm at all."""

    norm: float = 0.0
    """Length of the words' vector of rarities, as it was when the article came."""

    @property
    def marks(self) -> frozenset[str]:
        """All marks, for the index."""
        return self.words | self.names | self.places | self.numbers


def make_profile(signature: Signature) -> Profile:
    """Return the signature's profile."""
    provenance = signature.provenance
    headline = [word for token in tokens(signature.headline or "") if (word := content_word(token))]
    places = [place.name.lower() for place in signature.places]
    if signature.dateline_place:
        places.append(signature.dateline_place.lower())
    events = event_words()
    spoken = {events[word] for word in signature.terms if word in events}
    return Profile(
        item_key=provenance.item_key,
        story_id=signature.judgement.story_id,
        source=provenance.source,
        day=day_of(provenance.published, provenance.received),
        words=frozenset(intern(f"w:{word}") for word in signature.terms if word not in events),
        ages=frozenset(intern(f"w:{word}") for word in signature.terms if word.endswith(AGE_SUFFIX)),
        headline=frozenset(intern(f"w:{word}") for word in headline),
        names=frozenset(intern(f"n:{name}") for name in signature.names),
        places=frozenset(intern(f"p:{place}") for place in places),
        numbers=frozenset(intern(f"#:{number}") for number in signature.numbers),
        points=tuple(
            (place.lat, place.lon) for place in signature.places if place.lat is not None and place.lon is not None
        )[:_MAX_POINTS],
        days=frozenset(day.toordinal() for day in signature.days),
        figures=frozenset(
            (figure.kind.value, number)
            for figure in signature.figures
            if figure.role in OWN_ROLES and (number := stated(figure)) is not None
        ),
        events=frozenset(spoken - {""}),
        speaks=bool(spoken) or has_figures(signature),
    )


def weighed(profile: Profile, idf: Callable[[str], float]) -> Profile:
    """Return the profile with its norm, under the rarities as they are now."""
    return replace(profile, norm=math.sqrt(math.fsum(idf(word) ** 2 for word in profile.words)))


def day_of(published: datetime | None, received: datetime) -> float:
    """Return the article's time in days; a publication later than its arrival counts as its arrival."""
    time = received if published is None else min(published, received)
    return time.timestamp() / SECONDS_A_DAY


def stated(figure: CasualtyFigure) -> int | None:
    """Return the number that a figure states, or None where it has only a vague word."""
    return figure.min if figure.min is not None else figure.max


def has_figures(signature: Signature) -> bool:
    """Return whether the article counts victims of the event that it is about."""
    return any(figure.role in OWN_ROLES for figure in signature.figures)
