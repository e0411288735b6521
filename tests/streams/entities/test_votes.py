"""Votes of names for countries and divisions."""

from __future__ import annotations

import pytest

from streams.entities.places import CITY, Place
from streams.entities.votes import FAINT, FEWEST, OF_COUNTRY, Votes, votes_of


def town(admin1: str) -> Place:
    """Return a town of a division."""
    return Place("Springfield", CITY, admin1[:2], admin1, 0.0, 0.0, 1000)


def test_one_place_has_all_votes_of_its_name() -> None:
    """A name of one place votes for its division as often as it may, and for its country by so much less."""
    votes = votes_of([town("US.IL")], [3.0], 2)

    assert votes.admins == {"US.IL": 2.0}
    assert votes.countries == {"US": 2.0 * OF_COUNTRY}


def test_votes_are_shared_by_fit() -> None:
    """Places that fit alike share alike; one that fits much worse has nothing."""
    votes = votes_of([town("US.IL"), town("US.MO"), town("US.MA")], [3.0, 3.0, -7.0], 1)

    assert votes.admins["US.IL"] == pytest.approx(0.5, abs=FAINT)
    assert votes.admins["US.IL"] == votes.admins["US.MO"]
    assert "US.MA" not in votes.admins


def test_point_less_is_an_eighth() -> None:
    """A point of score is a factor of some seven in belief."""
    votes = votes_of([town("US.IL"), town("US.MO")], [3.0, 2.0], 1)

    assert 7 < votes.admins["US.IL"] / votes.admins["US.MO"] < 8


def test_shares_leave_out_the_names_own_votes() -> None:
    """A name does not vote for itself, and one uncertain name is no majority."""
    own = votes_of([town("US.IL")], [1.0], 1)
    other = votes_of([town("US.MO")], [1.0], 3)
    shares = Votes().plus([own, other]).without(own)

    assert shares.of_admin("US.IL") == 0
    assert shares.of_admin("US.MO") == 1
    assert shares.of_country("FR") == 0
    assert shares.of_country(None) == 0

    faint = votes_of([town("US.MO")], [1.0], FEWEST / 4)
    assert Votes().plus([own, faint]).without(own).of_admin("US.MO") == pytest.approx(0.25)


def test_codes_count_for_country_and_division() -> None:
    """What contains a name by the text's own words counts for the country, and for the division where it is one."""
    votes = Votes()
    votes.add_code("US.NC", 2)
    votes.add_code("SY")

    assert votes.countries == {"US": 2, "SY": 1}
    assert votes.admins == {"US.NC": 2}
