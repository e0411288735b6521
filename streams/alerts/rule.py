"""What an alert rule can ask for, and the receivers that rules name: the content of a rules file."""

from __future__ import annotations

import re
from datetime import time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from schemas import Kind, SourceKind
from streams.toml_table import Duration, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9 ,._-]{0,79}$"
MAX_RULES: Final = 10_000
GIVE_UP_AFTER: Final = timedelta(days=3)
"""A receiver may be down over a weekend before its messages become dead letters."""


class Change(StrEnum):
    """What a rule can ask for."""

    FIRST = "first"
    """The first number that meets the rule."""
    RISE = "rise"
    FALL = "fall"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    """The toll was withdrawn."""


class Near(Table):
    """A circle around a point."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(gt=0)


class Quiet(Table):
    """Hours in which nothing is sent; it follows as one message at their end."""

    start: time
    end: time
    timezone: str = "UTC"
    except_at_least: int | None = Field(None, ge=1)
    """A toll of so many is sent all the same."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone; give one such as Europe/Berlin") from error
        return name


class Limit(Table):
    """At most so many messages in a time; the rest follows as one message when the time is over."""

    messages: int = Field(ge=1)
    per: Duration = Field(gt=timedelta(0))


class Rule(Table):
    """Which alerts go to which receivers, and when. A condition that is not given holds for every alert."""

    name: str = Field(pattern=NAME)
    receivers: tuple[str, ...] = Field(min_length=1)
    changes: frozenset[Change] = frozenset(Change)
    kinds: frozenset[Kind] = frozenset(Kind)
    at_least: int | None = Field(None, ge=1)
    """The best number is so large."""
    rise_by: int | None = Field(None, ge=1)
    """A rise counts when the number is so much above the one that was sent before."""
    rise_share: float | None = Field(None, gt=0)
    """The same as a share: 0.5 for half as many again. Where both are given, one of them is enough."""
    countries: frozenset[str] = frozenset()
    """Two letters, ISO 3166-1."""
    regions: frozenset[str] = frozenset()
    """GeoNames codes of first-level divisions, as in an incident's place: `KZ.12`."""
    near: Near | None = None
    groups: frozenset[str] = frozenset()
    """Names or ids of sides and groups that the claims of the number name."""
    speakers: frozenset[SourceKind] = frozenset()
    """Kinds of speakers that vouch for the number."""
    tiers: frozenset[str] = frozenset()
    """Lists of providers in the table `tiers` of the file."""
    providers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    sources_at_least: int | None = Field(None, ge=1)
    """Independent speakers of the number."""
    confidence_at_least: float | None = Field(None, gt=0, le=1)
    quiet: Quiet | None = None
    debounce: Duration = Field(timedelta(0), ge=timedelta(0), le=timedelta(days=1))
    """How long to wait for more changes, which go into the same message."""
    group: Literal["incident", "country", "rule"] = "incident"
    """Changes of what go into one message while the debounce time lasts."""
    limit: Limit | None = None
    digest: Duration | None = Field(None, gt=timedelta(0), le=timedelta(days=7))
    """All messages of so long a time as one, at its end."""

    @field_validator("countries")
    @classmethod
    def _upper_case(cls, codes: frozenset[str]) -> frozenset[str]:
        if wrong := sorted(code for code in codes if not re.fullmatch("[A-Za-z]{2}", code)):
            raise ValueError(f"{wrong[0]!r} is no country code of two letters")
        return frozenset(code.upper() for code in codes)

    @field_validator("groups", "providers", "languages")
    @classmethod
    def _lower_case(cls, names: frozenset[str]) -> frozenset[str]:
        return frozenset(name.casefold() for name in names)


class Receiver(Table):
    """Where messages go. The address and the secret come from the file, or from a variable or file that is named."""

    type: Literal["webhook", "apprise"] = "webhook"
    url: str | None = None
    url_env: str | None = None
    """Variable with the address; with `_FILE` at the end of its name in the environment, the file that has it."""
    secret_env: str | None = None
    """Variable with the signing secret of a webhook (`whsec_...`), in the same way."""
    allow_private: bool = False
    """The receiver may be in a private network or on this machine."""
    timeout: Duration = Field(timedelta(seconds=10), gt=timedelta(0), le=timedelta(minutes=2))
    give_up_after: Duration = Field(GIVE_UP_AFTER, gt=timedelta(0))
    """How long a message is tried before it becomes a dead letter."""

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.url_env is None):
            raise ValueError("give either url or url_env")
        return self


class RuleSet(Table):
    """A rules file."""

    receivers: dict[Annotated[str, Field(pattern=NAME)], Receiver] = Field(default_factory=dict)
    tiers: dict[str, frozenset[str]] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field((), max_length=MAX_RULES)

    def of_receiver(self, receiver: str) -> tuple[Rule, ...]:
        """Return the rules that name a receiver."""
        return tuple(rule for rule in self.rules if receiver in rule.receivers)

    def providers_of(self, rule: Rule) -> frozenset[str]:
        """Return the providers of the rule's tiers."""
        return frozenset(name.casefold() for tier in rule.tiers for name in self.tiers.get(tier, ()))


def problems_between(rules: RuleSet) -> Iterable[tuple[tuple[Any, ...], str, str, Iterable[str]]]:
    """Yield what is wrong among the tables: path, wrong name, what is wrong with it, and the right names."""
    seen: set[str] = set()
    for number, rule in enumerate(rules.rules):
        if rule.name in seen:
            yield ("rules", number, "name"), rule.name, "is the name of an earlier rule", ()
        seen.add(rule.name)
        for field, names, known in (("receivers", rule.receivers, rules.receivers), ("tiers", rule.tiers, rules.tiers)):
            for name in sorted(set(names) - set(known)):
                yield ("rules", number, field), name, f"is none of the {field}", known
