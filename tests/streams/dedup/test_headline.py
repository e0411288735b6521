"""What a headline adds to its story."""

from __future__ import annotations

import pytest

from schemas import NewsKind, Verdict
from streams.dedup import Judge
from streams.dedup.headline import announced_words, headline_news
from streams.dedup.said import Said
from streams.dedup.terms import below, terms_of
from streams.dedup.words import words_of
from streams.state import DictState
from tests.streams.dedup.conftest import BUDGET, FERRY, MakeArticle


def new(headline: str, earlier: list[str], text: str) -> list[str]:
    """Return the words of a headline that are new to a story of one text."""
    kept = terms_of(words_of([text]), ["en"])[0].kept
    pieces = headline_news(headline, "en", Said(kept, below(kept)), earlier)
    assert all(piece.in_headline and piece.kind is NewsKind.FIGURE for piece in pieces)
    return [headline[piece.start : piece.end] for piece in pieces]


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Ferry runs aground, 12 dead", ["12"]),
        ("Twelve dead in ferry accident", ["Twelve"]),
        ("Nine dead as ferry runs aground", []),
        ("Nine dead, 41 hurt off Tarn", []),
        ("41 dead off Tarn", ["41"]),
        ("Ferry hits reef, one missing", ["missing"]),
        ("Carnage at dawn", []),
        ("Fares rise by 12 crowns", []),
    ],
)
def test_figures(headline: str, found: list[str]) -> None:
    """A casualty figure that no text of the story has is new, and so is the first word of a kind; nothing else is."""
    assert new(headline, [], FERRY[0]) == found


@pytest.mark.parametrize("earlier", ["Ferry runs aground, 12 dead", "Toll of ferry accident: twelve killed"])
def test_earlier_headlines(earlier: str) -> None:
    """A figure that a headline of the story has had is not new."""
    assert new("Ferry runs aground, 12 dead", ["Ferry runs aground", earlier], FERRY[0]) == []
    assert new("Ferry runs aground, 14 dead", ["Ferry runs aground", earlier], FERRY[0]) == ["14"]


def test_same_text(make_article: MakeArticle) -> None:
    """One text whose headline has a new toll is an update, once; under a headline of other words it is a copy."""
    judge = Judge(DictState())
    for item, headline, verdict in (
        ("one", "Ferry runs aground off Tarn", Verdict.NEW),
        ("two", "Terror in the fog", Verdict.COPY),
        ("three", "Ferry runs aground off Tarn, 12 dead", Verdict.UPDATE),
        ("four", "Twelve dead in ferry accident", Verdict.COPY),
    ):
        judgement = judge.judge(make_article(*FERRY, item=item, headline=headline))

        assert judgement.verdict is verdict
        assert [headline[one.start : one.end] for one in judgement.news] == (["12"] if item == "three" else [])


def test_first_dead(make_article: MakeArticle) -> None:
    """The first dead of a story may stand in a headline alone."""
    judge = Judge(DictState())
    judge.judge(make_article(*BUDGET, item="one", headline="Parliament passes budget"))

    judgement = judge.judge(make_article(*BUDGET, item="two", headline="Two dead in budget protest"))

    assert judgement.verdict is Verdict.UPDATE


def test_announced_words() -> None:
    """What only this headline of a story has is announced; short words and other endings of words are not."""
    assert announced_words("Front agrees to a truce", ["Truces hold, talks go on"]) == {"front", "agrees"}
    assert announced_words("Front agrees", ["Front agreed"]) == frozenset()


@pytest.mark.parametrize(("headline", "goes_on"), [("Front agrees to truce", True), ("Truce talks in Doran", False)])
def test_what_headline_and_text_have(headline: str, goes_on: bool, make_article: MakeArticle) -> None:
    """A word that the headline announces and the lead has is news; the same text under another headline is not."""
    rest = (
        "The two sides will discuss an exchange of prisoners and the opening of the road to the city of Kassar. "
        "An earlier truce lasted for weeks and broke down in July. Tavria and the African Union are mediating."
    )
    earlier = f"Negotiators of the Northern Front resumed ceasefire talks in Doran on Monday from noon. {rest}"
    later = f"Negotiators of the Northern Front agreed in Doran on Monday to a ceasefire from noon. {rest}"
    judge = Judge(DictState())
    judge.judge(make_article(earlier, item="a", headline="Talks resume in Doran"))

    judgement = judge.judge(make_article(later, item="b", headline=headline))

    assert judgement.verdict.goes_on is goes_on
