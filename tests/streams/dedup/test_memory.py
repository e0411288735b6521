"""What the judge remembers of the articles of the window, and which articles a story is asked for what it has said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import Verdict
from streams.dedup import Judge
from streams.dedup.memory import Memory
from streams.state import DictState
from tests.streams.dedup.documents import NOON, answered, document, fingerprint

if TYPE_CHECKING:
    from tests.streams.dedup.conftest import MakeArticle


def added(number: int) -> str:
    """Return a sentence that only one article has."""
    return f"Divers found {number} lamps in hold {number} of the wreck."


def test_newest_members(make_article: MakeArticle, ferry: tuple[str, ...]) -> None:
    """The newest 32 articles of other items are asked; what only earlier ones have said counts as news again."""
    judge = Judge(DictState())
    judge.judge(make_article(*ferry, item="ferry"))
    for number in range(300, 333):
        assert judge.judge(make_article(*ferry, added(number))).verdict is Verdict.UPDATE

    assert judge.judge(make_article(*ferry, added(301))).verdict is Verdict.COPY
    assert judge.judge(make_article(*ferry[:5], added(300), *ferry[5:])).verdict is Verdict.UPDATE


def test_members_after_a_restart(make_article: MakeArticle, ferry: tuple[str, ...]) -> None:
    """A judge that starts again knows what a story has said, and forgets what has left the window."""
    state = DictState()
    judge = Judge(state, window_days=1)
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, added(300), hours=1))

    again = Judge(state, window_days=1)

    assert again.judge(make_article(*ferry, added(300), hours=2)).verdict is Verdict.COPY
    for number in range(100):
        again.judge(make_article(" ".join(f"word{number}x{place}" for place in range(60)), hours=3 + number))
    assert again.judge(make_article(*ferry, added(300), hours=104)).verdict is Verdict.NEW


SPAN = 1000
"""Seconds of the window."""


class Filled:
    """A memory to which documents are added in the order of their numbers."""

    def __init__(self, state: DictState | None = None) -> None:
        self.state = state or DictState()
        self.memory = Memory(self.state, SPAN)

    def add(self, key: str, *, posted: tuple[int, ...] = (), arrived: int | None = None, **changes: Any) -> int:
        """Add a document of an item, as the judge does, and return its number."""
        memory = self.memory
        number, now = memory.window.next, memory.clock.arrive(NOON if arrived is None else arrived)
        print_ = fingerprint(grams=posted)
        record = document(number, key, **{"clock": now, "received": now, "print": print_, "version": number, **changes})
        memory.add(record, memory.index.look_up(print_.posted()) if posted else None)
        return number

    def fill(self, count: int, *, arrived: int) -> None:
        """Add documents of other items that arrived at a time."""
        for _ in range(count):
            self.add(f"wire/other-{self.memory.window.next}", arrived=arrived)


def test_an_unknown_item() -> None:
    """An item that never came has no decision, no version and is not live."""
    memory = Filled().memory

    assert memory.decision("wire/ferry", 1) is None
    assert memory.latest("wire/ferry") == 0
    assert list(memory.versions("wire/ferry")) == []
    assert not memory.live("wire/ferry")


def test_decisions() -> None:
    """The decision about each version of an item is found, also after a restart."""
    filled = Filled()
    filled.add("wire/ferry", version=1)
    filled.add("wire/ferry", version=3, story="wire/first", verdict=Verdict.UPDATE, previous=1)

    for memory in (filled.memory, Memory(filled.state, SPAN)):
        decision = memory.decision("wire/ferry", 3)
        assert decision is not None
        assert (decision.number, decision.judgement.verdict) == (2, Verdict.UPDATE)
        assert memory.decision("wire/ferry", 2) is None
        assert (memory.story(1), memory.story(2)) == ("wire/ferry", "wire/first")
        assert memory.record(1).version == 1
        assert list(memory.versions("wire/ferry")) == [2, 1]


@pytest.mark.parametrize(("verdict", "live"), [(Verdict.NEW, True), (Verdict.UPDATE, True), (Verdict.COPY, False)])
def test_live_items(verdict: Verdict, live: bool) -> None:
    """An item is live where its newest version went on."""
    filled = Filled()
    filled.add("wire/ferry", verdict=Verdict.COPY if live else Verdict.NEW)
    filled.add("wire/ferry", verdict=verdict, previous=1)

    assert filled.memory.live("wire/ferry") is live


def test_a_lost_record() -> None:
    """A record that the window holds and the state has lost is an error that names it."""
    filled = Filled()
    filled.add("wire/ferry", version=1)
    filled.state.drop("a/1/wire/ferry")

    with pytest.raises(LookupError, match="the state has lost a/1/wire/ferry"):
        filled.memory.record(1)


def test_roots() -> None:
    """A repetition goes back to what was repeated first; a document that repeats none is its own root."""
    filled = Filled()
    for match in (0, 1, 2, 0, 3):
        filled.add(f"wire/{filled.memory.window.next}", match=match, verdict=Verdict.COPY)

    assert [filled.memory.root(number) for number in (1, 2, 3, 4, 5)] == [1, 1, 1, 4, 1]


def test_repetitions() -> None:
    """Repetitions of repetitions are found, in order of arrival, and not the document itself."""
    filled = Filled()
    for match in (0, 0, 1, 3, 2, 1, 4):
        filled.add(f"wire/{filled.memory.window.next}", match=match, verdict=Verdict.COPY)

    assert filled.memory.repetitions([1]) == [3, 4, 6, 7]
    assert filled.memory.repetitions([1, 2]) == [3, 4, 5, 6, 7]
    assert filled.memory.repetitions([7]) == []


def test_members_of_a_story() -> None:
    """The members of a story are the articles of other items that went on in it, and the versions of its first."""
    filled = Filled()
    first = filled.add("wire/first")
    joined = filled.add("wire/joined", story="wire/first", verdict=Verdict.UPDATE)
    filled.add("wire/copy", story="wire/first", verdict=Verdict.COPY)
    filled.add("wire/another")
    again = filled.add("wire/first", previous=first, verdict=Verdict.UPDATE)
    last = filled.add("wire/last", story="wire/first", verdict=Verdict.UPDATE)

    for memory in (filled.memory, Memory(filled.state, SPAN)):
        assert memory.members("wire/first") == [last, joined, again, first]
        assert memory.members("wire/unknown") == []


def test_many_members_of_a_story() -> None:
    """Of a long story the newest 32 articles of other items and the newest 32 versions of its first are members."""
    filled = Filled()
    for number in range(1, 34):
        filled.add("wire/first", previous=number - 1)
    for number in range(34, 67):
        filled.add(f"wire/{number}", story="wire/first", verdict=Verdict.UPDATE)

    assert filled.memory.members("wire/first") == [*range(66, 34, -1), *range(33, 1, -1)]


def test_documents_that_are_not_posted() -> None:
    """A document is found by its grams where it was posted, also after a restart; postings are counted."""
    filled = Filled()
    filled.add("wire/posted", posted=(5, 6, 7))
    filled.add("wire/bare")

    for memory in (filled.memory, Memory(filled.state, SPAN)):
        assert memory.index.postings == 3
        look_up = memory.index.look_up(fingerprint(grams=(5, 6, 7)).posted())
        assert sorted(look_up.documents(1).tolist()) == [1, 1, 1]


def test_the_last_arrivals_stay() -> None:
    """The last 64 arrivals stay in the window, however old they are."""
    filled = Filled()
    filled.fill(65, arrived=NOON)
    filled.memory.clock.now = NOON + SPAN + 1
    filled.memory.expire()

    assert (len(filled.memory.window), filled.memory.window.first) == (64, 2)


@pytest.mark.parametrize(("seconds", "kept"), [(SPAN, 100), (SPAN + 1, 64)])
def test_the_edge_of_the_window(seconds: int, kept: int) -> None:
    """A document leaves once more time has passed than the window has, whatever time it states."""
    filled = Filled()
    filled.add("wire/early", received=NOON - 9)
    filled.fill(99, arrived=NOON)
    filled.memory.clock.now = NOON + seconds
    filled.memory.expire()

    assert len(filled.memory.window) == kept


def test_records_are_dropped_bit_by_bit() -> None:
    """Of the records that have expired the state drops eight for each article, the oldest first."""
    filled = Filled()
    filled.fill(64 + 20, arrived=NOON)
    filled.memory.clock.now = NOON + SPAN + 1

    left = []
    for _ in range(4):
        filled.memory.expire()
        left.append(len(filled.state))
    assert left == [64 + 12, 64 + 4, 64, 64]
    assert filled.state.get("a/20/wire/other-20") is None
    assert filled.state.get("a/21/wire/other-21") is not None


def test_what_expires_with_a_document() -> None:
    """With a document its postings leave, its place in its story, and its item where it has no newer version."""
    filled = Filled()
    filled.add("wire/joined", story="wire/first", verdict=Verdict.UPDATE)
    filled.add("wire/again", posted=(5, 6, 7))
    filled.add("wire/late", story="wire/first", verdict=Verdict.UPDATE)
    filled.add("wire/again", posted=(5, 6), previous=2)
    filled.fill(62, arrived=NOON)
    memory = filled.memory
    memory.clock.now = NOON + SPAN + 1
    memory.expire()

    assert memory.window.first == 3
    assert memory.members("wire/first") == [3]
    assert (memory.latest("wire/joined"), memory.latest("wire/again")) == (0, 4)
    assert list(memory.versions("wire/again")) == [4]
    assert memory.index.postings == 2

    filled.fill(1, arrived=NOON)
    memory.expire()
    assert memory.members("wire/first") == []


def test_the_clock_after_a_restart() -> None:
    """After a restart the clock is that of the newest record, and goes on from the last 64 arrivals."""
    filled = Filled()
    for second in range(100):
        filled.add(f"wire/{second}", arrived=NOON + second, received=NOON + second)
    restarted = Memory(filled.state, SPAN)

    assert restarted.clock.now == filled.memory.clock.now
    for second in range(100, 140):
        assert restarted.clock.arrive(NOON + second) == filled.memory.clock.arrive(NOON + second)


def test_the_window_after_a_restart() -> None:
    """After a restart the documents are in the order of their numbers, and what expired in between is removed."""
    filled = Filled()
    filled.fill(40, arrived=NOON)
    filled.fill(70, arrived=NOON + SPAN + 1)
    restarted = Memory(filled.state, SPAN)

    assert (restarted.window.first, restarted.window.next) == (47, 111)
    assert [restarted.record(number).number for number in range(47, 111)] == list(range(47, 111))
    restarted.expire()
    assert len(filled.state) == 110 - 8


def test_kills_mark_all_versions() -> None:
    """A kill marks every version of its item and no other document, also after a restart."""
    filled = Filled()
    filled.add("wire/ferry")
    filled.add("wire/budget")
    filled.add("wire/ferry", previous=1)
    filled.memory.kill(answered("ferry", 5))

    for memory in (filled.memory, Memory(filled.state, SPAN)):
        assert [memory.window.flags(number) for number in (1, 2, 3)] == [4, 0, 4]
        assert list(memory.kills) == ["wire/ferry"]


def test_a_release_takes_the_mark_away() -> None:
    """A withhold marks the versions of its item until a later version comes; a later withhold marks all again."""
    filled = Filled()
    filled.add("wire/ferry")
    filled.memory.kill(answered("ferry", 5, withheld=1))
    assert filled.memory.window.flags(1) == 4

    filled.add("wire/ferry", previous=1, version=2)
    for memory in (filled.memory, Memory(filled.state, SPAN)):
        assert [memory.window.flags(number) for number in (1, 2)] == [0, 0]

    filled.memory.kill(answered("ferry", 6, withheld=2))
    for memory in (filled.memory, Memory(filled.state, SPAN)):
        assert [memory.window.flags(number) for number in (1, 2)] == [4, 4]


def test_kills_expire_with_the_window() -> None:
    """An answer to a retraction is dropped once more time has passed than the window has."""
    filled = Filled()
    filled.fill(1, arrived=NOON)
    filled.memory.kill(answered("ferry", 5))
    filled.memory.clock.now = NOON + SPAN
    filled.memory.expire()
    assert len(filled.state) == 2

    filled.memory.clock.now = NOON + SPAN + 1
    filled.memory.expire()
    assert len(filled.state) == 1
    assert "wire/ferry" not in filled.memory.kills
