"""A record of `wire.raw` comes out as items, or as one error that says what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import BodyKind, PubStatus
from streams.errors import EmptyItem, ItemTooLarge, MalformedItem, UnsafeMarkup, UnsupportedFormat, WireError
from streams.wire import Limits, parse_entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    LetIn = Callable[..., list[WireItem]]

ARRIVAL = datetime(2026, 3, 9, 12, tzinfo=UTC)
ENVELOPE = {
    "provider": "agency",
    "item_id": "A-1",
    "version": 2,
    "uri": "https://www.agency.example/a-1",
    "published": "2026-03-09T08:00:00Z",
    "version_created": "2026-03-09T09:30:00+01:00",
    "headline": "Two hurt in crane accident",
    "language": "en",
    "urgency": 3,
    "body": "A crane fell over.\n\nTwo people were hurt.",
}


def test_an_envelope_keeps_all_that_it_states(let_in: LetIn) -> None:
    """Provider, id, version, times, headline, language, urgency and body are those of the JSON object."""
    (item,) = let_in(orjson.dumps(ENVELOPE), {"content-type": "application/json"})
    assert item.provenance.item_key == "agency/A-1"
    assert item.provenance.version == 2
    assert item.provenance.version_created == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    assert item.provenance.published == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert item.provenance.source == "agency.example"
    assert (item.headline, item.language, item.urgency) == ("Two hurt in crane accident", "en", 3)
    assert item.body == ENVELOPE["body"]
    assert (item.provenance.origin.partition, item.provenance.origin.offset) == (3, 77)


def test_a_row_of_articles_is_an_item_of_its_host(let_in: LetIn) -> None:
    """The rows that `ingest` puts have a host for provider and source, and the arrival for version."""
    row = {
        "id": "r/1",
        "url": "http://www.town.example/x",
        "host": "town.example",
        "published": "2026-03-01",
        "title": "T",
        "text": "Body.",
    }
    (item,) = let_in(orjson.dumps(row))
    assert (item.provenance.provider, item.provenance.source, item.provenance.item_id) == (
        "town.example",
        "town.example",
        "r/1",
    )
    assert item.provenance.version == 1773057600000
    assert item.provenance.published == datetime(2026, 3, 1, tzinfo=UTC)
    assert (item.headline, item.body) == ("T", "Body.")


def test_plain_text_is_identified_by_its_address(let_in: LetIn) -> None:
    """Text states nothing: the address in the header gives id, provider and source."""
    (item,) = let_in(
        b"Headline\n\nText.", {"content-type": "text/plain", "wf-uri": "http://www.Town.example/a/?utm_source=x#top"}
    )
    assert item.provenance.item_key == "town.example/https://www.town.example/a"
    assert item.provenance.source == "town.example"
    assert (item.format, item.body, item.body_kind) == ("text", "Headline\n\nText.", BodyKind.TEXT)


def test_headers_win_over_what_is_stated(let_in: LetIn) -> None:
    """Provider and source of the headers, time of receipt and trace id are taken as given."""
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    (item,) = let_in(
        orjson.dumps(ENVELOPE),
        {
            "wf-provider": "desk",
            "wf-source": "Desk.example",
            "wf-received": "2026-03-09T10:00:00Z",
            "traceparent": f"00-{trace}-00f067aa0ba902b7-01",
        },
    )
    assert (item.provenance.provider, item.provenance.source) == ("desk", "desk.example")
    assert item.provenance.received == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    assert item.provenance.trace_id == trace


def test_the_trace_id_is_derived_from_the_bytes_where_none_is_given(let_in: LetIn) -> None:
    """The same bytes have the same trace id, other bytes another; an all-zero traceparent counts for none."""
    first = let_in(orjson.dumps(ENVELOPE))[0].provenance.trace_id
    again = let_in(orjson.dumps(ENVELOPE), {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"})[0].provenance.trace_id
    other = let_in(orjson.dumps({**ENVELOPE, "body": "Else."}))[0].provenance.trace_id
    assert first == again
    assert first != other
    assert len(first) == 32


def test_an_html_page_says_in_its_head_what_it_is(let_in: LetIn) -> None:
    """Canonical address, times, headline, author and language come from the head; the body is the whole page."""
    page = (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T | Site</title>'
        '<link rel="canonical" href="https://site.example/story"><meta property="og:title" content="The story">'
        '<meta property="article:published_time" content="2026-03-09T07:00:00Z">'
        '<meta property="article:modified_time" content="2026-03-09T08:00:00Z"><meta name="author" content="A. Writer">'
        "</head><body><p>Text.</p></body></html>"
    )
    (item,) = let_in(page.encode(), {"content-type": "text/html", "wf-uri": "https://site.example/story?utm_medium=x"})
    assert item.provenance.item_key == "site.example/https://site.example/story"
    assert item.provenance.version == 1773043200000
    assert (item.headline, item.byline, item.language) == ("The story", "A. Writer", "en-GB")
    assert item.body_kind is BodyKind.HTML
    assert item.body == page


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'{"item_id": "1", "provider": "p", "body": "b"}', "json"),
        (b'  [{"item_id": "1", "provider": "p", "body": "b"}]', "json"),
        (b"<!-- x --><!DOCTYPE html><html><body>b</body></html>", "html"),
        (b"<?xml version='1.0'?><rss><channel><item><guid>1</guid><title>b</title></item></channel></rss>", "rss"),
        (b"[Editor's note] b", "text"),
        (b"{curly} b", "text"),
        (b"\x01abc0001 4 pl 5\r\n\r\n\x02Head =\r\n\r\nText b.\r\n\x03091200 Mar 26\r\n\x04", "iptc7901"),
        (b'\xef\xbb\xbf{"item_id": "1", "provider": "p", "body": "b"}', "json"),
    ],
)
def test_without_a_content_type_the_first_bytes_decide(let_in: LetIn, value: bytes, expected: str) -> None:
    """The format is seen from the bytes where no header, or one that says nothing, names it."""
    headers = {"wf-provider": "p", "wf-uri": "https://p.example/1"}
    for stated in ({}, {"content-type": "application/octet-stream"}):
        assert {item.format for item in let_in(value, {**headers, **stated})} == {expected}


@pytest.mark.parametrize(
    ("value", "headers", "error", "words"),
    [
        (None, {}, EmptyItem, "tombstone"),
        (b"", {}, EmptyItem, "blank"),
        (b" \r\n\t", {}, EmptyItem, "blank"),
        (b'{"item_id": "1", "provider": "p", "body": ""}', {}, EmptyItem, "body"),
        (b'{"item_id": "1"', {"content-type": "application/json"}, MalformedItem, "not JSON"),
        (b'"text"', {"content-type": "application/json"}, MalformedItem, "str"),
        (b'{"item_id": "1", "provider": "p", "body": 3}', {}, MalformedItem, "'body'"),
        (b'{"item_id": ["1"], "provider": "p", "body": "b"}', {}, MalformedItem, "'item_id'"),
        (b'{"item_id": "1", "provider": "p", "body": "b", "signals": [1]}', {}, MalformedItem, "'signals'"),
        (b'{"item_id": "1", "body": "b"}', {}, MalformedItem, "wf-provider"),
        (b'{"provider": "p", "body": "b"}', {}, MalformedItem, "wf-uri"),
        (b"text", {}, MalformedItem, "wf-provider"),
        (b"text", {"wf-provider": "p"}, MalformedItem, "wf-uri"),
        (b"text", {"content-type": "video/mp4"}, UnsupportedFormat, "video/mp4"),
        (b"<a><b/></a>", {"content-type": "text/xml"}, UnsupportedFormat, "'a'"),
        (b"<rss><channel>", {"content-type": "text/xml"}, MalformedItem, "not well formed"),
        (b"\x80\x81\xfe\x00\x01garbage", {"content-type": "text/plain"}, MalformedItem, "not utf-8"),
        (b"text", {"wf-received": "soon", "wf-uri": "https://p.example/1"}, MalformedItem, "wf-received"),
        (b'{"item_id": "1", "provider": "p", "body": "b", "embargoed_until": "soon"}', {}, MalformedItem, "embargo"),
        (b'{"item_id": "1", "provider": "p", "body": "b", "pubstatus": "maybe"}', {}, MalformedItem, "maybe"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", {}, UnsafeMarkup, "DTD"),
        (b"<rss><channel/></rss>", {}, EmptyItem, "no item"),
    ],
)
def test_what_can_not_be_read_says_why(
    let_in: LetIn, value: bytes | None, headers: dict[str, str], error: type[WireError], words: str
) -> None:
    """Each kind of bad record has its error, whose message names the thing and the way out."""
    with pytest.raises(error) as raised:
        let_in(value, headers)
    assert words in str(raised.value)


def test_limits_are_kept(let_in: LetIn) -> None:
    """A record over the size and a feed of too many items are refused, with the setting's name."""
    feed = b"<rss><channel>" + b"<item><guid>1</guid><title>t</title></item>" * 3 + b"</channel></rss>"
    with pytest.raises(ItemTooLarge, match="max_item_bytes"):
        let_in(b"x" * 11, {"wf-uri": "https://p.example/1"}, limits=Limits(max_item_bytes=10))
    with pytest.raises(ItemTooLarge, match="max_feed_items"):
        let_in(feed, {"wf-provider": "p"}, limits=Limits(max_feed_items=2))


