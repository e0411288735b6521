"""What an article is to the document it matches, at the edge of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Verdict
from streams.dedup.match import Match
from streams.dedup.verdict import (
    KILLED,
    SAYS_CORRECTION,
    SAYS_UPDATE,
    is_same_form,
    marks,
    verdict_of,
    version_verdict,
)

if TYPE_CHECKING:
    from tests.streams.dedup.conftest import MakeArticle

LESS = 1e-6


def verdict(
    *,
    contained: float = 1.0,
    covered: float = 1.0,
    words: int = 500,
    said: int = 0,
    earlier: int = 0,
    news: bool = False,
) -> Verdict:
    """Return the verdict on an article that is a copy but for what is given."""
    match = Match(number=1, contained=contained, covered=covered, lead=1.0, shared=9)
    return verdict_of(match, words, said, earlier, news=news)


def test_copies_and_trims() -> None:
    """What adds nothing is a copy where it has most of the document, else a trim, or a brief where it is short."""
    assert verdict(covered=0.8) is Verdict.COPY
    assert verdict(covered=0.8 - LESS) is Verdict.TRIM
    assert verdict(covered=0.42, words=130) is Verdict.BRIEF
    assert verdict(covered=0.42 + LESS, words=130) is Verdict.TRIM
    assert verdict(covered=0.42, words=131) is Verdict.TRIM


def test_news() -> None:
    """What adds something is an update, unless it repeats a killed document."""
    assert verdict(news=True) is Verdict.UPDATE
    assert verdict(news=True, earlier=SAYS_UPDATE) is Verdict.UPDATE
    assert verdict(news=True, earlier=KILLED) is Verdict.COPY


def test_markers() -> None:
    """An article that says what it is goes on, unless the document says the same and has it all."""
    assert verdict(said=SAYS_UPDATE) is Verdict.UPDATE
    assert verdict(said=SAYS_CORRECTION) is Verdict.CORRECTION
    assert verdict(said=SAYS_CORRECTION | SAYS_UPDATE) is Verdict.CORRECTION
    assert verdict(said=SAYS_UPDATE, earlier=SAYS_UPDATE) is Verdict.COPY
    assert verdict(said=SAYS_UPDATE, earlier=SAYS_CORRECTION) is Verdict.UPDATE
    assert verdict(said=SAYS_UPDATE, earlier=SAYS_UPDATE, contained=0.9) is Verdict.COPY
    assert verdict(said=SAYS_UPDATE, earlier=SAYS_UPDATE, contained=0.9 - LESS) is Verdict.UPDATE
    assert verdict(said=SAYS_CORRECTION, earlier=SAYS_CORRECTION, news=True) is Verdict.CORRECTION
    assert verdict(said=SAYS_UPDATE, earlier=KILLED) is Verdict.UPDATE
    assert verdict(said=KILLED) is Verdict.COPY


@pytest.mark.parametrize(
    ("another_day", "casualties", "least"),
    [
        (False, False, 4),
        (False, True, 4),
        (True, True, 4),
        (True, False, 2),
    ],
)
def test_forms(another_day: bool, casualties: bool, least: int) -> None:
    """One form filled in twice has so many other numbers, and more than twice as many as it has the same."""

    def anew(changed: int, same: int) -> bool:
        return is_same_form(changed, same, another_day=another_day, casualties=casualties)

    assert anew(least, 0)
    assert not anew(least - 1, 0)
    assert anew(7, 3)
    assert not anew(6, 3)


def test_versions() -> None:
    """A new version is a correction where it says so and no update."""
    assert version_verdict(0) is Verdict.UPDATE
    assert version_verdict(SAYS_UPDATE) is Verdict.UPDATE
    assert version_verdict(SAYS_CORRECTION) is Verdict.CORRECTION
    assert version_verdict(SAYS_CORRECTION | SAYS_UPDATE) is Verdict.UPDATE


@pytest.mark.parametrize(
    ("markers", "signals", "flags"),
    [
        ((), (), 0),
        (("end", "urgent"), ("kill",), 0),
        (("update",), (), SAYS_UPDATE),
        ((), ("writethru",), SAYS_UPDATE),
        (("correction",), (), SAYS_CORRECTION),
        (("update",), ("correction",), SAYS_UPDATE | SAYS_CORRECTION),
    ],
)
def test_marks(make_article: MakeArticle, markers: tuple[str, ...], signals: tuple[str, ...], flags: int) -> None:
    """Markers and signals say that an article is an update or a correction; others say neither."""
    article = make_article("Nine drowned.", markers=markers).model_copy(update={"signals": signals})

    assert marks(article) == flags
