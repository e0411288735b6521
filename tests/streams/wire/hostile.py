"""Records that are broken, forged or meant to do harm, each with what must become of it. All text is invented."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Fate = Literal["refused", "held", "read", "remarked"]
"""Refused whole; let in but not to be published; read as it is; read with a remark on what is wrong."""

XML: Final = "application/xml"
JSON: Final = "application/json"
TEXT: Final = "text/plain"
HTML: Final = "text/html"
WIRE: Final = "application/x-iptc7901"
STORY: Final = "Two people were hurt on Monday when a crane fell at the harbour of Tarn, officials said."
LONG: Final = "\n\n".join([STORY] * 5)
FAR: Final = 400


@dataclass(frozen=True, slots=True)
class Hostile:
    """A record and its fate."""

    name: str
    value: bytes
    fate: Fate = "refused"
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    shows: str | None = None
    """What the body of the item must have, where one is read."""


def g2(*, meta: str = "", body: str = f"<p>{STORY}</p>", head: str = "", status: str = "stat:usable") -> str:
    """Return a NewsML-G2 item."""
    stated = f'<pubStatus qcode="{status}"/>' if status else ""
    return (
        f'{head}<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:tarn.example:1" version="3">'
        f"<itemMeta><versionCreated>2026-03-09T10:00:00Z</versionCreated>{stated}{meta}</itemMeta>"
        "<contentMeta><headline>Crane falls</headline></contentMeta><contentSet>"
        f'<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html></inlineXML>'
        "</contentSet></newsItem>"
    )


def newsml_1(*, status: str = "Usable", change: str = "", head: str = "", text: str = STORY) -> str:
    """Return a NewsML 1 document."""
    return (
        f"{head}<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>tarn.example</ProviderId>"
        "<DateId>20260309</DateId><NewsItemId>1</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>"
        f'<NewsManagement><Status FormalName="{status}"/>{change}</NewsManagement>'
        f"<NewsComponent><ContentItem><DataContent><p>{text}</p></DataContent></ContentItem></NewsComponent>"
        "</NewsItem></NewsML>"
    )


def nitf(*, docdata: str = "", head: str = "", body: str = f"<p>{STORY}</p>", attributes: str = "") -> str:
    """Return a NITF document."""
    return (
        f'{head}<nitf><head><docdata {attributes}><doc-id id-string="A-1" regsrc="tarn"/>'
        f'<date.issue norm="20260309T100000Z"/>{docdata}</docdata></head>'
        f"<body><body.head><hedline><hl1>Crane falls</hl1></hedline></body.head><body.content>{body}</body.content>"
        "</body></nitf>"
    )


def rss(*items: str, head: str = "") -> str:
    """Return a feed."""
    return f"{head}<rss version='2.0'><channel><link>https://tarn.example/</link>{''.join(items)}</channel></rss>"


def entry(text: str = STORY, *, more: str = "") -> str:
    """Return an entry of a feed."""
    return f"<item><title>Crane</title><guid>g-1</guid><description>{text}</description>{more}</item>"


def atom(text: str = STORY, *, head: str = "") -> str:
    """Return an Atom feed."""
    return (
        f"{head}<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>tag:tarn.example,2026:1</id><title>Crane</title>"
        f"<updated>2026-03-09T10:00:00Z</updated><content>{text}</content></entry></feed>"
    )


def ninjs(**fields: object) -> str:
    """Return a ninjs item."""
    item = {"uri": "urn:newsml:tarn.example:1", "version": "3", "headline": "Crane falls", "body_text": STORY}
    return json.dumps({**item, **fields})


def ours(**fields: object) -> str:
    """Return an item in our own envelope."""
    return json.dumps({"provider": "tarn", "item_id": "A-1", "headline": "Crane falls", "body": LONG, **fields})


def iptc(text: str = LONG, *, header: str = "tar0042 2 wi 60", trailer: str = "091205 Mar 26") -> str:
    """Return an IPTC 7901 message."""
    return f"\x01{header}\r\n\r\nCrane/\r\n\x02Crane falls =\r\n\r\n{text}\r\n\x03{trailer}\r\n\x04"


def anpa(
    text: str = STORY, *, first: str = "K4041\x1fisles", second: str = "u i\x13\x11BC-VO--Crane   03-09 0466"
) -> str:
    """Return an ANPA 1312 message."""
    return (
        f"\x16\x16\x01{first}\r\n{second}\r\n\x02^BC-VO--Crane,466<\r\n^Crane falls<\r\n\t   {text}\r\n"
        "\x03\t   VX-NY-03-09-26 1412EST<\r\n\x04"
    )


def page(inside: str = f"<p>{STORY}</p>", *, head: str = "") -> str:
    """Return a web page."""
    return f"<!doctype html><html lang='en'><head><title>Crane</title>{head}</head><body>{inside}</body></html>"


def zipped(content: bytes) -> bytes:
    """Return a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("story.txt", content)
    return held.getvalue()


