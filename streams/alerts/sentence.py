"""An alert in one line for people."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Qualifier

if TYPE_CHECKING:
    from schemas import CasualtyAlert, Toll

TOWNS: Final = ("The Hague", "The Valley")
"""Names of capitals, whose article is a part of the name: `The Hague police`."""
_PLAIN_END: Final = re.compile(r" on \d{4}-\d\d-\d\d\Z")
"""How a title ends that was made of place and day, as `Incident in Karal on 2026-03-02`."""


def describe(alert: CasualtyAlert) -> str:
    """Return the alert as one sentence, such as `Quetta, 2 March 2026: death toll rises from 12 to 15, police: ...`."""
    phrases = _phrases()
    people, toll = phrases["kinds"].get(alert.kind, (alert.kind, f"number of {alert.kind}"))
    line: str = phrases["causes"][alert.cause.value].format(
        place=_where_and_when(alert),
        people=people,
        toll=toll,
        before=number(alert.before),
        after=number(alert.after),
        why=phrases["reasons"].get(alert.reason.value, ""),
        source=f", {named_speaker(_line(alert.attribution))}" if alert.attribution else "",
        title=_title(alert),
    )
    line = line.removesuffix(": ")
    return line[0].upper() + line[1:]


def number(toll: Toll | None) -> str:
    """Return a toll as people write it: `12`, `at least 42`, `about 40`, `dozens`, `31 (28 to 34)`, or `none`.

    A number that nobody should believe unseen is `3,000,000 (implausible)`.
    """
    if toll is None:
        return "none"
    return f"{_number(toll)} (implausible)" if toll.implausible else _number(toll)


def _number(toll: Toll) -> str:
    if toll.word is not None:
        return _line(toll.word)
    best = f"about {toll.best:,}" if toll.qualifier is Qualifier.ABOUT else f"{toll.best:,}"
    if toll.high is None:
        return f"at least {toll.best:,}"
    return best if toll.low == toll.high else f"{best} ({toll.low:,} to {toll.high:,})"


def named_speaker(text: str) -> str:
    """Return who says so as it stands within a sentence: `the health ministry`, also where it began one in the text."""
    return f"the {text[4:]}" if text.startswith("The ") and not text.startswith(TOWNS) else text


def _where_and_when(alert: CasualtyAlert) -> str:
    """Return the place and the day of the event with a colon, as far as they are known."""
    day = f"{alert.start.day} {alert.start:%B %Y}" if alert.start else None
    known = [part for part in (_line(alert.place.name) if alert.place else None, day) if part]
    return f"{', '.join(known)}: " if known else ""


def _title(alert: CasualtyAlert) -> str:
    """Return the headline, or nothing: the id of an incident is the key of an item, which says nothing to a reader.

    Once the item that gave the headline is killed, the ledger makes a title of place and day, which stand in front.
    """
    title = _line(alert.title or "")
    return "" if title.startswith("Incident ") and _PLAIN_END.search(title) else title


def _line(text: str) -> str:
    """Return text of the wire on one line, without control and format characters."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


@cache
def _phrases() -> dict[str, Any]:
    path = resources.files("streams.alerts").joinpath("data", "phrases.json")
    phrases: dict[str, Any] = orjson.loads(path.read_bytes())
    return phrases
