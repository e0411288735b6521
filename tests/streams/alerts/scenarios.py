"""Reads the scenarios of tests/corpus/alerts/scenarios.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from schemas import AlertCause, AlertReason, CasualtyAlert, Origin, Provenance, SignaturePlace, SourceKind, Toll
from streams.alerts import RuleSet, parse_rules

if TYPE_CHECKING:
    from schemas import Notification

FILE: Final = Path(__file__).parents[2] / "corpus" / "alerts" / "scenarios.toml"
MIDNIGHT: Final = datetime(2026, 3, 2, tzinfo=UTC)
HEAD: Final = """
[receivers.desk]
url = "https://desk.example/hook"
[tiers]
agencies = ["meridian", "orbit"]
[[rules]]
name = "rule"
receivers = ["desk"]
"""
STEP: Final = re.compile(r"(\d\d):(\d\d) (\w+) (\w+) (\d*)->(\d+|-)(.*)")


@dataclass(frozen=True, slots=True)
class Step:
    """An alert on the topic, its offset and its time."""

    alert: CasualtyAlert
    offset: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Scenario:
    """A rule, what is on the topic, and what the receiver must get."""

    name: str
    rules: RuleSet
    steps: tuple[Step, ...]
    sent: tuple[str, ...]


def scenarios() -> list[Scenario]:
    """Return all scenarios."""
    found = tomllib.loads(FILE.read_text())["scenario"]
    return [
        Scenario(
            name=each["name"],
            rules=parse_rules(f"{HEAD}{each['rule']}\n{each.get('more', '')}".encode()),
            steps=tuple(_step(line, number) for number, line in enumerate(each["alerts"], start=1)),
            sent=tuple(each["sent"]),
        )
        for each in found
    ]


def told(notification: Notification) -> str:
    """Return a message as the scenarios write it."""
    passed = notification.at - MIDNIGHT
    hours, rest = divmod(int(passed.total_seconds()), 3600)
    clock = f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    notices = [
        f"{notice.change} {notice.alert.kind} {_number(notice.alert.before, '')}->{_number(notice.alert.after, '-')}"
        for notice in notification.notices
    ]
    return f"{clock} {'; '.join(notices)}"


def make_alert(
    incident: str, kind: str, before: int | None, after: int | None, at: datetime, **fields: Any
) -> CasualtyAlert:
    """Return an alert with these fields."""
    was, now = _toll(before), _toll(after)
    place = {name: fields.pop(name) for name in ("country", "admin1", "lat", "lon") if name in fields}
    cause = AlertCause(fields.pop("cause", _cause(before, after)))
    provider = fields.pop("provider", "meridian")
    return CasualtyAlert(
        id=f"{incident}-{kind}-{before}-{after}-{cause}-{fields.pop('version', 1)}",
        incident_id=incident,
        cause=cause,
        reason=AlertReason(fields.pop("reason", "report")),
        kind=kind,
        before=was,
        after=now,
        title=f"Story of {incident}",
        place=SignaturePlace(name="Karal", **place) if place else None,
        speaker=SourceKind(fields.pop("speaker")) if "speaker" in fields else None,
        groups=(fields.pop("groups").replace("_", " "),) if "groups" in fields else (),
        provenance=Provenance(
            provider=provider,
            source=f"{provider}.example",
            item_id=incident,
            version=1,
            received=at,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=0),
        ),
        at=at,
        **fields,
    )


def _step(line: str, number: int) -> Step:
    found = STEP.fullmatch(line)
    assert found is not None, line
    hour, minute, incident, kind, before, after, rest = found.groups()
    fields: dict[str, Any] = dict(pair.split("=", 1) for pair in rest.split())
    offset = int(fields.pop("again", number))
    at = MIDNIGHT + timedelta(hours=int(hour), minutes=int(minute))
    numbers = (int(before) if before else None, None if after == "-" else int(after))
    return Step(make_alert(incident, kind, *numbers, at, **fields), offset, at)


def _toll(number: int | None) -> Toll | None:
    return None if number is None else Toll(low=number, best=number, high=number)


def _number(toll: Toll | None, missing: str) -> str:
    return missing if toll is None else str(toll.best)


def _cause(before: int | None, after: int | None) -> str:
    if after is None:
        return "withdrawn"
    if before is None:
        return "appeared"
    return "rose" if after > before else "fell"
