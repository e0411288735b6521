"""The agency that a dateline credits: "MWANZA, Tanzania, March 9 (Meridian) -"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.entities.abbreviations import is_abbreviation
from streams.entities.gazetteer import candidates, extra_places
from streams.entities.geocode import containers
from streams.entities.keys import name_key
from streams.entities.mentions import ORGANISATION, Mention
from streams.entities.nations import country_codes
from streams.entities.places import rank_of
from streams.entities.reading import capital_run
from streams.entities.tables import word_set

if TYPE_CHECKING:
    from schemas import Dateline
    from streams.entities.reading import Reading

LONGEST_LEAD: Final = 16
"""Tokens of a dateline before its bracket."""
LONGEST_CREDIT: Final = 6
"""Tokens of an agency's name."""
LONGEST_DATE: Final = 6
"""Tokens of a date between the bracket and the dash."""
_TOWN: Final = 4
"""Tokens of the town's name."""
_DASHES: Final = frozenset({"-", "--", "–", "—", "―", ":"})
_JOINING: Final = frozenset({".", "-", "&", "of", "'", "’"})
_NO_CREDITS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Credits:
    """The agencies that datelines credit."""

    mentions: tuple[Mention, ...] = ()
    keys: frozenset[str] = _NO_CREDITS
    """Lookup keys of their names, with that of the parsed dateline."""


def credited(reading: Reading, dateline: Dateline | None) -> Credits:
    """Return the names that stand alone in brackets in a dateline at the beginning of a line, and that of `dateline`.

    A country is none, nor is the state or province of the town: "PORTLAND (Maine) -".
    """
    given = name_key(dateline.agency) if dateline is not None and dateline.agency else ""
    found: list[Mention] = []
    for first, _ in reading.sentences():
        span = _credit(reading, first, given) if _opens_line(reading, first) else None
        if span is not None:
            found.append(reading.mention(*span, ORGANISATION, 0.9))
    keys = {reading.key_of(mention) for mention in found}
    if given and dateline is not None and not _is_region(dateline.agency or "", dateline.place or ""):
        keys.add(given)
    return Credits(tuple(found), frozenset(keys))


def _opens_line(reading: Reading, first: int) -> bool:
    starts, ends = reading.tokens.starts, reading.tokens.ends
    return first == 0 or "\n" in reading.text[ends[first - 1] : starts[first]]


def _credit(reading: Reading, first: int, given: str) -> tuple[int, int] | None:
    """Return the span in the bracket of the dateline that begins at a token, None where none does."""
    town = capital_run(reading.words, reading.types, first, len(reading.words), _TOWN)
    begin = _bracket(reading, first, town) if town > first else None
    end = _closing(reading, begin) if begin is not None else None
    if begin is None or end is None:
        return None
    span = begin, end
    stated = bool(given) and reading.key(*span) == given
    if not stated and not (_is_town(reading, first, town) and _is_dashed(reading, end + 1)):
        return None
    name = reading.mention(*span, ORGANISATION).text
    return span if not _is_region(name, reading.key(first, town)) else None


def _bracket(reading: Reading, first: int, town: int) -> int | None:
    """Return the token after a dateline's bracket, before which stand names, dates and commas alone."""
    words = reading.words
    for at in range(town, min(len(words), first + LONGEST_LEAD)):
        word = words[at]
        if word == "(":
            return at + 1
        plain = reading.types[at].capital or word[0].isdigit() or word[0] in ",.-/'’"
        if not plain and word.lower() not in word_set("month"):
            return None
    return None


def _closing(reading: Reading, begin: int) -> int | None:
    """Return the bracket that closes a name alone, None where there is something else in it."""
    words, types = reading.words, reading.types
    end = begin
    while end < min(len(words), begin + LONGEST_CREDIT) and (types[end].capital or words[end] in _JOINING):
        end += 1
    if end == begin or end >= len(words) or words[end] != ")" or not types[begin].capital:
        return None
    return end if words[begin].lower() not in word_set("month") | word_set("weekday") else None


def _is_town(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a dateline's first words are a town: known, or in capitals as the text is not."""
    if not reading.one_case and all(word.isupper() for word in reading.written[first:last]):
        return True
    key = reading.key(first, last)
    return bool(rank_of(key)) or key in extra_places() or key in country_codes()


def _is_dashed(reading: Reading, at: int) -> bool:
    """Tell whether a dash follows, perhaps after a date: ") -", "), March 9 -"."""
    words = reading.words
    for word in words[at : at + LONGEST_DATE]:
        if word in _DASHES:
            return True
        if not (word in {",", "."} or word.isdigit() or word.lower() in word_set("month") | word_set("weekday")):
            return False
    return False


def _is_region(name: str, town: str) -> bool:
    """Tell whether a name in a bracket is a country, or a division that the town before it lies in."""
    codes = containers(name)
    if any("." not in code for code in codes) or (name.endswith(".") and is_abbreviation(name)):
        return True
    return bool(codes) and any(place.admin1 in codes for place in candidates(town))
