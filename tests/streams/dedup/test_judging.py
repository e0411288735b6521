"""What of an article is judged, and how many articles are read ahead for it."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest

from schemas import Dateline, PageMetadata, Verdict
from streams.dedup.fingerprint import fingerprints
from streams.dedup.words import words_of
from tests.streams.dedup.conftest import BUDGET, FERRY
from tests.streams.dedup.documents import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas import CleanArticle
    from streams.dedup import Judge
    from tests.streams.dedup.conftest import MakeArticle

Story = tuple[str, ...]
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


def test_datelines(judge: Judge, make_article: MakeArticle, ferry: Story) -> None:
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


def test_names_of_the_outlet(judge: Judge, make_article: MakeArticle, ferry: Story) -> None:
    """What the outlet, its agency or its page calls itself is no news."""
    judge.judge(make_article(*ferry))
    told = "Captain Oles Dravin told the Morning Herald of it."

    assert judge.judge(make_article(*ferry, told, source="morningherald.example")).verdict is Verdict.COPY
    credited = make_article(*ferry, told).model_copy(update={"agency": "Morning Herald"})
    assert judge.judge(credited).verdict is Verdict.COPY
    page = make_article(*ferry, told).model_copy(update={"page": PageMetadata(site_name="Morning Herald")})
    assert judge.judge(page).verdict is Verdict.COPY
    assert judge.judge(make_article(*ferry, told)).verdict is Verdict.UPDATE


@pytest.mark.parametrize(
    ("characters", "ahead"),
    [
        (1, [5, 5, 5, 5, 5]),
        (100_000, [3, 3, 5, 5, 5]),
        (100_001, [2, 3, 4, 5, 5]),
        (200_001, [2, 3, 4, 5, 5]),
    ],
)
def test_articles_read_ahead(judge: Judge, make_article: MakeArticle, characters: int, ahead: list[int]) -> None:
    """Articles are read together up to 200,000 characters, and one more is read to know that."""
    read = []

    def articles() -> Iterator[CleanArticle]:
        for number in range(5):
            read.append(number)
            yield make_article("x" * characters)

    assert [len(read) for _ in judge.judge_all(articles())] == ahead


def test_together_or_alone(judge: Judge, make_article: MakeArticle, ferry: Story) -> None:
    """Articles that are judged together have the judgements that each would have alone, and count as documents."""
    articles = [make_article(*ferry, item="ferry"), make_article(*ferry), make_article(*ferry[:4])]

    verdicts = [judgement.verdict for judgement in judge.judge_all(articles)]

    assert verdicts == [Verdict.NEW, Verdict.COPY, Verdict.TRIM]
    assert judge.sizes()["documents"] == 3


def is_posted(words: list[str]) -> bool:
    """Return whether a sampled gram is one of those under which a text is posted wherever it stands in it."""
    return fingerprints(words_of([" ".join(words)])).prints[0].grams.tolist()[0] < 1 << 28


def passage(grams: int) -> str:
    """Return a sentence with words of the ferry's story, of which so many grams are sampled and the first is posted."""
    for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=2):
        words = [f"ask{chr(97 + place)}{''.join(letters)}ed" for place in range(24)]
        for place, known in enumerate(("Tarn", "island", "reef", "fog"), start=1):
            words.insert(6 * place, known)
        places = sampled(" ".join(words))
        if len(places) == grams and is_posted(words[places[0] : places[0] + 4]):
            return " ".join(words) + "."
    raise AssertionError


@pytest.mark.parametrize(("grams", "verdict"), [(3, Verdict.UPDATE), (4, Verdict.COPY), (9, Verdict.COPY)])
def test_borrowed_passage(judge: Judge, make_article: MakeArticle, grams: int, verdict: Verdict) -> None:
    """A passage that another story has had is no news, where it has four sampled grams to be known by."""
    text = passage(grams)
    judge.judge(make_article(*FERRY))
    assert judge.judge(make_article(*BUDGET[:3], text, *BUDGET[3:])).verdict is Verdict.NEW

    assert judge.judge(make_article(*FERRY[:3], text, *FERRY[3:])).verdict is verdict


