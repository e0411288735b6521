"""Plots of like events that come soon after each other, and of single events that are told as if there were two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tools.linking.story import noun_of, number

if TYPE_CHECKING:
    from tools.linking.story import Desk, Event

KINDS: Final = ("bomb", "shooting", "strike", "fire", "collapse", "stabbing", "bus", "train", "landslide", "poison")
QUARTERS: Final = (
    "the Karimabad quarter", "the northern suburb of Velmar", "the Old Tannery district", "Station Road",
    "the riverside quarter of Dorna", "Garden Street", "the Sunrise Hill neighbourhood", "Foundry Lane",
)  # fmt: skip
"""Invented parts of a town; no gazetteer has them."""


def second_event(desk: Desk) -> None:
    """Tell of two like events in one town a day to three apart; some articles on the second name the first."""
    first, second = _two(desk, hours=(18, 25, 30, 49, 70))
    noun, days = noun_of(first), max(1, (second.at.date() - first.at.date()).days)
    earlier = "a day earlier" if days == 1 else f"{number(days)} days earlier"
    desk.say(first, "leads", 1)
    desk.say(first, "leads", desk.chance.uniform(2, 6))
    desk.say(_grown(desk, first), "updates", desk.chance.uniform(8, 30))
    desk.say(first, "follows", desk.chance.uniform(20, 60))
    heads = (
        f"Second {noun} in {number(days + 1)} days kills {number(second.killed)} in {second.place}",
        f"{second.place} hit by another {noun}, {number(second.killed)} dead",
        f"New {noun} in {second.place} leaves {number(second.killed)} dead",
    )
    recalled = (
        f" The town was still burying {number(first.killed)} victims of {first.at:%A}'s {noun}.",
        f" There {number(first.killed)} people lost their lives in a {noun} at a {first.venue} {earlier}.",
        f" It was the second such {noun} in {second.place} this week.",
        "",
    )
    lead = (
        f"{number(second.killed).capitalize()} people were killed in {second.place} on {second.at:%A} in a {noun} at a"
        f" {second.venue}, {desk.speaker()} said."
    )
    at = second.at + timedelta(hours=desk.chance.uniform(0.5, 3))
    if desk.chance.random() < 0.6:
        desk.tell(desk.chance.choice(heads), lead + desk.chance.choice(recalled), at, "b")
    desk.say(second, "leads", 4, more=desk.chance.choice(recalled))
    desk.say(second, "leads", desk.chance.uniform(5, 9))
    desk.say(_grown(desk, second), "updates", desk.chance.uniform(10, 30))


def parts_of_town(desk: Desk) -> None:
    """Tell of two like events in two streets or quarters of a town, on one day or on two."""
    first, second = _two(desk, hours=(3, 7, 20, 26))
    quarters = desk.chance.sample(QUARTERS, 2)
    for event, quarter in zip((first, second), quarters, strict=True):
        noun, dead = noun_of(event), number(event.killed)
        day, place, who = f"{event.at:%A}", event.place, desk.speaker()
        texts = (
            f"A {noun} in {quarter} of {place} killed {dead} people on {day}, {who} said.",
            f"{dead.capitalize()} died in {place} on {day} in a {noun} at a {event.venue} in {quarter}, {who} said.",
            f"{who.capitalize()} named {quarter} in {place} as the scene of {day}'s {noun}, which left {dead} dead.",
        )
        heads = (
            f"{dead.capitalize()} dead in {event.place} {noun}",
            f"{noun.capitalize()} in {event.place} kills {dead}",
        )
        for text, hours in zip(desk.chance.sample(texts, 3), (1, 4, 9), strict=True):
            desk.tell(desk.chance.choice(heads), text, event.at + timedelta(hours=hours), event.label)


def one_event_over_days(desk: Desk) -> None:
    """Tell of one event for three days: reports name the day of the report, another zone's day, or an older event."""
    event = desk.event("a", desk.day().replace(hour=21), kind=desk.chance.choice(KINDS))
    noun, place = noun_of(event), event.place
    desk.say(event, "leads", 1)
    desk.say(event, "leads", 2.5)
    later_zone = replace(event, at=event.at + timedelta(hours=6))
    desk.say(later_zone if desk.chance.random() < 0.3 else event, "leads", desk.chance.uniform(1, 5))
    event = _grown(desk, event)
    more = (
        f" It was the second {noun} in {place} in a month.",
        "",
        f" Another {noun} there killed three people in 2009.",
    )
    desk.say(event, "updates", desk.chance.uniform(10, 16), more=desk.chance.choice(more))
    desk.say(event, "follows", desk.chance.uniform(18, 30))
    event = _grown(desk, event)
    day, later, dead, who = f"{event.at:%A}", f"{event.at + timedelta(days=2):%A}", number(event.killed), desk.speaker()
    texts = (
        f"{who.capitalize()} said on {later} that {dead} people were now known to have died in the {noun} in {place}.",
        (
            f"Two more people died in hospital on {later} from injuries of {day}'s {noun} in {place}, bringing the "
            f"dead to {dead}, {who} said."
        ),
        f"Families buried the first of {dead} victims of the {event.venue} {noun} in {place} on {later}.",
    )
    desk.tell(
        f"{place} {noun} toll now {number(event.killed)}",
        desk.chance.choice(texts),
        event.at + timedelta(hours=50),
        "a",
    )
    desk.say(event, "updates", 60)


def _two(desk: Desk, hours: tuple[int, ...]) -> tuple[Event, Event]:
    """Return two events of one kind in one town, at different sorts of place, so many hours apart."""
    first = desk.event("a", desk.day(), kind=desk.chance.choice(KINDS))
    where = (first.place, first.country, first.adjective)
    at = first.at + timedelta(hours=desk.chance.choice(hours))
    return first, desk.event("b", at, kind=first.kind, where=where, not_venue=first.venue)


def _grown(desk: Desk, event: Event) -> Event:
    return replace(event, killed=event.killed + desk.chance.randrange(1, 3 + event.killed // 3))
