"""Delivery in order, with nothing lost: receivers that are down, processes that end anywhere, kills on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from schemas import Notification, Watch, decode, encode
from streams.alerts import RuleEngine, parse_rules
from streams.delivery import DeliveryLoop, GivenUp, Outcome, Received, Verdict
from streams.delivery.delivery_loop import AHEAD
from tests.streams.alerts.scenarios import HEAD, MIDNIGHT, make_alert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas import CasualtyAlert

RULES = parse_rules(HEAD.encode())
DAY = timedelta(days=1)


class Crash(Exception):
    """The process ends here."""


@dataclass
class World:
    """What outlives a process: the topic, the stored state, the committed place, and what the receiver got."""

    topic: list[CasualtyAlert]
    now: datetime = MIDNIGHT
    state: dict[tuple[str, str], bytes] = field(default_factory=dict)
    committed: int = 0
    got: list[Notification] = field(default_factory=list)
    given_up: list[GivenUp] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    """How the next attempts end; after them every one is taken."""
    waits: list[float] = field(default_factory=list)
    crash_at: int = -1
    points: int = 0

    def point(self) -> None:
        """End the process here when it is its turn."""
        self.points += 1
        if self.points == self.crash_at:
            raise Crash

    def open(self) -> DeliveryLoop:
        """Start a process on what is left."""
        watches = [decode(value, (Watch,)) for value in self.state.values()]
        engine = RuleEngine(RULES, "desk", [each for each in watches if isinstance(each, Watch)])
        return DeliveryLoop(
            engine, self, Box(self, self.committed), give_up_after=DAY, clock=lambda: self.now, sleep=self.sleep
        )

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)

    async def send(self, notification: Notification) -> Outcome:
        """Take a notification, or not."""
        self.point()
        if self.down:
            return Outcome(Verdict(self.down.pop(0)), "down")
        self.got.append(notification)
        self.point()
        return Outcome(Verdict.DELIVERED)


class Box:
    """The backend of one process."""

    def __init__(self, world: World, place: int, portion: int = 2) -> None:
        self.world = world
        self.place = place
        self.portion = portion

    async def read(self, seconds: float) -> list[Received]:
        """Give the next alerts."""
        if self.place >= len(self.world.topic):
            self.world.now += timedelta(seconds=seconds)
        found = self.world.topic[self.place : self.place + self.portion]
        received = [Received(alert, 0, self.place + number) for number, alert in enumerate(found)]
        self.place += len(found)
        return received

    async def store(self, watches: Mapping[tuple[str, str], Watch | None]) -> None:
        """Keep state, record by record."""
        for key, watch in watches.items():
            self.world.point()
            if watch is None:
                self.world.state.pop(key, None)
            else:
                self.world.state[key] = encode(watch)

    async def give_up(self, letter: GivenUp) -> None:
        """Keep a dead letter."""
        self.world.given_up.append(letter)

    async def commit(self, partition: int, offset: int) -> None:
        """Keep the place."""
        del partition
        self.world.point()
        self.world.committed = offset + 1


def change(number: int, before: int | None, after: int | None, incident: str = "q", **fields: Any) -> CasualtyAlert:
    """Return an alert of some minute."""
    return make_alert(incident, "killed", before, after, MIDNIGHT + timedelta(minutes=number), **fields)


def story() -> list[CasualtyAlert]:
    """Return the alerts of two incidents."""
    return [
        change(0, None, 12),
        make_alert("r", "injured", None, 30, MIDNIGHT, part=1, parts=2),
        change(1, None, 4, "r", part=2, parts=2),
        change(2, 12, 15),
        change(3, 15, 14, cause="corrected"),
        change(4, 4, None, "r", reason="killed"),
    ]


async def run(world: World) -> None:
    """Run processes until everything is done, a new one after each crash."""
    while True:
        loop = world.open()
        try:
            while await loop.step() or world.committed < len(world.topic):
                pass
        except Crash:
            continue
        return


def told(world: World) -> list[tuple[str, ...]]:
    """Return the changes that the receiver got, each message once."""
    once = {each.id: each for each in world.got}
    return [tuple(f"{notice.change} {notice.text}" for notice in each.notices) for each in once.values()]


async def test_alerts_are_delivered_in_order() -> None:
    """Changes of one article are one message."""
    world = World(story())
    await run(world)
    assert [[notice.change for notice in each.notices] for each in world.got] == [
        ["first"],
        ["first", "first"],
        ["rise"],
        ["correction"],
        ["retraction"],
    ]
    assert world.got[3].notices[0].supersedes == world.got[2].id
    assert world.committed == 6


async def test_a_crash_at_every_point_loses_nothing_and_keeps_the_ids() -> None:
    """A process may end before or after sending, between two records of state, or before the commit."""
    calm = World(story())
    await run(calm)
    assert calm.points > 15
    for place in range(1, calm.points + 1):
        world = World(story(), crash_at=place)
        await run(world)
        assert told(world) == told(calm)
        assert list(dict.fromkeys(each.id for each in world.got)) == [each.id for each in calm.got]
        assert len(world.got) <= len(calm.got) + 1
        assert len(world.state) == len(calm.state)


async def test_a_receiver_that_is_down_gets_everything_once_it_is_back() -> None:
    """The first message is tried until it is taken; the others wait behind it, in order."""
    world = World(story(), down=["retry"] * 20)
    await run(world)
    calm = World(story())
    await run(calm)
    assert [each.id for each in world.got] == [each.id for each in calm.got]
    assert sum(world.waits) > 3600 / 2
    assert world.waits == sorted(world.waits[:8]) + world.waits[8:]
    assert world.given_up == []


async def test_what_is_refused_becomes_a_dead_letter() -> None:
    """The next message goes out all the same."""
    world = World(story(), down=["refused"])
    await run(world)
    ((letter),) = world.given_up
    assert (letter.reason, letter.attempts, letter.notification.notices[0].change) == ("down", 1, "first")
    assert len(world.got) == 4


async def test_what_is_not_taken_for_too_long_becomes_a_dead_letter() -> None:
    """It is given up after the time that the receiver has."""
    world = World(story()[:1], down=["retry"] * 10_000)
    await run(world)
    (letter,) = world.given_up
    assert DAY <= world.now - MIDNIGHT < DAY + timedelta(minutes=6)
    assert letter.attempts == len(world.waits) + 1


async def test_an_item_that_is_killed_while_its_message_waits_is_not_quoted() -> None:
    """The kill stands behind the message; its words are gone at the next attempt, its id is the same."""
    first = change(0, None, 12, items=("meridian/q",), quote="Twelve died.")
    killed = change(1, 12, None, reason="killed")
    filler = [change(number, None, 3, f"other{number}") for number in range(5)]
    world = World([first, *filler, killed], down=["retry"] * 6)
    await run(world)
    notice = world.got[0].notices[0]
    assert (notice.alert.quote, notice.alert.title, notice.text) == (None, None, "12 killed")
    assert world.got[-1].notices[0].change == "retraction"
    assert world.got[-1].notices[0].supersedes == world.got[0].id


async def test_memory_is_bounded_while_a_receiver_is_down() -> None:
    """So many alerts are read ahead; the others stay on the topic."""
    world = World([change(number, None, 3, f"i{number}") for number in range(3 * AHEAD)], down=["retry"] * 300)
    loop = world.open()
    await loop.step()
    assert len(world.waits) == 300
    assert AHEAD <= len(loop._ahead) <= AHEAD + 2


async def test_waiting_ends_when_something_is_due() -> None:
    """A part that does not come holds up the message for its five seconds, without another alert."""
    world = World([make_alert("r", "injured", None, 30, MIDNIGHT, part=1, parts=2)])
    loop = world.open()
    while not world.got:
        await loop.step()
    assert world.now - MIDNIGHT == timedelta(seconds=5)


async def test_given_up_notifications_can_be_delivered_again() -> None:
    """As they were."""
    world = World(story(), down=["refused"])
    await run(world)
    again = [letter.notification for letter in world.given_up]
    await world.open().deliver_again(again)
    assert world.got[-1] == again[0]
