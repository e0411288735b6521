"""Pages of the desk: what they show, and that text of a wire stays text."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from streams.desk.filters import Filter, parse_filter
from streams.desk.pages import render
from streams.desk.values import OtherIncident, Problem, StoryItem
from tests.streams.desk.pages import values
from tests.streams.desk.pages.conftest import AT, HOSTILE, listing_of
from tests.streams.desk.pages.elements import Elements

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.desk.values import AlertList, Broker, Card, IncidentList, IncidentPage

PAGES = ["incidents", "map", "incident", "article", "alerts", "health", "dead", "letter", "problem", "login"]


@pytest.fixture
def drawn(listing: IncidentList, page: IncidentPage, alerts: AlertList) -> dict[str, Callable[[], str]]:
    """Return all pages by name."""
    wrong = Problem(status=400, title="Wrong", detail="kind: unknown", field="kind")
    return {
        "incidents": lambda: render.incidents_page(listing, Filter()),
        "map": lambda: render.map_page(listing, Filter()),
        "incident": lambda: render.incident_page(page),
        "article": lambda: render.article_page(values.article()),
        "alerts": lambda: render.alerts_page(alerts),
        "health": lambda: render.health_page(values.health()),
        "dead": lambda: render.dead_page(values.letters()),
        "letter": lambda: render.dead_letter_page(values.letter()),
        "problem": lambda: render.problem_page(wrong),
        "login": lambda: render.login_page("Not the token."),
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_has_one_heading_and_a_place_to_skip_to(
    name: str, drawn: dict[str, Callable[[], str]]
) -> None:
    """Every element is closed; a screen reader finds title, heading and content."""
    elements = Elements(drawn[name]())
    assert elements.open == []
    assert len(elements.all("h1")) == 1
    assert [each["id"] for each in elements.all("main")] == ["main"]
    assert elements.all("html")[0]["lang"] == "en"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_script_or_style_of_its_own(name: str, drawn: dict[str, Callable[[], str]]) -> None:
    """The content security policy forbids both, so that none that a wire sends can run."""
    elements = Elements(drawn[name]())
    assert all(each.get("src", "").startswith("/static/") for each in elements.all("script"))
    assert elements.all("style") == []
    for _, attributes in elements.found:
        assert not [attribute for attribute in attributes if attribute == "style" or attribute.startswith("on")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_no_address_outside_the_desk(name: str, drawn: dict[str, Callable[[], str]]) -> None:
    """Nothing is fetched from elsewhere, and no link leads there."""
    for tag, attributes in Elements(drawn[name]()).found:
        for attribute in ("src", "href", "action"):
            assert (attributes.get(attribute) or "/").startswith(("/", "#", "?")), (tag, attributes)


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique(name: str, drawn: dict[str, Callable[[], str]]) -> None:
    """Links to a part of a page, and live changes, name it by its id."""
    ids = [attributes["id"] for _, attributes in Elements(drawn[name]()).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_hostile_headline_stays_text_on_all_pages(
    card: Card, page: IncidentPage, alerts: AlertList, broker: Broker
) -> None:
    """Tags, quotes and template syntax are shown as they are, control of direction is shut in, length is bounded."""
    bad = card.model_copy(update={"title": HOSTILE, "id": f"x/{HOSTILE}"})
    alert = alerts.alerts[0].model_copy(update={"text": HOSTILE, "quote": HOSTILE, "attribution": HOSTILE})
    drawn = [
        render.incidents_page(listing_of((bad,), broker), Filter()),
        render.map_page(listing_of((bad,), broker), Filter()),
        render.incident_page(page.model_copy(update={"card": bad, "outlets": (HOSTILE,)})),
        render.article_page(values.article(HOSTILE, item=f"x/{HOSTILE}")),
        render.alerts_page(alerts.model_copy(update={"alerts": (alert,)})),
        render.health_page(values.health(problem=HOSTILE, name=HOSTILE)),
        render.dead_page(values.letters(HOSTILE, query=urlencode({"q": HOSTILE}))),
        render.dead_letter_page(values.letter(HOSTILE)),
        render.problem_page(Problem(status=400, title="Wrong", detail=HOSTILE, field=HOSTILE)),
        render.incidents_page(listing_of((card,), broker), Filter(q='"><script>alert(3)</script>')),
    ]
    for each in drawn:
        elements = Elements(each)
        assert elements.open == []
        assert elements.all("img") == []
        assert all(found.get("src", "").startswith("/static/") for found in elements.all("script"))
        assert "alert(" in each
        assert "49" not in elements.words()
        assert each.count("<bdi") == each.count("</bdi>")


def test_a_headline_is_cut_where_it_is_longer_than_any_headline(card: Card, broker: Broker) -> None:
    """10,000 characters take no more room than 280."""
    bad = card.model_copy(update={"title": "word " * 2_000})
    drawn = render.incidents_page(listing_of((bad,), broker), Filter())
    assert len(drawn) < len(render.incidents_page(listing_of((card,), broker), Filter())) + 300


def test_control_characters_and_lone_surrogates_are_no_part_of_a_page(card: Card, broker: Broker) -> None:
    """HTML allows none of them, and UTF-8 can't say the latter."""
    bad = card.model_copy(update={"title": "a\x00b\x1bc\x9dd\ud800e\ufffff"})
    drawn = render.incidents_page(listing_of((bad,), broker), Filter())
    assert drawn.encode()
    assert "abcd\N{REPLACEMENT CHARACTER}ef" in drawn


