"""Which group an article goes to, from how like it is to the articles of each group."""

from __future__ import annotations

from typing import Any

import pytest

from streams.linking.choice import EVERYDAY_VETO, MERGE_VETO, Choice, choose, merge_veto
from streams.linking.features import FEATURES
from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.index import Index
from streams.linking.likeness import Judge
from streams.linking.model import Model, Weights
from streams.linking.profile import make_profile

WORDS = 100
HEADLINE = Weights(-5.0, tuple(10.0 * (name == "headline") for name in FEATURES))


def probability(shared: int) -> float:
    """Return the probability that two headlines with so many words of a hundred in common give."""
    features = tuple(shared / WORDS * (name == "headline") for name in FEATURES)
    return Model(HEADLINE, HEADLINE, link=0.0, move=0.0, merge=0.0, breadth=0.0).probability(features)


LINK, MERGE, MOVE = probability(50), probability(60), probability(80)
MODEL = Model(HEADLINE, HEADLINE, link=LINK, move=MOVE, merge=MERGE, breadth=0.0)


class Wire:
    """Articles that stand in groups, and one that comes: all share a word, and some of a hundred of the headline."""

    def __init__(self, messages: Any) -> None:
        self.messages = messages
        self.index = Index()
        self.groups = Groups()
        self.arrivals = 0

    def profile(self, key: str, words: list[str], story: str | None = None) -> Any:
        """Return a profile with a headline of a hundred words, the rest of them its own."""
        own = [f"{key}-{number}" for number in range(WORDS - len(words))]
        made = make_profile(self.messages.article(key, "", story=story))
        event = made.event._replace(in_country=frozenset({"fire@PE"}))
        return made._replace(words=frozenset({"w:zzyx"}), headline=frozenset([*words, *own]), speaks=True, event=event)

    def add(self, key: str, group: str, shared: int, *, last: bool = False, story: str | None = None) -> None:
        """Put an article to a group that shares the first or the last words of the headline."""
        words = [f"h{number}" for number in range(WORDS)]
        words = words[WORDS - shared :] if last else words[:shared]
        self.index.add(self.arrivals, self.profile(key, words, story))
        self.groups.hold(key, group, self.arrivals, story_id=story or key)
        self.arrivals += 1

    def copies(self, of: str, group: str, number: int) -> None:
        """Put copies to a group."""
        for each in range(number):
            self.groups.hold(f"copy/{of}-{each}", group, self.arrivals, copy_of=of)
            self.arrivals += 1

    def choose(
        self, own: str | None = None, *, speaks: bool = True, story: str | None = None, goes_on: bool = False
    ) -> Choice:
        """Return the choice for the article that comes."""
        profile = self.profile("me/1", [f"h{number}" for number in range(WORDS)], story)
        return choose(
            profile._replace(speaks=speaks, event=profile.event._replace(goes_on=goes_on)),
            own,
            index=self.index,
            groups=self.groups,
            judge=Judge(MODEL, Frequency(), lambda _: 1.0),
        )


@pytest.fixture
def articles(wire: Any) -> Wire:
    """Return a wire without articles."""
    return Wire(wire)


class TestJoining:
    """An article that stands nowhere yet."""

    def test_nothing_is_like_it(self, articles: Wire) -> None:
        """It goes nowhere, also where what is like it stands in no group."""
        assert articles.choose() == Choice(None, 0.0)
        articles.index.add(0, articles.profile("afn/1", [f"h{number}" for number in range(WORDS)]))
        assert articles.choose() == Choice(None, 0.0)

    @pytest.mark.parametrize(("shared", "joins"), [(50, 1), (49, 0)])
    def test_it_joins_what_is_likely(self, articles: Wire, shared: int, joins: int) -> None:
        """From the likelihood on that the model asks for."""
        articles.add("afn/1", "one", shared)
        assert articles.choose() == (Choice("one", probability(shared)) if joins else Choice(None, 0.0))

    def test_a_follow_up_joins_what_it_alone_is_like(self, articles: Wire) -> None:
        """From less on, but not where another event is nearly as likely."""
        articles.add("afn/1", "one", 40)
        assert articles.choose() == Choice(None, 0.0)
        assert articles.choose(goes_on=True) == Choice("one", probability(40))
        articles.add("afn/2", "two", 38)
        assert articles.choose(goes_on=True) == Choice(None, 0.0)

    def test_one_that_speaks_of_no_harm_joins_its_story_alone(self, articles: Wire) -> None:
        """Whatever its words have in common with others."""
        articles.add("afn/1", "one", 100, story="s")
        assert articles.choose(speaks=False) == Choice(None, 0.0)
        assert articles.choose(speaks=False, story="s") == Choice("one", 1.0)

    def test_the_likeliest_group(self, articles: Wire) -> None:
        """Of two that are as likely the last in the order of names."""
        articles.add("afn/1", "one", 55)
        articles.add("afn/2", "two", 56)
        assert articles.choose().group == "two"
        articles.add("afn/3", "one", 56)
        assert articles.choose().group == "two"
        articles.add("afn/4", "one", 57)
        assert articles.choose() == Choice("one", probability(57))


