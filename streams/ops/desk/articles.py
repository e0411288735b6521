"""Makes the page of an article from what the broker has of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import SCHEMA_HEADER, EnrichedArticle, UndecodableMessage, decode
from streams.desk.article_page import article_page_of
from streams.ops.desk.received import received_body
from streams.ops.desk.versions import versions
from streams.topics import CURRENT

if TYPE_CHECKING:
    from streams.desk.values import ArticlePage
    from streams.ops.desk.context import Context


async def article_page(
    context: Context, item: str, *, with_received: bool = False, with_versions: bool = False
) -> ArticlePage | None:
    """Return the page of an item, None where it is not live. Raises `OperationFailed` where the broker is away.

    With the text received, and with earlier versions, where they are asked for and the broker still has them.
    """
    article = await live_article(context, item)
    if article is None:
        return None
    received = await received_body(context, article.provenance) if with_received else None
    state = context.state
    incidents, names = state.board.incidents_of(item), state.board.named_by(item)
    entries = {identity: state.board.get(identity) for identity in (*incidents, *names)}
    return article_page_of(
        article,
        incidents,
        state.broker(),
        received=received,
        duplicates=state.duplicates.of(item),
        names=names,
        titles={identity: entry.card.title for identity, entry in entries.items() if entry is not None},
        versions=await versions(context, article) if with_versions else (),
    )


async def live_article(context: Context, item: str) -> EnrichedArticle | None:
    """Return the latest live version of an item, None where there is none. Raises `OperationFailed`."""
    place = context.state.articles.place(item)
    if place is None:
        return None
    record = await context.records.read(CURRENT.full_name(context.state.settings), *place)
    if record is None or record.key != item.encode():
        return None
    try:
        message = decode(record.value, CURRENT.types, record.header(SCHEMA_HEADER))
    except UndecodableMessage:
        return None
    return message if isinstance(message, EnrichedArticle) else None
