"""What an article leaves unsaid of its event, and the other articles of its group say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.linking.profile import Profile


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
    return [_supplemented(each, happened, venues, spots) for each in articles]


def _supplemented(article: Profile, happened: frozenset[int], venues: frozenset[str], spots: frozenset[str]) -> Profile:
    event = article.event
    complete = (event.happened or not happened) and (event.venues or not venues) and (article.spots or not spots)
    if complete:
        return article
    event = event._replace(happened=event.happened or happened, venues=event.venues or venues)
    return article._replace(event=event, spots=article.spots or spots)


def _commonest(articles: Sequence[Profile]) -> frozenset[int]:
    """Return the day that most of the articles give, the earlier of two: one report with a wrong day is outvoted."""
    days = Counter(day for each in articles for day in each.event.happened)
    return frozenset({min(days, key=lambda day: (-days[day], day))} if days else ())
