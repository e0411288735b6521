"""Versions of one item, and records that come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CleanArticle
    from streams.dedup import Judge

    Make = Callable[..., CleanArticle]
    Story = tuple[str, ...]


def test_version_is_an_update(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A new version of an item goes on in the story of the first, even when nothing in it changed."""
    judge.judge(make_article(*ferry, item="ferry"))

    judgement = judge.judge(make_article(*ferry, item="ferry", version=2))

    assert judgement.verdict is Verdict.UPDATE
    assert (judgement.match, judgement.match_version, judgement.story_id) == ("wire/ferry", 1, "wire/ferry")


def test_version_that_corrects(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A new version that says so is a correction."""
    judge.judge(make_article(*ferry, item="ferry"))

    assert judge.judge(make_article(*ferry, item="ferry", version=2, markers=("correction",))).verdict is (
        Verdict.CORRECTION
    )


def test_version_keeps_its_story(judge: Judge, make_article: Make, ferry: Story, budget: Story) -> None:
    """A version with another text altogether stays in the item's story, though that text is another item's."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*budget, item="budget"))

    judgement = judge.judge(make_article(*budget, item="ferry", version=2))

    assert judgement.verdict is Verdict.UPDATE
    assert judgement.story_id == "wire/ferry"


def test_version_of_a_copy(judge: Judge, make_article: Make, ferry: Story, budget: Story) -> None:
    """A new version of a copy is a copy while it repeats the other item, and an update once it doesn't."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="copy"))

    assert judge.judge(make_article(*ferry, item="copy", version=2)).verdict is Verdict.COPY
    changed = judge.judge(make_article(*budget, item="copy", version=3))
    assert changed.verdict is Verdict.UPDATE
    assert changed.story_id == "wire/ferry"


def test_redelivery(judge: Judge, make_article: Make, ferry: Story) -> None:
    """The same record again gets the same judgement, whatever came between."""
    article = make_article(*ferry, item="ferry")
    first = judge.judge(article)
    copy = make_article(*ferry)
    of_copy = judge.judge(copy)
    judge.judge(make_article(*ferry, item="ferry", version=2))

    assert judge.judge(article) == first
    assert judge.judge(copy) == of_copy


@pytest.mark.parametrize("text", ["the same", "another"])
def test_resend(judge: Judge, make_article: Make, ferry: Story, budget: Story, text: str) -> None:
    """The same version of an item in another record is a re-send of it, whatever its text."""
    judge.judge(make_article(*ferry, item="ferry"))

    judgement = judge.judge(make_article(*(ferry if text == "the same" else budget), item="ferry"))

    assert judgement.verdict is Verdict.RESEND
    assert (judgement.match, judgement.match_version, judgement.story_id) == ("wire/ferry", 1, "wire/ferry")


def test_resend_of_a_copy(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A re-send of a copy stays in the story of what was copied."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="copy"))

    assert judge.judge(make_article(*ferry, item="copy")).story_id == "wire/ferry"
