"""Which incidents a page shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import encode
from streams.alerts import parse_rules
from streams.desk.entry import Entry, entry_of, pack
from streams.desk.filters import MAX_TEXT, BadFilter, Filter, day_meant, parse_filter
from streams.desk.rule import rule_of

if TYPE_CHECKING:
    from schemas import Incident

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


def parsed(query: str) -> Filter:
    """Return the filter of a query string."""
    return parse_filter(parse_qsl(query, keep_blank_values=True))


@pytest.fixture
def entry(blast: Incident) -> Entry:
    """Return the blast in Karal of 1 March, with 20 killed."""
    return entry_of(blast, pack(encode(blast)))


@pytest.mark.parametrize(
    ("query", "selected"),
    [
        ("", True),
        ("q=KARAL", True),
        ("q=harbour", False),
        ("kind=killed", True),
        ("kind=injured", False),
        ("min=20", True),
        ("min=21", False),
        ("kind=killed&min=20", True),
        ("kind=injured&min=1", False),
        ("country=kz", True),
        ("country=KE", False),
        ("place=kar", True),
        ("place=lima", False),
        ("near=49.8,73.1", True),
        ("near=49.8,73.9&km=58", True),
        ("near=49.8,73.9&km=57", False),
        ("near=49.8,73.9", False),
        ("since=2026-03-01", True),
        ("since=2026-03-02", False),
        ("until=2026-03-01", True),
        ("until=2026-02-28", False),
        ("since=7d", True),
        ("since=6d", False),
        ("since=1w", True),
        ("until=7d", True),
        ("group=unity", True),
        ("group=karal-police", True),
        ("group=harbour", False),
        ("provider=AFN", True),
        ("provider=hill", False),
        ("language=EN", True),
        ("language=fr", False),
        ("disputed=true", False),
        ("disputed=false", True),
    ],
)
def test_each_filter_selects(entry: Entry, query: str, selected: bool) -> None:
    """Each filter selects what it names, and all that are given must hold."""
    assert parsed(query).matches(entry, NOW) is selected


@pytest.mark.parametrize("query", ["place=karal", "near=0,0", "country=KZ"])
def test_an_incident_without_place_is_nowhere(blast: Incident, query: str) -> None:
    """A filter for a place leaves out an incident whose place is not known."""
    nowhere = blast.model_copy(update={"place": None})
    assert not parsed(query).matches(entry_of(nowhere, b""), NOW)


def test_a_place_without_coordinates_is_near_nothing(blast: Incident) -> None:
    """A place of unknown coordinates is found by its name, and is in no circle."""
    assert blast.place is not None
    vague = blast.model_copy(update={"place": blast.place.model_copy(update={"lat": None})})
    found = entry_of(vague, b"")
    assert parsed("place=karal").matches(found, NOW)
    assert not parsed("near=49.8,73.1&km=20000").matches(found, NOW)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kid=killed", "kid"),
        ("kind=kiled", "kind"),
        ("min=0", "min"),
        ("min=many", "min"),
        ("country=KEN", "country"),
        ("near=1", "near"),
        ("near=91,0", "near"),
        ("near=0,181", "near"),
        ("near=nan,0", "near"),
        ("km=0", "km"),
        ("km=inf", "km"),
        ("since=yesterday", "since"),
        ("until=2026-02-30", "until"),
        ("page=0", "page"),
        ("page=100001", "page"),
        ("sort=size", "sort"),
        ("disputed=perhaps", "disputed"),
        (f"q={'a' * (MAX_TEXT + 1)}", "q"),
        ("kind=killed&kind=injured", "kind"),
    ],
)
def test_what_is_wrong_is_named(query: str, field: str) -> None:
    """A parameter that is unknown, wrong or given twice is an error that names it."""
    with pytest.raises(BadFilter) as error:
        parsed(query)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("query", "way_out"),
    [
        ("kind=kiled", "'kiled' can't be used; did you mean killed?"),
        ("kind=x", "'x' can't be used; give one of killed, injured, "),
        ("min=many", "'many' can't be used; give a whole number from 1 on"),
        ("country=Kenya", "'Kenya' can't be used; give the two letters of a country, such as KE"),
        ("km=far", "'far' can't be used; give a number above 0"),
        ("language=!", "'!' can't be used; give the code of a language"),
        ("sort=size", "'size' can't be used; give one of changed, day, toll"),
        (f"min={'9' * 5000}", f"'{'9' * 40}' can't be used; give a whole number"),
        (f"q={'a' * (MAX_TEXT + 1)}", "has more than 200 characters"),
    ],
)
def test_what_to_write_instead_is_said(query: str, way_out: str) -> None:
    """In words for a reader of the page, who knows no types and no patterns, and in few of a long value."""
    with pytest.raises(BadFilter) as error:
        parsed(query)
    assert error.value.reason.startswith(way_out)


def test_the_nearest_right_name_is_given() -> None:
    """A name that is written wrong is answered with the right one."""
    with pytest.raises(BadFilter, match="did you mean country"):
        parsed("contry=KE")


def test_a_text_as_long_as_allowed_is_taken() -> None:
    """A filter may have 200 characters."""
    assert parsed(f"q={'a' * MAX_TEXT}").q == "a" * MAX_TEXT


def test_empty_fields_of_a_form_select_all() -> None:
    """A form sends all of its fields; those without a value are no filters."""
    assert parsed("kind=&min=&q=+&since=") == Filter()


def test_every_filter_is_an_address() -> None:
    """The query string of a filter gives the filter again."""
    query = "q=a+%26+b&kind=killed&min=5&near=15.6%2C32.5&km=80.5&since=7d&disputed=true&sort=toll"
    wanted = parsed(query)
    assert parsed(wanted.query()) == wanted
    assert parsed(wanted.query(3)).page == 3
    assert "page" not in wanted.query(1)
    assert Filter().query() == ""


def test_sorting_and_pages_are_no_filters() -> None:
    """A list that is sorted or paged still has all incidents."""
    assert not parsed("sort=day&page=2").filters
    assert parsed("min=1").filters


def test_days_ago() -> None:
    """A time ago is its day, however long ago."""
    assert day_meant("13h", NOW) == date(2026, 3, 7)
    assert day_meant("2w", NOW) == date(2026, 2, 22)
    assert day_meant("99999w", NOW) == date(109, 9, 1)


def test_a_filter_is_a_rules_file() -> None:
    """What a rule can ask for stands in it as conditions; what it can't is named in comments."""
    query = "kind=killed&min=10&country=sd&near=15.6,32.5&km=150&group=Unity+Front&provider=afn&q=x&since=7d"
    text = rule_of(parsed(query))
    (rule,) = parse_rules(text.encode()).rules
    assert (rule.at_least, [kind.value for kind in rule.kinds]) == (10, ["killed"])
    assert (rule.countries, rule.groups, rule.providers) == ({"SD"}, {"unity front"}, {"afn"})
    assert rule.near is not None
    assert (rule.near.lat, rule.near.lon, rule.near.km) == (15.6, 32.5, 150)
    assert "no such condition: q" in text
    assert "no such condition: since" in text


@given(st.text(max_size=40))
def test_no_text_breaks_the_rules_file(text: str) -> None:
    """Whatever is typed as a filter, the rules file can be read."""
    try:
        wanted = parse_filter([("group", text), ("place", text)])
    except BadFilter:
        return
    rules = parse_rules(rule_of(wanted).encode()).rules
    assert rules[0].groups == ({wanted.group.casefold()} if wanted.group else set())


@given(st.lists(st.tuples(st.sampled_from([*Filter.model_fields, "x"]), st.text(max_size=30)), max_size=6))
def test_no_query_string_breaks_the_filter(pairs: list[tuple[str, str]]) -> None:
    """Whatever a query string says, it is a filter or an error that names the parameter."""
    try:
        wanted = parse_filter(pairs)
    except BadFilter:
        return
    assert parse_filter(parse_qsl(wanted.query(wanted.page))) == wanted
