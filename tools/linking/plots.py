"""Plots of scenarios: what happens, in what order, and which articles tell of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tools.linking.story import noun_of, number, wordings
from tools.linking.successive import one_event_over_days, parts_of_town, second_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tools.linking.story import Desk, Event


def _round(desk: Desk, event: Event, *, first: float = 1.0, follow: bool = True) -> None:
    """Tell an event in two to four articles, with a toll that may rise."""
    desk.say(event, "leads", first)
    desk.say(event, "leads", first + desk.chance.uniform(0.5, 5))
    if desk.chance.random() < 0.7:
        grown = replace(event, killed=event.killed + desk.chance.randrange(1, 3 + event.killed // 2))
        desk.say(grown, "updates", first + desk.chance.uniform(6, 22))
    if follow and desk.chance.random() < 0.5:
        desk.say(event, "follows", first + desk.chance.uniform(20, 44))


def rising(desk: Desk) -> None:
    """Tell of one event by many outlets, with a toll that rises."""
    event = desk.event("a", desk.day())
    hours = 1.0
    for part in ("leads", "leads", "leads", "updates", "updates", "follows", "updates"):
        desk.say(event, part, hours)
        hours += desk.chance.uniform(2, 12)
        if desk.chance.random() < 0.6:
            event = replace(event, killed=event.killed + desk.chance.randrange(1, 2 + event.killed))


def unlike_in_one_town(desk: Desk) -> None:
    """Tell of two unlike events in one town within two days."""
    first = desk.event("a", desk.day())
    later = first.at + timedelta(hours=desk.chance.choice((2, 9, 20, 28, 45)))
    where = (first.place, first.country, first.adjective)
    second = desk.event("b", later, where=where, not_kind=first.kind)
    _round(desk, first)
    _round(desk, second)


def like_on_successive_days(desk: Desk) -> None:
    """Tell of two like events in one town on successive days, the second of which mentions the first."""
    kind = desk.chance.choice(("bomb", "shooting", "strike", "fire", "collapse", "stabbing"))
    first = desk.event("a", desk.day(), kind=kind)
    where = (first.place, first.country, first.adjective)
    second = desk.event(
        "b", first.at + timedelta(hours=desk.chance.choice((22, 26, 46))), kind=kind, where=where, not_venue=first.venue
    )
    _round(desk, first)
    past = (
        f" It came after a similar {noun_of(first)} at another place in the city killed {number(first.killed)}.",
        f" On {first.at:%A}, {number(first.killed)} people died in a {noun_of(first)} at a {first.venue} in the city.",
        "",
    )
    desk.say(second, "leads", 1, more=desk.chance.choice(past))
    desk.say(second, "leads", 4, more=desk.chance.choice(past))
    grown = replace(second, killed=second.killed + desk.chance.randrange(1, 8))
    desk.say(grown, "updates", 12)


def like_in_one_country(desk: Desk) -> None:
    """Tell of like events in different towns of one country in one week."""
    kinds = ("mine", "bus", "fire", "bomb", "landslide", "collapse", "train", "plane", "shooting", "ferry", "poison")
    kind = desk.chance.choice(kinds)
    first = desk.event("a", desk.day(), kind=kind)
    _round(desk, first)
    seen = [first.place]
    for label in ("b", "c"):
        fitting = [place for place in wordings()["places"] if place[1] == first.country and place[0] not in seen]
        if fitting:
            where = desk.place(country=first.country, apart_from=seen)
            seen.append(where[0])
            later = first.at + timedelta(hours=desk.chance.uniform(10, 150))
            _round(desk, desk.event(label, later, kind=kind, where=where))


def aftershock(desk: Desk) -> None:
    """Tell of a quake, and of another one in the same region days later that mentions it."""
    main = desk.event("a", desk.day(), kind="quake", killed=desk.chance.randrange(60, 3000))
    desk.say(main, "leads", 1)
    total = replace(main, killed=main.killed * 3)
    desk.say(replace(main, killed=main.killed * 2), "updates", 10)
    desk.say(total, "updates", 40)
    days = desk.chance.randrange(4, 15)
    where = (main.place, main.country, main.adjective)
    second = desk.event(
        "b", main.at + timedelta(days=days, hours=5), kind="quake", where=where, killed=desk.chance.randrange(2, 9)
    )
    past = (
        f" A quake in the same region {number(days)} days earlier killed {number(total.killed)}.",
        f" It came {number(days)} days after an earthquake that killed more than {total.killed - 1:,} people.",
    )
    desk.say(second, "leads", 1, more=desk.chance.choice(past))
    desk.say(replace(second, killed=second.killed + 2), "leads", 9, more=desk.chance.choice(past))


def war_day(desk: Desk) -> None:
    """Tell of strikes on several towns on one day, and sum them up in an article that is none of them."""
    country = desk.chance.choice(("Ukraine", "Syria", "Yemen", "Sudan", "Afghanistan"))
    start = desk.day()
    seen: list[str] = []
    events = []
    for position, label in enumerate(("a", "b", "c")):
        where = desk.place(country=country, apart_from=seen)
        seen.append(where[0])
        killed = desk.chance.randrange(2, 15)
        event = desk.event(label, start + timedelta(hours=2 * position), kind="strike", where=where, killed=killed)
        events.append(event)
        desk.say(event, "leads", 1)
        desk.say(event, "leads", 4)
    desk.say(replace(events[0], killed=events[0].killed + 1), "updates", 7)
    total = number(sum(event.killed for event in events))
    parts = ", ".join(f"{number(event.killed)} in {event.place}" for event in events[:2])
    last = f"{number(events[2].killed)} in {events[2].place}"
    titles = (
        f"Strikes kill {total} across {country} in a day",
        f"{country}: {total} killed in attacks on three cities",
        f"{total.capitalize()} dead in {events[0].adjective} cities in 24 hours",
    )
    texts = (
        f"Strikes across {country} killed {total} people on {start:%A}, including {parts} and {last}, officials said.",
        (
            f"At least {total} people were killed in attacks across {country} over the past day, officials "
            f"said: {parts} and {last}."
        ),
    )
    desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), start + timedelta(hours=14), None)


def flood_week(desk: Desk) -> None:
    """Tell of floods over a week and three countries, whose parts and totals are one event."""
    groups = (
        ("Germany", "France", "Italy"),
        ("Kenya", "Somalia", "Sudan"),
        ("India", "Nepal", "Bangladesh"),
        ("Peru", "Ecuador", "Colombia"),
    )
    countries = desk.chance.choice(groups)
    region = {"Germany": "Europe", "Kenya": "East Africa", "India": "South Asia", "Peru": "the Andes"}[countries[0]]
    start = desk.day()
    parts = [desk.chance.randrange(4, 40) for _ in countries]
    for position, (country, killed) in enumerate(zip(countries, parts, strict=True)):
        event = desk.event("a", start, kind="flood", where=desk.place(country=country), killed=killed)
        desk.say(event, "leads", 2 + 9 * position)
    for day in (2, 3, 5):
        parts = [killed + desk.chance.randrange(3, 25) for killed in parts]
        total = sum(parts)
        time = start + timedelta(days=day)
        split = f"{parts[0]} of them in {countries[0]}, {parts[1]} in {countries[1]} and {parts[2]} in {countries[2]}"
        titles = (
            f"Floods in {region} kill {total}",
            f"{region} flood toll rises to {total}",
            f"Toll of floods in {countries[0]} and its neighbours reaches {total}",
        )
        texts = (
            f"Floods across {region} have killed {total} people, {split}, officials said on {time:%A}.",
            (
                f"The death toll from the floods in {countries[0]}, {countries[1]} and {countries[2]} climbed "
                f"to {total} on {time:%A}, authorities said."
            ),
        )
        desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), time, "a")


def anniversary(desk: Desk) -> None:
    """Remember an old event in a town where something new happens."""
    fresh = desk.event("b", desk.day())
    years = desk.chance.randrange(2, 12)
    then = fresh.at.replace(year=fresh.at.year - years, day=min(fresh.at.day, 28))
    where = (fresh.place, fresh.country, fresh.adjective)
    old = desk.event(
        "a", then, where=where, kind=desk.chance.choice(("bomb", "fire", "ferry", "crush", "shooting", "quake"))
    )
    noun, killed = noun_of(old), number(old.killed)
    titles = (
        f"{fresh.place} marks {number(years)} years since {old.venue} {noun}",
        f"{fresh.country} remembers dead of {then.year} {noun}",
        f"Relatives hold vigil on anniversary of {fresh.place} {noun}",
    )
    texts = (
        (
            f"Relatives of the {killed} people killed in the {old.venue} {noun} in {fresh.place} in {then.year} "
            f"gathered on {fresh.at:%A} to mark its anniversary."
        ),
        (
            f"Bells rang in {fresh.place} on {fresh.at:%A}, {number(years)} years after the {old.venue} "
            f"{noun} that killed {killed} people."
        ),
        (
            f"Hundreds marched through {fresh.place} on the anniversary of the {then.year} {noun} in which "
            f"{killed} people died, demanding justice."
        ),
    )
    for hours in desk.chance.sample((-6, -3, 2, 7), 2):
        desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), fresh.at + timedelta(hours=hours), "a")
    _round(desk, fresh)


def trial(desk: Desk) -> None:
    """Report on a trial of an old case while a like event is new."""
    fresh = desk.event("b", desk.day(), kind=desk.chance.choice(("bomb", "shooting", "fire", "stabbing", "ferry")))
    _round(desk, fresh)
    years = desk.chance.randrange(1, 9)
    elsewhere = desk.place(country=fresh.country)
    dead = desk.chance.randrange(4, 90)
    year = fresh.at.year - years
    noun = noun_of(fresh)
    titles = (
        f"Court jails three over {year} {noun} in {elsewhere[0]}",
        f"Trial opens over {elsewhere[0]} {noun} that killed {number(dead)}",
        f"Man pleads guilty to {year} {elsewhere[0]} attack",
    )
    texts = (
        (
            f"A court in {elsewhere[0]} sentenced three men on {fresh.at:%A} for the {year} {noun} in "
            f"which {number(dead)} people were killed."
        ),
        (
            f"The trial of a man accused of causing the {noun} that killed {number(dead)} people in {elsewhere[0]} "
            f"in {year} opened on {fresh.at:%A}."
        ),
    )
    for hours in (5, 16):
        desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), fresh.at + timedelta(hours=hours), "a")


def city_crime(desk: Desk) -> None:
    """Tell of shootings in one city in one night, and sum them up."""
    city, streets = desk.chance.choice(wordings()["cities"])
    start = desk.day()
    places = desk.chance.sample(streets, 3)
    ages = [desk.chance.randrange(16, 60) for _ in places]
    for position, (street, age) in enumerate(zip(places, ages, strict=True)):
        time = start + timedelta(hours=2 * position)
        block = 100 * desk.chance.randrange(10, 70)
        label = "abc"[position]
        titles = (
            f"Man, {age}, shot dead on {street}",
            f"{city} man killed in {street} shooting",
            f"One killed in shooting on {street}",
        )
        texts = (
            (
                f"A {age}-year-old man was shot and killed on {start:%A} night in the {block} block of {street}, "
                f"{city} police said."
            ),
            (
                f"{city.upper()} - Officers found a {age}-year-old man with gunshot wounds in the {block} "
                f"block of {street} on {start:%A}. He died at the scene, police said."
            ),
        )
        desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), time, label)
        desk.tell(desk.chance.choice(titles), desk.chance.choice(texts), time + timedelta(hours=3), label)
    titles = (
        f"3 killed, 11 wounded in {city} weekend shootings",
        f"Weekend violence in {city} leaves three dead",
        f"Three killed in separate {city} shootings",
    )
    text = (
        f"Three people were killed and 11 wounded in shootings across {city} over the weekend, police said. "
        f"In one, a {ages[0]}-year-old man was shot dead on {places[0]}. In another, a {ages[1]}-year-old "
        f"man was killed on {places[1]}."
    )
    desk.tell(desk.chance.choice(titles), text, start + timedelta(hours=20), None)


def road_weekend(desk: Desk) -> None:
    """Tell of road accidents of one weekend in one country, and sum them up."""
    first = desk.event("a", desk.day(), kind="bus", killed=desk.chance.randrange(3, 20))
    where = desk.place(country=first.country, apart_from=[first.place])
    second = desk.event(
        "b", first.at + timedelta(hours=7), kind="bus", where=where, killed=desk.chance.randrange(3, 20)
    )
    for event in (first, second):
        _round(desk, event, follow=False)
    both = number(first.killed + second.killed)
    titles = (
        f"{both.capitalize()} killed in {first.adjective} road accidents",
        f"{first.country}: two crashes kill {both}",
        f"Weekend crashes leave {both} dead in {first.country}",
    )
    text = (
        f"{both.capitalize()} people were killed in two separate road accidents in {first.country}, "
        f"{desk.speaker()} said. "
        f"{number(first.killed).capitalize()} died near {first.place} and {number(second.killed)} near {second.place}."
    )
    desk.tell(desk.chance.choice(titles), text, second.at + timedelta(hours=26), None)


def merged(desk: Desk) -> None:
    """Tell of one event so differently in two outlets that only a third article joins them."""
    event = desk.event("a", desk.day(), kind=desk.chance.choice(("bus", "train", "plane", "ferry")))
    home = desk.place()
    noun = noun_of(event)
    desk.say(event, "leads", 1)
    text = (
        f"A group of {home[2]} pilgrims was on board {'a ' + event.venue} that met with disaster in "
        f"{event.country}; at least {number(max(2, event.killed - 1))} were killed, the {home[2]} "
        "foreign ministry said."
    )
    desk.tell(f"{home[2]} pilgrims die in {event.country} {noun}", text, event.at + timedelta(hours=2), "a")
    text = (
        f"{number(event.killed).capitalize()} {home[2]} pilgrims were killed in the {event.venue} "
        f"{noun} near {event.place} in {event.country}, {desk.speaker()} said on {event.at:%A}."
    )
    desk.tell(
        f"{number(event.killed).capitalize()} {home[2]} pilgrims dead in {event.place} {noun}",
        text,
        event.at + timedelta(hours=7),
        "a",
    )
    text = (
        f"{home[1]} declared a day of mourning for the {number(event.killed)} pilgrims killed in the "
        f"{noun} near {event.place}."
    )
    desk.tell(f"{home[1]} mourns pilgrims killed in {event.country}", text, event.at + timedelta(hours=23), "a")


def worst_since(desk: Desk) -> None:
    """Tell of an event whose articles recall an older and worse one, while politics goes on in the town."""
    event = desk.event("a", desk.day())
    noun = noun_of(event)
    year = event.at.year - desk.chance.randrange(3, 20)
    old = number(event.killed + desk.chance.randrange(30, 400))
    past = (
        f" It was the deadliest {noun} in {event.country} since {year}, when {old} people died.",
        f" In {year} a {noun} in the same city killed {old}.",
        "",
    )
    for hours in (1, 3, 6):
        desk.say(event, "leads", hours, more=desk.chance.choice(past))
    desk.tell(
        f"{event.country} parliament passes budget",
        (
            f"Deputies in {event.place} passed a budget on {event.at:%A} after a night of debate, the "
            "finance minister said."
        ),
        event.at + timedelta(hours=4),
        None,
    )
    desk.say(event, "updates", 15)


def same_kind_far_apart(desk: Desk) -> None:
    """Tell of like events on one day in countries far apart."""
    first = desk.event("a", desk.day())
    second = desk.event("b", first.at + timedelta(hours=3), kind=first.kind)
    while second.country == first.country:
        second = desk.event("b", first.at + timedelta(hours=3), kind=first.kind)
    _round(desk, first)
    _round(desk, second)


def epidemic(desk: Desk) -> None:
    """Tell of an outbreak over weeks, and of another event in its town."""
    event = desk.event("a", desk.day(), kind="epidemic", killed=desk.chance.randrange(5, 30))
    for day in (0, 3, 8, 13, 20):
        desk.say(event, "leads" if day == 0 else "updates", 1 + 24 * day)
        event = replace(event, killed=event.killed + desk.chance.randrange(3, 30))
    where = (event.place, event.country, event.adjective)
    _round(desk, desk.event("b", event.at + timedelta(days=9), where=where, not_kind="epidemic"))


def rivals(desk: Desk) -> None:
    """Let two sides and a hospital count the dead of one battle."""
    where = desk.place(country=desk.chance.choice(("Sudan", "Syria", "Yemen", "Somalia", "Congo")))
    start = desk.day()
    army, rebels, hospital = (desk.chance.randrange(*ends) for ends in ((5, 30), (80, 200), (32, 75)))
    base = desk.chance.choice(("army base", "border post", "airfield", "checkpoint"))
    day = f"{start:%A}"
    told = (
        (
            f"{where[1]} army says {number(army)} soldiers killed in {where[0]}",
            (
                f"{where[1]}'s army said on {day} that {number(army)} of its soldiers were killed when fighters "
                f"attacked its {base} in {where[0]}."
            ),
        ),
        (
            f"Rebels claim {rebels} soldiers killed at {where[0]}",
            (
                f"Rebels said on {day} they had killed {rebels} soldiers in an attack on the {base} at {where[0]}. "
                "The claim could not be verified."
            ),
        ),
        (
            f"Dozens dead in battle for {where[0]} {base}",
            (
                f"Doctors counted {hospital} bodies after the battle for the {base} in {where[0]} on {day}. "
                f"The army put its dead at {number(army)}, the rebels claimed {rebels}."
            ),
        ),
    )
    for position, (title, text) in enumerate(told):
        desk.tell(title, text, start + timedelta(hours=2 + 3 * position), "a")
    far = desk.place(country=where[1], apart_from=[where[0]])
    _round(desk, desk.event("b", start + timedelta(hours=20), kind="strike", where=far))


def correction(desk: Desk) -> None:
    """Correct a number while a like event happens elsewhere."""
    event = desk.event("a", desk.day(), killed=desk.chance.randrange(20, 60))
    desk.say(event, "leads", 1)
    desk.say(event, "leads", 3)
    right = replace(event, killed=event.killed - 10)
    words = right.words(event.at + timedelta(hours=6), desk.speaker())
    lead = wordings()["kinds"][event.kind]["leads"][0].format(**words)
    head = wordings()["kinds"][event.kind]["heads"][0].format(**words)
    text = f"(Corrects number of dead to {right.killed} from {event.killed})\n\n{lead[0].upper() + lead[1:]}"
    desk.tell(f"CORRECTED: {head[0].upper() + head[1:]}", text, event.at + timedelta(hours=6), "a")
    desk.say(right, "updates", 12)
    _round(desk, desk.event("b", event.at + timedelta(hours=8), kind=event.kind, where=_abroad(desk, event)))


def _abroad(desk: Desk, event: Event) -> tuple[str, str, str]:
    where = desk.place()
    while where[1] == event.country:
        where = desk.place()
    return where


def victim_dies(desk: Desk) -> None:
    """Let a wounded victim die later; then tell of a like event in a neighbouring town."""
    event = desk.event(
        "a",
        desk.day(),
        kind=desk.chance.choice(("shooting", "bomb", "stabbing", "fire", "bus")),
        killed=desk.chance.randrange(2, 12),
    )
    desk.say(event, "leads", 1)
    desk.say(event, "leads", 4)
    ordinal = {
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
    }
    nth = ordinal[event.killed + 1]
    text = (
        f"A {nth} victim of {event.at:%A}'s {noun_of(event)} in {event.place} died in hospital, {desk.speaker()} said."
    )
    desk.tell(
        f"{nth.capitalize()} victim of {event.place} {noun_of(event)} dies", text, event.at + timedelta(hours=30), "a"
    )
    desk.say(replace(event, killed=event.killed + 1), "updates", 36)
    where = desk.place(country=event.country)
    other = desk.event("b", event.at + timedelta(hours=33), kind=event.kind, where=where)
    if where[0] != event.place:
        _round(desk, other)


def busy_town(desk: Desk) -> None:
    """Tell of three events of different kinds in one town in one week."""
    start = desk.day()
    where = desk.place()
    kinds = desk.chance.sample(sorted(wordings()["kinds"]), 3)
    for position, kind in enumerate(kinds):
        at: datetime = start + timedelta(hours=desk.chance.uniform(0, 30) + 24 * position)
        _round(desk, desk.event("abc"[position], at, kind=kind, where=where))


PLOTS: Final[dict[str, Callable[[Desk], None]]] = {
    plot.__name__.replace("_", "-"): plot
    for plot in (
        rising, unlike_in_one_town, like_on_successive_days, like_in_one_country, aftershock, war_day, flood_week,
        anniversary, trial, city_crime, road_weekend, merged, worst_since, same_kind_far_apart, epidemic, rivals,
        correction, victim_dies, busy_town, second_event, parts_of_town, one_event_over_days,
    )
}  # fmt: skip
