"""What of an article is judged, and how many articles are read ahead for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Dateline, Verdict

if TYPE_CHECKING:
    from streams.dedup import Judge
    from tests.streams.dedup.conftest import MakeArticle

HEADLINES = (
    "Council of Tarn loses its chair after a quarrel over the new harbour wall",
    "Nessa Line sells three ships to pay the fines of last winter, owners say",
)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("The mayor of Tarn resigned on Monday.", Verdict.NEW),
        ("The mayor of Tarn resigned on Monday evening.", Verdict.COPY),
    ],
)
def test_short_bodies(judge: Judge, make_article: MakeArticle, body: str, verdict: Verdict) -> None:
    """A body of fewer than eight words is judged together with its headline, a longer one alone."""
    judge.judge(make_article(body, headline=HEADLINES[0]))

    assert judge.judge(make_article(body, headline=HEADLINES[1])).verdict is verdict


def test_long_headline_of_a_short_body(judge: Judge, make_article: MakeArticle) -> None:
    """Of a headline before a short body the first 200 characters are judged, and news is told in the body."""
    headline = "Ferry aground off Tarn with 212 people on board, coast guard says".ljust(200, "-")
    judge.judge(make_article("More soon.", item="flash", headline=headline))

    assert judge.judge(make_article("More soon.", headline=f"{headline}, 41 hurt")).verdict is Verdict.COPY
    article = make_article("It lists by 17 degrees.", headline=f"{headline}, 41 hurt")
    assert [article.body[piece.start : piece.end] for piece in judge.judge(article).news] == ["17"]


def test_datelines(judge: Judge, make_article: MakeArticle, ferry: tuple[str, ...]) -> None:
    """A dateline of the article's own is no news, but only where it was recognised at the beginning of the body."""
    judge.judge(make_article(*ferry))
    text = "KARSUN, Norland, 14 Ships - "
    dateline = Dateline(text=text, agency=None, date=None)
    told = make_article(f"{text}{ferry[0]}", *ferry[1:])

    assert judge.judge(told.model_copy(update={"dateline": dateline})).verdict is Verdict.COPY
    other = make_article(f"{text}{ferry[0]}", *ferry[1:]).model_copy(
        update={"dateline": dateline.model_copy(update={"text": "TARN, Norland, 14 Ships - "})}
    )
    assert judge.judge(other).verdict is Verdict.UPDATE


def test_names_of_the_outlet(judge: Judge, make_article: MakeArticle, ferry: tuple[str, ...]) -> None:
    """What the outlet or its agency calls itself is no news."""
    judge.judge(make_article(*ferry))
    told = "Captain Oles Dravin told the Morning Herald of it."

    assert judge.judge(make_article(*ferry, told, source="morningherald.example")).verdict is Verdict.COPY
    credited = make_article(*ferry, told).model_copy(update={"agency": "Morning Herald"})
    assert judge.judge(credited).verdict is Verdict.COPY
    assert judge.judge(make_article(*ferry, told)).verdict is Verdict.UPDATE


@pytest.mark.parametrize(("characters", "ahead"), [(25_000, 3), (25_001, 2), (50_001, 2), (1, 5)])
def test_articles_read_ahead(judge: Judge, make_article: MakeArticle, characters: int, ahead: int) -> None:
    """Articles are fingerprinted together up to 50,000 characters, and one more is read to know that."""
    articles = (make_article("x" * characters) for _ in range(5))
    judgements = judge.judge_all(articles)
    next(judgements)

    assert 5 - len(list(articles)) == ahead


def test_together_or_alone(judge: Judge, make_article: MakeArticle, ferry: tuple[str, ...]) -> None:
    """Articles that are judged together have the judgements that each would have alone, and count as documents."""
    articles = [make_article(*ferry, item="ferry"), make_article(*ferry), make_article(*ferry[:4])]

    verdicts = [judgement.verdict for judgement in judge.judge_all(articles)]

    assert verdicts == [Verdict.NEW, Verdict.COPY, Verdict.TRIM]
    assert judge.sizes()["documents"] == 3
