"""Which articles a story is asked for what it has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Verdict
from streams.dedup import Judge
from streams.state import DictState

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