class TestStaying:
    """An article that stands in a group already."""

    @pytest.mark.parametrize(("own", "other", "moves"), [(50, 90, 0), (49, 80, 1), (49, 79, 0)])
    def test_it_stays_unless_another_is_clearly_likelier(
        self, articles: Wire, own: int, other: int, moves: int
    ) -> None:
        """And its own is no longer likely at all."""
        articles.add("me/1", "own", 100)
        articles.add("afn/1", "own", own)
        articles.add("afn/2", "other", other)
        found = articles.choose("own")
        assert (found.group, found.score) == (("own", LINK), ("other", probability(other)))[moves]

    @pytest.mark.parametrize(("other", "group"), [(50, "other"), (49, "own")])
    def test_one_that_stands_alone_is_free(self, articles: Wire, other: int, group: str) -> None:
        """As if it were the first version, so that the order of versions does not matter."""
        articles.add("me/1", "own", 100)
        articles.add("afn/2", "other", other)
        assert articles.choose("own").group == group

    def test_its_certainty_is_that_of_its_group(self, articles: Wire) -> None:
        """And not below what puts an article to a group."""
        articles.add("me/1", "own", 100)
        articles.add("afn/1", "own", 58)
        assert articles.choose("own") == Choice("own", probability(58))
        articles.add("afn/1", "own", 30)
        assert articles.choose("own") == Choice("own", LINK)

    def test_it_stays_where_it_speaks_of_no_harm(self, articles: Wire) -> None:
        """What it says now does not take it from where it stands."""
        articles.add("me/1", "own", 100)
        articles.add("afn/1", "own", 58)
        assert articles.choose("own", speaks=False).group == "own"


class TestStories:
    """What the judge calls one story."""

    @pytest.mark.parametrize(("shared", "group"), [(40, "one"), (39, None)])
    def test_articles_of_one_story_are_of_one_event_unless_quite_unlike(
        self, articles: Wire, shared: int, group: str | None
    ) -> None:
        """A quarter is like enough: reports written by formula are less."""
        assert probability(39) < 0.25 < probability(40)
        articles.add("afn/1", "one", shared, story="s")
        assert articles.choose(story="s") == Choice(group, 1.0 if group else 0.0)
        assert articles.choose(story="t").group is None

    def test_an_item_is_no_witness_for_itself(self, articles: Wire) -> None:
        """Its earlier version says nothing of the group."""
        articles.add("me/1", "own", 100, story="s")
        assert articles.choose("own", story="s") == Choice("own", LINK)

    def test_a_member_without_words_in_memory_is_none_either(self, articles: Wire) -> None:
        """It can't be compared."""
        articles.groups.hold("afn/1", "one", 0, story_id="s")
        assert articles.choose(story="s") == Choice(None, 0.0)


class TestMerging:
    """An article that shows two groups to be one."""

    @pytest.mark.parametrize(("shared", "merges"), [(75, ("two",)), (60, ("two",)), (59, ())])
    def test_both_must_be_certain(self, articles: Wire, shared: int, merges: tuple[str, ...]) -> None:
        """The younger becomes part of the older."""
        articles.add("afn/1", "one", 76)
        articles.add("afn/2", "two", shared)
        assert articles.choose() == Choice("one", probability(76), merges)

    def test_the_smaller_becomes_part_of_the_larger(self, articles: Wire) -> None:
        """Copies do not count, and the certainty is that of the likeliest."""
        articles.add("afn/1", "one", 76)
        articles.copies("afn/1", "one", 5)
        articles.add("afn/2", "two", 70)
        articles.add("afn/3", "two", 70)
        assert articles.choose() == Choice("two", probability(76), ("one",))

    @pytest.mark.parametrize(("size", "merges"), [(40, ("two",)), (41, ())])
    def test_a_large_group_is_an_incident_of_its_own(self, articles: Wire, size: int, merges: tuple[str, ...]) -> None:
        """Forty items may become part of another."""
        articles.add("afn/1", "one", 76)
        articles.add("afn/2", "two", 70)
        articles.copies("afn/2", "two", size - 1)
        assert articles.choose().merges == merges

    @pytest.mark.parametrize(("size", "merges"), [(40, ("one",)), (41, ())])
    def test_so_is_the_likeliest_of_them(self, articles: Wire, size: int, merges: tuple[str, ...]) -> None:
        """Where the other has more articles and fewer items."""
        articles.add("afn/1", "one", 76)
        articles.copies("afn/1", "one", size - 1)
        articles.add("afn/2", "two", 70)
        articles.add("afn/3", "two", 70)
        assert articles.choose().merges == merges

    @pytest.mark.parametrize(("shared", "merges"), [(69, ("two",)), (68, ())])
    def test_groups_that_are_unlike_are_two_events(self, articles: Wire, shared: int, merges: tuple[str, ...]) -> None:
        """Whatever an article between them shows: the one has the first words of it, the other the last."""
        assert probability(43) < MERGE_VETO < probability(44)
        articles.add("afn/1", "one", 75)
        articles.add("afn/2", "two", shared, last=True)
        assert articles.choose().merges == merges

    def test_everyday_events_are_merged_by_less(self) -> None:
        """Where many shootings are told of, two articles on one have less in common that counts."""
        assert (merge_veto(0.0), merge_veto(1.0)) == (MERGE_VETO, EVERYDAY_VETO)
        assert EVERYDAY_VETO < merge_veto(0.5) < MERGE_VETO

    @pytest.mark.parametrize("other", [70, 80])
    @pytest.mark.parametrize(("newer", "merged"), [(3, 1), (4, 0)])
    def test_four_articles_of_each_are_compared(self, articles: Wire, other: int, newer: int, merged: int) -> None:
        """Those that share most with the article that comes, the newest first."""
        articles.add("afn/1", "one", 75)
        for number in range(newer):
            articles.add(f"sea/{number}", "one", 5)
        articles.add("hill/1", "two", other, last=True)
        assert len(articles.choose().merges) == merged
