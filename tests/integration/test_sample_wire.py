"""The sample wire through the whole pipeline: what `make demo` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import DeadLetter, Duplicate, EnrichedArticle, Incident, Verdict
from streams.ops.sample import sample_records
from tests.running.pipeline import Raw, new_pipeline, outcomes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streams.ops.status import Status
    from tests.running.pipeline import Pipeline

pytestmark = [pytest.mark.broker]

KILLED = "costa-noticias/CN-20260308-017"
BUS_CRASH = "meridian/urn:newsml:meridian.example:20260309:bus-bo"


@pytest.fixture(scope="module")
async def ran(embedded_broker: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Pipeline, Status]]:
    """Yield a pipeline that the sample wire went through."""
    async for pipeline in new_pipeline(embedded_broker, tmp_path_factory.mktemp("sample"), "sample"):
        pipeline.start_worker()
        count = await pipeline.feed(Raw(record.value, record.headers, record.key) for record in sample_records())
        yield pipeline, await pipeline.until_done(count)


async def test_every_item_ends_as_one_outcome(ran: tuple[Pipeline, Status]) -> None:
    """The account balances, with published, duplicate, retracted and refused items among them."""
    _, status = ran
    ended = outcomes(status)
    assert status.total.balanced
    assert status.total.items == sum(ended.values())
    assert ended["published"] > 30
    assert ended["duplicate"] >= 20
    assert ended["retracted"] >= 1
    assert ended["refused"] == 2
    assert ended["held"] == 0, "the embargo has passed"


async def test_a_killed_story_is_nowhere_live_and_counts_in_no_toll(ran: tuple[Pipeline, Status]) -> None:
    """Neither the killed item nor the copy of it is live, and no incident has its claim or rests a toll on it."""
    pipeline, _ = ran
    current = await pipeline.compacted("current")
    assert KILLED not in current
    assert not [key for key in current if "massacre-at-chilean-club" in key]
    incidents = [item for item in (await pipeline.compacted("incidents")).values() if isinstance(item, Incident)]
    assert not [claim for incident in incidents for claim in incident.claims if claim.item_key == KILLED]
    basis = [place for incident in incidents for toll in incident.tolls.values() for place in toll.basis]
    assert basis
    assert not [place for place in basis if place.startswith(KILLED)]


async def test_every_figure_shows_its_evidence(ran: tuple[Pipeline, Status]) -> None:
    """The words of every number of every live article are the characters that its evidence points at."""
    pipeline, _ = ran
    figures = 0
    for article in (await pipeline.compacted("current")).values():
        assert isinstance(article, EnrichedArticle)
        for figure in article.figures:
            text = (article.article.headline or "") if figure.evidence.in_headline else article.article.body
            number = figure.evidence.number
            assert text[number.start : number.end] == figure.quantity_text
            figures += 1
    assert figures > 60


async def test_a_duplicate_says_what_it_repeats(ran: tuple[Pipeline, Status]) -> None:
    """Every duplicate names the article that it repeats and the score, and re-sends are told from copies."""
    pipeline, _ = ran
    duplicates = [item for item in await pipeline.messages("duplicates") if isinstance(item, Duplicate)]
    verdicts = {item.judgement.verdict for item in duplicates}
    assert {Verdict.COPY, Verdict.RESEND} <= verdicts
    assert all(item.judgement.match is not None and item.judgement.score > 0 for item in duplicates)


async def test_what_was_refused_is_kept_with_its_bytes(ran: tuple[Pipeline, Status]) -> None:
    """Both broken items are dead letters that say what is wrong."""
    pipeline, _ = ran
    letters = [letter for letter in await pipeline.messages("dead") if isinstance(letter, DeadLetter)]
    assert {letter.error for letter in letters} == {"MalformedItem", "UnsafeMarkup"}
    assert all(letter.value and letter.message for letter in letters)


async def test_a_corrected_toll_is_the_toll(ran: tuple[Pipeline, Status]) -> None:
    """The bus crash was first told with 22 dead; the correction says 20, and so does the incident in the end."""
    pipeline, _ = ran
    incidents = [item for item in (await pipeline.compacted("incidents")).values() if isinstance(item, Incident)]
    (crash,) = [incident for incident in incidents if BUS_CRASH in incident.items]
    assert crash.tolls["killed"].best == 20
