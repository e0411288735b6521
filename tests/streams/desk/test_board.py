"""The incidents in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from schemas import Incident, Member, Toll
from streams.desk.board import KEPT_SELECTIONS, Board
from streams.desk.condition import Condition
from streams.desk.entry import Entry, entry_of, pack
from streams.desk.filters import Filter
from streams.desk.listing import listing_of
from streams.desk.paging import PAGE, paged

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entry(number: int, *, minutes: int | None = None, killed: int = 1, days: int = 0) -> Entry:
    """Return an incident that changed so many minutes later."""
    at = AT + timedelta(minutes=number if minutes is None else minutes)
    toll = Toll(low=killed, best=killed, high=killed)
    incident = Incident(
        incident_id=f"afn/{number}",
        title=f"Story {number}",
        language="en",
        items=(f"afn/{number}", "afn/both"),
        start=(AT + timedelta(days=days)).date(),
        tolls={"killed": toll},
        updated=at,
    )
    return entry_of(incident, pack(b"{}"))


def board_of(*entries: Entry, limit: int = 1_000) -> Board:
    """Return a board with incidents."""
    board = Board(limit)
    for each in entries:
        board.put(each)
    return board


def ids(board: Board, wanted: Filter | None = None) -> list[str]:
    """Return the ids that a filter selects, in its order."""
    return [each.card.id for each in board.select(wanted or Filter(), AT)]


def test_the_latest_change_is_first() -> None:
    """Incidents are in the order of their last change, the newest first."""
    board = board_of(entry(1), entry(3), entry(2))
    assert ids(board) == ["afn/3", "afn/2", "afn/1"]


def test_a_change_moves_an_incident_up() -> None:
    """A new state of an incident takes the place of the old one."""
    board = board_of(entry(1), entry(2))
    board.put(entry(1, minutes=9, killed=4))
    assert ids(board) == ["afn/1", "afn/2"]
    found = board.get("afn/1")
    assert found is not None
    assert found.card.chips[0].best == 4
    assert len(board) == 2


def test_what_is_removed_is_gone() -> None:
    """A removed incident is in no list and under none of its items; to remove it again does nothing."""
    board = board_of(entry(1), entry(2))
    assert board.remove("afn/1")
    assert not board.remove("afn/1")
    assert ids(board) == ["afn/2"]
    assert board.get("afn/1") is None
    assert board.incidents_of("afn/1") == ()
    assert board.incidents_of("afn/both") == ("afn/2",)


def test_the_longest_unchanged_are_left_out() -> None:
    """Over the limit the incident that changed longest ago goes; how many have no room is known."""
    board = board_of(entry(2), entry(1), limit=2)
    assert board.left_out == 0
    board.put(entry(3))
    assert ids(board) == ["afn/3", "afn/2"]
    assert board.left_out == 1
    board.put(entry(1, minutes=9))
    assert ids(board) == ["afn/1", "afn/3"]
    assert board.left_out == 1
    board.remove("afn/2")
    assert board.left_out == 0


def test_sorted_by_toll_and_day() -> None:
    """The list can be sorted by number or by day of the event."""
    board = board_of(entry(1, killed=5), entry(2, killed=50, days=-3), entry(3, killed=7, days=2))
    assert ids(board, Filter(sort="toll")) == ["afn/2", "afn/3", "afn/1"]
    assert ids(board, Filter(sort="day")) == ["afn/3", "afn/1", "afn/2"]


def test_a_selection_follows_changes() -> None:
    """What is remembered of a filter is forgotten with a change."""
    board = board_of(entry(1, killed=5))
    wanted = Filter(min=5)
    assert ids(board, wanted) == ["afn/1"]
    board.put(entry(2, killed=6))
    assert ids(board, wanted) == ["afn/2", "afn/1"]
    board.remove("afn/1")
    assert ids(board, wanted) == ["afn/2"]


def test_only_some_selections_are_remembered() -> None:
    """However many filters are asked for, a few are remembered."""
    board = board_of(entry(1))
    for least in range(1, 3 * KEPT_SELECTIONS):
        ids(board, Filter(min=least))
    assert len(board._selections) == KEPT_SELECTIONS


def test_pages() -> None:
    """Fifty cards are a page; an empty list is one page; a page past the end is the last one."""
    assert [paged(range(number), 1, str).pages for number in (0, 1, PAGE, PAGE + 1)] == [1, 1, 1, 2]
    board = board_of(*(entry(number) for number in range(PAGE + 1)))
    broker = Condition(AT).shown(0)
    first = listing_of(board, Filter(), broker, AT)
    assert (len(first.cards), first.total, first.pages, first.previous_query) == (PAGE, PAGE + 1, 2, None)
    assert first.next_query == "page=2"
    last = listing_of(board, Filter(page=9), broker, AT)
    assert (len(last.cards), last.page, last.next_query, last.previous_query) == (1, 2, None, "")
    assert last.cards[0].id == "afn/0"


def test_a_list_says_what_it_leaves_out() -> None:
    """A page of a filter says how many incidents there are without it."""
    board = board_of(entry(1, killed=5), entry(2, killed=1))
    listing = listing_of(board, Filter(min=5), Condition(AT).shown(0), AT)
    assert (listing.total, listing.unfiltered, listing.query) == (1, 2, "min=5")
    assert "at_least = 5" in listing.rule


def related(number: int, **more: tuple[object, ...]) -> Entry:
    """Return an incident with what it has to do with others."""
    made = Incident(incident_id=f"afn/{number}", language="en", updated=AT + timedelta(minutes=number))
    return entry_of(made.model_copy(update=more), pack(b"{}"))


def test_what_an_item_names_is_found_by_its_key() -> None:
    """Until the incident says so no more."""
    item = Member(item_key="day/9", version=1, source="day.example", story_id="day/9", received=AT)
    gone = item.model_copy(update={"item_key": "day/8", "taken": "killed"})
    board = board_of(related(1, mentions=(item, gone)), related(2, mentions=(item,)))
    assert board.named_by("day/9") == ("afn/1", "afn/2")
    assert board.named_by("day/8") == ()
    assert board.incidents_of("day/9") == ()
    board.put(related(1))
    assert board.named_by("day/9") == ("afn/2",)


def test_an_incident_that_is_gone_is_found_where_its_items_are() -> None:
    """In the one that changed last."""
    board = board_of(related(2, moved_from=("gone/3",)), related(1, moved_from=("gone/3",)))
    assert board.merged_into("gone/3") == "afn/2"
    assert board.merged_into("gone/4") is None
    board.remove("afn/2")
    assert board.merged_into("gone/3") == "afn/1"
