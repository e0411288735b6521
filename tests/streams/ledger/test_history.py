"""What is known of the changes of an incident's tolls."""

from __future__ import annotations

from datetime import timedelta

from schemas import Toll, TollChange
from streams.ledger.history import MAX_HISTORY, MAX_TOLD, History, Maker
from tests.streams.ledger.conftest import START


def toll(best: int) -> Toll:
    """Return a toll that rests on two claims."""
    return Toll(low=best, best=best, high=best, basis=(f"afn/{best}#f0", "sea/1#f0"))


def change(number: int, kind: str = "killed", item_key: str = "afn/1", *, taken: str | None = None) -> TollChange:
    """Return a change of a kind's toll from one less."""
    return TollChange(
        at=START + timedelta(hours=number),
        kind=kind,
        before=number - 1,
        after=number,
        cause="rose",
        item_key=item_key,
        version=number,
        taken=taken,
        was=toll(number - 1),
        now=toll(number),
    )


def test_all_of_a_change_is_kept() -> None:
    """As it was added."""
    changes = tuple(map(change, range(1, 6)))
    assert History(changes).all() == changes


def test_the_oldest_changes_go_first() -> None:
    """So many are kept, and so many of those are told."""
    history = History(map(change, range(1, MAX_HISTORY + 4)))
    assert (len(history), len(history.told)) == (MAX_HISTORY, MAX_TOLD)
    assert history.all()[0].version == 4
    assert [each.version for each in history.told] == list(range(MAX_HISTORY + 4 - MAX_TOLD, MAX_HISTORY + 4))


def test_what_is_told_has_the_numbers_and_not_their_claims() -> None:
    """Both before and after, and of a toll that was not there nothing."""
    first = change(1).model_copy(update={"was": None})
    told, later = History([first, change(2)]).told
    assert told.was is None
    assert later == change(2).model_copy(
        update={name: toll(best).model_copy(update={"basis": ()}) for name, best in (("was", 1), ("now", 2))}
    )


def test_the_latest_change_is_that_of_the_kind() -> None:
    """None where the kind has none."""
    history = History([change(1), change(2, "injured"), change(3)])
    assert history.latest("injured") == change(2, "injured")
    assert history.latest("missing") is None


def test_changes_are_found_by_what_made_them_with_the_one_before_of_their_kind() -> None:
    """Item, version, reason and decision must all be the same."""
    history = History([change(1), change(2, "injured"), change(3), change(3, "injured"), change(3, taken="killed")])
    found = list(history.made_by(Maker("afn/1", 3, None, None)))
    assert found == [(change(3), change(1)), (change(3, "injured"), change(2, "injured"))]
    assert list(history.made_by(Maker("afn/1", 1, None, None))) == [(change(1), None)]
    assert list(history.made_by(Maker("afn/1", 3, None, 7))) == []
