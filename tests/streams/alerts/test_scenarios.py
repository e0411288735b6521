"""What rules send, told as scenarios, whatever happens to the process on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from schemas import Notification, Watch, decode, encode
from streams.alerts import RuleEngine
from tests.streams.alerts.scenarios import MIDNIGHT, Scenario, scenarios, told

if TYPE_CHECKING:
    from datetime import datetime

SCENARIOS = scenarios()
AFTERWARDS = MIDNIGHT + timedelta(days=3)


class Stored:
    """Watches as they stand on a topic: written as bytes, read back by a new engine."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.values: dict[tuple[str, str], bytes] = {}

    def write(self, engine: RuleEngine) -> None:
        """Write what has changed."""
        for key, watch in engine.changed().items():
            if watch is None:
                self.values.pop(key, None)
            else:
                self.values[key] = encode(watch)

    def open(self) -> RuleEngine:
        """Return an engine that goes on."""
        watches = (decode(value, (Watch,)) for value in self.values.values())
        return RuleEngine(self.scenario.rules, "desk", [each for each in watches if isinstance(each, Watch)])


def release_until(engine: RuleEngine, until: datetime) -> list[Notification]:
    """Let the time pass from one due time to the next."""
    sent: list[Notification] = []
    while engine.next_due is not None and engine.next_due <= until:
        sent += engine.release(engine.next_due)
    return sent


def run(scenario: Scenario) -> list[Notification]:
    """Return what one engine sends without a break."""
    engine = RuleEngine(scenario.rules, "desk")
    sent: list[Notification] = []
    for step in scenario.steps:
        sent += release_until(engine, step.at)
        engine.take(step.alert, step.at, offset=step.offset)
        sent += engine.release(step.at)
    return sent + release_until(engine, AFTERWARDS)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_scenario(scenario: Scenario) -> None:
    """The receiver gets these messages at these times."""
    assert tuple(told(each) for each in run(scenario)) == scenario.sent


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_restart_after_every_alert_changes_nothing(scenario: Scenario) -> None:
    """An engine that opens on what was stored sends the same messages with the same ids; only limits count again."""
    stored = Stored(scenario)
    sent: list[Notification] = []
    for step in scenario.steps:
        engine = stored.open()
        sent += release_until(engine, step.at)
        engine.take(step.alert, step.at, offset=step.offset)
        sent += engine.release(step.at)
        stored.write(engine)
    sent += release_until(stored.open(), AFTERWARDS)
    if scenario.rules.rules[0].limit is None:
        assert [each.id for each in sent] == [each.id for each in run(scenario)]
    assert {notice.alert.id for each in sent for notice in each.notices} == {
        notice.alert.id for each in run(scenario) for notice in each.notices
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
@pytest.mark.parametrize(
    "written", [False, True], ids=["before the state is written", "before the offset is committed"]
)
def test_a_crash_after_sending_repeats_the_same_ids(scenario: Scenario, *, written: bool) -> None:
    """Each alert is read twice: what is sent again has the id of the first time, and nothing is missing."""
    stored = Stored(scenario)
    sent: list[str] = []
    for step in scenario.steps:
        for attempt in (1, 2):
            engine = stored.open()
            made = release_until(engine, step.at)
            engine.take(step.alert, step.at, offset=step.offset)
            made += engine.release(step.at)
            sent += [each.id for each in made]
            if written or attempt == 2:
                stored.write(engine)
    sent += [each.id for each in release_until(stored.open(), AFTERWARDS)]
    if scenario.rules.rules[0].limit is None:
        assert list(dict.fromkeys(sent)) == [each.id for each in run(scenario)]


def test_there_are_enough_scenarios() -> None:
    """Every part of a rule has one."""
    assert len(SCENARIOS) >= 40
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
