"""The same decisions after a restart, a crash and a redelivery."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import CleanArticle, Origin, Provenance, Verdict
from streams.dedup import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemas import Judgement

    Make = Callable[..., CleanArticle]
    Story = tuple[str, ...]

SENTENCES = tuple(
    f"The {animal} of {place} was seen on {day} by {count} people who were {doing} near the old {thing}."
    for animal, count in (("lynx", 3), ("heron", 14), ("otter", 15))
    for place, day in (("Tarn", "Monday"), ("Nessa", "Tuesday"))
    for doing, thing in (("fishing", "mill"), ("walking home", "bridge"))
)


@st.composite
def streams_of_articles(draw: st.DrawFn) -> list[CleanArticle]:
    """Return articles made of few sentences and items, so that they repeat each other in every way."""
    articles = []
    for offset in range(draw(st.integers(3, 14))):
        sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True))
        articles.append(
            CleanArticle(
                provenance=Provenance(
                    provider="wire",
                    source=draw(st.sampled_from(["a.example", "b.example"])),
                    item_id=draw(st.sampled_from("abcdefgh")),
                    version=draw(st.integers(1, 3)),
                    received=f"2031-03-{draw(st.integers(1, 28)):02}T00:00:00Z",
                    trace_id="0" * 32,
                    origin=Origin(partition=0, offset=offset),
                ),
                headline=None,
                body="\n\n".join(sentences),
                paragraphs=(),
                language="en",
                language_detected="en",
                language_confidence=1.0,
                markers=draw(st.sampled_from([(), (), ("update",), ("correction",)])),
            )
        )
    return articles


class LosingState(DictState):
    """A state that can forget what was written last, as a changelog does in a crash."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[dict[str, bytes]] = [{}]

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        super().put(key, value)
        self.history.append(dict(self._values))

    def drop(self, key: str) -> None:
        """Forget a key."""
        super().drop(key)
        self.history.append(dict(self._values))

    def after(self, writes: int) -> DictState:
        """Return a state with so many of the writes made."""
        state = DictState()
        for key, value in self.history[min(writes, len(self.history) - 1)].items():
            state.put(key, value)
        return state


@settings(max_examples=40)
@given(streams_of_articles())
def test_judged_together_or_alone(articles: list[CleanArticle]) -> None:
    """A batch gets the judgements that its articles get one by one."""
    alone = Judge(DictState())

    assert list(Judge(DictState()).judge_all(articles)) == [alone.judge(article) for article in articles]


@settings(max_examples=60)
@given(streams_of_articles(), st.data())
def test_crash(articles: list[CleanArticle], data: st.DataObject) -> None:
    """After a crash that loses any tail of the writes, reading on from before it gives the same judgements."""
    state = LosingState()
    judge = Judge(state, window_days=5)
    judgements, writes = [], []
    for article in articles:
        writes.append(len(state.history) - 1)
        judgements.append(judge.judge(article))
    committed = data.draw(st.integers(0, len(articles) - 1))
    survived = data.draw(st.integers(writes[committed], len(state.history) - 1))

    again = Judge(state.after(survived), window_days=5)

    assert [again.judge(article) for article in articles[committed:]] == judgements[committed:]


@settings(max_examples=60)
@given(streams_of_articles(), st.data())
def test_redeliveries(articles: list[CleanArticle], data: st.DataObject) -> None:
    """Any interleaving of redeliveries and restarts gives the stories of a plain reading."""
    plain = Judge(DictState())
    expected = [plain.judge(article) for article in articles]
    state = DictState()
    judge = Judge(state)
    for place, article in enumerate(articles):
        if data.draw(st.booleans()):
            judge = Judge(state)
        assert judge.judge(article) == expected[place]
        before = data.draw(st.integers(0, place))
        assert judge.judge(articles[before]) == expected[before]


def test_long_run_with_restarts(make_article: Make, ferry: Story, budget: Story) -> None:
    """With many documents, a full index and an expiring window, restarts change no judgement."""

    def articles() -> Iterator[CleanArticle]:
        for number in range(900):
            words = [f"{word}{(number * 7919 + place) % 211}" for place, word in enumerate(" ".join(budget).split())]
            mine = ferry[number % 5 :] if number % 9 == 0 else (" ".join(words[number % 40 :]),)
            yield make_article(*mine, item=f"item-{number}", offset=number + 1, hours=number * 2)

    whole = Judge(DictState())
    expected = list(whole.judge_all(articles()))
    state = DictState()
    found: list[Judgement] = []
    rest = articles()
    while some := list(islice(rest, 130)):
        found.extend(Judge(state).judge_all(some))

    assert found == expected
    assert len({judgement.verdict for judgement in expected}) > 2
    assert whole.sizes()["documents"] < 900


def test_another_algorithm(make_article: Make, ferry: Story) -> None:
    """Decisions of an earlier algorithm stand; its fingerprints are not compared with those of this one."""
    state = DictState()
    article = make_article(*ferry, item="ferry")
    judgement = Judge(state).judge(article)
    for key, value in list(state.scan("a/")):
        state.put(key, struct.pack("<B", 255) + value[1:])

    judge = Judge(state)

    assert judge.judge(article) == judgement
    assert judge.judge(make_article(*ferry)).verdict is Verdict.NEW
    assert judge.judge(make_article(*ferry, item="ferry", version=2)).story_id == "wire/ferry"


def test_lost_record(make_article: Make, ferry: Story) -> None:
    """A state that lost a record under a running judge is an error that names it, not a wrong answer."""
    state = DictState()
    judge = Judge(state)
    judge.judge(make_article(*ferry, item="ferry"))
    state.drop("a/1/wire/ferry")

    with pytest.raises(LookupError, match="wire/ferry"):
        judge.judge(make_article(*ferry))
