"""The wire of the drills: thousands of invented records, the same for the same seed, count and embargo time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from benchmarks.drills.events import OUTLETS, event_items
from benchmarks.drills.items import Item, as_package, as_record, poison
from benchmarks.drills.wording import everyday_news, invented_name, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running.pipeline import Raw

START: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
EVENT_EVERY: Final = timedelta(minutes=40)
NEVER: Final = datetime(2099, 1, 1, tzinfo=UTC)
POISON_EVERY: Final = 100
PACKAGE_EVERY: Final = 150
DUE_EVERY: Final = 200
"""One record in so many is of the kind."""
HELD_LANGUAGE: Final = "it"
"""Items whose embargo ends during a run have a language of their own: when it ends among the other items differs from
run to run, and items of one language are judged in order."""


def make_wire(count: int, seed: int, due: datetime) -> list[Raw]:
    """Return so many records in the order of their arrival; `due` is when the embargoes end that end in the run."""
    chance = random.Random(seed)  # noqa: S311 - the same wire again, not a secret
    return [_record(chance, item, place, due) for place, item in enumerate(_sorted_items(chance, count))]


def wire_items(count: int, seed: int) -> list[Item]:
    """Return so many items in the order of their arrival, all of them readable, no packages."""
    return _sorted_items(random.Random(seed), count)  # noqa: S311 - as above


def unlike_articles(count: int, seed: int) -> list[Raw]:
    """Return the first report of so many events: all of them are published, since none repeats another."""
    chance = random.Random(seed)  # noqa: S311 - as above
    firsts = [next(event_items(chance, number, START + number * EVENT_EVERY)) for number in range(count)]
    return [as_record(item, place) for place, item in enumerate(firsts)]


def _record(chance: random.Random, item: Item, place: int, due: datetime) -> Raw:
    if place % POISON_EVERY == POISON_EVERY // 2:
        return poison(item.at, place)
    if place % PACKAGE_EVERY == PACKAGE_EVERY // 2:
        return as_package([_bulletin(chance, item.at, f"{place}-{part}") for part in range(4)], place)
    if place % DUE_EVERY == DUE_EVERY // 10:
        return as_record(_held(chance, item.at, place, due), place)
    return as_record(item, place)


def _sorted_items(chance: random.Random, count: int) -> list[Item]:
    return sorted(islice(_items(chance), count), key=lambda item: item.at)


def _items(chance: random.Random) -> Iterator[Item]:
    at, number = START, 0
    while True:
        number += 1
        at += EVENT_EVERY
        yield from event_items(chance, number, at)
        yield from _everyday(chance, number, at)


def _everyday(chance: random.Random, number: int, at: datetime) -> Iterator[Item]:
    """Yield everyday news: an article, perhaps a copy of it, a new version, or an embargo."""
    language = chance.choice([language for language in sentences() if language != HELD_LANGUAGE])
    provider = chance.choice(OUTLETS)
    text = everyday_news(chance, language)
    key = (provider, f"day-{number}")
    item = _article(key, 1, at + timedelta(minutes=11), text, language)
    match chance.randrange(6):
        case 0:
            yield item
            yield _article(("republic", f"copy-{number}"), 1, item.at + timedelta(minutes=9), text, language)
        case 1:
            yield item
            more = [*text, *everyday_news(chance, language, 2)]
            yield _article(key, 2, item.at + timedelta(minutes=30), more, language)
        case 2:
            yield _article(key, 1, item.at, text, language, embargoed_until=NEVER.isoformat())
        case 3:
            passed = (item.at + timedelta(hours=1)).isoformat()
            yield _article(key, 1, item.at, text, language, embargoed_until=passed)
        case 4:
            yield _article(key, 1, item.at, text, language, embargoed_until=NEVER.isoformat())
            yield _article(key, 2, item.at + timedelta(minutes=5), [], language, pubstatus="canceled")
        case _:
            yield item


def _article(key: tuple[str, str], version: int, at: datetime, text: list[str], language: str, **more: object) -> Item:
    return Item(
        at=at,
        provider=key[0],
        number=key[1],
        version=version,
        headline=text[0].split(",")[0][:80] if text else "",
        body="\n\n".join(text),
        language=language,
        more=tuple(more.items()),
    )


def _held(chance: random.Random, at: datetime, place: int, due: datetime) -> Item:
    text = everyday_news(chance, HELD_LANGUAGE)
    return _article(("ministero", f"held-{place}"), 1, at, text, HELD_LANGUAGE, embargoed_until=due.isoformat())


def _bulletin(chance: random.Random, at: datetime, number: str) -> Item:
    return _article(
        ("bulletin", number), 1, at, [f"Notice of {invented_name(chance)}.", *everyday_news(chance, "en", 2)], "en"
    )
