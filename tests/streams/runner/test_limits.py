"""How large a record may be, as far as it is known."""

from __future__ import annotations

from streams.runner import SizeLimits
from streams.settings import Settings
from streams.topics import record_limit

SETTINGS = Settings()
LIMIT = record_limit(SETTINGS)


def test_a_refusal_lowers_the_limit_of_its_topic_alone() -> None:
    """One byte less may be taken; a refusal that was to be expected is no news."""
    limits = SizeLimits(SETTINGS)
    assert (limits.of("a"), limits.of("b")) == (LIMIT, LIMIT)
    assert limits.lower("a", LIMIT)
    assert (limits.of("a"), limits.of("b")) == (LIMIT - 1, LIMIT)
    assert not limits.lower("a", LIMIT)
    assert limits.lower("a", 1_000)
    assert limits.of("a") == 999
    assert not limits.lower("a", 5_000)
    assert limits.of("a") == 999


def test_a_record_over_the_settings_is_refused_without_the_broker() -> None:
    """So that a refusal by the broker says nothing new."""
    limits = SizeLimits(SETTINGS)
    assert not limits.lower("a", LIMIT + 1)
    assert limits.of("a") == LIMIT


def test_what_the_broker_has_said_holds_from_the_start() -> None:
    """Where it takes more than the settings allow, the settings hold."""
    limits = SizeLimits(SETTINGS, {"a": 1_000, "b": LIMIT + 1})
    assert (limits.of("a"), limits.of("b"), limits.of("c")) == (1_000, LIMIT, LIMIT)
    assert not limits.lower("a", 1_001)
    assert limits.lower("a", 1_000)
    limits.reset()
    assert limits.of("a") == 1_000


def test_refusals_can_be_forgotten() -> None:
    """The limit of the settings holds again."""
    limits = SizeLimits(SETTINGS)
    limits.lower("a", 1_000)
    limits.reset()
    assert limits.of("a") == LIMIT
