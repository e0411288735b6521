"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAGE: Final = 50
"""Entries on a page of a list."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """A page of a list: its entries, its number, and the query strings of its neighbours."""

    entries: Sequence[T]
    total: int
    page: int
    pages: int
    next_query: str | None
    previous_query: str | None


def paged(found: Sequence[T], page: int, query: Callable[[int], str]) -> Paged[T]:
    """Return the page that is asked for; the last one where there are not so many. An empty list is one page.

    `query` gives the query string of a page.
    """
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages)
    return Paged(
        entries=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        page=page,
        pages=pages,
        next_query=query(page + 1) if page < pages else None,
        previous_query=query(page - 1) if page > 1 else None,
    )
