"""What is kept, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.dedup import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CleanArticle

    Make = Callable[..., CleanArticle]
    Story = tuple[str, ...]


def other(number: int) -> str:
    """Return a text that shares nothing with others."""
    return " ".join(f"word{number}x{place}" for place in range(60))


def test_expiry(make_article: Make) -> None:
    """Documents leave the window and the state some time after it has passed."""
    state = DictState()
    judge = Judge(state, window_days=1)
    for number in range(600):
        judge.judge(make_article(other(number), hours=number))

    assert judge.sizes()["documents"] < 24 + 64 + 1
    assert len(state) < 24 + 64 + 16


def test_index_is_bounded(make_article: Make) -> None:
    """The index doesn't grow with what has left the window."""
    judge = Judge(DictState(), window_days=1)
    early = 0
    for number in range(3000):
        judge.judge(make_article(other(number), hours=number / 2))
        early = judge.sizes()["bytes"] if number == 500 else early

    assert judge.sizes()["bytes"] <= 2 * early


def test_broken_clocks(make_article: Make, ferry: Story) -> None:
    """A few articles from far in the future or past expire nothing, and copies of them are still known."""
    judge = Judge(DictState())
    for number in range(100):
        judge.judge(make_article(other(number)))
    judge.judge(make_article(*ferry, item="ferry"))
    for number in range(100, 120):
        judge.judge(make_article(other(number), hours=24 * 365 * 60))
        judge.judge(make_article(other(-number), hours=-24 * 365 * 60))

    assert judge.sizes()["documents"] == 141
    assert judge.judge(make_article(*ferry, hours=24 * 365 * 60)).match == "wire/ferry"
    assert judge.judge(make_article(*ferry, hours=1)).match == "wire/ferry"


def test_a_quiet_language(make_article: Make, ferry: Story) -> None:
    """Where articles are rare, one from before the window is not matched though it is still kept."""
    judge = Judge(DictState())
    judge.judge(make_article(*ferry))
    judge.judge(make_article(other(1), hours=24 * 100))

    assert judge.sizes()["documents"] == 2
    assert judge.judge(make_article(*ferry, hours=24 * 101)).match is None


def test_kills_are_forgotten(make_article: Make, make_retraction: Callable[..., object], ferry: Story) -> None:
    """A recorded kill leaves the state with the window."""
    state = DictState()
    judge = Judge(state, window_days=1)
    judge.judge(make_article(*ferry, item="ferry"))
    judge.retract(make_retraction("ferry"))  # type: ignore[arg-type]
    for number in range(400):
        judge.judge(make_article(other(number), hours=number))

    assert not list(state.scan("k/"))
