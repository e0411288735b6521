"""The templates, and what they may call. Everything that they print is escaped, unless it is markup made here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from streams.desk.catalogue import pieces, word
from streams.desk.pages.assets import static_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.desk.values import SpeakerClaims

HEADLINE_CHARS: Final = 280
"""Characters of a headline in a list: three lines. A longer one is hostile, or no headline."""
TEXT_CHARS: Final = 1_200
"""Characters of a sentence or title where it stands alone."""
ELLIPSIS: Final = "…"
_UNPRINTABLE: Final = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF])
"""Control characters, which HTML does not allow. They are left out."""
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


@cache
def environment() -> Environment:
    """Return the environment of the templates: all are escaped, and a value that is not there is an error."""
    made = Environment(
        loader=PackageLoader("streams.desk.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        bdi=bdi, inside=inside, clip=clip, number=number, day=day, clock=clock, moment=moment, wire=wire
    )
    made.filters.update(printable=printable, quoted=quoted)
    made.filters["sum_claims"] = claims_shown
    made.globals.update(t=t, word=word, static=static_address, article=article_address, incident=incident_address)
    return made


def t(key: str, number: int | None = None, /, **values: Any) -> Markup:
    """Return a string of the catalogue with its values, escaped. Values from the wire are set apart with `bdi`."""
    given = {name: escape(value) for name, value in values.items()}
    if number is not None:
        given["number"] = escape(f"{number:,}")
    return Markup("").join(given[text] if is_value else text for text, is_value in pieces(key, number))


def wire(text: str | None, most: int = TEXT_CHARS) -> str:
    """Return text of the wire as it may stand on a page: without control characters, and cut where it is too long."""
    return clip(printable((text or "")[: 4 * most]), most)


def printable(text: str) -> str:
    """Return text without control characters, and with a mark for each half of a surrogate pair."""
    return text.translate(_UNPRINTABLE).translate(_SURROGATES)


def bdi(text: str | None, most: int = TEXT_CHARS) -> Markup:
    """Return text of the wire set apart, so that its direction of writing changes nothing around it."""
    return Markup('<bdi dir="auto">{}</bdi>').format(wire(text, most))


def clip(text: str, most: int = HEADLINE_CHARS) -> str:
    """Return text of at most so many characters, cut between two words where one is near."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ", most * 3 // 4)
    return (cut if space < 0 else cut[:space]).rstrip() + ELLIPSIS


def number(value: float) -> str:
    """Return a number with its thousands set apart."""
    return f"{value:,}"


def inside(speaker: str) -> str:
    """Return a speaker as it is written inside a sentence: one that opened its own begins with a capital "The"."""
    return f"t{speaker[1:]}" if speaker.startswith("The ") else speaker


def day(value: date | datetime) -> str:
    """Return a day: `9 Mar 2026`."""
    return str(t("day", day=str(value.day), month=t(f"month.{value.month}"), year=str(value.year)))


def clock(value: datetime) -> str:
    """Return a time of day in UTC: `14:05`."""
    return f"{value.astimezone(UTC):%H:%M}"


def moment(value: datetime) -> str:
    """Return day and time in UTC: `9 Mar 2026, 14:05`."""
    at = value.astimezone(UTC)
    return str(t("moment", day=day(at), clock=f"{at:%H:%M}"))


def quoted(text: str) -> str:
    """Return text as a part of an address."""
    return quote(text.translate(_SURROGATES), safe="")


def article_address(item: str) -> str:
    """Return the address of an article's page."""
    return f"/articles/{quoted(item)}"


def incident_address(identity: str) -> str:
    """Return the address of an incident's page."""
    return f"/incidents/{quoted(identity)}"


def claims_shown(speakers: Iterable[SpeakerClaims]) -> int:
    """Return how many claims the page of an incident shows."""
    return sum(len(speaker.claims) for speaker in speakers)
