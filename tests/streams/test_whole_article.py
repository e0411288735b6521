"""One invented article through all stages in memory, as a scraper sends it: twice, and once more by another outlet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from schemas import Duplicate, EnrichedArticle, Incident, Verdict
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import CURRENT, DEAD, DUPLICATES, INCIDENTS, RAW

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "harbour.txt"
NOTES = orjson.loads(FIXTURE.with_suffix(".json").read_bytes())
CAPTION = "Fishing boats lie idle in the harbour of Hodeidah, Yemen."


def send(pipeline: LocalPipeline, text: str, uri: str, received: str) -> None:
    """Put flattened text on `wire.raw`."""
    headers = {"content-type": "text/plain; charset=utf-8", "wf-uri": uri, "wf-received": received}
    encoded = tuple((name, value.encode()) for name, value in headers.items())
    pipeline.produce(RAW, text.encode(), key=uri.encode(), headers=encoded)


@pytest.fixture(scope="module")
def pipeline() -> LocalPipeline:
    """Return a pipeline that the three records went through."""
    text = FIXTURE.read_text(encoding="utf-8")
    body, last, rest = text.partition("The war, which widened in 2015")
    assert last
    cut = body.replace(CAPTION, "A crane stands still above the quay.") + rest.partition("\n")[2]
    pipeline = LocalPipeline(Settings(), keep=(CURRENT, DUPLICATES, INCIDENTS, DEAD))
    pipeline.advance(datetime(2018, 11, 8, tzinfo=UTC))
    send(pipeline, text, NOTES["uri"], "2018-11-07T16:40:00Z")
    send(pipeline, text, NOTES["uri"], "2018-11-07T16:45:00Z")
    send(pipeline, cut, "https://gazette.example/world/harbour", "2018-11-07T18:00:00Z")
    pipeline.run()
    return pipeline


def test_it_is_published_once_as_its_notes_say(pipeline: LocalPipeline) -> None:
    """Headline, paragraphs and figures are those written beside the fixture; furniture is gone."""
    (article,) = pipeline.compacted(CURRENT).values()
    assert isinstance(article, EnrichedArticle)
    assert article.article.headline == NOTES["headline"]
    assert len(article.article.paragraphs) == NOTES["paragraphs"]
    assert not [line for line in NOTES["furniture"] if line in article.article.body]
    found = {(figure.kind.value, figure.min, figure.max, figure.role.value) for figure in article.figures}
    assert {(each["kind"], each["min"], each["max"], each["role"]) for each in NOTES["figures"]} <= found
    assert pipeline.messages(DEAD) == []


def test_the_resend_and_the_copy_are_duplicates_of_its_story(pipeline: LocalPipeline) -> None:
    """The copy has another caption and lacks the last paragraph."""
    (article,) = pipeline.compacted(CURRENT).values()
    assert isinstance(article, EnrichedArticle)
    duplicates = [each for each in pipeline.messages(DUPLICATES) if isinstance(each, Duplicate)]
    assert {each.judgement.story_id for each in duplicates} == {article.judgement.story_id}
    assert [each.provenance.source for each in duplicates] == ["marsa-news.example", "gazette.example"]
    assert duplicates[0].judgement.verdict is Verdict.RESEND
    assert not duplicates[1].judgement.verdict.goes_on


def test_its_incident_has_both_outlets_and_one_toll(pipeline: LocalPipeline) -> None:
    """The sides and the last 48 hours are parts of the total and are not added to it."""
    (incident,) = pipeline.compacted(INCIDENTS).values()
    assert isinstance(incident, Incident)
    assert set(incident.outlets) == {"marsa-news.example", "gazette.example"}
    assert 90 <= incident.tolls["killed"].best < 95
