"""Datelines, bylines, credits and update markers taken apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas import Dateline
from streams.cleaning.agencies import agency_named, credit_in
from streams.cleaning.byline import byline_in
from streams.cleaning.dateline import parse_dateline
from streams.cleaning.markers import marker_in, strip_markers

PUBLISHED = datetime(2016, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ALEPPO, Syria (AFP) — Over",
            Dateline(text="ALEPPO, Syria (AFP) —", place="Aleppo", country="Syria", agency="AFP"),
        ),
        (
            "BEIRUT, April 6 (Reuters) - A",
            Dateline(text="BEIRUT, April 6 (Reuters) -", place="Beirut", date="2016-04-06", agency="Reuters"),
        ),
        ("INDIANAPOLIS, Ind. – A boy", Dateline(text="INDIANAPOLIS, Ind. –", place="Indianapolis", country="Ind.")),
        ("ST. LOUIS (AP) -- Two", Dateline(text="ST. LOUIS (AP) --", place="St. Louis", agency="AP")),
        (
            "PORT-AU-PRINCE, 3 Jan 2016 (AFP) - A",
            Dateline(
                text="PORT-AU-PRINCE, 3 Jan 2016 (AFP) -", place="Port-Au-Prince", date="2016-01-03", agency="AFP"
            ),
        ),
        (
            "GENEVA/BEIRUT, Dec 30 (Reuters) - A",
            Dateline(
                text="GENEVA/BEIRUT, Dec 30 (Reuters) -", place="Geneva/Beirut", date="2015-12-30", agency="Reuters"
            ),
        ),
        ("Norfolk, Va. - A", Dateline(text="Norfolk, Va. -", place="Norfolk", country="Va.")),
        ("PHILADELPHIA, PA - A", Dateline(text="PHILADELPHIA, PA -", place="Philadelphia", country="PA")),
        ("Karsun (Coast) - A", Dateline(text="Karsun (Coast) -", place="Karsun", agency="Coast")),
        ("New Karsun Bay (CNA) -- A", Dateline(text="New Karsun Bay (CNA) --", place="New Karsun Bay", agency="CNA")),
        ("KARSUN (CoastNews) — A", Dateline(text="KARSUN (CoastNews) —", place="Karsun", agency="CoastNews")),
        (
            "BEYROUTH, 6 avr 2016 (AFP) - A",
            Dateline(text="BEYROUTH, 6 avr 2016 (AFP) -", place="Beyrouth", date="2016-04-06", agency="AFP"),
        ),
        ("N'DJAMENA (AFP) - A", Dateline(text="N'DJAMENA (AFP) -", place="N'Djamena", agency="AFP")),
        ("PRINCE GEORGE'S, Md. - A", Dateline(text="PRINCE GEORGE'S, Md. -", place="Prince George's", country="Md.")),
        (
            "KARSUN, Norland, May 3 (Diario do Norte) - A",
            Dateline(
                text="KARSUN, Norland, May 3 (Diario do Norte) -",
                place="Karsun",
                country="Norland",
                date="2016-05-03",
                agency="Diario do Norte",
            ),
        ),
        ("Reuters — A", Dateline(text="Reuters —", agency="Reuters")),
        ("(CNN) -- Two", Dateline(text="(CNN) --", agency="CNN")),
        ("Karsun (dpa) - Zwei", Dateline(text="Karsun (dpa) -", place="Karsun", agency="dpa")),
    ],
)
def test_datelines(text: str, expected: Dateline) -> None:
    """A dateline gives place, country or state, date and agency; the year is the one nearest to publication."""
    assert parse_dateline(text, PUBLISHED) == expected


@pytest.mark.parametrize(
    "text",
    [
        "BREAKING - Two people were shot.",
        "The mayor - a sailor himself - said so.",
        "He said: “No.”",
        "Karsun (Monday) - the day after.",
        "The old mayor (Labour) - a sailor himself - said so.",
        "Four Days In Karsun (Coast) - a film.",
        "Jan Abel, Karsun (Coast) - a name before.",
        "Karsun (Jan Abel) - a name behind.",
        "(Jan Abel) - a name alone.",
        "One man, Jan - the elder of two - drowned.",
        "A NATO-led force (ISAF, in Kabul) moved - slowly.",
        "",
        "A" * 5000,
    ],
)
def test_no_dateline(text: str) -> None:
    """A dash within a sentence, or behind a label, makes no dateline."""
    assert parse_dateline(text, PUBLISHED) is None


def test_date_without_year_or_publication() -> None:
    """Without a year and without a publication date the date stays open."""
    found = parse_dateline("BEIRUT, April 6 (Reuters) - A", None)
    assert found is not None
    assert found.date is None


def test_impossible_day() -> None:
    """A day that no month has is no date."""
    found = parse_dateline("BEIRUT, April 33 (Reuters) - A", PUBLISHED)
    assert found is None or found.date is None


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("(Reuters)", "Reuters"),
        ("© 2016 Reuters", "Reuters"),
        ("Source: AFP", "AFP"),
        ("Copyright Associated Press / Harbour Daily", "AP"),
        ("- The Associated Press", "AP"),
    ],
)
def test_credits(line: str, agency: str) -> None:
    """A line that is a credit and no more names its agency."""
    assert credit_in(line) == agency


@pytest.mark.parametrize("line", ["App", "Spa", "Reuters reported it first", "AFP: Ferry sinks", ""])
def test_no_credits(line: str) -> None:
    """A word that only spells like an agency, and an agency within a sentence, are no credits."""
    assert credit_in(line) is None


def test_first_of_two_agencies() -> None:
    """Of a shared credit the first agency counts."""
    assert agency_named("Reuters/AFP") == "Reuters"


@pytest.mark.parametrize(
    ("line", "text", "agency"),
    [
        ("By Mira Olt", "Mira Olt", None),
        ("By MIRA OLT and JAN ABEL", "MIRA OLT and JAN ABEL", None),
        ("By Reuters", "Reuters", "Reuters"),
        ("By Mira Olt, Associated Press", "Mira Olt, Associated Press", "AP"),
        ("By Staff and wire reports", "Staff and wire reports", None),
        ("Additional reporting by newsroom staff", "Additional reporting by newsroom staff", None),
        ("Jan Abel contributed to this report.", "Jan Abel contributed to this report.", None),
        ("Harbour Post correspondent in La Paz", "Harbour Post correspondent in La Paz", None),
        ("From our own correspondent in Nairobi", "From our own correspondent in Nairobi", None),
        ("Staff Reporter", "Staff Reporter", None),
        ("Harbour reporter, Lagos", "Harbour reporter, Lagos", None),
    ],
)
def test_bylines(line: str, text: str, agency: str | None) -> None:
    """A byline gives its names and the agency among them."""
    found = byline_in(line, len(line.split()))
    assert found is not None
    assert (found.text, found.agency) == (text, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By then it was over.",
        "By midnight the toll had risen to fourteen people.",
        "Bystanders helped",
        "The report was written by a lawyer who knew him.",
        "Gazette reporter in Quetta killed",
        "Three reporters killed in Quetta",
        "Our correspondent in Quetta was there.",
        "Reporter in hospital",
        "Reporters",
        "The Grand Old Harbour Post Gazette Courier Tribune reporter in La Paz",
    ],
)
def test_no_bylines(line: str) -> None:
    """A sentence that starts with "By", or tells who wrote something, is no byline; nor is a headline on a reporter."""
    assert byline_in(line, len(line.split())) is None


@pytest.mark.parametrize(
    ("headline", "rest", "signals"),
    [
        ("UPDATE 2-Quake toll rises", "Quake toll rises", ("update",)),
        ("CORRECTED-UPDATE 1-Quake toll rises", "Quake toll rises", ("correction", "update")),
        ("CORRECTED - QUAKE TOLL RISES", "QUAKE TOLL RISES", ("correction",)),
        ("1st Ld-Writethru: Quake toll rises", "Quake toll rises", ("writethru",)),
        ("URGENT - Quake toll rises", "Quake toll rises", ("urgent",)),
        ("(LEAD) Quake toll rises", "Quake toll rises", ("update",)),
        ("Update on quake: toll rises", "Update on quake: toll rises", ()),
        ("UPDATE 2-", "UPDATE 2-", ()),
    ],
)
def test_headline_markers(headline: str, rest: str, signals: tuple[str, ...]) -> None:
    """Markers at the front of a headline are taken off and named; a headline is never emptied."""
    assert strip_markers(headline) == (rest, signals)


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        ("(Adds details, background)", "update"),
        ("(Corrects figure in first paragraph)", "correction"),
        ("Eds: Updates with quotes from the mayor.", "advisory"),
        ("more", "take"),
        ("ends", "end"),
        ("-30-", "end"),
        ("(He adds that nothing was lost)", None),
        ("More people were missing", None),
    ],
)
def test_line_markers(line: str, signal: str | None) -> None:
    """A line that is a marker and no more has its signal; a sentence has none."""
    assert marker_in(line) == signal
