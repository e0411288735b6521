"""Dates as wires write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from streams.wire.dates import epoch_ms, from_epoch_ms, parse_date, zone_offset


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-03-09T12:05:52+02:00", datetime(2026, 3, 9, 10, 5, 52, tzinfo=UTC)),
        ("2026-03-09T12:05:52Z", datetime(2026, 3, 9, 12, 5, 52, tzinfo=UTC)),
        ("2026-03-09T12:05:52.1234567890Z", datetime(2026, 3, 9, 12, 5, 52, 123456, tzinfo=UTC)),
        ("2026-03-09 12:05", datetime(2026, 3, 9, 12, 5, tzinfo=UTC)),
        ("2026-03-09", datetime(2026, 3, 9, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-3-9", datetime(2026, 3, 9, tzinfo=UTC)),
        ("20260309T120552Z", datetime(2026, 3, 9, 12, 5, 52, tzinfo=UTC)),
        ("20260309T120552+0100", datetime(2026, 3, 9, 11, 5, 52, tzinfo=UTC)),
        ("20260309T120552", datetime(2026, 3, 9, 12, 5, 52, tzinfo=UTC)),
        ("20260309", datetime(2026, 3, 9, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 +0100", datetime(2026, 3, 9, 11, 5, 52, tzinfo=UTC)),
        ("Mon, 9 Mar 2026 12:05 EST", datetime(2026, 3, 9, 17, 5, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 CEST", datetime(2026, 3, 9, 10, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 +02:00", datetime(2026, 3, 9, 10, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 GMT+2", datetime(2026, 3, 9, 10, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 UTC-03:30", datetime(2026, 3, 9, 15, 35, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 +0200 (CEST)", datetime(2026, 3, 9, 10, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 IST", datetime(2026, 3, 9, 6, 35, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 NZDT", datetime(2026, 3, 8, 23, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 WIB", datetime(2026, 3, 9, 5, 5, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026 12:05:52 +15:59", datetime(2026, 3, 8, 20, 6, 52, tzinfo=UTC)),
        ("Mon, 09 Mar 2026", datetime(2026, 3, 9, tzinfo=UTC)),
        ("Mon Mar 09 12:05:52 CET 2026", datetime(2026, 3, 9, 11, 5, 52, tzinfo=UTC)),
        ("Mon Mar 09 12:05:52 +0100 2026", datetime(2026, 3, 9, 11, 5, 52, tzinfo=UTC)),
        ("2026-03-09 12:05:52 EST", datetime(2026, 3, 9, 17, 5, 52, tzinfo=UTC)),
        ("2026-03-09T12:05:52+01:00[Europe/Paris]", datetime(2026, 3, 9, 11, 5, 52, tzinfo=UTC)),
        ("March 9, 2026 5:30 PM EST", datetime(2026, 3, 9, 22, 30, tzinfo=UTC)),
        ("Mon, 9 Mar 2026 5:30 PM GMT", datetime(2026, 3, 9, 17, 30, tzinfo=UTC)),
        ("09.03.2026 12:05 Uhr", datetime(2026, 3, 9, 12, 5, tzinfo=UTC)),
        ("March 9, 2026", datetime(2026, 3, 9, tzinfo=UTC)),
        ("9 March 2026", datetime(2026, 3, 9, tzinfo=UTC)),
        ("09.03.2026 12:05", datetime(2026, 3, 9, 12, 5, tzinfo=UTC)),
        (1773057600, datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),
        (1773057600000, datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),
        ("1773057600000", datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),
        (datetime(2026, 3, 9, 12, 0), datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),  # noqa: DTZ001 (a date without zone)
    ],
)
def test_a_date_is_read_as_an_instant(stated: object, expected: datetime) -> None:
    """Every form is the same instant in UTC; without a zone it is UTC, without a time midnight."""
    assert parse_date(stated) == expected


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "soon",
        "Next Monday",
        "2026-13-40",
        "99999999999999999999",
        "0001-01-01",
        "12:05",
        "Mon, 09 Mar 2026 12:05:52 XYZ",
        "Mon, 09 Mar 2026 12:05:52 America/Lima",
        "Mon, 09 Mar 2026 12:05:52 +16:00",
        "Mon, 09 Mar 2026 12:05:52 +02:60",
        "Mon Mar 09 12:05:52 XYZ 2026",
        "2026-03-09T12:05:52[Europe/Paris]",
        "9" * 500,
        True,
        None,
        [],
        -5,
        1e300,
    ],
)
def test_what_is_no_date_is_none(stated: object) -> None:
    """Nothing is guessed and nothing raised."""
    assert parse_date(stated) is None


@given(st.text(max_size=80) | st.integers() | st.floats())
@example(9_999_999_999)  # seconds: the year 2286
@example(9_999_999_999_999)  # milliseconds: the same year
def test_any_value_gives_an_instant_or_none(stated: object) -> None:
    """Whatever is stated, the answer is an aware instant within two centuries of ours, or None."""
    read = parse_date(stated)
    assert read is None or (read.tzinfo is not None and 1800 <= read.year < 2200)


@given(st.datetimes(min_value=datetime(1801, 1, 1), max_value=datetime(2199, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_iso_date_comes_back_as_it_was(instant: datetime) -> None:
    """Writing and reading gives the same instant, and milliseconds lose nothing but what is finer."""
    assert parse_date(instant.isoformat()) == instant
    assert from_epoch_ms(epoch_ms(instant)) == instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def test_an_epoch_is_bounded_like_any_date() -> None:
    """The last second before the year 2200 is a date, the next is none, in seconds and in milliseconds."""
    end = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
    assert parse_date(end - 1) == datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert parse_date(end) is None
    assert parse_date((end - 1) * 1000) == datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert parse_date(end * 1000) is None
    assert parse_date(str(end)) is None


@pytest.mark.parametrize(
    ("stated", "offset"),
    [("GMT", "+00:00"), ("est", "-05:00"), ("NST", "-03:30"), ("+0545", "+05:45"), ("-3", "-03:00"), ("XYZ", None)],
)
def test_a_zone_is_an_offset(stated: str, offset: str | None) -> None:
    """By its name, in either case, or its number; an unknown one is not UTC."""
    assert zone_offset(stated) == offset


@pytest.mark.parametrize(
    ("stated", "instant"),
    [
        ("1773050400000", "2026-03-09T10:00:00+00:00"),
        ("1801010100000", "2027-01-27T00:35:00+00:00"),
        ("1773050400", "2026-03-09T10:00:00+00:00"),
        ("202603091000", "2026-03-09T10:00:00+00:00"),
        ("20260309100000", "2026-03-09T10:00:00+00:00"),
        ("20260309", "2026-03-09T00:00:00+00:00"),
        ("999999999999", "2001-09-09T01:46:39.999000+00:00"),
    ],
)
def test_digits_alone_are_an_epoch_or_a_basic_date(stated: str, instant: str) -> None:
    """Eight, twelve or fourteen digits that make a date are one; other numbers count since 1970."""
    read = parse_date(stated)
    assert read is not None
    assert read.isoformat() == instant


@pytest.mark.parametrize(
    ("stated", "hour"),
    [
        ("Mon, 09 Mar 2026 10:00:00 +02:00", "08:00"),
        ("Mon, 09 Mar 2026 10:00:00 GMT+2", "08:00"),
        ("Mon, 09 Mar 2026 10:00:00 UTC-03:30", "13:30"),
        ("Mon, 09 Mar 2026 10:00:00 IST", "04:30"),
        ("Mon, 09 Mar 2026 20:00:00 NZDT", "07:00"),
        ("Mon, 09 Mar 2026 10:00:00 WIB", "03:00"),
        ("Mon, 09 Mar 2026 10:00:00 WITA", "02:00"),
        ("Mon, 09 Mar 2026 10:00:00 ChST", "00:00"),
        ("2026-03-09T10:00:00Z[UTC]", "10:00"),
        ("2026-03-09T10:00:00\u221205:00", "15:00"),
        ("Monday, March 9, 2026 10:00 AM IST", "04:30"),
    ],
)
def test_a_zone_is_read_as_it_is_stated(stated: str, hour: str) -> None:
    """Offsets and names of zones count, whatever they stand behind."""
    read = parse_date(stated)
    assert read is not None
    assert read.isoformat() == f"2026-03-09T{hour}:00+00:00"
