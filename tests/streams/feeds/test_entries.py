"""Which entries of a document are new."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.errors import EmptyItem, WireError
from streams.feeds import Delivery
from streams.feeds.entries import REMEMBERED, entries_of, new_entries, read_document, remembered
from streams.wire import Limits
from tests.streams.feeds.conftest import ONE, TWO, rss

AT = datetime(2026, 3, 9, tzinfo=UTC)


def entries(text: str) -> dict[str, str]:
    """Return the entries of a document."""
    delivery = Delivery(feed="f", provider="hills", value=text.encode(), received=AT)
    return entries_of(read_document(delivery, Limits()))


def changed(before: str, after: str) -> int:
    """Return how many entries are new in a document after another."""
    return new_entries(entries(before), entries(after))


def test_what_was_seen_is_not_new() -> None:
    """Order and what has fallen out don't matter."""
    assert changed(rss(ONE, TWO), rss(TWO, ONE)) == 0
    assert changed(rss(ONE, TWO), rss(TWO)) == 0


def test_an_entry_more_is_new() -> None:
    """And only that."""
    assert changed(rss(ONE), rss(TWO, ONE)) == 1


def test_an_entry_with_other_words_has_changed() -> None:
    """Its identity is the same."""
    assert changed(rss(ONE), rss((*ONE[:2], "Bridge open again"))) == 1


def test_an_id_that_changes_each_time_is_no_news() -> None:
    """The entry has its address."""
    assert changed(rss(ONE, TWO), rss(("x1", *ONE[1:]), ("x2", *TWO[1:]))) == 0


def test_entries_of_one_address_are_known_by_their_ids() -> None:
    """Software that gives the same address to all of them is common."""
    same = [(guid, "https://hills.example/live", f"{guid} o'clock") for guid in ("one", "two", "three")]
    assert len(entries(rss(*same))) == 3
    assert changed(rss(*same[:2]), rss(*same)) == 1


def test_a_time_that_changes_alone_is_no_news() -> None:
    """Some software writes the time of the request."""
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:a</id><title>Bridge closed</title>"
        "<updated>2026-03-09T12:00:00Z</updated><link href='https://hills.example/1'/></entry></feed>"
    )
    assert changed(atom, atom.replace("12:00", "12:05")) == 0


def test_a_deleted_entry_is_news() -> None:
    """It kills the item."""
    start = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
    entry = "<entry><id>urn:a</id><title>Bridge closed</title><link href='https://hills.example/1'/></entry>"
    deleted = "<at:deleted-entry ref='urn:a' when='2026-03-09T12:00:00Z'/>"
    assert changed(f"{start}{entry}</feed>", f"{start}{deleted}</feed>") == 1


def test_a_broken_entry_is_news_once() -> None:
    """It is to become a dead letter, but not at each poll."""
    broken = rss(ONE).replace("</channel></rss>", "<item><title>cut")
    assert changed(rss(ONE), broken) == 1
    assert changed(broken, broken) == 0


def test_what_is_no_document_is_refused() -> None:
    """A feed without entries is nothing, and neither is other XML."""
    with pytest.raises(EmptyItem):
        entries(rss())
    with pytest.raises(WireError):
        entries("<?xml version='1.0'?><note/>")


@pytest.mark.parametrize(("number", "kept"), [(REMEMBERED, True), (REMEMBERED + 1, False)])
def test_so_many_entries_are_remembered_besides_those_of_the_document(number: int, *, kept: bool) -> None:
    """The latest are kept."""
    seen = {f"e{place}": "x" for place in range(number)}
    found = remembered(seen, {"new": "y"})
    assert next(iter(found)) == "new"
    assert (f"e{number - 1}" in found) is kept
    assert len(found) == REMEMBERED + 1