def test_a_card_shows_title_place_day_tolls_and_sources(listing: IncidentList) -> None:
    """Low, best and high by kind; one outlet is one."""
    words = Elements(render.incidents_page(listing, Filter())).words()
    for expected in ("Toll of hill quake rises to 27", "Ak-Tektir , KG", "9 Mar 2026", "killed: 27, low 24, high 31"):
        assert expected in words
    assert "injured: 60 or more, low 60" in words
    assert "2 independent sources 3 stories 1 outlet changed 9 Mar 2026, 14:05 UTC , missing: rose" in words


def test_a_toll_without_interval_is_one_number(card: Card, broker: Broker) -> None:
    """Low and high that equal the best number are not repeated."""
    chip = card.chips[0].model_copy(update={"low": 27, "high": 27})
    words = Elements(
        render.incidents_page(listing_of((card.model_copy(update={"chips": (chip,)}),), broker), Filter())
    ).words()
    assert "killed: 27 killed 27" in words


def test_disputed_and_withdrawn_incidents_say_so(card: Card, broker: Broker) -> None:
    """Both are words, not colours alone."""
    disputed = card.model_copy(update={"disputed": True})
    gone = card.model_copy(update={"id": "x/2", "chips": (), "withdrawn": ("killed",)})
    words = Elements(render.incidents_page(listing_of((disputed, gone), broker), Filter())).words()
    assert "disputed" in words
    assert "killed: withdrawn" in words


def test_how_exactly_a_place_is_known_is_said_and_drawn(card: Card, broker: Broker) -> None:
    """A region is another circle than a town, and says so beside its name."""
    assert card.place is not None
    region = card.model_copy(update={"place": card.place.model_copy(update={"precision": "region"})})
    drawn = render.map_page(listing_of((region,), broker), Filter())
    assert next(each["class"] for each in Elements(drawn).all("circle")) == "spot region"
    assert "Ak-Tektir , KG region" in Elements(drawn).words()


def test_an_incident_without_coordinates_is_listed_and_counted_beside_the_map(card: Card, broker: Broker) -> None:
    """The map says how many it does not show."""
    assert card.place is not None
    unknown = card.model_copy(update={"place": card.place.model_copy(update={"lat": None, "lon": None})})
    drawn = render.map_page(listing_of((unknown,), broker), Filter())
    assert "1 incident of this page has no coordinates" in drawn
    assert card.title in drawn


def test_the_form_keeps_the_filter_that_the_list_is_under(listing: IncidentList) -> None:
    """Every filter is an address; the form shows what the address says."""
    wanted = parse_filter([("kind", "killed"), ("min", "5"), ("place", "Ak"), ("disputed", "true")])
    elements = Elements(render.incidents_page(listing, wanted))
    values = {each["name"]: each["value"] for each in elements.all("input")}
    assert values["min"] == "5"
    assert values["place"] == "Ak"
    chosen = [each["value"] for each in elements.all("option") if "selected" in each]
    assert chosen == ["killed", "true", ""]
    assert {each["name"] for each in elements.all("input") + elements.all("select")} == set(Filter.model_fields) - {
        "page"
    }


def test_a_broker_that_is_away_is_said_on_the_page(listing: IncidentList, broker: Broker) -> None:
    """What was read stays on the page, with the time since when the broker is silent, and why."""
    away = broker.model_copy(update={"condition": "away", "reason": "it <refuses>", "left_out": 3})
    words = Elements(render.incidents_page(listing.model_copy(update={"broker": away}), Filter())).words()
    assert "The broker has not answered since 9 Mar 2026, 14:05 UTC" in words
    assert "it <refuses>" in words
    assert "3 incidents are left out" in words
    assert "Toll of hill quake" in words


def test_records_that_are_not_ours_are_counted_on_the_page(listing: IncidentList, broker: Broker) -> None:
    """One record is one."""
    foreign = broker.model_copy(update={"foreign": {"wire.incidents.v1": 1}})
    page = render.incidents_page(listing.model_copy(update={"broker": foreign}), Filter())
    assert "1 record on wire.incidents.v1 is not" in page


