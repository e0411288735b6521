"""RSS and Atom: one record, many items; a broken or hostile feed is one error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas import PubStatus, WireItem
from streams.errors import MalformedItem, UnsafeMarkup, UnsupportedFormat
from streams.wire import Limits, parse_entries
from streams.wire.feed_rescue import MAX_PIECES

ARRIVAL = datetime(2026, 3, 9, 12, tzinfo=UTC)
LetIn = Callable[..., list[WireItem]]

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>News</title><link>https://feed.example/</link><language>en-gb</language>
<item><title>Fire &amp; flood</title><link>https://feed.example/1</link><guid isPermaLink="false">g-1</guid>
  <pubDate>Mon, 09 Mar 2026 08:00:00 GMT</pubDate><dc:creator>R. Porter</dc:creator><category>World</category>
  <description>Short.</description><media:description>A picture of a very long caption that is no text of the item.
  </media:description>
  <content:encoded><![CDATA[<p>First paragraph&nbsp;here.</p><p>Second &lt;one&gt;.</p><script>x()</script>]]>
</content:encoded></item>
<item><title>Only a title</title><guid>https://feed.example/2</guid></item>
<item><title></title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="de">
<title>Feed</title><link rel="self" href="https://atom.example/feed"/>
<entry><id>tag:atom.example,2026:1</id><title type="html">Schnee &amp;amp; Eis</title>
  <link rel="enclosure" href="https://atom.example/a.mp3"/><link href="https://atom.example/1"/>
  <published>2026-03-09T08:00:00Z</published><updated>2026-03-09T09:00:00Z</updated><author><name>K. Berg</name>
</author>
  <summary>Kurz.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p>
</div></content>
</entry>
<at:deleted-entry ref="tag:atom.example,2026:0" when="2026-03-09T09:30:00Z"><at:comment>Withdrawn</at:comment>
</at:deleted-entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>R</title></channel>
<item rdf:about="https://rdf.example/1"><title>T</title><link>https://rdf.example/1</link><dc:date>2026-03-09</dc:date>
<description>&lt;p&gt;One.&lt;/p&gt;</description></item></rdf:RDF>"""


def test_an_rss_item_has_its_fullest_text(let_in: LetIn) -> None:
    """The encoded content is the body as paragraphs; guid, link, date, author, category and language are kept."""
    item, title_only = let_in(RSS.encode())
    assert item.body == "First paragraph here.\n\nSecond <one>."
    assert (item.headline, item.byline, item.language, item.subjects) == (
        "Fire & flood",
        "R. Porter",
        "en-gb",
        ("World",),
    )
    assert item.provenance.item_key == "feed.example/g-1"
    assert item.provenance.published == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert title_only.body == "Only a title"
    assert title_only.provenance.uri == "https://feed.example/2"
    assert [entry.provenance.origin.index for entry in (item, title_only)] == [0, 1]


def test_an_atom_entry_has_its_version_by_its_update(let_in: LetIn) -> None:
    """The time of update orders versions; XHTML content becomes paragraphs."""
    entry, _ = let_in(ATOM.encode())
    assert entry.provenance.version == 1773046800000
    assert entry.provenance.uri == "https://atom.example/1"
    assert (entry.format, entry.headline, entry.body, entry.language) == (
        "atom",
        "Schnee & Eis",
        "Eins.\n\nZwei.",
        "de",
    )


def test_a_deleted_atom_entry_is_a_kill(let_in: LetIn) -> None:
    """A tombstone of RFC 6721 takes the entry back."""
    _, kill = let_in(ATOM.encode())
    assert (kill.provenance.item_key, kill.pubstatus) == ("atom.example/tag:atom.example,2026:0", PubStatus.CANCELED)


def test_rss_1_is_read(let_in: LetIn) -> None:
    """Items of RDF stand beside the channel and are named by rdf:about."""
    (item,) = let_in(RDF.encode())
    assert (item.provenance.item_id, item.body) == ("https://rdf.example/1", "One.")
    assert item.provenance.published == datetime(2026, 3, 9, tzinfo=UTC)