@pytest.mark.parametrize(("grams", "verdict"), [(6, Verdict.UPDATE), (7, Verdict.COPY), (10, Verdict.COPY)])
def test_partly_borrowed_passage(judge: Judge, make_article: MakeArticle, grams: int, verdict: Verdict) -> None:
    """A passage is another story's where that has had seven in ten of its sampled grams."""
    text = passage(10)
    judge.judge(make_article(*FERRY))
    had = " ".join(text.split()[: sampled(text)[grams - 1] + 4])
    judge.judge(make_article(*BUDGET[:3], had, *BUDGET[3:]))

    assert judge.judge(make_article(*FERRY[:3], text, *FERRY[3:])).verdict is verdict


def test_news_at_the_beginning_of_a_flash(judge: Judge, make_article: MakeArticle) -> None:
    """News counts from the first character of a headline before a short body, and is told from that of the body."""
    judge.judge(make_article("More soon.", headline="212 people aboard ferry aground off Tarn, coast guard says"))
    headline = "214 people aboard ferry aground off Tarn, coast guard says"
    risen, hurt = make_article("More soon.", headline=headline), make_article("17 were hurt.", headline=headline)

    assert judge.judge(risen).verdict is Verdict.UPDATE
    assert [hurt.body[piece.start : piece.end] for piece in judge.judge(hurt).news][:1] == ["17"]


def test_scores(judge: Judge, make_article: MakeArticle) -> None:
    """A score has three digits behind the point."""
    judge.judge(make_article(*FERRY))
    score = judge.judge(make_article(*FERRY[:5], "Divers found 14 lamps in the wreck, said Renata Szabo.")).score

    assert 0.5 < score < 1
    assert f"{score:.3f}" == f"{score:.6f}".removesuffix("000")


def words_with(count: int, *, posted: int | None = None, sampled_at_most: int = 99) -> str:
    """Return a text of so many words, with a bounded sample, and posted under so many grams where that is given."""
    for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=2):
        text = " ".join(f"{''.join(letters)}{chr(97 + place)}ing" for place in range(count))
        enough = posted is None or len(fingerprints(words_of([text])).posted[0]) == posted
        if enough and len(sampled(text)) <= sampled_at_most:
            return text
    raise AssertionError


@pytest.mark.parametrize(("posted", "verdict"), [(1, Verdict.NEW), (2, Verdict.UPDATE)])
def test_postings_in_common(judge: Judge, make_article: MakeArticle, posted: int, verdict: Verdict) -> None:
    """A text with many postings is compared with what has two of them, and not with what has one."""
    brief = words_with(7, posted=posted)
    judge.judge(make_article(f"{brief}."))

    assert judge.judge(make_article(f"{brief} {' '.join(FERRY)}")).verdict is verdict


@pytest.mark.parametrize(("postings", "verdict"), [(7, Verdict.UPDATE), (8, Verdict.NEW)])
def test_few_postings(judge: Judge, make_article: MakeArticle, postings: int, verdict: Verdict) -> None:
    """A text with fewer than eight postings is compared with what has a single one of them too."""
    brief = words_with(7, posted=1)
    longer = (f"{brief} {' '.join(f'{letter}{chr(97 + place)}s' for place in range(12))}" for letter in ascii_lowercase)
    text = next(text for text in longer if len(fingerprints(words_of([text])).posted[0]) == postings)
    judge.judge(make_article(f"{brief}."))

    assert judge.judge(make_article(f"{text}.")).verdict is verdict


@pytest.mark.parametrize(("words", "is_posted"), [(12, True), (13, False)])
def test_repetitions_are_not_posted(judge: Judge, make_article: MakeArticle, words: int, is_posted: bool) -> None:
    """A repetition that has nine tenths of its grams from what it repeats is posted nowhere."""
    text = words_with(words, sampled_at_most=1)
    judge.judge(make_article(f"{text.rsplit(' ', 1)[0]}."))
    before = judge.sizes()["postings"]

    assert not judge.judge(make_article(f"{text}.")).verdict.goes_on
    assert (judge.sizes()["postings"] > before) is is_posted
