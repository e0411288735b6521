"""Made wires of invented events: an event has a place, a day and a toll, and is told in many wordings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

DAYS_A_WEEK: Final = 7
_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS: Final = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@cache
def wordings() -> dict[str, Any]:
    """Return the wordings of `data/kinds.json`."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "kinds.json").read_text("utf-8"))
    return data


def number(count: int) -> str:
    """Return a number as wires write it."""
    return _WORDS[count] if count < len(_WORDS) else f"{count:,}"


@dataclass(slots=True)
class Event:
    """One event, as its outlets tell it."""

    label: str
    kind: str
    place: str
    country: str
    adjective: str
    venue: str
    at: datetime
    killed: int
    hurt: int
    magnitude: str = "6.1"

    def words(self, time: datetime, speaker: str, *, told_later: bool = False) -> dict[str, str]:
        """Return what the wordings of an article at this time are filled with.

        What is `told_later` names the day of the report, as in "rose to 12 on Monday"; else that of the event.
        """
        article = "an" if self.venue[0] in "aeiou" and not self.venue.startswith("uni") else "a"
        n, m = number(self.killed), number(self.hurt)
        return {
            "n": n, "m": m, "N": n.capitalize(), "M": m.capitalize(), "place": self.place, "country": self.country,
            "Country": self.country, "adj": self.adjective, "venue": self.venue, "Venue": self.venue.capitalize(),
            "a_venue": f"{article} {self.venue}", "A_venue": f"{article} {self.venue}".capitalize(),
            "day": f"{time:%A}" if told_later else f"{self.at:%A}", "who": speaker,
            "Who": speaker[0].upper() + speaker[1:], "noun": noun_of(self), "mag": self.magnitude,
            "event_day": f"{self.at:%A}'s" if (time - self.at).days < DAYS_A_WEEK else f"{self.dated()}'s",
        }  # fmt: skip

    def dated(self) -> str:
        """Return the day of the event as month and day."""
        return f"{_MONTHS[self.at.month - 1]} {self.at.day}"


@dataclass(slots=True)
class Desk:
    """The articles of one scenario."""

    name: str
    chance: random.Random
    _used: set[str] = field(default_factory=set)
    _told: list[tuple[datetime, str, str, str, str | None]] = field(default_factory=list)

    def day(self) -> datetime:
        """Return the time that the scenario begins."""
        start = datetime(2021, 1, 4, tzinfo=UTC) + timedelta(days=self.chance.randrange(1500))
        return start + timedelta(hours=self.chance.randrange(5, 15))

    def place(self, *, country: str | None = None, apart_from: Sequence[str] = ()) -> tuple[str, str, str]:
        """Return a town, its country and its adjective."""
        fitting = [
            tuple(place)
            for place in wordings()["places"]
            if (country is None or place[1] == country) and place[0] not in apart_from
        ]
        town, land, adjective = self.chance.choice(fitting)
        return town, land, adjective

    def event(
        self,
        label: str,
        at: datetime,
        *,
        kind: str | None = None,
        where: tuple[str, str, str] | None = None,
        killed: int | None = None,
        not_venue: str = "",
        not_kind: str = "",
    ) -> Event:
        """Return an event; what is not given is drawn."""
        kinds = wordings()["kinds"]
        kind = kind or self.chance.choice([name for name in kinds if name != not_kind])
        venue = self.chance.choice([name for name in kinds[kind]["venues"] if name != not_venue])
        place, country, adjective = where or self.place()
        killed = killed or self.chance.choice((2, 3, 4, 5, 7, 9, 11, 14, 18, 23, 31, 46, 62, 120, 340))
        hurt = self.chance.choice((3, 6, 8, 12, 17, 25, 40, 66, 110))
        magnitude = f"{self.chance.randrange(54, 79) / 10}"
        return Event(label, kind, place, country, adjective, venue, at, killed, hurt, magnitude)

    def speaker(self) -> str:
        """Return somebody who gives numbers."""
        said: str = self.chance.choice(wordings()["speakers"])
        return said

    def outlet(self) -> str:
        """Return the name of an outlet."""
        name: str = self.chance.choice(wordings()["outlets"])
        return name

    def say(self, event: Event, part: str, hours: float, *, more: str = "") -> None:
        """Add an article on an event, so many hours after it: its part is `leads`, `updates` or `follows`."""
        time = event.at + timedelta(hours=hours)
        kind = wordings()["kinds"][event.kind]
        words = event.words(time, self.speaker(), told_later=part != "leads")
        text = self._filled([*kind[part], *wordings()["any"][part]], words) + more
        self.tell(self._title(kind, part, words), self._dateline(event, time) + text, time, event.label)

    def tell(self, title: str, text: str, time: datetime, label: str | None, outlet: str | None = None) -> None:
        """Add an article in words of its own."""
        self._told.append((time, title, text, outlet or self.outlet(), label))

    def articles(self) -> list[dict[str, Any]]:
        """Return the articles in order of time."""
        rows = []
        for position, (time, title, text, outlet, label) in enumerate(sorted(self._told, key=lambda told: told[0])):
            key = f"{self.name}/{position}"
            rows.append(
                {
                    "id": key,
                    "url": f"https://{outlet}.example/{key}",
                    "host": f"{outlet}.example",
                    "published": f"{time:%Y-%m-%dT%H:%M:%SZ}",
                    "title": title,
                    "text": text,
                    "event": label,
                }
            )
        return rows

    def _filled(self, templates: Sequence[str], words: dict[str, str]) -> str:
        """Return one of the templates, filled; one that the scenario has not used yet as long as there is any."""
        unused = [template for template in templates if template not in self._used]
        template = self.chance.choice(unused or list(templates))
        self._used.add(template)
        text = template.format(**words)
        return text[0].upper() + text[1:]

    def _title(self, kind: dict[str, Any], part: str, words: dict[str, str]) -> str:
        always = wordings()["any"]
        heads = {
            "leads": [*kind["heads"], *always["heads"]],
            "updates": always["update_heads"],
            "follows": always["follow_heads"],
        }
        return self._filled(heads[part], words)

    def _dateline(self, event: Event, time: datetime) -> str:
        if self.chance.random() < 0.5:
            return ""
        return f"{event.place.upper()}, {_MONTHS[time.month - 1]} {time.day} - "


def noun_of(event: Event) -> str:
    """Return the noun that headlines call an event."""
    nouns = {
        "fire": "fire", "bus": "crash", "train": "derailment", "ferry": "sinking", "plane": "crash", "quake": "quake",
        "flood": "flood", "landslide": "landslide", "storm": "storm", "bomb": "bombing", "shooting": "shooting",
        "strike": "strike", "mine": "mine accident", "collapse": "collapse", "crush": "stampede",
        "epidemic": "cholera outbreak", "stabbing": "stabbing", "poison": "alcohol poisoning",
    }  # fmt: skip
    return nouns[event.kind]