LOGIN: Final = (
    "<html><head><title>Sign in</title></head><body><form><input name='u'><input type='password'></form></body></html>"
)
BOMB: Final = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE: Final = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER: Final = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://tarn.example/a.dtd"> %a;]>'
DECLARED: Final = '<?xml version="1.0" encoding="{}"?>'
NOISE: Final = bytes((number * 89 + number // 7 * 31) % 256 for number in range(2_000))
JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + NOISE
PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + NOISE
PDF: Final = b"%PDF-1.4\n1 0 obj\n<< /Length 2000 >>\nstream\n" + NOISE + b"\nendstream\n"


def _binary() -> Iterator[Hostile]:
    """Yield what is no text, under each content type and none."""
    kinds = {
        "gzip": gzip.compress(LONG.encode()),
        "zip": zipped(LONG.encode()),
        "zlib": zlib.compress(LONG.encode() * 20),
        "JPEG": JPEG,
        "PNG": PNG,
        "PDF": PDF,
        "noise": NOISE,
        "null bytes": b"\0" * 2_000,
        "an executable": b"\x7fELF\x02\x01\x01" + b"\0" * 9 + NOISE,
    }
    for name, value in kinds.items():
        for content_type in (None, TEXT, XML, JSON, WIRE, HTML):
            yield Hostile(f"{name} as {content_type}", value, content_type=content_type)
    for content_type in (XML, JSON):
        yield Hostile(f"words as {content_type}", STORY.encode(), content_type=content_type)


def _bytes() -> Iterator[Hostile]:
    """Yield texts with bytes that are not in the charset they should be in."""
    makers = {
        "text": (LONG, TEXT),
        "iptc7901": (iptc(), WIRE),
        "anpa": (anpa(LONG.replace("\n\n", "\r\n\t   ")), None),
        "nitf": (nitf(body=f"<p>{LONG}</p>"), XML),
        "newsml 1": (newsml_1(text=LONG), XML),
        "g2": (g2(body=f"<p>{LONG}</p>"), XML),
        "rss": (rss(entry(LONG)), XML),
        "atom": (atom(LONG), XML),
        "json": (ours(), JSON),
        "ninjs": (ninjs(body_text=LONG), JSON),
        "html": (page(f"<p>{LONG}</p>"), HTML),
    }
    for name, (text, content_type) in makers.items():
        whole = text.encode()
        middle = whole.replace(b"harbour", b"harb\x81ur", 1)
        mixed = text.replace("crane", "cr\u00e5ne").encode().replace(b"harbour", b"harb\x9dur", 1)
        western = text.replace("Tarn", "T\u00e4rn").encode("cp1252")
        cyrillic = text.replace(STORY, "\u041d\u0430 \u043f\u0440\u0438\u0441\u0442\u0430\u043d\u0438 " * 9)
        typed = {"content_type": content_type} if content_type else {}
        yield Hostile(f"a byte of no charset in {name}", middle, "remarked", shows="harb\ufffdur", **typed)
        yield Hostile(f"a bad byte in {name} in UTF-8", mixed, "remarked", shows="harb\ufffdur", **typed)
        yield Hostile(f"{name} in Windows-1252", western, "remarked", shows="T\u00e4rn", **typed)
        yield Hostile(f"{name} in an alphabet that nobody named", cyrillic.encode("koi8-r"), **typed)
        yield Hostile(f"every tenth byte of {name} is bad", _spoiled(whole, 10), **typed)
    wrong = LONG.replace("Tarn", "T\u00e4rn")
    yield Hostile(
        "UTF-8 said to be Latin-1", wrong.encode(), "remarked", f"{TEXT}; charset=iso-8859-1", shows="T\u00e4rn"
    )
    yield Hostile(
        "Latin-1 said to be UTF-8", wrong.encode("latin-1"), "remarked", f"{TEXT}; charset=utf-8", shows="T\u00e4rn"
    )
    yield Hostile("ASCII said to be UTF-16", LONG.encode(), "remarked", f"{TEXT}; charset=utf-16", shows="Tarn")
    yield Hostile(
        "UTF-8 said to be in a charset of no kind",
        wrong.encode(),
        "remarked",
        f"{TEXT}; charset=tarn-1",
        shows="T\u00e4rn",
    )
    yield Hostile(
        "Latin-1 said to be in a charset of no kind", wrong.encode("latin-1"), content_type=f"{TEXT}; charset=tarn-1"
    )
    yield Hostile("UTF-7", b"Crane falls +AOQ- harbour", content_type=f"{TEXT}; charset=utf-7")
    yield Hostile("UTF-16 without a mark", LONG.encode("utf-16-le"), content_type=TEXT)
    yield Hostile(
        "UTF-16 without a mark, Cyrillic",
        ("\u041d\u0430 \u043f\u0440\u0438\u0441\u0442 " * 20).encode("utf-16-le"),
        content_type=TEXT,
    )
    yield Hostile("a mark of UTF-16 before ASCII", b"\xff\xfe" + LONG.encode(), content_type=TEXT)
    yield Hostile("a mark of UTF-16 before XML in ASCII", b"\xff\xfe" + g2().encode(), content_type=XML)
    yield Hostile(
        "UTF-16 that ends in half a character", b"\xff\xfe" + LONG.encode("utf-16-le") + b"\x41", "remarked", TEXT
    )
    yield Hostile("UTF-8 cut within a character", (LONG + " T\u00e4").encode()[:-1], "remarked", TEXT, shows="T\ufffd")
    yield Hostile(
        "half a character in JSON",
        ours().replace("harbour", "harb\\ud83dur").encode(),
        "remarked",
        JSON,
        shows="harb\ufffdur",
    )
    yield Hostile(
        "XML in UTF-16 without a mark", (DECLARED.format("utf-16") + g2()).encode("utf-16-le"), "read", XML, shows=STORY
    )
    yield Hostile("JSON in UTF-16 without a mark", ours().encode("utf-16-be"), "read", JSON, shows=STORY)
    yield Hostile(
        "XML that says UTF-16 and is UTF-8", (DECLARED.format("utf-16") + g2()).encode(), "remarked", XML, shows=STORY
    )


def _spoiled(value: bytes, step: int) -> bytes:
    return b"".join(bytes((0x81,)) if n % step == step - 1 else value[n : n + 1] for n in range(len(value)))


def _xml() -> Iterator[Hostile]:
    """Yield XML that is unsafe, broken or no wire."""
    documents = {"g2": g2, "nitf": nitf, "newsml 1": newsml_1}
    for name, make in documents.items():
        yield Hostile(f"entities that multiply in {name}", make(head=BOMB).replace("Crane", "&d;").encode())
        yield Hostile(f"a file as an entity in {name}", make(head=OUTSIDE).replace("Crane", "&a;").encode())
        yield Hostile(f"a DTD of its own in {name}", make(head="<!DOCTYPE x [<!ELEMENT x ANY>]>").encode())
        yield Hostile(f"an encoding of no kind in {name}", (DECLARED.format("tarn-1") + make()).encode())
        yield Hostile(f"UTF-7 in {name}", (DECLARED.format("UTF-7") + make()).encode())
        yield Hostile(f"an end cut off in {name}", make().encode()[:-FAR])
        yield Hostile(f"two documents joined in {name}", (make() * 2).encode())
        yield Hostile(f"words before {name}", (STORY + make()).encode(), content_type=XML)
        yield Hostile(f"a script after {name}", (make() + "<script>x</script>").encode())
        yield Hostile(f"control characters in {name}", make().replace("Two", "\x07" * FAR).encode())
        yield Hostile(f"text with a null byte in {name}", make().replace("Two", "T\0wo").encode(), "read", shows="Two")
    yield Hostile("a parameter entity from the web", g2(head=PARAMETER.replace(".dtd", ".php")).encode())
    yield Hostile("entities in a feed", rss(entry("&d;"), head=BOMB).encode())
    yield Hostile("nested deep", g2(body="<div>" * 250 + "x" + "</div>" * 250).encode())
    yield Hostile("nested very deep", ("<a>" * 100_000).encode(), content_type=XML)
    yield Hostile("elements without number", g2(body="<b/>" * 310_000).encode())
    yield Hostile(
        "attributes without number", g2(body="<p " + " ".join(f'a{n}="1"' for n in range(9_000)) + "/>").encode()
    )
    yield Hostile(
        "a page to log in as XML", LOGIN.replace("<input name='u'>", "").replace("'>", "'/>").encode(), content_type=XML
    )
    yield Hostile("a page to log in as a feed", LOGIN.encode(), content_type="application/rss+xml")
    yield Hostile(
        "an error of a server as XML", b"<html><body><h1>502 Bad Gateway</h1></body></html>", content_type=XML
    )
    yield Hostile(
        "an error document",
        b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
        content_type=XML,
    )
    yield Hostile(
        "a SOAP fault",
        b"<Envelope><Body><Fault><faultstring>no</faultstring></Fault></Body></Envelope>",
        content_type=XML,
    )
    yield Hostile("an empty feed", rss().encode())
    yield Hostile("an item without content", b'<newsItem guid="urn:newsml:tarn.example:1" version="1"/>')
    yield Hostile("a feed that is cut in its first entry", rss(entry()).encode()[:120])
    yield Hostile("only a declaration", DECLARED.format("utf-8").encode(), content_type=XML)
    yield Hostile("only a document type", b"<!DOCTYPE nitf>", content_type=XML)
    yield Hostile("a comment without an end", b"<nitf><!-- " + b"x" * FAR, content_type=XML)
    yield Hostile("a CDATA section without an end", g2(body="<p><![CDATA[x").encode())
    yield Hostile("a processing instruction without an end", b"<?xml version='1.0'", content_type=XML)


def _status() -> Iterator[Hostile]:
    """Yield items whose status or embargo can't be read, contradicts itself or forbids publication."""
    twice = '<pubStatus qcode="stat:canceled"/>'
    yield Hostile("two statuses in g2", g2(meta=twice).encode())
    yield Hostile("an unknown status in g2", g2(status="stat:usabel").encode())
    yield Hostile("an unknown status in nitf", nitf(attributes='management-status="maybe"').encode())
    yield Hostile("an unknown status in newsml 1", newsml_1(status="Usabel").encode())
    yield Hostile("an unknown status in ninjs", ninjs(pubstatus="usabel").encode())
    yield Hostile("an unknown status in json", ours(pubstatus="live!").encode())
    yield Hostile("a status that is a list", ours(pubstatus=["usable", "canceled"]).encode())
    yield Hostile("a status that is a list in ninjs", ninjs(pubstatus=["usable"]).encode())
    yield Hostile("two statuses in json", ours(pubstatus="usable", status="canceled").encode())
    for name, make in (("json", ours), ("ninjs", ninjs)):
        for field_name, first, second in (
            ("pubstatus", "usable", "canceled"),
            ("embargoed", "2026-03-09T00:00:00Z", "2999-01-01T00:00:00Z"),
        ):
            doubled = make().replace("{", f'{{"{field_name}": "{first}", "{field_name}": "{second}", ', 1)
            yield Hostile(f"{field_name} twice in {name}", doubled.encode())
            yield Hostile(
                f"{field_name} in two cases in {name}",
                doubled.replace(f'"{field_name}"', f'"{field_name.title()}"', 1).encode(),
            )
            escaped = doubled.replace(f'"{field_name}"', f'"\\u00{ord(field_name[0]):x}{field_name[1:]}"', 1)
            yield Hostile(f"{field_name} twice, once escaped, in {name}", escaped.encode())
    yield Hostile("an embargo that is no date in g2", g2(meta="<embargoed>soon</embargoed>").encode())
    yield Hostile("an embargo without a date in g2", g2(meta="<embargoed/>").encode(), "held")
    yield Hostile(
        "two embargoes in g2",
        g2(meta="<embargoed>2026-03-09T00:00:00Z</embargoed><embargoed>2999-03-09T00:00:00Z</embargoed>").encode(),
    )
    yield Hostile("an embargo that is no date in ninjs", ninjs(embargoed="after the vote").encode())
    yield Hostile("an embargo that is no date in json", ours(embargoed_until="32.13.2026").encode())
    yield Hostile("an embargo in a zone that nobody knows", ours(embargoed_until="2026-03-10 06:00 XYZ").encode())
    yield Hostile("an embargo that is an object", ours(embargoed_until={"at": "2026-03-10"}).encode())
    yield Hostile("an embargo that is true", ours(embargo=True).encode())
    for name in ("PubStatus", "pub_status", "Pub-Status"):
        yield Hostile(f"a kill as {name}", ours(**{name: "canceled"}).encode(), "held")
    for name in ("embargoedUntil", "EMBARGOED", "embargoed-until"):
        yield Hostile(f"an embargo as {name}", ours(**{name: "2027-01-01T00:00:00Z"}).encode(), "held")
    yield Hostile("an embargo under another name", ours(embargoTime="2027-01-01T00:00:00Z").encode())
    yield Hostile(
        "an embargo in two spellings", ours(embargoedUntil="2027-01-01", embargoed_until="2026-01-01").encode()
    )
    yield Hostile(
        "a status in another case in g2", g2(status="", meta='<PubStatus qcode="stat:canceled"/>').encode(), "held"
    )
    yield Hostile("a status in another case in nitf", nitf(attributes='Management-Status="canceled"').encode(), "held")
    yield Hostile("a kill in json, said to be text", ours(pubstatus="canceled").encode(), "held", TEXT)
    yield Hostile("a kill in json, said to be a page", ours(pubstatus="canceled").encode(), "held", HTML)
    yield Hostile("a kill in g2, said to be text", g2(status="stat:canceled").encode(), "held", TEXT)
    yield Hostile(
        "a kill in nitf, said to be a page", nitf(attributes='management-status="killed"').encode(), "held", HTML
    )
    yield Hostile("an embargo that is true in ninjs", ninjs(embargoed=True).encode())
    yield Hostile("an embargo in nitf that is no date", nitf(docdata='<date.release norm="after the vote"/>').encode())
    change = '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>soon</DateAndTime></StatusWillChange>'
    yield Hostile("an embargo in newsml 1 that is no date", newsml_1(status="Embargoed", change=change).encode())
    yield Hostile("embargoed without a time in newsml 1", newsml_1(status="Embargoed").encode(), "held")
    yield Hostile("an embargo of the year 2999", ours(embargoed_until="2999-01-01T00:00:00Z").encode())
    yield Hostile("a note of an embargo", ours(ednote="STRICTLY EMBARGOED until the vote is over").encode(), "held")
    yield Hostile("a note that forbids use", iptc(f"(EDITORS: DO NOT USE)\r\n\r\n{LONG}").encode(), "held")
    yield Hostile("a kill of 7901", iptc().replace("Crane falls =", "KILL KILL KILL =").encode(), "held", WIRE)


def _json() -> Iterator[Hostile]:
    """Yield JSON that is broken or of no known kind."""
    item = ours()
    yield Hostile("an empty object", b"{}")
    yield Hostile("an empty list", b"[]")
    yield Hostile("a string", b'"Two people were hurt."', content_type=JSON)
    yield Hostile("a number", b"42", content_type=JSON)
    yield Hostile("null", b"null", content_type=JSON)
    yield Hostile("a list of numbers", b"[1, 2, 3]", content_type=JSON)
    yield Hostile("NaN", item.replace('"Crane falls"', "NaN").encode(), content_type=JSON)
    yield Hostile("infinity", item.replace('"Crane falls"', "-Infinity").encode(), content_type=JSON)
    yield Hostile("a trailing comma", item.replace("}", ",}").encode(), content_type=JSON)
    yield Hostile("comments", ("/* news */" + item).encode(), content_type=JSON)
    yield Hostile("single quotes", item.replace('"', "'").encode(), content_type=JSON)
    yield Hostile("an end cut off", item.encode()[:-FAR], content_type=JSON)
    yield Hostile("two objects joined", (item + item).encode(), content_type=JSON)
    yield Hostile("words after the object", (item + " and more").encode(), content_type=JSON)
    yield Hostile("lists nested deep", b"[" * 100_000, content_type=JSON)
    yield Hostile("objects nested deep", b'{"item":' * 5_000 + b"1" + b"}" * 5_000, content_type=JSON)
    yield Hostile("a body that is a list", ours(body=[STORY]).encode())
    yield Hostile("a body that is an object", ours(body={"en": STORY}).encode())
    yield Hostile("an id that is a list", ours(item_id=["A-1"]).encode())
    yield Hostile(
        "an id that is blank, and no address",
        json.dumps({"provider": "tarn", "item_id": " ", "body": LONG}).encode(),
        headers={"wf-uri": ""},
    )
    yield Hostile(
        "a provider that is blank",
        json.dumps({"provider": "", "item_id": "1", "body": LONG}).encode(),
        headers={"wf-provider": "", "wf-uri": ""},
    )
    yield Hostile("an error of a service", b'{"error": {"code": 401, "message": "invalid key"}}')
    yield Hostile("a text under a name of no kind", json.dumps({"id": "1", "title": "Crane", "prose": LONG}).encode())
    yield Hostile("a control character in a string", item.replace("Two", "T\x01wo").encode(), content_type=JSON)
    yield Hostile("a page as JSON", page().encode(), content_type=JSON)
    yield Hostile("a version beyond all numbers", ours(version=10**30).encode(), "remarked")
    yield Hostile("escapes of control characters", ours(body="\u0007" * FAR).encode())


def _teletype() -> Iterator[Hostile]:
    """Yield messages of teletypes that are cut, joined or flooded."""
    message = iptc()
    yield Hostile("a header alone", message.partition("\x02")[0].encode(), content_type=WIRE)
    yield Hostile(
        "a header without an end", f"\x01tar0042 2 wi 60\r\n{'x' * 5_000}\x02{LONG}\x03".encode(), content_type=WIRE
    )
    yield Hostile("no start of the text", message.replace("\x02", "").encode(), content_type=WIRE)
    yield Hostile("no text", iptc("").replace("Crane falls =", "").replace("Crane/", "").encode(), content_type=WIRE)
    yield Hostile(
        "a flood of control characters", ("\x01\x02" + "\x0e\x0f\x08" * 2_000 + message).encode(), content_type=WIRE
    )
    yield Hostile("nothing but starts of headers", b"\x01" * 3_000, content_type=WIRE)
    yield Hostile("nothing but starts of texts", b"\x01" + b"\x02" * 60, content_type=WIRE)
    yield Hostile("nothing but fillers", b"\x16" * 60 + b"\x7f" * 60, content_type=WIRE)
    yield Hostile("a message cut in its header", message.encode()[:20], content_type=WIRE)
    yield Hostile("ANPA cut in its header", anpa().encode()[:30])
    yield Hostile("ANPA without a header", b"\x16\x16\x01" + STORY.encode())
    yield Hostile("an empty text of ANPA", b"\x16\x16\x01K4041\x1fisles\r\nu i\x13\x11BC   03-09 0466\r\n\x02\x03")
    yield Hostile(
        "a header of ANPA that does not end", ("\x16\x16\x01K4041\x1fisles\r\nu i\x13\x11" + "x" * 9_000).encode()
    )


def _pages() -> Iterator[Hostile]:
    """Yield pages and texts that are no stories."""
    yield Hostile("a page to log in", LOGIN.encode())
    yield Hostile("a page to log in, said to be text", LOGIN.encode(), content_type=TEXT)
    for title in (
        "403 Forbidden",
        "Just a moment...",
        "Access Denied",
        "502 Bad Gateway",
        "Log in | Tarn",
        "Redirecting",
    ):
        yield Hostile(
            f"a page with the title {title}",
            page(f"<h1>{title}</h1><p>Ray 1.</p>").replace("Crane<", f"{title}<").encode(),
        )
    yield Hostile(
        "a story on a sign",
        page(f"<p>{LONG}</p>").replace("Crane<", "Forbidden signs at the harbour<").encode(),
        "read",
    )
    yield Hostile("an empty page", b"<html></html>")
    yield Hostile("a page without words", page("<div></div>").replace("<title>Crane</title>", "").encode())
    yield Hostile(
        "a page of scripts", page(f"<script>{'var a = 1;' * 99}</script>").replace("<title>Crane</title>", "").encode()
    )
    yield Hostile(
        "a page that asks for a check of the browser",
        page("<noscript>Enable JavaScript and cookies to continue</noscript>").encode(),
    )
    yield Hostile("blanks", b" \r\n\t " * 99)
    yield Hostile("a byte order mark alone", b"\xef\xbb\xbf")
    yield Hostile("zero-width characters alone", ("\u200b\u200d\ufeff" * 99).encode(), content_type=TEXT)
    yield Hostile("nothing", b"")
    yield Hostile("marks of direction alone", ("\u202e\u2066" * 99).encode(), content_type=TEXT)
    yield Hostile("an RTF document", b"{\\rtf1\\ansi " + LONG.encode() + b"}")
    yield Hostile("an old Word document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + LONG.encode())
    yield Hostile("a mail", f"Subject: Crane\r\n\r\n{LONG}".encode(), content_type="message/rfc822")
    yield Hostile("a picture", JPEG, content_type="image/jpeg")
    yield Hostile("PDF that begins as a page", b"<html>%PDF-1.4" + NOISE)
    yield Hostile("a gzip stream that begins as JSON", b'{"body": "' + gzip.compress(LONG.encode()))
    yield Hostile("an archive behind a page", page().encode() + zipped(LONG.encode() * 9) + NOISE)


def hostile_records() -> list[Hostile]:
    """Return all records."""
    makers = (_binary, _bytes, _xml, _status, _json, _teletype, _pages)
    return [record for make in makers for record in make()]
