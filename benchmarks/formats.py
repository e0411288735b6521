"""`python -m benchmarks.formats`: items a second and core that the intake parses, by format, on invented items.

Each format is given the same story of some 2,700 characters, as its agencies wrap it; a feed has 50 of them. The time
is that of the process, from bytes to `WireItem`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final

import orjson

from benchmarks.usage import explain_if_asked
from streams.wire import Limits, parse_record

SECONDS: Final = 1.0
RECEIVED: Final = datetime(2026, 3, 9, tzinfo=UTC)
SENTENCE: Final = "Two people were hurt on Monday when a crane fell at the harbour of Tarn, officials said. "
PARAGRAPHS: Final = tuple(SENTENCE * 3 for _ in range(10))
MARKED: Final = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
FEED_ENTRIES: Final = 50


def newsml_g2() -> bytes:
    """Return a news item with its usual metadata and XHTML content."""
    subjects = "".join(
        f'<subject type="cpnat:abstract" qcode="medtop:{n}"><name>Topic {n}</name></subject>' for n in range(12)
    )
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:a.example:1" version="3" xml:lang="en">'
        '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:A"/><versionCreated>2026-03-09T10:00:00Z'
        '</versionCreated><pubStatus qcode="stat:usable"/><signal qcode="sig:update"/><edNote>Adds quote.</edNote>'
        "</itemMeta>"
        f"<contentMeta><urgency>3</urgency><headline>Crane falls</headline>{subjects}</contentMeta><contentSet>"
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{MARKED}</body></html></inlineXML></contentSet></newsItem>"
    ).encode()


def ninjs() -> bytes:
    """Return a ninjs item with subjects, pictures and an XHTML body."""
    return orjson.dumps(
        {
            "uri": "urn:newsml:a.example:1",
            "version": "3",
            "versioncreated": "2026-03-09T10:00:00Z",
            "pubstatus": "usable",
            "urgency": 3,
            "headline": "Crane falls",
            "body_xhtml": MARKED,
            "subject": [{"code": f"medtop:{n}", "name": f"Topic {n}"} for n in range(12)],
            "associations": {f"picture{n}": {"uri": f"urn:p:{n}", "headline": "A crane"} for n in range(3)},
        }
    )


def nitf() -> bytes:
    """Return a NITF document."""
    data = '<doc-id id-string="A-1" regsrc="a"/><date.issue norm="20260309T100000Z"/>'
    return (
        f"<nitf><head><docdata>{data}</docdata></head><body><body.head><hedline><hl1>Crane falls</hl1></hedline>"
        f"</body.head><body.content>{MARKED}</body.content></body></nitf>"
    ).encode()


def rss() -> bytes:
    """Return a feed whose entries have their whole text."""
    entries = "".join(
        f"<item><title>Crane falls</title><guid>g-{n}</guid><link>https://a.example/{n}</link>"
        f"<pubDate>Mon, 09 Mar 2026 10:00:00 +0100</pubDate><description><![CDATA[{MARKED}]]></description></item>"
        for n in range(FEED_ENTRIES)
    )
    return f"<rss version='2.0'><channel><link>https://a.example/</link>{entries}</channel></rss>".encode()


def anpa() -> bytes:
    """Return an ANPA 1312 message."""
    story = "".join(f"\t   {text}\r\n" for text in PARAGRAPHS)
    return (
        "\x16\x16\x01K4041\x1fisles\r\nu i\x13\x11BC-VO--Crane   03-09 0466\r\n"
        f"\x02^BC-VO--Crane,466<\r\n^Crane falls<\r\n^By OLVA TRENN=\r\n{story}\x03\t   EX-NY-03-09-26 1412EST<\r\n\x04"
    ).encode()


def iptc7901() -> bytes:
    """Return an IPTC 7901 message."""
    story = "\r\n\r\n".join(PARAGRAPHS)
    return (
        f"\x01orv0042 2 wi 60\r\n\r\nCrane/\r\n\x02Crane falls =\r\n\r\n{story}\r\n\x03091205 Mar 26\r\n\x04".encode()
    )


def rate(value: bytes) -> float:
    """Return how many items a second of processor time come out of a record."""
    items = 0
    begun = time.process_time()
    while (spent := time.process_time() - begun) < SECONDS:
        items += len(
            parse_record(
                value,
                {"wf-provider": "a", "wf-uri": "https://a.example/"},
                received=RECEIVED,
                origin_partition=0,
                origin_offset=0,
                limits=Limits(),
            )
        )
    return items / spent


def main() -> None:
    """Print a line a format."""
    for make in (newsml_g2, ninjs, nitf, rss, anpa, iptc7901):
        value = make()
        print(f"{make.__name__:10} {len(value):8} bytes  {rate(value):8.0f} items/s")


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main()