def test_a_body_of_one_character_and_ten_megabytes_in_one_line_are_items(let_in: LetIn) -> None:
    """Odd sizes are no error within the limits."""
    headers = {"wf-uri": "https://p.example/1"}
    assert let_in(b"x", headers)[0].body == "x"
    long = b"x " * 5_000_000
    assert len(let_in(long, headers, limits=Limits(max_item_bytes=10_000_000))[0].body) == 10_000_000


def test_an_unreadable_date_or_version_is_left_out_with_a_remark(let_in: LetIn) -> None:
    """A date that is none, other than an embargo, does not cost the item; the remark says what was left out."""
    (item,) = let_in(orjson.dumps({**ENVELOPE, "published": "yesterday-ish", "version": "final"}))
    assert item.provenance.published is None
    assert item.provenance.version == 1773045000000
    assert [remark.split()[0] for remark in item.remarks] == ["published", "version"]


@pytest.mark.parametrize(("hours", "kept"), [(24, True), (25, False)])
def test_a_time_far_ahead_is_left_out_with_a_remark(let_in: LetIn, hours: int, *, kept: bool) -> None:
    """A version of the year 2099 would supersede all others for ever; a day is left to clocks and zones."""
    ahead = ARRIVAL + timedelta(hours=hours)
    row = {name: value for name, value in ENVELOPE.items() if name != "version"}
    (item,) = let_in(orjson.dumps({**row, "version_created": ahead.isoformat()}))
    assert item.provenance.version_created == (ahead if kept else None)
    assert [remark.split(" and ")[0] for remark in item.remarks] == (
        [] if kept else ["version_created lies in the future"]
    )
    assert item.provenance.version == int((ahead if kept else ARRIVAL).timestamp() * 1000)