def test_each_step_of_the_chart_leads_to_its_entry_below(page: IncidentPage) -> None:
    """A click needs no script: it is a link to the entry."""
    elements = Elements(render.incident_page(page))
    links = [each["href"] for each in elements.all("a") if (each["href"] or "").startswith("#step-")]
    assert links == ["#step-killed-1", "#step-killed-2", "#step-killed-3"]
    assert {each.get("id") for each in elements.all("li")} >= {link.removeprefix("#") for link in links if link}


def test_an_incident_says_why_by_whom_and_strikes_out_what_was_retracted(page: IncidentPage) -> None:
    """Reasons, claims with their verdict and marked number, retracted numbers in a `del`."""
    drawn = render.incident_page(page)
    words = Elements(drawn).words()
    assert "killed: 27 rests on 1 claim" in words
    assert "the ministry official 27 killed counts" in words
    assert "toll at <mark>27</mark>." in drawn
    assert "also carried by 1 outlet, certainty 95 %" in words.replace(" ,", ",")
    struck = drawn[drawn.index("<del>") : drawn.index("</del>")]
    assert "40" in struck
    assert "killed" in struck


def test_an_item_key_is_one_part_of_the_address_of_its_article(page: IncidentPage) -> None:
    """Slashes and percent signs in it are escaped."""
    assert 'href="/articles/meridian%2Fquake%2F1"' in render.incident_page(page)


def test_an_alert_that_was_replaced_says_so(alerts: AlertList) -> None:
    """The newest comes first; the one that it supersedes is kept, and marked."""
    words = Elements(render.alerts_page(alerts)).words()
    assert "killed rose 11 → 27" in words
    assert "killed first number 11 replaced by a newer alert" in words
    assert words.count("replaced by a newer alert") == 1


def test_times_are_those_of_utc(card: Card, broker: Broker) -> None:
    """A newsroom in another zone reads the same time as the wire."""
    east = AT.astimezone(timezone(timedelta(hours=6)))
    drawn = render.incidents_page(listing_of((card.model_copy(update={"updated": east}),), broker), Filter())
    assert "changed" in drawn
    assert "9 Mar 2026, 14:05 UTC" in drawn


def test_a_card_that_changed_is_drawn_again(card: Card, broker: Broker) -> None:
    """Its markup is kept for all readers, until anything of it is another."""
    for title in ("First title", "Second title", "First title"):
        changed = card.model_copy(update={"title": title})
        for page in (render.incidents_page, render.map_page):
            assert title in page(listing_of((changed,), broker), Filter())


def test_a_speaker_is_written_as_inside_a_sentence(card: Card, page: IncidentPage) -> None:
    """Not "says The ministry"; a name that begins with these letters is left alone."""
    chips = tuple(card.chips[0].model_copy(update={"attribution": name}) for name in ("The ministry", "Theresa"))
    drawn = render.incident_page(page.model_copy(update={"card": card.model_copy(update={"chips": chips})}))
    words = Elements(drawn).words()
    assert "says the ministry" in words
    assert "says Theresa" in words


def test_an_incident_leads_to_round_ups_and_to_other_incidents(page: IncidentPage) -> None:
    """One that is gone is named by its id, without a link."""
    item = StoryItem(item="day/9", version=1, source="day.example", headline="A day of blasts", published=AT)
    others = (
        OtherIncident(id="sea/1", title="Harbour blast", tie="split_from"),
        OtherIncident(id="gone/3", tie="merged"),
    )
    drawn = render.incident_page(page.model_copy(update={"mentions": (item,), "relations": others}))
    assert 'href="/articles/day%2F9"' in drawn
    assert 'href="/incidents/sea%2F1"' in drawn
    assert 'href="/incidents/gone%2F3"' not in drawn
    words = Elements(drawn).words()
    assert "Also mentioned by" in words
    assert "split from" in words
    assert "merged into this one" in words
    assert "Also mentioned by" not in Elements(render.incident_page(page)).words()


def test_an_article_leads_to_the_incidents_that_it_names() -> None:
    """As a round-up does, which belongs to none."""
    drawn = render.article_page(values.article().model_copy(update={"incidents": (), "names": ("afn/1",)}))
    assert 'href="/incidents/afn%2F1"' in drawn
    assert "Mentions the incident" in Elements(drawn).words()


def test_an_article_names_its_incident_by_the_title() -> None:
    """The id stands for one whose title the desk does not have."""
    page = values.article().model_copy(update={"incidents": ("afn/1", "afn/2"), "titles": {"afn/1": "Hill quake"}})
    words = Elements(render.article_page(page)).words()
    assert "Incident: Hill quake" in words
    assert "Incident: afn/2" in words


def test_an_article_says_when_it_was_published_and_its_version_received() -> None:
    """The first is of the item, and would be taken for the time of a later version."""
    words = Elements(render.article_page(values.article())).words()
    assert "published 9 Mar 2026, 14:05 UTC version 2, received 10 Mar 2026, 14:05 UTC" in words
