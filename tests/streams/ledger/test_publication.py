"""What is published of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas import encode
from streams.ledger import Book, published
from streams.ledger.book import new_incident
from streams.ledger.history import MAX_TOLD
from streams.ledger.publication import MAX_CLAIMS, MAX_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import LinkedClaims


def entered(puts: Iterable[LinkedClaims]) -> Book:
    """Return the book of an incident to which these are put."""
    book: Book | None = None
    for put in puts:
        book = book or Book(new_incident(put))
        book.enter(put)
    assert book is not None
    return book


def grown(claims: Any, items: int, *, numbers: int = 1) -> Book:
    """Return an incident of so many items with a claim each."""
    figures = [
        claims.figure(900 if number == 1 else 7 + number % numbers, says=f"speaker {number}") for number in range(items)
    ]
    return entered(claims.put(f"outlet/{number}", [figure], hours=number / 60) for number, figure in enumerate(figures))


def test_a_small_incident_is_published_whole(claims: Any) -> None:
    """Up to the bound, with how many claims, items and changes it has."""
    grown_book = grown(claims, MAX_CLAIMS)
    assert MAX_CLAIMS == MAX_MEMBERS
    told, book = published(grown_book), grown_book.whole()
    assert (told.claims, told.members) == (book.claims, book.members)
    assert (told.claim_count, told.member_count, told.change_count) == (60, 60, len(book.history))


def test_of_a_large_incident_what_decides_and_what_is_newest_is_published(claims: Any) -> None:
    """The claims that a toll names, as its own or as one that lost; the first item; all keys of items."""
    grown_book = grown(claims, 100)
    told, book = published(grown_book), grown_book.whole()
    assert (len(told.claims), told.claim_count) == (MAX_CLAIMS, 100)
    assert (len(told.members), told.member_count) == (MAX_MEMBERS, 100)
    held = {f"{claim.item_key}#{claim.figure.id}" for claim in told.claims}
    (toll,) = told.tolls.values()
    assert held >= set(toll.basis) | {other.claim for other in toll.others}
    assert "outlet/1#f0" in held
    assert told.claims[-1] == book.claims[-1]
    assert list(told.claims) == [claim for claim in book.claims if claim in told.claims]
    assert told.members[0] == book.members[0]
    assert list(told.members) == [member for member in book.members if member in told.members]
    assert told.items == book.items


def test_the_newest_changes_are_published_without_their_claims(claims: Any) -> None:
    """Their numbers stay."""
    grown_book = entered(
        claims.put("outlet/1", [claims.figure(7 + number % 2)], version=number + 1, hours=number)
        for number in range(MAX_TOLD + 5)
    )
    told, book = published(grown_book), grown_book.whole()
    assert (len(told.history), told.change_count) == (MAX_TOLD, MAX_TOLD + 5)
    for change, kept in zip(told.history, book.history[-MAX_TOLD:], strict=True):
        assert (change.before, change.after, change.at) == (kept.before, kept.after, kept.at)
        assert change.now is not None
        assert kept.now is not None
        assert change.now == kept.now.model_copy(update={"basis": (), "others": ()})


def test_the_record_of_an_incident_stops_growing(claims: Any) -> None:
    """But for the keys of its items."""
    sizes = [len(encode(published(grown(claims, items)))) for items in (80, 140)]
    assert sizes[1] - sizes[0] < 60 * 60
