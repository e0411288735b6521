"""Word lists that say what an event is, where it hits, and how an article stands to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from streams.linking.words import Token


@dataclass(frozen=True, slots=True)
class Events:
    """The table of `data/events.json`."""

    sort_of: Mapping[str, str]
    """Sort of event by the word or pair of words that speaks of it, "" for words of harm in general."""
    settings: frozenset[str]
    """Words among them that speak of an event only beside a word of harm: a ferry, a train."""
    families: tuple[frozenset[str], ...]
    """Sorts that may be one event: reporters call one blast an explosion, a bombing or an attack."""
    wide: frozenset[str]
    """Sorts whose victims lie in many towns, often in several countries."""
    lasting: frozenset[str]
    """Sorts that go on for weeks."""

    def related(self, one: str, other: str) -> bool:
        """Return whether two sorts may be one event."""
        return any(one in family and other in family for family in self.families)


@dataclass(frozen=True, slots=True)
class Cues:
    """The table of `data/cues.json`."""

    several: frozenset[str]
    """The article sums up several events."""
    plural: frozenset[str]
    """Events in the plural."""
    single: frozenset[str]
    """One event."""
    repeated: frozenset[str]
    """Events in the plural that are each over soon: not "fires" or "clashes", which may go on for days."""
    counted: frozenset[str]
    """Events in the plural that are counted, such as two in a week."""
    superlatives: frozenset[str]
    """Beside a season, they speak of one event: "the deadliest this year"."""
    seasons: frozenset[str]
    """A time over which events are counted."""
    weeks: frozenset[str]
    """A time over which an article counts that parts its count by place."""
    over: frozenset[str]
    """Before the name of a country or city: events all over it."""
    numbers: frozenset[str]
    """Numbers as words."""
    where: frozenset[str]
    """Words between a number and the town that it is of."""
    memory: frozenset[str]
    """The article remembers an event of an earlier year."""
    court: frozenset[str]
    """A court deals with an event."""
    goes_on: frozenset[str]
    """The article tells how a known event goes on."""
    follows: frozenset[str]
    """In a headline, they say that it tells how a known event goes on: "third victim", "search ends"."""
    deeds: frozenset[str]
    """What was done or befell: a day beside one is that of the event."""
    articles: frozenset[str]
    """Before a deed, they make it a property: "the collapsed bridge"."""
    reports: frozenset[str]
    """In a clause with a day: the day is that of a report or of a new count."""
    bounds: frozenset[str]
    """After a day, they lead to something that happened before it: "on Tuesday after the blast"."""
    again: frozenset[str]
    """Before a word for an event: it is another one than the one before."""


@cache
def events() -> Events:
    """Return the table of sorts of events."""
    data = _table("events.json")
    sorts: dict[str, list[str]] = {"": data["general"], **data["sorts"]}
    return Events(
        sort_of={word: sort for sort, words in sorts.items() for word in words},
        settings=frozenset(data["settings"]),
        families=tuple(map(frozenset, data["families"])),
        wide=frozenset(data["wide"]),
        lasting=frozenset(data["lasting"]),
    )


@cache
def venues() -> Mapping[str, str]:
    """Return the sort of place or vehicle by the word for it."""
    lines: list[list[str]] = _table("venues.json")["sorts"]
    return {word: line[0] for line in lines for word in line}


@cache
def not_hit() -> frozenset[str]:
    """Return the pairs of words in which a word for a place says of no place that it was hit: "in hospital"."""
    return frozenset(_table("venues.json")["not_hit"])


@cache
def cues() -> Cues:
    """Return the table of cues."""
    data = _table("cues.json")
    return Cues(**{name: frozenset(data[name]) for name in (field.name for field in fields(Cues))})


def phrases(stream: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Yield the words and the pairs of words of a text in lower case, with the offset at which each begins."""
    previous = ""
    start = 0
    for token in stream:
        word = token.text.lower()
        yield word, token.start
        if previous:
            yield f"{previous}{'-' if token.gap == '-' else ' '}{word}", start
        previous, start = word, token.start


def found(stream: Iterable[tuple[str, int]], table: Mapping[str, str]) -> list[str]:
    """Return what the table has for the phrases of a text, in order, each once."""
    return list(dict.fromkeys(table[phrase] for phrase, _ in stream if phrase in table))


def _table(name: str) -> Any:
    return orjson.loads(resources.files("streams.linking").joinpath("data", name).read_bytes())
