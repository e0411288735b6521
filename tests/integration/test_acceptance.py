"""The acceptance article, through the whole pipeline as a user sends it.

The real article lies beside the project and is not part of it; an invented one of the same build is in the fixtures.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from schemas import Duplicate, EnrichedArticle, Incident
from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.running.pipeline import Pipeline

pytestmark = pytest.mark.broker

ALEPPO = Path(__file__).parents[3] / "shared" / "acceptance" / "aleppo.txt"


@pytest.fixture
def aleppo() -> str:
    """Return the acceptance article, or skip where it does not lie beside the project."""
    if not ALEPPO.exists():
        pytest.skip(f"the acceptance article is not at {ALEPPO}")
    return ALEPPO.read_text(encoding="utf-8")


def sent(text: str, uri: str, received: str) -> Raw:
    """Return a raw record of flattened text, as a scraper sends it."""
    headers = {
        "content-type": "text/plain; charset=utf-8",
        "wf-uri": uri,
        "wf-received": received,
    }
    return Raw(text.encode(), tuple((name, value.encode()) for name, value in headers.items()), uri.encode())


def recaptioned_and_cut(text: str) -> str:
    """Return the article as another outlet runs it: with another caption and without its last paragraph."""
    other = re.sub(r"(?m)^School boys .*$", "A man walks past damaged shops in the old city.", text)
    paragraphs = other.split("\n\n")
    last = next(place for place, paragraph in enumerate(paragraphs) if paragraph.startswith("Syria’s war began"))
    return "\n\n".join(paragraphs[:last] + paragraphs[last + 1 :])


async def test_sent_twice_and_once_more_by_another_outlet_it_is_one_story(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]], aleppo: str
) -> None:
    """One article is published; the re-send and the copy are duplicates; the incident has both outlets."""
    pipeline = await make_pipeline(embedded_broker)
    pipeline.start_worker()
    first = "https://daily.example/2016/04/upsurge-in-aleppo"
    await pipeline.feed(
        [
            sent(aleppo, first, "2016-04-06T18:00:00Z"),
            sent(aleppo, first, "2016-04-06T18:05:00Z"),
            sent(recaptioned_and_cut(aleppo), "https://gazette.example/world/aleppo", "2016-04-06T19:00:00Z"),
        ]
    )
    status = await pipeline.until_done(3)

    assert outcomes(status) == {
        "published": 1, "duplicate": 2, "superseded": 0, "held": 0, "retracted": 0, "refused": 0
    }  # fmt: skip
    current = await pipeline.compacted("current")
    assert len(current) == 1
    (article,) = current.values()
    assert isinstance(article, EnrichedArticle)
    duplicates = {item.provenance.source: item for item in await pipeline.messages("duplicates")}
    assert all(isinstance(item, Duplicate) for item in duplicates.values())
    assert {item.judgement.story_id for item in duplicates.values()} == {article.judgement.story_id}  # type: ignore[attr-defined]
    (incident,) = (await pipeline.compacted("incidents")).values()
    assert isinstance(incident, Incident)
    assert set(incident.outlets) == {"daily.example", "gazette.example"}
    assert_cleaned(article)
    assert_figures(article)
    assert incident.tolls["killed"].low >= 100
    assert incident.tolls["killed"].best < 150, "the toll adds up claims that belong to one total"


def assert_cleaned(article: EnrichedArticle) -> None:
    """Check headline, paragraphs and what was dropped."""
    clean = article.article
    assert clean.headline == "More than 100 killed in upsurge in Syria’s Aleppo"
    assert len(clean.paragraphs) == 14
    for furniture in ("School boys", "Muslim Brotherhood HQ", "bloggers like", "Powered by", "Privacy Policy"):
        assert furniture not in clean.body
    assert len([span for span in clean.dropped if span.reason.value in {"caption", "repeat"}]) == 2


def assert_figures(article: EnrichedArticle) -> None:
    """Check kind, ends, role, attribution and evidence of every figure."""
    body, headline = article.article.body, article.article.headline or ""
    figures: dict[int, list[Any]] = {}
    for figure in article.figures:
        text = headline if figure.evidence.in_headline else body
        number = figure.evidence.number
        assert text[number.start : number.end] == figure.quantity_text
        if figure.min is not None:
            figures.setdefault(figure.min, []).append(figure)
    hundred = figures[100]
    assert {figure.evidence.in_headline for figure in hundred} == {True, False}
    assert {(figure.kind.value, figure.role.value, figure.qualifier.value) for figure in hundred} == {
        ("killed", "total", "more_than")
    }
    for count in (61, 50, 42, 34):
        (figure,) = figures[count]
        assert (figure.kind.value, figure.role.value) == ("killed", "subset"), figure
        assert figure.subset_of is not None
        assert figure.period is not None
    for count in (61, 50):
        assert "Observatory" in figures[count][0].attribution.text
    for count in (42, 34):
        assert "Abdel Rahman" in figures[count][0].attribution.text


async def test_the_invented_article_of_the_same_build_comes_out_as_its_notes_say(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Headline, paragraphs, dropped lines and figures are those written beside the fixture."""
    folder = Path(__file__).parents[1] / "fixtures"
    text = (folder / "harbour.txt").read_text(encoding="utf-8")
    notes = orjson.loads((folder / "harbour.json").read_bytes())
    pipeline = await make_pipeline(embedded_broker)
    pipeline.start_worker()
    await pipeline.feed([sent(text, notes["uri"], notes["received"])])
    await pipeline.until_done(1)
    (article,) = (await pipeline.compacted("current")).values()
    assert isinstance(article, EnrichedArticle)
    assert article.article.headline == notes["headline"]
    assert len(article.article.paragraphs) == notes["paragraphs"]
    for furniture in notes["furniture"]:
        assert furniture not in article.article.body
    found = {(figure.kind.value, figure.min, figure.max, figure.role.value) for figure in article.figures}
    for figure in notes["figures"]:
        assert (figure["kind"], figure["min"], figure["max"], figure["role"]) in found
