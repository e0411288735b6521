"""Rows of files on their way into the pipeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas import Origin
from streams.pipeline.files import items_of
from streams.pipeline.files.rows import RowFeed, chunks, stages_through
from streams.pipeline.local import EPOCH, LocalPipeline
from streams.settings import Settings
from streams.topics import RAW

ROW: dict[str, Any] = {"id": "a", "title": "Hall opened", "text": "The mayor of Tarn opened the new market hall."}


def test_rows_are_handled_sixty_four_at_a_time() -> None:
    """The last ones are fewer."""
    rows = [{"id": number} for number in range(130)]
    assert [len(chunk) for chunk in chunks(rows)] == [64, 64, 2]
    assert [row for chunk in chunks(rows) for row in chunk] == rows


def test_stages_up_to_one_of_them() -> None:
    """That one is the last."""
    assert [stage.name for stage in stages_through("intake")] == ["intake"]
    assert [stage.name for stage in stages_through("clean")] == ["intake", "lifecycle", "clean"]


def test_the_items_of_rows() -> None:
    """One for each row that the intake takes; a setting that refuses short texts holds here too."""
    rows = [ROW, {"id": "b", "text": ""}, {**ROW, "host": "plaza.example"}]
    items = items_of(rows)
    assert [item.headline for item in items] == ["Hall opened", "Hall opened"]
    assert [item.provenance.origin.offset for item in items] == [0, 2]
    assert items_of(rows, Settings(min_body_chars=500)) == []


def feed() -> tuple[LocalPipeline, RowFeed]:
    """Return a pipeline that keeps raw records, and what feeds it."""
    pipeline = LocalPipeline(Settings(), stages=stages_through("intake"), keep=(RAW,))
    return pipeline, RowFeed(pipeline)


def test_a_row_is_received_when_it_was_published_else_with_the_row_before_it() -> None:
    """Unless a time is given for it; each has the place of its record as its origin."""
    pipeline, rows = feed()
    assert rows.feed(ROW) == Origin(partition=0, offset=0)
    assert rows.feed({**ROW, "published": "2026-03-04T10:00:00Z"}) == Origin(partition=0, offset=1)
    rows.feed({**ROW, "published": "soon"})
    ten = datetime(2026, 3, 4, 10, tzinfo=UTC)
    rows.feed({**ROW, "published": "2026-03-04T12:00:00Z"}, ten + timedelta(hours=1))
    assert [record.at for record in pipeline.records(RAW)] == [EPOCH, ten, ten, ten + timedelta(hours=1)]
    assert pipeline.now == ten + timedelta(hours=1)


@pytest.mark.parametrize("field", ["provider", "url", "uri", "link", "host", "source"])
def test_a_row_that_names_no_sender_is_from_the_file(field: str) -> None:
    """One that names a provider or a place on the web is from there."""
    pipeline, rows = feed()
    for row in (ROW, {**ROW, field: ""}, {**ROW, field: "plaza.example"}):
        rows.feed(row)
    providers = [record.header("wf-provider") for record in pipeline.records(RAW)]
    assert providers == ["file", "file", None]
    assert {record.header("content-type") for record in pipeline.records(RAW)} == {"application/json"}
