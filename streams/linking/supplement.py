"""What an article leaves unsaid of its event, and the other articles of its group say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.linking.profile import Profile


class Said(NamedTuple):
    """What articles say of their event beside what it was."""

    happened: frozenset[int]
    venues: frozenset[str]
    spots: frozenset[str]
    parts_of_day: frozenset[int]
    sides: frozenset[str]


def supplemented(articles: Sequence[Profile]) -> list[Profile]:
    """Return the articles of one group, each with the days, venues and spots of the others where it gives none.

    A new count of the dead seldom says again where and when it happened. By itself it would be like every event of its
    sort in the town.
    """
    if len(articles) == 1:
        return list(articles)
    happened = _commonest(articles)
    venues = frozenset[str]().union(*(each.event.venues for each in articles))
    spots = frozenset[str]().union(*(each.spots for each in articles))
    parts = frozenset[int]().union(*(each.event.parts_of_day for each in articles))
    sides = frozenset[str]().union(*(each.event.sides for each in articles))
    return [_supplemented(each, Said(happened, venues, spots, parts, sides)) for each in articles]


def _supplemented(article: Profile, said: Said) -> Profile:
    event = article.event
    own = Said(event.happened, event.venues, article.spots, event.parts_of_day, event.sides)
    if not any(all_ and not some for some, all_ in zip(own, said, strict=True)):
        return article
    event = event._replace(
        happened=own.happened or said.happened,
        venues=own.venues or said.venues,
        parts_of_day=own.parts_of_day or said.parts_of_day,
        sides=own.sides or said.sides,
    )
    return article._replace(event=event, spots=own.spots or said.spots)


def _commonest(articles: Sequence[Profile]) -> frozenset[int]:
    """Return the day that most of the articles give, the earlier of two: one report with a wrong day is outvoted."""
    days = Counter(day for each in articles for day in each.event.happened)
    return frozenset({min(days, key=lambda day: (-days[day], day))} if days else ())
