"""What happens to the items of one invented event: versions, copies, corrections, kills and withheld copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.drills.items import Item
from benchmarks.drills.wording import everyday_news
from tools.linking.story import Desk

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from datetime import datetime

    from tools.linking.story import Event

AGENCIES: Final = ("meridian", "orbit", "northwire")
OUTLETS: Final = ("harbour", "courier", "lakeside", "metro", "gazette", "valley")
KILLED_SHARE: Final = 0.15
WITHHELD_SHARE: Final = 0.08
CORRECTED_SHARE: Final = 0.2
RESENT_SHARE: Final = 0.25
"""Shares of events with such a turn: far more than on a real wire, since these are what a fault may break."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An event as one agency reports it: its item's number, and the text of the latest version."""

    agency: str
    number: str
    title: str
    lead: str
    background: str

    def item(self, at: datetime, version: int, **more: object) -> Item:
        """Return a version of the agency's item."""
        return Item(
            at=at,
            provider=self.agency,
            number=self.number,
            version=version,
            headline=self.title,
            body=f"{self.lead}\n\n{self.background}",
            more=tuple(more.items()),
        )

    def notice(self, at: datetime, version: int, **more: object) -> Item:
        """Return a version without text, such as a kill."""
        return Item(at=at, provider=self.agency, number=self.number, version=version, body="", more=tuple(more.items()))


def event_items(chance: random.Random, number: int, start: datetime) -> Iterator[Item]:
    """Yield the items of one event: two agencies with words of their own, a rising toll, and copies by outlets."""
    desk = Desk(f"event-{number}", chance)
    event = desk.event("a", start)
    first, second = chance.sample(AGENCIES, 2)
    lead = _report(desk, event, first, start, "leads")
    yield lead.item(start, 1)
    yield from _copies(chance, lead, start, chance.randrange(1, 4))
    other = _report(desk, event, second, start + timedelta(minutes=50), "leads")
    yield other.item(start + timedelta(minutes=50), 1)
    risen = replace(event, killed=event.killed + chance.randrange(1, 9))
    later = start + timedelta(hours=3)
    update = replace(_report(desk, risen, first, later, "updates"), background=lead.background)
    yield update.item(later, 2, signals=["writethru"], ednote="Updates the toll.")
    yield from _copies(chance, update, later, 1)
    highest = replace(risen, killed=risen.killed + chance.randrange(1, 5))
    last = later + timedelta(hours=1)
    yield _report(desk, highest, second, last, "updates").item(last, 2)
    yield from _turns(desk, event, update, other, later + timedelta(hours=2))


def _report(desk: Desk, event: Event, agency: str, at: datetime, part: str) -> Reported:
    desk.say(event, part, (at - event.at).total_seconds() / 3600)
    row = desk.articles()[-1]
    background = " ".join(everyday_news(desk.chance, "en", 3))
    return Reported(agency, desk.name, row["title"], row["text"], background)


def _copies(chance: random.Random, report: Reported, at: datetime, count: int) -> Iterator[Item]:
    """Yield what outlets print of it, each under a number of its own and with a line of its own below."""
    for position, outlet in enumerate(chance.sample(OUTLETS, count)):
        yield Item(
            at=at + timedelta(minutes=5 * (position + 1)),
            provider=outlet,
            number=f"{report.agency}-{report.number}-{position}",
            version=1,
            headline=report.title,
            body=f"{report.lead}\n\n{report.background}\n\nRead more in the printed edition of the {outlet.title()}.",
        )


def _turns(desk: Desk, event: Event, update: Reported, other: Reported, at: datetime) -> Iterator[Item]:
    """Yield what else may happen: a correction, a resend, a version that comes late, a kill, a withheld item."""
    chance = desk.chance
    if chance.random() < CORRECTED_SHARE:
        fewer = replace(event, killed=max(1, event.killed - 1))
        report = replace(_report(desk, fewer, update.agency, at, "updates"), background=update.background)
        yield report.item(at, 4, signals=["correction"], ednote="Corrects the number of people killed.")
    if chance.random() < RESENT_SHARE:
        yield update.item(at + timedelta(minutes=2), 2)
        yield update.item(at + timedelta(minutes=3), 1)
    if chance.random() < KILLED_SHARE:
        yield other.notice(at + timedelta(minutes=4), 3, signals=["kill"], ednote="Kill this story.")
        yield other.item(at + timedelta(minutes=6), 4)
    if chance.random() < WITHHELD_SHARE:
        yield update.notice(at + timedelta(minutes=8), 5, pubstatus="withheld")
