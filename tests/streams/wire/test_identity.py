"""Which item it is: addresses, ids, versions, providers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.wire.identity import canonical_uri, clean_id, clean_provider, host_of, stated_version


@pytest.mark.parametrize(
    "uri",
    [
        "https://site.example/a?id=3",
        "http://Site.example:80/a?id=3",
        "HTTPS://SITE.example:443/a/?utm_source=x&id=3&fbclid=1#top",
        " https://site.example/a?id=3\n",
    ],
)
def test_one_page_has_one_address(uri: str) -> None:
    """Scheme, case, default port, fragment, trailing slash and tracking parameters do not make another item."""
    assert canonical_uri(uri) == "https://site.example/a?id=3"


@pytest.mark.parametrize(
    "uri", ["https://site.example/a?id=4", "https://site.example/A", "https://site.example:8080/a"]
)
def test_other_pages_keep_addresses_of_their_own(uri: str) -> None:
    """Path, port and parameters that select content are kept."""
    assert canonical_uri(uri) == uri


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("https://www.Site.example/a", "site.example"),
        ("urn:newsml:agency.example:20260309:x-1", "agency.example"),
        ("tag:agency.example,2026:x", "agency.example"),
        ("https://münchen.example/", "xn--mnchen-3ya.example"),
        ("urn:uuid:1234", None),
        ("http://[::1", None),
        ("not a uri", None),
        ("http://exa mple/", None),
        (None, None),
    ],
)
def test_the_host_is_named_by_web_urn_and_tag(uri: str | None, host: str | None) -> None:
    """A web address, a newsml URN and a tag URI name a host; anything else names none."""
    assert host_of(uri) == host


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        (2, 2),
        ("2", 2),
        ("v3", 3),
        (" 4.0 ", 4),
        (5.0, 5),
        ("1.2", None),
        ("final", None),
        (-1, None),
        (2**63, None),
        (True, None),
        (None, None),
        (2.5, None),
        ("9" * 30, None),
        ([], None),
    ],
)
def test_a_version_is_a_number_or_none(stated: object, number: int | None) -> None:
    """Only what orders versions counts as stated."""
    assert stated_version(stated) == number


@given(st.text(max_size=3000))
def test_canonical_addresses_are_stable(uri: str) -> None:
    """Canonicalising twice is canonicalising once."""
    once = canonical_uri(uri)
    assert canonical_uri(once) == once


@given(st.text(max_size=3000))
def test_settled_names_are_bounded_and_flat(stated: str) -> None:
    """No id is over the limit or has a line break; no provider has a slash, which parts it from the id in the key."""
    item_id = clean_id(stated, 512)
    assert len(item_id) <= 512
    assert item_id == " ".join(item_id.split())
    assert "/" not in clean_provider(stated)