@pytest.mark.parametrize(
    ("rights", "named", "expected"),
    [
        ({}, "agency", "hub"),
        ({"hub": ("agency",)}, "agency", "agency"),
        ({"hub": ("agency",)}, "other", "hub"),
        ({"hub": ("*",)}, "other", "other"),
        ({"agency": ("hub",)}, "agency", "hub"),
    ],
)
def test_a_feed_speaks_for_the_providers_that_it_may(
    let_in: LetIn, rights: dict[str, tuple[str, ...]], named: str, expected: str
) -> None:
    """The header of the feed wins over the content, unless the settings let it carry that provider's items."""
    kill = orjson.dumps({"provider": named, "item_id": "A-1", "version": 3, "pubstatus": "canceled"})
    (item,) = let_in(kill, {"wf-provider": "hub"}, limits=Limits(provider_rights=rights))
    assert item.provenance.provider == expected


def test_a_record_that_names_no_feed_is_trusted_unless_the_settings_ask_for_one(let_in: LetIn) -> None:
    """By default content says whose it is; with the setting, a record without the header is refused."""
    assert let_in(orjson.dumps(ENVELOPE))[0].provenance.provider == "agency"
    with pytest.raises(MalformedItem, match="require_provider"):
        let_in(orjson.dumps(ENVELOPE), limits=Limits(require_provider=True))


def test_a_relative_address_belongs_to_that_of_the_header(let_in: LetIn) -> None:
    """A row that was taken from a page may name itself within its site."""
    (item,) = let_in(orjson.dumps({**ENVELOPE, "uri": "/news/1"}), {"wf-uri": "https://town.example/list"})
    assert item.provenance.uri == "https://town.example/news/1"


def test_a_flash_is_its_headline(let_in: LetIn) -> None:
    """An item with a headline and no text is accepted with the headline for text."""
    (item,) = let_in(orjson.dumps({**ENVELOPE, "body": " "}))
    assert item.body == ENVELOPE["headline"]


