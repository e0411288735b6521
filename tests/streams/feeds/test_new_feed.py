"""A feed that is added by its address."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.feeds import new_name, parse_feeds, table_of


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.hills.example/feed", "hills-example"),
        ("http://127.0.0.1:8000/x", "127-0-0-1"),
        ("https://[::1]/x", "1"),
        ("no address", "feed"),
        (f"https://{'a' * 63}.example/", "a" * 60),
    ],
)
def test_a_feed_is_named_after_its_host(url: str, name: str) -> None:
    """The name fits a file."""
    assert new_name(url, ()) == name


def test_a_second_feed_of_a_host_gets_a_number() -> None:
    """And a third."""
    assert new_name("https://hills.example/b", {"hills-example"}) == "hills-example-2"
    assert new_name("https://hills.example/c", {"hills-example", "hills-example-2"}) == "hills-example-3"


@given(st.text(min_size=1, max_size=40, alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_is_written_such_that_it_is_read_back(text: str) -> None:
    """Quotes and backslashes don't break the file."""
    table = table_of("hills", {"kind": "poll", "provider": text, "every": None})
    assert tomllib.loads(table) == {"feeds": {"hills": {"kind": "poll", "provider": text}}}


def test_what_is_written_is_a_feed() -> None:
    """Tables may stand one after the other."""
    fields = {"kind": "poll", "url": "https://hills.example/feed", "provider": "hills", "page": True}
    assert list(parse_feeds((table_of("one", fields) + table_of("two", fields)).encode()).feeds) == ["one", "two"]
