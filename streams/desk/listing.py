"""A page of the list of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.desk.board import PAGE, pages_of
from streams.desk.rule import rule_of
from streams.desk.values import IncidentList

if TYPE_CHECKING:
    from datetime import datetime

    from streams.desk.board import Board
    from streams.desk.filters import Filter
    from streams.desk.values import Broker


def listing_of(board: Board, wanted: Filter, broker: Broker, now: datetime) -> IncidentList:
    """Return the page that is asked for; the last one where there are not so many."""
    found = board.select(wanted, now)
    pages = pages_of(len(found))
    page = min(wanted.page, pages)
    return IncidentList(
        cards=tuple(entry.card for entry in found[(page - 1) * PAGE : page * PAGE]),
        total=len(found),
        page=page,
        pages=pages,
        query=wanted.query(),
        next_query=wanted.query(page + 1) if page < pages else None,
        previous_query=wanted.query(page - 1) if page > 1 else None,
        rule=rule_of(wanted),
        unfiltered=len(board),
        broker=broker,
    )