def test_a_kill_needs_no_body(let_in: LetIn) -> None:
    """A kill is an item of its own, with or without text."""
    (item,) = let_in(b'{"provider": "p", "item_id": "1", "version": 2, "pubstatus": "cancelled"}')
    assert (item.pubstatus, item.body) == (PubStatus.CANCELED, "")


def test_a_kill_of_another_story_is_an_item_of_that_story(let_in: LetIn) -> None:
    """A replacement whose note says to kill story X gives the replacement, and a kill under the key of X."""
    note = "Replaces an earlier item. EDITORS: please kill story A-0, which was sent in error."
    replacement, kill = let_in(orjson.dumps({**ENVELOPE, "ednote": note}))
    assert replacement.pubstatus is PubStatus.USABLE
    assert (kill.provenance.item_key, kill.pubstatus) == ("agency/A-0", PubStatus.CANCELED)
    assert kill.provenance.origin != replacement.provenance.origin


@pytest.mark.parametrize("named", ["A-1", "Crane-Accident-2"])
def test_a_kill_that_names_the_item_itself_kills_it(let_in: LetIn, named: str) -> None:
    """A note that names the item's own id or slug is no kill of another story."""
    row = {**ENVELOPE, "slugline": "Crane-Accident-2", "ednote": f"Please kill story {named}; it is wrong."}
    (kill,) = let_in(orjson.dumps(row))
    assert (kill.provenance.item_key, kill.pubstatus) == ("agency/A-1", PubStatus.CANCELED)


def test_ids_are_clean_and_bounded(let_in: LetIn) -> None:
    """Control and bidi characters leave ids; an over-long id is cut and stays different from others cut alike."""
    odd = "a\u202eb\x00c\td"
    (item,) = let_in(orjson.dumps({**ENVELOPE, "item_id": odd, "provider": "x/y\u2066"}))
    assert item.provenance.item_key == "x-y/abc d"
    first, second = (
        let_in(orjson.dumps({**ENVELOPE, "item_id": "n" * 5000 + end}))[0].provenance.item_id for end in "12"
    )
    assert first != second
    assert len(first) <= 512


def test_the_legacy_code_page_is_read_where_the_bytes_are_plausible(let_in: LetIn) -> None:
    """Windows-1252 without a charset is read; with a charset, that is what counts."""
    headers = {"wf-uri": "https://p.example/1"}
    assert let_in("Äpfel für Übermoos – „mehr als 30“".encode("cp1252"), headers)[0].body.endswith("30“")
    stated = {**headers, "content-type": "text/plain; charset=koi8-r"}
    assert let_in("Виноградник".encode("koi8-r"), stated)[0].body == "Виноградник"


def test_a_bad_entry_does_not_take_the_others_with_it() -> None:
    """Entries of a record are told apart: the good ones are items, the bad one is its own error."""
    rows = orjson.dumps(
        [ENVELOPE, {**ENVELOPE, "item_id": "A-2", "pubstatus": "maybe"}, {**ENVELOPE, "item_id": "A-3"}]
    )
    entries = parse_entries(
        rows,
        {},
        received=datetime(2026, 3, 9, tzinfo=UTC),
        origin_partition=0,
        origin_offset=0,
        limits=Limits(),
    )
    assert [isinstance(entry, WireError) for entry in entries] == [False, True, False]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (b"%PDF-1.4 and words", UnsupportedFormat),
        (b"{\\rtf1 words}", UnsupportedFormat),
        (b"PK\x03\x04words and words", UnsupportedFormat),
        (b"\x00" * 100 + b"words", MalformedItem),
        ("Two people were hurt".encode("utf-16-le"), MalformedItem),
        (b"<?xml version='1.0'?><html><body><p>Please log in.</p></body></html>", EmptyItem),
    ],
)
def test_what_only_looks_like_text_is_refused(let_in: LetIn, value: bytes, error: type[WireError]) -> None:
    """Documents, binary data and forms are no items, whatever words stand in them."""
    with pytest.raises(error):
        let_in(value, {"wf-uri": "https://p.example/1"})


@pytest.mark.parametrize(("controls", "refused"), [(5, False), (6, True)])
def test_text_may_have_some_control_characters(let_in: LetIn, controls: int, *, refused: bool) -> None:
    """One in twenty is the most."""
    value = b"x" * (100 - controls) + b"\x08" * controls
    if refused:
        with pytest.raises(MalformedItem, match="control"):
            let_in(value, {"wf-uri": "https://p.example/1"})
    else:
        assert let_in(value, {"wf-uri": "https://p.example/1"})
