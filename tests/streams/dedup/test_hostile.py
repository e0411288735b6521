"""Input that means harm, or comes from a broken feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Verdict
from streams.dedup import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CleanArticle

    Make = Callable[..., CleanArticle]
    Story = tuple[str, ...]


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000_000,
        "word " * 1_000_000,
        "one line of the page\n" * 100_000,
        " ".join(map(str, range(10_000))),
        "漢" * 400_000,
        "\u202e\u2066\ufeff" * 10_000,
        "\ud800 lone \udfff surrogates",
        "𝒻𝒶𝓃𝒸𝓎 " * 1000,
        "\x00" * 1000,
    ],
)
def test_judged_like_any_other(judge: Judge, make_article: Make, ferry: Story, body: str) -> None:
    """No text breaks the judge, takes much of its memory, or spoils what comes after it."""
    judge.judge(make_article(body, headline=body[:100_000]))
    judge.judge(make_article(*ferry, item="ferry"))

    assert judge.judge(make_article(*ferry)).match == "wire/ferry"
    assert judge.sizes()["postings"] < 1000


def test_repetition_of_a_long_text(judge: Judge, make_article: Make) -> None:
    """The beginning of a very long text is contained in it."""
    text = [
        f"Line {number} of the list names {number * 7919 % 9973} and {number * 31} others." for number in range(5000)
    ]
    judge.judge(make_article(*text, item="list"))

    assert judge.judge(make_article(*text)).verdict is Verdict.COPY
    assert judge.judge(make_article(*text[:2500])).match == "wire/list"


def test_odd_keys(make_article: Make, ferry: Story) -> None:
    """Item ids with separators, surrogates or of great length are kept apart, also over a restart."""
    state = DictState()
    judge = Judge(state)
    for item in ("1/x", "x", "x/1", "\ud800", "\x00", "n" * 5000):
        judge.judge(make_article(f"{ferry[0]} {item[:9]} {hash((item,)) and item[:3]} again", item=item))
    again = Judge(state)

    for item in ("1/x", "x", "x/1", "\ud800", "\x00", "n" * 5000):
        assert again.judge(make_article(*ferry, item=item)).match == f"wire/{item}"
