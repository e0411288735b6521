"""IPTC ninjs in its versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest

from schemas import PubStatus, WireItem

LetIn = Callable[..., list[WireItem]]

URI = "urn:newsml:agency.example:20260309:n-1"
STORY = "<p>The dam held.</p><p>Nobody was hurt.</p>"
NINJS_1 = {
    "uri": URI,
    "type": "text",
    "version": "4",
    "versioncreated": "2026-03-09T08:00:00Z",
    "firstcreated": "2026-03-09T07:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en",
    "headline": "Dam holds",
    "byline": "By B. Line",
    "ednote": "Updates with quotes.",
    "subject": [{"name": "disaster", "code": "03000000"}],
    "body_xhtml": STORY,
    "body_text": "The dam held. Nobody was hurt.",
    "associations": {"photo": {"uri": "urn:x:photo", "type": "picture", "headline": "A dam"}},
}
NINJS_2 = {
    "uri": URI,
    "version": "4",
    "versioncreated": "2026-03-09T08:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en",
    "by": "By B. Line",
    "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": "Dam holds"}],
    "subjects": [{"name": "disaster"}],
    "descriptions": [{"role": "summary", "value": "Short."}],
    "bodies": [
        {"role": "plain", "contenttype": "text/plain", "value": "The dam held. Nobody was hurt."},
        {"role": "web", "contenttype": "text/html", "value": STORY},
    ],
    "associations": [{"name": "photo", "uri": "urn:x:photo", "type": "picture"}],
}
NINJS_3 = {
    "uri": URI,
    "standard": {"name": "ninjs", "version": "3.0"},
    "version": "4",
    "versionCreated": "2026-03-09T08:00:00Z",
    "pubStatus": "usable",
    "urgency": 2,
    "language": "en",
    "by": "By B. Line",
    "headlines": [{"role": "main", "value": "Dam holds"}],
    "subjects": [{"name": "disaster"}],
    "bodies": [
        {
            "role": "nitf",
            "contentType": "text/vnd.IPTC.NITF",
            "value": f"<nitf><body><body.content>{STORY}</body.content></body></nitf>",
        }
    ],
}


@pytest.mark.parametrize("value", [NINJS_1, NINJS_2, NINJS_3])
def test_every_version_of_ninjs_says_the_same(let_in: LetIn, value: dict[str, object]) -> None:
    """Names changed between 1, 2 and 3; identity, times, headline and paragraphs come out alike."""
    (item,) = let_in(orjson.dumps(value), {"content-type": "application/json"})
    assert item.format == "ninjs"
    assert item.provenance.item_key == f"agency.example/{URI}"
    assert item.provenance.version == 4
    assert item.provenance.version_created == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert (item.headline, item.byline, item.language, item.urgency) == ("Dam holds", "By B. Line", "en", 2)
    assert item.body == "The dam held.\n\nNobody was hurt."
    assert item.subjects == ("disaster",)


def test_pictures_of_a_story_are_no_items(let_in: LetIn) -> None:
    """Associations belong to the story."""
    assert len(let_in(orjson.dumps(NINJS_1))) == 1


def test_an_embargo_is_read_under_both_names(let_in: LetIn) -> None:
    """`embargoed` of ninjs 1 and 2 and `embargoedUntil` of 3 are the same."""
    for name in ("embargoed", "embargoedUntil"):
        (item,) = let_in(orjson.dumps({**NINJS_1, name: "2026-03-10T00:01:00Z"}))
        assert item.embargoed_until == datetime(2026, 3, 10, 0, 1, tzinfo=UTC)


def test_a_canceled_item_is_a_kill(let_in: LetIn) -> None:
    """A ninjs kill may have nothing but uri, version and status."""
    (item,) = let_in(orjson.dumps({"uri": URI, "version": "5", "pubstatus": "canceled"}))
    assert (item.pubstatus, item.provenance.version) == (PubStatus.CANCELED, 5)


def test_a_web_address_for_uri_is_where_the_item_can_be_read(let_in: LetIn) -> None:
    """An http uri is id and address at once; its host is the provider."""
    (item,) = let_in(orjson.dumps({**NINJS_1, "uri": "https://wire.example/n/1"}))
    assert item.provenance.uri == "https://wire.example/n/1"
    assert item.provenance.item_key == "wire.example/https://wire.example/n/1"


def test_the_copyright_holder_stands_for_a_provider_that_no_address_names(let_in: LetIn) -> None:
    """A bare URN names nobody."""
    (item,) = let_in(orjson.dumps({**NINJS_1, "uri": "urn:uuid:1", "copyrightholder": "Agency Ltd"}))
    assert item.provenance.provider == "Agency Ltd"


def test_an_envelope_of_items_is_opened(let_in: LetIn) -> None:
    """Feeds wrap items as `data.items[].item`; each is an item of the record."""
    second = {**NINJS_1, "uri": f"{URI}-b"}
    items = let_in(orjson.dumps({"data": {"items": [{"item": NINJS_1}, {"item": second}]}}))
    assert [item.provenance.item_id for item in items] == [URI, f"{URI}-b"]


def test_the_id_beside_a_session_address_wins(let_in: LetIn) -> None:
    """Where the uri carries a customer's session, the item's own id stands among the other ids."""
    value = {**NINJS_1, "uri": "https://api.example/content/77?session=1", "altids": {"itemid": "77"}}
    assert let_in(orjson.dumps(value))[0].provenance.item_id == "77"


def test_without_a_body_the_description_is_the_text(let_in: LetIn) -> None:
    """A summary item is its longest description."""
    value = {key: held for key, held in NINJS_2.items() if key != "bodies"}
    assert let_in(orjson.dumps(value))[0].body == "Short."


@pytest.mark.parametrize("stated", [["kill"], "kill", {"code": "sig:kill"}, [{"name": "kill"}]])
def test_a_signal_is_read_in_every_form(let_in: LetIn, stated: object) -> None:
    """A kill may come as a word, an object or a list of either."""
    (item,) = let_in(orjson.dumps({"uri": "urn:a:1", "headline": "H", "signals": stated}), {"wf-provider": "p"})
    assert item.signals == ("kill",)


def test_a_headline_that_says_it_is_plain_text_keeps_its_signs(let_in: LetIn) -> None:
    """Any other is read as markup, of which the tags are none of it."""
    plain = {"contentType": "text/plain", "value": "Profit <5% at R&D firm"}
    markup = {"contentType": "text/html", "value": "Profit <b>up</b> at R&amp;D firm"}
    for headline, read in ((plain, "Profit <5% at R&D firm"), (markup, "Profit up at R&D firm")):
        value = {"uri": "https://paper.example/1", "headlines": [headline], "bodies": [{"value": "Text."}]}
        [item] = let_in(orjson.dumps(value))
        assert item.headline == read