def test_an_entry_without_id_and_link_is_named_by_its_text(let_in: LetIn) -> None:
    """The same text has the same id at every poll, another text another."""
    feed = "<rss><channel><item><title>{}</title></item></channel></rss>"
    ids = [let_in(feed.format(title).encode(), {"wf-provider": "p"})[0].provenance.item_id for title in "aab"]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "broken",
    [
        "<rss><channel><item><title>Salt & pepper&nbsp;mill</title><guid>1</guid></item></channel></rss>",
        "<rss><channel><item><title>Salt &amp; pepper mill</title><guid>1</guid><media:x/></item></channel></rss>",
        "\ufeff\n<rss><channel><item><title>Salt &amp; pepper mill</title><guid>1</guid></item></channel></rss>",
    ],
)
def test_the_usual_slips_of_feeds_are_forgiven(let_in: LetIn, broken: str) -> None:
    """Bare ampersands, HTML's character names, undeclared prefixes and blanks before the root do not cost the feed."""
    (item,) = let_in(broken.encode(), {"wf-provider": "p", "content-type": "application/rss+xml"})
    assert " ".join((item.headline or "").split()) == "Salt & pepper mill"


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("<rss><channel><item><title>x</channel></rss>", MalformedItem),
        ('<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>', UnsafeMarkup),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', UnsafeMarkup),
        ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://evil.example/"> %x;]><rss/>', UnsafeMarkup),
        ("<!-- c --> <!DOCTYPE rss [ ]><rss/>", UnsafeMarkup),
        ("<a>" * 100_000, UnsafeMarkup),
        ("<rss>" + "<a>" * 240 + "</a>" * 240 + "</rss>", UnsafeMarkup),
        ("<rss>" + "<a/>" * 400_000 + "</rss>", UnsafeMarkup),
    ],
)
def test_a_broken_or_hostile_feed_is_one_error(let_in: LetIn, value: str, error: type[Exception]) -> None:
    """Nothing is expanded, fetched or half read."""
    with pytest.raises(error):
        let_in(value.encode(), {"wf-provider": "p", "content-type": "application/rss+xml"})


def test_a_document_type_alone_is_passed_over(let_in: LetIn) -> None:
    """RSS 0.91 and NITF name a DTD; it is never loaded, and the item is read."""
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD" "http://nowhere.invalid/rss.dtd">'
    value = f"{doctype}<rss><channel><item><title>T</title></item></channel></rss>".encode()
    (item,) = let_in(value, {"wf-provider": "p"})
    assert item.headline == "T"


def rss(*entries: str, home: str = "https://n.example/") -> str:
    """Return an RSS feed of these entries."""
    return f"<rss><channel><title>N</title><link>{home}</link>{''.join(entries)}</channel></rss>"


def entry(title: str, **fields: str) -> str:
    """Return an entry of RSS with these child elements."""
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return f"<item><title>{title}</title>{inner}</item>"


@pytest.mark.parametrize("guid", ["", "<guid>N/A</guid>", "<guid> none </guid>", "<guid>0</guid>", "<guid>g-1</guid>"])
@pytest.mark.parametrize("link", ["", "<link>https://n.example</link>", "<link>https://n.example/all</link>"])
def test_entries_without_an_id_of_their_own_are_not_one_item(let_in: LetIn, guid: str, link: str) -> None:
    """One guid or one link for all entries names none of them; the same text is the same item at the next poll."""
    feed = rss(*(f"<item><title>Walk {number}</title>{guid}{link}</item>" for number in range(3))).encode()
    ids = [item.provenance.item_id for item in let_in(feed)]
    assert len(set(ids)) == 3
    assert ids == [item.provenance.item_id for item in let_in(feed)]


def test_an_address_of_its_own_names_an_entry_without_an_id(let_in: LetIn) -> None:
    """Where the guid is none, a link that no other entry has is the id, without what only tracks the reader."""
    feed = rss(entry("A", guid="N/A", link="http://n.example/a?utm_source=rss"), entry("B", link="https://n.example/b"))
    assert [item.provenance.item_id for item in let_in(feed.encode())] == ["https://n.example/a", "https://n.example/b"]


def test_two_versions_of_an_entry_in_one_feed_are_one_item(let_in: LetIn) -> None:
    """The same id and address at two times of update are versions, not entries that share an id by mistake."""
    entries = "".join(
        f'<entry><id>urn:a:1</id><title>T {hour}</title><link href="https://a.example/1"/><updated>2026-03-09T0{hour}:00:00Z'
        "</updated></entry>"
        for hour in (8, 9)
    )
    first, second = let_in(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode())
    assert first.provenance.item_id == second.provenance.item_id == "urn:a:1"
    assert first.provenance.version < second.provenance.version


@pytest.mark.parametrize(
    ("bases", "href", "expected"),
    [
        ('xml:base="https://b.example/lists/"', "../spring/a.html", "https://b.example/spring/a.html"),
        ('xml:base="https://b.example/lists/"', "https://c.example/a", "https://c.example/a"),
        ('xml:base="https://b.example/x/"><entry xml:base="y/"', "a", "https://b.example/x/y/a"),
    ],
)
def test_relative_addresses_are_made_absolute(let_in: LetIn, bases: str, href: str, expected: str) -> None:
    """`xml:base` counts from the inside out."""
    opened = bases if "<entry" in bases else f"{bases}><entry"
    inner = f'<id>1</id><title>T</title><link href="{href}"/>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" {opened}>{inner}</entry></feed>'
    assert let_in(feed.encode(), {"wf-provider": "p"})[0].provenance.uri == expected


