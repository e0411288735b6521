"""What somebody may have meant."""

from __future__ import annotations

from streams.nearest import did_you_mean


def test_the_nearest_name_is_asked_for() -> None:
    """The question stands behind what is wrong, with the prefix that such names have."""
    assert did_you_mean("kiled", ("injured", "killed")) == "; did you mean killed?"
    assert did_you_mean("BROKRES", {"BROKERS"}, "WIREFEED_") == "; did you mean WIREFEED_BROKERS?"


def test_no_name_is_asked_for_where_none_is_near() -> None:
    """A guess that is far off would mislead."""
    assert not did_you_mean("zebra", ("injured", "killed"))
    assert not did_you_mean("killed", ())
