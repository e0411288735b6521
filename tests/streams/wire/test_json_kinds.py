"""JSON of others: feeds, search services, crawlers and the markup of pages are recognised, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from schemas import BodyKind, PubStatus, WireItem
from streams.errors import EmptyItem, MalformedItem
from streams.wire import Limits, parse_entries
from streams.wire.files import parse_files

LetIn = Callable[..., list[WireItem]]

TEXT = "Volunteers counted nine nests on the pond."
TIME = datetime(2026, 3, 9, 8, tzinfo=UTC)
KINDS: dict[str, Any] = {
    "json-feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Reeds",
        "language": "en",
        "items": [
            {
                "id": "1",
                "url": "https://reeds.example/herons",
                "title": "Herons nest again",
                "content_html": f"<p>{TEXT}</p>",
                "date_published": "2026-03-09T04:00:00-04:00",
                "authors": [{"name": "R. Sand"}, {"name": "T. Weir"}],
            }
        ],
    },
    "newsapi": {
        "status": "ok",
        "totalResults": 1,
        "articles": [
            {
                "source": {"id": None, "name": "Reeds"},
                "author": "R. Sand, T. Weir",
                "title": "Herons nest again",
                "description": "Short.",
                "url": "https://reeds.example/herons",
                "publishedAt": "2026-03-09T08:00:00Z",
                "content": f"{TEXT}… [+1200 chars]",
                "language": "en",
            }
        ],
    },
    "media-cloud": {
        "stories_id": 52,
        "url": "https://reeds.example/herons",
        "title": "Herons nest again",
        "publish_date": "2026-03-09 08:00:00",
        "text_content": TEXT,
        "language": "en",
        "author": "R. Sand, T. Weir",
    },
    "news-please": {
        "url": "https://reeds.example/herons",
        "title": "Herons nest again",
        "date_publish": "2026-03-09 08:00:00",
        "maintext": TEXT,
        "language": "en",
        "authors": ["R. Sand", "T. Weir"],
        "text": None,
    },
    "schema-org": {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "Reeds", "url": "https://reeds.example/"},
            {
                "@type": ["NewsArticle"],
                "headline": "Herons nest again",
                "articleBody": TEXT,
                "datePublished": "2026-03-09T08:00:00Z",
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://reeds.example/herons"},
                "inLanguage": "en",
                "author": [{"@type": "Person", "name": "R. Sand"}, {"name": "T. Weir"}],
            },
        ],
    },
    "reliefweb": {
        "totalCount": 1,
        "data": [
            {
                "id": "6180",
                "href": "https://api.reeds.example/v1/reports/6180",
                "fields": {
                    "title": "Herons nest again",
                    "body": TEXT,
                    "url": "https://reeds.example/herons",
                    "date": {"created": "2026-03-10T00:00:00Z", "original": "2026-03-09T08:00:00+00:00"},
                    "language": [{"code": "en"}],
                    "source": [{"name": "R. Sand"}, {"name": "T. Weir"}],
                },
            }
        ],
    },
    "guardian": {
        "response": {
            "status": "ok",
            "results": [
                {
                    "id": "nature/2026/herons",
                    "type": "article",
                    "webTitle": "Herons nest again",
                    "webUrl": "https://reeds.example/herons",
                    "webPublicationDate": "2026-03-09T08:00:00Z",
                    "fields": {"body": f"<p>{TEXT}</p>", "byline": "R. Sand, T. Weir", "lang": "en"},
                }
            ],
        }
    },
    "wordpress": [
        {
            "id": 7,
            "date": "2026-03-09T09:00:00",
            "date_gmt": "2026-03-09T08:00:00",
            "guid": {"rendered": "https://reeds.example/?p=7"},
            "status": "publish",
            "link": "https://reeds.example/herons",
            "title": {"rendered": "Herons nest again"},
            "content": {"rendered": f"<p>{TEXT}</p>", "protected": False},
            "excerpt": {"rendered": "<p>Short.</p>"},
            "_embedded": {"author": [{"name": "R. Sand"}, {"name": "T. Weir"}]},
        }
    ],
    "event-registry": {
        "articles": {
            "results": [
                {
                    "uri": "77",
                    "url": "https://reeds.example/herons",
                    "title": "Herons nest again",
                    "body": TEXT,
                    "dateTimePub": "2026-03-09T08:00:00Z",
                    "lang": "eng",
                    "authors": [{"name": "R. Sand"}, {"name": "T. Weir"}],
                    "source": {"uri": "reeds.example"},
                }
            ]
        }
    },
    "rss-json": {
        "title": "Herons nest again",
        "guid": "g-1",
        "link": "https://reeds.example/herons",
        "content:encoded": f"<p>{TEXT}</p>",
        "pubDate": "Mon, 09 Mar 2026 08:00:00 GMT",
        "creator": "R. Sand, T. Weir",
        "language": "en",
    },
}


@pytest.mark.parametrize("name", KINDS)
def test_the_json_of_others_is_read_whole(let_in: LetIn, name: str) -> None:
    """Text, headline, address, time and author are found under the names of each service."""
    (item,) = let_in(orjson.dumps(KINDS[name]))
    assert (item.format, item.headline, item.body, item.body_kind) == (name, "Herons nest again", TEXT, BodyKind.TEXT)
    assert (item.provenance.uri, item.provenance.published) == ("https://reeds.example/herons", TIME)
    assert (item.provenance.provider, item.byline) == ("reeds.example", "R. Sand, T. Weir")


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"rss-json", "wordpress"}])
def test_the_language_is_that_of_the_row_or_of_the_feed(let_in: LetIn, name: str) -> None:
    """A feed states it once for all its rows."""
    assert let_in(orjson.dumps(KINDS[name]))[0].language == "en"


def test_a_text_that_its_sender_cut_says_so(let_in: LetIn) -> None:
    """The sign of the cut is no part of the text; a summary in the place of the text has a remark too."""
    assert "1200 characters" in let_in(orjson.dumps(KINDS["newsapi"]))[0].remarks[0]
    row = {
        "url": "https://reeds.example/herons",
        "title": "T",
        "description": "Short.",
        "publishedAt": "2026-03-09",
        "content": "",
    }
    (item,) = let_in(orjson.dumps(row))
    assert (item.body, item.remarks) == ("Short.", ("the text is the summary of its sender",))


def test_what_decides_on_an_item_counts_in_every_kind(let_in: LetIn) -> None:
    """A status, an embargo and a version of our own names are read in the rows of others."""
    row = {**KINDS["media-cloud"], "pubstatus": "canceled", "version": 3, "embargoed_until": "2026-03-10T00:00:00Z"}
    (item,) = let_in(orjson.dumps(row))
    assert (item.pubstatus, item.provenance.version) == (PubStatus.CANCELED, 3)
    assert item.embargoed_until == datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "none"),
        ({"a": 1, "b": 2}, "'a', 'b'"),
        ({"docs": [{"abstract": "x"}]}, "'abstract'"),
        ({"id": "1", "url": "https://reeds.example/herons", "title": "T", "fulltext": "word " * 40}, "'fulltext'"),
        ({"provider": "p", "id": "1", "body": "b", "pubstatus": "usable", "status": "canceled"}, "two statuses"),
    ],
)
def test_an_unknown_kind_is_refused_by_name(let_in: LetIn, row: dict[str, Any], words: str) -> None:
    """A headline is not published in the place of a text that nobody found, and an empty object is nothing."""
    with pytest.raises(MalformedItem, match=words):
        let_in(orjson.dumps(row), {"wf-provider": "p", "wf-uri": "https://p.example/herons"})


@pytest.mark.parametrize(("length", "refused"), [(199, False), (200, True)])
def test_a_long_unknown_field_is_the_text(let_in: LetIn, length: int, *, refused: bool) -> None:
    """Shorter strings are names, labels and codes; the item is then a flash."""
    value = orjson.dumps({"id": "1", "url": "https://reeds.example/herons", "title": "T", "fulltext": "x" * length})
    if refused:
        with pytest.raises(MalformedItem):
            let_in(value)
    else:
        assert let_in(value)[0].body == "T"


@pytest.mark.parametrize(
    "second",
    ['"pubstatus": "canceled"', '"pubStatus": "canceled"', '"pub\\u0073tatus": "canceled"', '"embargoed_until": "x"'],
)
def test_a_field_that_decides_may_stand_once(let_in: LetIn, second: str) -> None:
    """Of two statuses in one object each could be meant, in whatever case or escape."""
    value = '{"provider": "p", "item_id": "1", "body": "b", "pubstatus": "usable", "embargoed_until": "2026-03-09", %s}'
    with pytest.raises(MalformedItem, match="twice"):
        let_in((value % second).encode())


def test_other_doubles_do_not_cost_the_item(let_in: LetIn) -> None:
    """A keyword list of a service may name one twice; rows of one list have the same names."""
    value = '[{"provider": "p", "item_id": "1", "body": "b", "k": 1, "k": 2, "pubstatus": "usable"}, %s]'
    other = '{"provider": "p", "item_id": "2", "body": "b", "pubstatus": "usable"}'
    assert len(let_in((value % other).encode())) == 2


def test_a_row_that_can_not_be_read_costs_itself() -> None:
    """The other rows of a list are items."""
    rows = [KINDS["media-cloud"], {"a": 1}, 3]
    entries = parse_entries(orjson.dumps(rows), {}, received=TIME, origin_partition=0, origin_offset=0, limits=Limits())
    assert [type(entry) for entry in entries] == [WireItem, MalformedItem, MalformedItem]


def test_an_empty_list_is_empty(let_in: LetIn) -> None:
    """A service that found nothing sends no item."""
    with pytest.raises(EmptyItem):
        let_in(b'{"status": "ok", "articles": []}')


def test_an_empty_object_in_a_file_is_refused(tmp_path: Any) -> None:
    """What is looked into as a file must say something, too."""
    (tmp_path / "x.json").write_bytes(b"{}")
    (answer,) = parse_files([tmp_path / "x.json"])
    assert not answer["ok"]


PAGE = (
    '<!doctype html><html><head><title>T | Reeds</title><script type="application/ld+json">{script}</script></head>'
    "<body><p>Text.</p></body></html>"
)


def test_a_page_says_in_its_json_ld_what_it_is(let_in: LetIn) -> None:
    """Where the head has no fields for them, headline, times, author and address are those of the linked data."""
    page = PAGE.replace("{script}", orjson.dumps(KINDS["schema-org"]).decode())
    (item,) = let_in(page.encode())
    assert (item.format, item.headline, item.byline, item.language) == (
        "html",
        "Herons nest again",
        "R. Sand, T. Weir",
        "en",
    )
    assert (item.provenance.uri, item.provenance.published) == ("https://reeds.example/herons", TIME)


@pytest.mark.parametrize("script", ["{", "[]", '{"@type": "Organization", "name": "Reeds"}', "3"])
def test_linked_data_that_says_nothing_costs_nothing(let_in: LetIn, script: str) -> None:
    """The page is read without it."""
    (item,) = let_in(PAGE.replace("{script}", script).encode(), {"wf-uri": "https://reeds.example/herons"})
    assert item.headline == "T | Reeds"


@pytest.mark.parametrize(("length", "refused"), [(299, True), (300, False)])
def test_a_page_that_only_asks_to_log_in_is_refused(let_in: LetIn, length: int, *, refused: bool) -> None:
    """A story with a field for a password in its menu has paragraphs; a log-in page has next to none."""
    page = f'<html><body><form><input name="p" type="password"></form><p>{"x" * length}</p></body></html>'
    if refused:
        with pytest.raises(MalformedItem, match="password"):
            let_in(page.encode(), {"wf-uri": "https://reeds.example/herons"})
    else:
        assert let_in(page.encode(), {"wf-uri": "https://reeds.example/herons"})


@pytest.mark.parametrize("held", ["items", "data", "content", "response"])
def test_a_kill_with_something_in_it_is_no_container(let_in: LetIn, held: str) -> None:
    """An object that states an id or a status is an item, whatever else it holds."""
    row = {
        "provider": "p",
        "item_id": "1",
        "pubstatus": "canceled",
        held: [{"headline": "Herons nest again", "body": TEXT}],
    }
    (item,) = let_in(orjson.dumps(row))
    assert (item.provenance.item_id, item.pubstatus) == ("1", PubStatus.CANCELED)


@pytest.mark.parametrize("status", ["draft", "private", "future", "trash"])
def test_a_post_that_is_not_out_is_withheld(let_in: LetIn, status: str) -> None:
    """What a system keeps to itself is not published; a headline's markup is none of its text."""
    (post,) = KINDS["wordpress"]
    (item,) = let_in(
        orjson.dumps({**post, "status": status, "title": {"rendered": "Herons &#8217;nest&#8217; <i>again</i>"}})
    )
    assert (item.pubstatus, item.headline) == (PubStatus.WITHHELD, "Herons ’nest’ again")


def test_other_names_of_a_time(let_in: LetIn) -> None:
    """Services of one form name the time of publication differently."""
    row = {
        "title": "T",
        "link": "https://reeds.example/herons",
        "content": TEXT,
        "published_date": "2026-03-09 08:00:00",
    }
    assert let_in(orjson.dumps(row))[0].provenance.published == TIME
