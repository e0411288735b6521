"""What an incident is called, and where and when it happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import Claim, Member, Period, Role, Toll
from streams.ledger.claims import claims_of
from streams.ledger.membership import Membership
from streams.ledger.summary import title_of
from tests.streams.ledger.periods import period_of

START = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
TODAY = START.date()


def member(key: str = "afn/1", *, hours: float = 0, **more: Any) -> Member:
    """Return an item as an incident remembers it."""
    received = START + timedelta(hours=hours)
    return Member(item_key=key, version=1, source="afn.example", story_id=key, received=received, **more)


def claim(
    claims: Any, start: date | None, end: date | None = None, *, hours: float = 0, role: Role = Role.TOTAL
) -> Claim:
    """Return a claim that names the days of its number."""
    figure = claims.figure(3, role=role).model_copy(update={"period": Period(start=start, end=end)})
    (made,) = claims_of(claims.put("afn/1", [figure]))
    return made.model_copy(update={"received": START + timedelta(hours=hours)})


def days(before: int) -> date:
    """Return a day before the first article."""
    return TODAY - timedelta(days=before)


class TestPeriod:
    """When it happened."""

    def test_nothing_known(self, claims: Any) -> None:
        """Without articles, or without days in them, an incident has no day: never that of a report."""
        assert period_of([claim(claims, TODAY)], []) == (None, None)
        assert period_of([], [member()]) == (None, None)
        assert period_of([claim(claims, None)], [member()]) == (None, None)
        assert period_of([claim(claims, None, TODAY)], [member()]) == (None, None)

    @pytest.mark.parametrize(("before", "known"), [(14, True), (15, False)])
    def test_no_more_than_14_days_before(self, claims: Any, before: int, known: bool) -> None:
        """A day up to fourteen days before the first article may be that of the event; a day before that is not."""
        day = days(before)
        assert period_of([claim(claims, day)], [member()]) == ((day, day) if known else (None, None))
        held = [claim(claims, day, day), claim(claims, days(14), TODAY), claim(claims, days(14), day)]
        assert period_of(held, [member()]) == (days(14), days(14) if known else TODAY)

    @pytest.mark.parametrize(("before", "end"), [(0, TODAY), (-1, TODAY + timedelta(days=1)), (-2, TODAY)])
    def test_no_day_after_the_last_article(self, claims: Any, before: int, end: date) -> None:
        """The last day is at most that of the last article."""
        members = [member(), member("sea/2", hours=24)]
        assert period_of([claim(claims, TODAY, days(before))], members) == (TODAY, end)
        started = period_of([claim(claims, days(before))], members)
        assert started == ((days(before), days(before)) if before > -2 else (None, None))

    @pytest.mark.parametrize(("hours", "start"), [(36, days(2)), (36.1, days(1))])
    def test_first_36_hours_decide_on_the_start(self, claims: Any, hours: float, start: date) -> None:
        """Articles of the first thirty-six hours give the start; later ones name the day of a new number."""
        held = [claim(claims, days(1)), *(claim(claims, days(2), hours=hours) for _ in range(2))]
        assert period_of(held, [member(), member("sea/2", hours=48)]) == (start, start)

    def test_publication_rather_than_receipt(self, claims: Any) -> None:
        """An article published at the beginning and received late is a first report."""
        late = claim(claims, days(1), hours=90).model_copy(update={"published": START})
        assert period_of([late], [member(published=START, hours=90)]) == (days(1), days(1))

    def test_day_that_most_name(self, claims: Any) -> None:
        """The start is the day that most claims name, and of as many the earliest; the end of as many the latest."""
        twice = [claim(claims, days(1)), claim(claims, days(1)), claim(claims, days(3))]
        assert period_of(twice, [member()]) == (days(1), days(1))
        once = [claim(claims, days(3), days(2)), claim(claims, days(2), days(1))]
        assert period_of(once, [member()]) == (days(3), days(1))
        ends = [claim(claims, days(3), days(2)), claim(claims, days(3), days(2)), claim(claims, days(3), days(1))]
        assert period_of(ends, [member()]) == (days(3), days(2))

    def test_end_is_never_before_the_start(self, claims: Any) -> None:
        """An end before the start is raised to it."""
        assert period_of([claim(claims, days(1), days(3))], [member()]) == (days(1), days(1))

    @pytest.mark.parametrize(("first", "known"), [(date(1970, 12, 31), False), (date(1971, 1, 14), True)])
    def test_a_clock_at_zero_gives_no_day(self, claims: Any, first: date, known: bool) -> None:
        """Where an article came in 1970, no day is known: what it names was resolved against no date."""
        at_zero = datetime(first.year, first.month, first.day, tzinfo=UTC)
        said = claim(claims, first).model_copy(update={"received": at_zero})
        found = period_of([said], [member().model_copy(update={"received": at_zero})])
        assert found == ((first, first) if known else (None, None))

    def test_a_publication_at_zero_is_none(self, claims: Any) -> None:
        """The article came when it was received, and a day near that is known."""
        said = claim(claims, TODAY).model_copy(update={"published": datetime(1970, 1, 1, tzinfo=UTC)})
        assert period_of([said], [member(published=datetime(1970, 12, 31, tzinfo=UTC))]) == (TODAY, TODAY)

    def test_totals_alone(self, claims: Any) -> None:
        """A part's day is not the event's, and it does not hide the days of the claims after it."""
        part, total = claim(claims, days(3), role=Role.SUBSET), claim(claims, days(1))
        assert period_of([part], [member()]) == (None, None)
        assert period_of([part, total], [member()]) == (days(1), days(1))


class TestTitle:
    """What it is called."""

    def test_item_that_first_gave_the_toll(self) -> None:
        """The title is the headline of the oldest item that the toll of the killed rests on."""
        members = [member(f"afn/{number}", headline=f"headline {number}") for number in range(4)]
        now = {
            "injured": Toll(low=9, best=9, basis=("afn/3#f0",)),
            "killed": Toll(low=3, best=3, basis=("afn/2#f0", "afn/1#f0")),
        }
        assert title_of(now, Membership(members)) == "headline 1"
        assert title_of({"injured": now["injured"]}, Membership(members)) == "headline 3"
        assert title_of({"missing": now["killed"], "injured": now["injured"]}, Membership(members)) == "headline 3"
        assert title_of({"missing": now["killed"]}, Membership(members)) == "headline 1"

    def test_item_without_headline_is_passed_over(self) -> None:
        """Where the first item has no headline, the next has; without a toll, the first that has one."""
        members = [member("afn/1"), member("afn/2", headline="second"), member("afn/3", headline="third")]
        now = {"killed": Toll(low=3, best=3, basis=("afn/3#f0", "afn/1#f0"))}
        assert title_of(now, Membership(members)) == "third"
        assert title_of({}, Membership(members)) == "second"
        assert title_of({}, Membership([member()])) is None
