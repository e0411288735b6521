"""What an article leaves unsaid, and its group says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streams.linking.supplement import supplemented
from tests.streams.linking.profiles import article

if TYPE_CHECKING:
    from streams.linking.profile import Profile


def telling(key: str, *, happened: tuple[int, ...] = (), venues: str = "", spots: str = "") -> Profile:
    """Return an article that gives these days, venues and spots of its event."""
    event: dict[str, Any] = {"happened": frozenset(happened), "venues": frozenset(venues.split())}
    return article(item_key=key, event=event, spots=frozenset(spots.split()))


def test_a_silent_article_has_what_the_others_say() -> None:
    """All their venues and spots, and the day that most of them give."""
    lead = telling("a", happened=(7,), venues="market", spots="p:tannery")
    other, silent = telling("b", happened=(7, 8), venues="shop"), telling("c")
    *_, found = supplemented([lead, other, silent])
    assert found.event.happened == {7}
    assert (found.event.venues, found.spots) == ({"market", "shop"}, {"p:tannery"})


def test_what_an_article_says_itself_stands() -> None:
    """The others add only what it does not speak of."""
    lead, other = telling("a", happened=(7,), venues="market"), telling("b", happened=(8,), spots="p:tannery")
    first, second = supplemented([lead, other])
    assert (first.event.happened, first.event.venues, first.spots) == ({7}, {"market"}, {"p:tannery"})
    assert (second.event.happened, second.event.venues, second.spots) == ({8}, {"market"}, {"p:tannery"})


def test_of_two_days_given_as_often_the_earlier_counts() -> None:
    """Whatever their order."""
    for days in ((7, 8), (8, 7)):
        *_, silent = supplemented([telling("a", happened=days[:1]), telling("b", happened=days[1:]), telling("c")])
        assert silent.event.happened == {7}


def test_nothing_is_made_up() -> None:
    """Where nobody says anything, articles stay as they are, and so does a single one."""
    articles = [telling("a"), telling("b")]
    assert supplemented(articles) == articles
    assert supplemented(articles[:1]) == articles[:1]
    assert supplemented([]) == []
