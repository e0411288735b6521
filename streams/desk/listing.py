"""A page of the list of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.desk.paging import paged
from streams.desk.rule import rule_of
from streams.desk.values import IncidentList

if TYPE_CHECKING:
    from datetime import datetime

    from streams.desk.board import Board
    from streams.desk.filters import Filter
    from streams.desk.values import Broker


def listing_of(board: Board, wanted: Filter, broker: Broker, now: datetime) -> IncidentList:
    """Return the page that is asked for; the last one where there are not so many."""
    shown = paged(board.select(wanted, now), wanted.page, wanted.query)
    return IncidentList(
        cards=tuple(entry.card for entry in shown.entries),
        total=shown.total,
        page=shown.page,
        pages=shown.pages,
        query=wanted.query(),
        next_query=shown.next_query,
        previous_query=shown.previous_query,
        rule=rule_of(wanted),
        unfiltered=len(board),
        broker=broker,
    )
