"""NewsML-G2, NewsML 1 and NITF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas import PubStatus, WireItem
from streams.errors import EmptyItem, MalformedItem

LetIn = Callable[..., list[WireItem]]

G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"
guid="urn:newsml:agency.example:20260309:g-{n}" version="3"
  standard="NewsML-G2" standardversion="2.33" xml:lang="en">
  <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:agency"/>
    <versionCreated>2026-03-09T09:00:00+01:00</versionCreated>{meta}<pubStatus qcode="stat:{status}"/>
    <edNote>Corrects spelling.</edNote><edNote role="r:contacts"><p xmlns="http://www.w3.org/1999/xhtml">Desk: 12</p>
</edNote>
    <signal qcode="sig:correction"/></itemMeta>
  <contentMeta><urgency>4</urgency><by>By A. Clerk</by><dateline>HALVIK, March 9</dateline><language tag="en"/>
    <headline rank="3">Lesser line</headline><headline rank="1">Two   beekeepers honoured</headline>
<slugline>Orma-Beekeepers</slugline>
    <subject qcode="medtop:20009999"><name>award</name></subject></contentMeta>
  <contentSet>{content}</contentSet></newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>T</title></head>
<body><header><ul><li>Orma</li></ul></header><section class="main"><p>Two beekeepers were
 given <em>medals</em>.</p><p>The hall was full.</p><table><tr><td>a</td><td>b</td></tr></table></section></body></html>
</inlineXML>"""
NITF_CONTENT = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<body>
<body.head><hedline><hl1>Two beekeepers honoured</hl1></hedline></body.head><body.content>
<p>Two beekeepers were given medals.</p>
<p>The hall was full.</p><media><media-caption>A beehive</media-caption></media></body.content></body></nitf>
</inlineXML>"""
PLAIN = """<inlineData contenttype="text/plain">Two beekeepers were given medals.

The hall was full.</inlineData>"""
TEXT = "Two beekeepers were given medals.\n\nThe hall was full."


def g2(n: int = 1, *, meta: str = "", status: str = "usable", content: str = XHTML) -> str:
    """Return a news item."""
    return G2.format(n=n, meta=meta, status=status, content=content)


def test_a_g2_item_keeps_all_that_it_states(let_in: LetIn) -> None:
    """Guid, version, times, status, notes, signals, lines and subjects are read; the first headline is the headline."""
    (item,) = let_in(g2().encode())
    assert item.format == "newsml-g2"
    assert item.provenance.item_key == "agency/urn:newsml:agency.example:20260309:g-1"
    assert (item.provenance.version, item.urgency, item.language) == (3, 4, "en")
    assert item.provenance.version_created == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert (item.headline, item.byline, item.dateline) == ("Two beekeepers honoured", "By A. Clerk", "HALVIK, March 9")
    assert (item.slugline, item.subjects) == ("Orma-Beekeepers", ("award",))
    assert item.ednote == "Corrects spelling.\nDesk: 12"
    assert item.signals == ("correction",)


@pytest.mark.parametrize(("content", "expected"), [(XHTML, TEXT + "\n\na b"), (NITF_CONTENT, TEXT), (PLAIN, TEXT)])
def test_g2_content_comes_in_three_kinds(let_in: LetIn, content: str, expected: str) -> None:
    """XHTML without its page header, NITF without captions, and plain text give the same paragraphs."""
    assert let_in(g2(content=content).encode())[0].body == expected


def test_a_news_message_has_many_items(let_in: LetIn) -> None:
    """Each news item of the item set is an item; a package among them only points to them."""
    head = "<contentMeta><headline>P</headline></contentMeta>"
    package = f'<packageItem guid="p" version="1"><itemMeta/>{head}</packageItem>'
    items_set = f"<itemSet>{g2(1)}{g2(2)}{package}</itemSet>"
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">{items_set}</newsMessage>'
    items = let_in(message.encode())
    assert [item.provenance.item_id[-3:] for item in items] == ["g-1", "g-2"]


def test_an_empty_news_message_is_an_error(let_in: LetIn) -> None:
    """A heartbeat has no item."""
    with pytest.raises(EmptyItem):
        let_in(b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/></newsMessage>')


def test_a_g2_embargo_and_kill(let_in: LetIn) -> None:
    """`embargoed` is the embargo; the status canceled is a kill, with or without content."""
    (held,) = let_in(g2(meta="<embargoed>2026-03-10T12:00:00Z</embargoed>").encode())
    assert held.embargoed_until == datetime(2026, 3, 10, 12, tzinfo=UTC)
    (kill,) = let_in(g2(status="canceled", content="").encode())
    assert kill.pubstatus is PubStatus.CANCELED


def test_a_link_that_retracts_kills_its_target(let_in: LetIn) -> None:
    """An item that says it retracts another gives a kill under the other's key."""
    link = '<link rel="irel:retracts" residref="urn:newsml:agency.example:20260308:old"/>'
    _, kill = let_in(g2(meta=link).encode())
    assert kill.provenance.item_key == "agency/urn:newsml:agency.example:20260308:old"
    assert kill.pubstatus is PubStatus.CANCELED


NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="fr"><head><title>Titre</title>
<tobject><tobject.subject tobject.subject.matter="Marine"/></tobject>
<docdata management-status="usable"><doc-id regsrc="agence" id-string="F-77"/><urgency ed-urg="2"/>
<date.issue norm="20260309T080000Z"/><date.release norm="{release}"/><ed-msg info="Change le titre"/>
<du-key key="phare" version="4"/><key-list><keyword key="phare-orma"/></key-list></docdata></head>
<body><body.head><hedline><hl1>Un phare r&eacute;par&eacute;</hl1><hl2>Suite</hl2></hedline>
<byline>Par <person>X. Y</person><byttl>Agence</byttl>
</byline>
<dateline><location>ORMA</location>
<story.date norm="20260309T070000Z">9 mars</story.date></dateline></body.head>
<body.content><block class="lead_paragraph"><p>Un.</p></block><block class="full_text"><p>Un.</p><p>Deux.</p></block>
</body.content>
<body.end><tagline>fin</tagline></body.end></body></nitf>"""


def test_a_nitf_story_keeps_all_that_it_states(let_in: LetIn) -> None:
    """Id, registrar, version, status, urgency, lines and note are read; a repeated lead paragraph is left out."""
    (item,) = let_in(NITF.format(release="20260309T080000Z").encode())
    assert item.provenance.item_key == "agence/F-77"
    assert (item.provenance.version, item.urgency, item.language) == (4, 2, "fr")
    assert (item.headline, item.byline, item.dateline) == ("Un phare réparé", "Par X. Y Agence", "ORMA")
    assert (item.slugline, item.subjects, item.ednote) == ("phare-orma", ("Marine",), "Change le titre")
    assert item.body == "Un.\n\nDeux."
    assert item.embargoed_until is None


def test_a_nitf_release_after_its_issue_is_an_embargo(let_in: LetIn) -> None:
    """A release date that only repeats the date of issue holds nothing back."""
    (item,) = let_in(NITF.format(release="20260310T080000Z").encode())
    assert item.embargoed_until == datetime(2026, 3, 10, 8, tzinfo=UTC)


NEWSML_1 = """<NewsML><NewsEnvelope/><NewsItem xml:lang="en"><Identification><NewsIdentifier>
<ProviderId>agency.example</ProviderId>
<DateId>20260309</DateId><NewsItemId>m-1</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:agency.example:20260309:m-1:2N</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20260309T070000Z</FirstCreated><ThisRevisionCreated>20260309T080000Z</ThisRevisionCreated>
<Status FormalName="{status}"/><StatusWillChange><FutureStatus FormalName="Usable"/>
<DateAndTime>20260310T080000Z</DateAndTime>
</StatusWillChange><Urgency FormalName="3"/></NewsManagement><NewsComponent><NewsLines>
<HeadLine>Two beekeepers honoured</HeadLine>
<SlugLine>Orma</SlugLine></NewsLines><ContentItem><DataContent><p>Two beekeepers were given medals.</p>
<p>The hall was full.</p>
</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def test_a_newsml_1_item_is_the_same_item_in_every_revision(let_in: LetIn) -> None:
    """The revision is the version and no part of the id."""
    (item,) = let_in(NEWSML_1.format(status="Usable").encode())
    assert item.provenance.item_key == "agency.example/urn:newsml:agency.example:20260309:m-1"
    assert (item.provenance.version, item.urgency, item.headline) == (2, 3, "Two beekeepers honoured")
    assert item.body == TEXT


def test_a_newsml_1_embargo_ends_when_its_status_will_change(let_in: LetIn) -> None:
    """Embargoed until the status becomes usable."""
    (item,) = let_in(NEWSML_1.format(status="Embargoed").encode())
    assert (item.pubstatus, item.embargoed_until) == (PubStatus.USABLE, datetime(2026, 3, 10, 8, tzinfo=UTC))


G2_HEADLINE = (
    '<newsItem guid="urn:a:1" version="1"><itemMeta>{meta}</itemMeta>'
    "<contentMeta><headline>H</headline></contentMeta></newsItem>"
)


@pytest.mark.parametrize(
    "meta",
    [
        '<pubStatus qcode="stat:usable"/><pubStatus qcode="stat:canceled"/>',
        "<embargoed>2020-01-01T00:00:00Z</embargoed><embargoed>2030-01-01T00:00:00Z</embargoed>",
    ],
)
def test_an_item_that_contradicts_itself_is_refused(let_in: LetIn, meta: str) -> None:
    """Of two statuses or embargoes each could be meant."""
    value = G2_HEADLINE.format(meta=meta)
    with pytest.raises(MalformedItem, match="more than once"):
        let_in(value.encode(), {"wf-provider": "p"})


def test_an_embargo_without_a_time_holds(let_in: LetIn) -> None:
    """An empty `embargoed` says that the item may not go out, and not when it may."""
    value = G2_HEADLINE.format(meta="<embargoed/>")
    assert "embargo" in let_in(value.encode(), {"wf-provider": "p"})[0].signals