def test_the_address_of_the_channel_stands_for_a_missing_base(let_in: LetIn) -> None:
    """RSS has no base of its own; a relative link belongs to the site."""
    assert let_in(rss(entry("A", link="/news/a")).encode())[0].provenance.uri == "https://n.example/news/a"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<content mode="base64" type="text/html">PHA+VHdvIG1pbGxzIGJ1cm5lZC48L3A+</content>', "Two mills burned."),
        ('<content type="application/octet-stream">VHdvIG1pbGxzIGJ1cm5lZC4=</content>', "Two mills burned."),
        ('<content type="image/png">VHdvIG1pbGxzIGJ1cm5lZC4=</content>', "T"),
        ('<content mode="base64">no base64!</content>', "T"),
        ('<content src="https://a.example/full.html" type="text/html"/><summary>Short.</summary>', "Short."),
        ("", "T"),
    ],
)
def test_content_in_base64_is_unpacked(let_in: LetIn, content: str, expected: str) -> None:
    """Text is unpacked, a picture has no words, content elsewhere is not fetched; a title alone is a flash."""
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title>{content}</entry></feed>'
    assert let_in(feed.encode(), {"wf-provider": "p"})[0].body == expected


def test_content_that_lies_elsewhere_gives_the_address(let_in: LetIn) -> None:
    """Where an entry has no link, the source of its content is its address."""
    content = '<content src="https://a.example/full.html" type="text/html"/>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title>{content}</entry></feed>'
    assert let_in(feed.encode())[0].provenance.uri == "https://a.example/full.html"


GOOD = entry("Good", guid="g", link="https://n.example/g", description="All is well.")


@pytest.mark.parametrize(
    ("feed", "refused"),
    [
        (
            "<br />\n<b>Notice</b>: The cache of the menu is full<br />\n<?xml version='1.0'?>" + rss(GOOD),
            0,
        ),
        (rss(GOOD) + "<!-- cached --><script>x()</script>", 0),
        (rss(GOOD, entry("Cut", description="Words words")).partition("Words")[0], 1),
        (rss(GOOD, "<item><title>Broken <b> tag</title></item>"), 1),
        (rss("<item><title>Broken <b> tag</title></item>", GOOD), 1),
        (rss("<item><title>Never closed</title>", GOOD), 1),
        ("<rss><channel><title>Bad <head</title>" + GOOD + "</channel></rss>", 0),
    ],
)
def test_what_is_broken_costs_itself_and_not_the_feed(feed: str, refused: int) -> None:
    """Words around a feed, a cut end and a broken entry leave the sound entries, with a remark."""
    entries = parse_entries(feed.encode(), {}, received=ARRIVAL, origin_partition=0, origin_offset=0, limits=Limits())
    (good,) = [found for found in entries if isinstance(found, WireItem)]
    assert (good.headline, good.body) == ("Good", "All is well.")
    assert good.remarks
    assert len([found for found in entries if isinstance(found, MalformedItem)]) == refused


def test_the_rescue_has_a_bound(let_in: LetIn) -> None:
    """A flood of broken entries is refused as a whole, at once."""
    flood = "<rss><channel>" + "<item><title>x</item>" * (MAX_PIECES + 1)
    with pytest.raises(MalformedItem, match="not well formed"):
        let_in(flood.encode(), {"wf-provider": "p"})


def test_a_broken_feed_with_entities_is_refused(let_in: LetIn) -> None:
    """The rescue reads no document type either."""
    value = "Warning!<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss(GOOD) + "</rss>"
    with pytest.raises(UnsafeMarkup):
        let_in(value.encode(), {"wf-provider": "p", "content-type": "text/xml"})


def test_a_single_bad_byte_is_read_with_a_remark(let_in: LetIn) -> None:
    """A byte of Windows-1252 in UTF-8 is that character; the rest stays UTF-8."""
    feed = rss(entry("Théâtre: Vélanne", guid="g", description="The singer’s train: QUOTE")).encode()
    (item,) = let_in(feed.replace(b"QUOTE", b"\x93late\x94"))
    assert (item.headline, item.body) == ("Théâtre: Vélanne", "The singer’s train: “late”")
    assert "2 bytes" in item.remarks[0]


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", None])
def test_a_feed_is_a_feed_whatever_its_server_calls_it(let_in: LetIn, content_type: str | None) -> None:
    """Servers send feeds as pages and as text."""
    (item,) = let_in(rss(GOOD).encode(), {"content-type": content_type} if content_type else {})
    assert item.format == "rss"


def test_a_page_sent_as_xml_is_refused(let_in: LetIn) -> None:
    """A log-in page where a feed should be is no item."""
    page = b"<?xml version='1.0'?><html><body><form>Log in</form></body></html>"
    with pytest.raises(UnsupportedFormat, match="web page"):
        let_in(page, {"content-type": "application/rss+xml", "wf-uri": "https://n.example/feed"})
