"""Invented values of the pages of an article, of health and of dead letters."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

from streams.desk.values import (
    ArticlePage,
    Broker,
    DeadList,
    DeadPage,
    DeadRow,
    DeskHealth,
    DuplicateView,
    FigureView,
    HealthPage,
    Mark,
    Paragraph,
    Segment,
    StageHealth,
)

AT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
BROKER = Broker(condition="live", since=AT, changed=AT)


def article(text: str = "Police said 12 died.", item: str = "meridian/quake/1") -> ArticlePage:
    """Return an article whose whole text is one number, and which was cut and repeated."""
    number = Mark(id="figure-1-number", sort="number", figure="killed@1", label=text, fields={"speaker": text})
    cut = Mark(id="cut-1", sort="cut", label="share")
    figure = FigureView(
        id="killed@1", kind="killed", number="12", role="subset", subset_of="killed@1", speaker=text, confidence=0.9
    )
    return ArticlePage(
        item=item,
        version=2,
        live=True,
        headline=(Segment(text=text, marks=("figure-1-number",)),),
        paragraphs=(Paragraph(segments=(Segment(text=text, marks=("figure-1-number",)), Segment(text=text))),),
        marks=(number, cut),
        figures=(figure,),
        source=text,
        provider="meridian",
        agency=text,
        byline=text,
        dateline=text,
        language="en",
        published=AT,
        received=AT + timedelta(days=1),
        uri=text,
        story=text,
        verdict="update",
        incidents=(item,),
        original=(Segment(text=text, marks=("cut-1",)),),
        duplicates=(
            DuplicateView(item=item, source=text, headline=text, verdict="copy", score=0.9, shared_text=text, at=AT),
        ),
        remarks=(text,),
        broker=BROKER,
    )


def health(problem: str | None = None, name: str = "intake") -> HealthPage:
    """Return the health of a flow with one stage and one kind of error."""
    stage = StageHealth(stage=name, topic="wire.raw.v1", lag=2_000, read=9, forwarded=8, refused=1, last=AT)
    desk = DeskHealth(
        incidents=1, articles=2, alerts=3, listeners=4, memory_bytes=250_000_000, started=AT, version="0.1.0"
    )
    return HealthPage(
        broker=BROKER,
        desk=desk,
        stages=(stage,),
        lag=2_000,
        settled=False,
        dead_letters=1,
        errors={name: 1},
        delivery="exactly once",
        status_at=AT,
        problem=problem,
    )


def row(text: str = "the item has no body", identity: str = "wire.raw.v1/0/7") -> DeadRow:
    """Return a dead letter."""
    return DeadRow(
        id=identity,
        stage="intake",
        topic="wire.raw.v1",
        partition=0,
        offset=7,
        error="EmptyItem",
        message=text,
        at=AT,
        attempts=1,
        bytes=9,
    )


def letters(text: str = "the item has no body", query: str = "q=EmptyItem") -> DeadList:
    """Return a page of dead letters."""
    return DeadList(
        letters=(row(text),),
        total=1,
        page=1,
        pages=2,
        query=query,
        next_query="page=2",
        may_replay=False,
        broker=BROKER,
    )


def letter(text: str | None = "plain text", *, may_replay: bool = True, **changes: object) -> DeadPage:
    """Return a dead letter with its record."""
    return DeadPage(
        row=row(text or "no text").model_copy(update=changes),
        key=text,
        value=text,
        value_base64=b64encode(b"\x00\xffAB").decode(),
        headers={text or "empty": text},
        may_replay=may_replay,
        broker=BROKER,
    )
