"""Which incidents a page shows: read from a query string and written as one, so that every filter is an address."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import urlencode

from pydantic import Field, ValidationError, field_validator

from schemas import Kind
from streams.alerts import distance_km
from streams.desk.values import Value
from streams.incidents.selection import NEAR_KM
from streams.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pydantic.config import JsonDict

    from streams.desk.entry import Entry

    Test = Callable[[Entry], bool]

SHOWN: Final = 40
"""Characters of a wrong value that its error shows."""
MAX_TEXT: Final = 200
"""Characters of a filter: no name that anybody looks for is longer."""
KM_A_DEGREE: Final = 111.0
"""Of latitude, rounded down."""
MAX_PAGE: Final = 100_000
_AGO: Final = re.compile(r"[0-9]{1,5}[dhw]")
"""At most 99,999 weeks, which is after the year 1."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_OR_NO: Final = ("true", "false")
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}
_POINT: Final = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,9})?),(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)")
_DAY_SCHEMA: Final[JsonDict] = {"oneOf": [{"pattern": f"^{_AGO.pattern}$"}, {"format": "date"}]}
_LAT: Final = r"(0?[0-8]?[0-9](\.[0-9]{1,9})?|0?90(\.0{1,9})?)"
_LON: Final = r"(([01]?[0-7]?[0-9]|0?[89][0-9])(\.[0-9]{1,9})?|180(\.0{1,9})?)"
_POINT_SCHEMA: Final[JsonDict] = {"pattern": f"^-?{_LAT},-?{_LON}$"}
"""What `point_of` takes, for the document of the API: the ranges are in it."""

Sort = Literal["changed", "day", "toll"]
_KINDS: Final = tuple(kind.value for kind in Kind)
_WANTED: Final = {
    "kind": f"give one of {', '.join(_KINDS)}",
    "min": "give a whole number from 1 on",
    "country": "give the two letters of a country, such as KE",
    "km": "give a number above 0, at most 20100",
    "language": "give the code of a language, such as en or pt-BR",
    "sort": f"give one of {', '.join(get_args(Sort))}",
    "page": f"give a whole number from 1 to {MAX_PAGE}",
}
"""What to write, by field, where the value is of another form."""


