"""RSS and Atom: one record, many items; a broken or hostile feed is one error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas import PubStatus, WireItem
from streams.errors import MalformedItem, UnsafeMarkup

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