class BadFilter(ValueError):
    """A parameter of a query string is wrong. `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Filter(Value):
    """Selects incidents. The names are those of the query string; a field that is None selects all."""

    q: str | None = Field(None, max_length=MAX_TEXT)
    """Part of the title."""
    kind: Kind | None = None
    min: int | None = Field(None, ge=1, le=2**53)
    """Least best number of `kind`; of any kind where none is given."""
    country: str | None = Field(None, pattern="^[A-Za-z]{2}$")
    place: str | None = Field(None, max_length=MAX_TEXT)
    """Part of the name of the place."""
    near: str | None = Field(None, json_schema_extra=_POINT_SCHEMA)
    """`LAT,LON`."""
    km: float | None = Field(None, gt=0, le=20_100)
    """How far from `near`; 50 where not given."""
    since: str | None = Field(None, json_schema_extra=_DAY_SCHEMA)
    """A day (`2026-03-02`) or how long ago (`12h`, `7d`, `4w`)."""
    until: str | None = Field(None, json_schema_extra=_DAY_SCHEMA)
    """The same, that day included."""
    group: str | None = Field(None, max_length=MAX_TEXT)
    """Part of the name or id of a side or speaker."""
    provider: str | None = Field(None, max_length=MAX_TEXT)
    language: str | None = Field(None, pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$")
    disputed: bool | None = None
    sort: Sort = "changed"
    page: int = Field(1, ge=1, le=MAX_PAGE)

    @field_validator("near")
    @classmethod
    def _is_point(cls, text: str | None) -> str | None:
        if text is not None:
            point_of(text)
        return text

    @field_validator("since", "until")
    @classmethod
    def _is_day(cls, text: str | None) -> str | None:
        if text is None or _AGO.fullmatch(text):
            return text
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "").isoformat()
        except ValueError as error:
            raise ValueError(f"{text[:SHOWN]!r} is no day; give 2026-03-02, or how long ago: 7d") from error

    @field_validator("disputed", mode="before")
    @classmethod
    def _is_yes_or_no(cls, value: object) -> object:
        if isinstance(value, str) and value not in _YES_OR_NO:
            raise ValueError("give true or false")
        return value

    @property
    def filters(self) -> bool:
        """Whether it leaves out any incident."""
        return self.model_copy(update={"page": 1, "sort": "changed", "km": None}) != Filter()

    def query(self, page: int | None = None) -> str:
        """Return it as a query string, in the order of the fields; with the number of a page where it is not 1."""
        number = {"page": str(page)} if page is not None and page > 1 else {}
        return urlencode({**self.given(), **number})

    def given(self) -> dict[str, str]:
        """Return what is asked for, as it stands in a query string, without the number of a page."""
        values = self.model_dump(mode="json", exclude_defaults=True, exclude={"page"})
        return {name: _text(value) for name, value in values.items()}

    def matches(self, entry: Entry, now: datetime) -> bool:
        """Return whether it selects an incident at a time."""
        return all(test(entry) for test in self.tests(now))

    def tests(self, now: datetime) -> tuple[Test, ...]:
        """Return what an incident must pass: a test for each filter that is given, and none for those that are not."""
        return (
            *self._of_text(),
            *self._of_size(),
            *self._of_place(),
            *self._of_time(now),
            *self._of_source(),
        )

    def _of_text(self) -> Iterator[Test]:
        if self.q is not None:
            text = self.q.casefold()
            yield lambda entry: text in entry.card.title.casefold()
        if self.disputed is not None:
            yield lambda entry: entry.card.disputed is self.disputed

    def _of_size(self) -> Iterator[Test]:
        if self.kind is not None or self.min is not None:
            kind, least = self.kind, self.min or 0
            yield lambda entry: any(chip.best >= least for chip in entry.card.chips if kind in {None, chip.kind})

    def _of_place(self) -> Iterator[Test]:
        if self.country is not None:
            country = self.country.upper()
            yield lambda entry: entry.card.place is not None and (entry.card.place.country or "").upper() == country
        if self.place is not None:
            name = self.place.casefold()
            yield lambda entry: entry.card.place is not None and name in entry.card.place.name.casefold()
        if self.near is not None:
            yield _near(point_of(self.near), self.km or NEAR_KM)

    def _of_time(self, now: datetime) -> Iterator[Test]:
        if self.since is not None:
            first = day_meant(self.since, now)
            yield lambda entry: entry.card.day >= first
        if self.until is not None:
            last = day_meant(self.until, now)
            yield lambda entry: entry.card.day <= last

    def _of_source(self) -> Iterator[Test]:
        if self.language is not None:
            language = self.language.casefold()
            yield lambda entry: entry.card.language.casefold() == language
        if self.provider is not None:
            provider = self.provider.casefold()
            yield lambda entry: provider in entry.providers
        if self.group is not None:
            group = self.group.casefold()
            yield lambda entry: group in entry.groups


def _near(here: tuple[float, float], km: float) -> Test:
    """Return the test of a circle. What is too far north or south is left out before its distance is worked out."""
    degrees = km / KM_A_DEGREE

    def test(entry: Entry) -> bool:
        place = entry.card.place
        if place is None or place.lat is None or place.lon is None:
            return False
        return abs(place.lat - here[0]) <= degrees and distance_km(here, (place.lat, place.lon)) <= km

    return test


def parse_filter(pairs: Iterable[tuple[str, str]]) -> Filter:
    """Return the filter of a query string's names and values. Raises `BadFilter`. An empty value is none."""
    values = values_by_name(pairs, Filter.model_fields)
    try:
        return Filter.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0])
        raise BadFilter(field, _reason(field, first["type"], str(first["input"]), str(first["msg"]))) from error


def _reason(field: str, problem: str, value: str, message: str) -> str:
    """Return what to write instead of a value."""
    if problem == "value_error":  # raised here, in our words
        return message.removeprefix("Value error, ")
    if problem == "string_too_long":
        return f"has more than {MAX_TEXT} characters"
    near = did_you_mean(value, _KINDS) if field == "kind" else ""
    return f"{value[:SHOWN]!r} can't be used{near or f'; {_WANTED[field]}'}"


def values_by_name(pairs: Iterable[tuple[str, str]], known: Collection[str]) -> dict[str, str]:
    """Return the values of a query string by name, empty ones left out.

    Raises `BadFilter` for a name that is not known, and for one that is given twice.
    """
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            asked = name[:MAX_TEXT]
            hint = did_you_mean(asked, known) or f"; known: {', '.join(known)}"
            raise BadFilter(asked, f"is no filter{hint}")
        if not value.strip():
            continue
        if name in values:
            raise BadFilter(name, "is given twice")
        values[name] = value.strip()
    return values


def day_meant(text: str, now: datetime) -> date:
    """Return the day that `2026-03-02` or `7d` (ago) means."""
    if not _AGO.fullmatch(text):
        return date.fromisoformat(text)
    return (now - timedelta(**{_UNITS[text[-1]]: int(text[:-1])})).date()


def point_of(text: str) -> tuple[float, float]:
    """Return latitude and longitude of `15.6,32.5`. Raises ValueError."""
    found = _POINT.fullmatch(text.replace(" ", ""))
    if found is None:
        raise ValueError("give latitude and longitude: 15.6,32.5")
    lat, lon = float(found[1]), float(found[2])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees of the globe
        raise ValueError("a latitude is -90 to 90, a longitude -180 to 180")
    return lat, lon


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
