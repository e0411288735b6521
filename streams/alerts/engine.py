"""What one receiver is sent: its rules over alerts, with what waits for a time or for more changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from xxhash import xxh3_128_hexdigest

from schemas import KindWatch, Notification, Watch
from streams.alerts.decision import decide, delivered
from streams.alerts.schedule import quiet_until, window_end, window_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from schemas import CasualtyAlert, Notice
    from streams.alerts.rule import Rule, RuleSet

PARTS_WAIT: Final = timedelta(seconds=5)
"""The other alerts of one change follow at once; one that does not come holds up the others no longer."""
MAX_NOTICES: Final = 100
"""Changes in one message; more of them go into the next."""
FORGET_AFTER: Final = timedelta(days=90)
"""No article joins an incident after the linking window and a month: its tolls do not change any more."""

Key = tuple[str, str]
"""Rule and incident."""


class RuleEngine:
    """Applies the rules of one receiver, and keeps what it knows.

    `take` considers an alert, `release` gives what is to be sent by now, and `changed` what must be stored before the
    alert counts as read. An engine that is opened on what was stored goes on as if it had never ended.
    """

    def __init__(self, rules: RuleSet, receiver: str, watches: Iterable[Watch] = ()) -> None:
        self.receiver = receiver
        self._rules = {rule.name: rule for rule in rules.of_receiver(receiver)}
        self._providers = {name: rules.providers_of(rule) for name, rule in self._rules.items()}
        self._by_kind: dict[str, list[Rule]] = defaultdict(list)
        for rule in self._rules.values():
            for kind in sorted(rule.kinds):
                self._by_kind[kind].append(rule)
        self._watches: dict[Key, Watch] = {}
        self._of_incident: dict[str, set[Key]] = defaultdict(set)
        self._due: list[tuple[datetime, Key]] = []
        self._dirty: dict[Key, Watch | None] = {}
        self._used: dict[str, tuple[datetime, int]] = {}
        for watch in watches:
            self._open(watch)

    def take(self, alert: CasualtyAlert, now: datetime, *, partition: int = 0, offset: int = 0) -> None:
        """Consider an alert that was read from a place of the topic."""
        for rule in self._by_kind.get(alert.kind, ()):
            self._consider(rule, alert, now, partition, offset)
        if alert.part >= alert.parts:
            for key in sorted(self._of_incident.get(alert.incident_id, ())):
                if self._watches[key].wait == "parts":
                    self._put(key, self._watches[key].model_copy(update={"due": now}))

    def release(self, now: datetime) -> list[Notification]:
        """Return what is to be sent by now, in order, and take it as sent."""
        sent: list[Notification] = []
        while due := self._next_due(now):
            for wait, rule, keys in _batches(due, self._watches):
                sent += self._route(self._rules[rule], keys, wait, now)
        return sent

    @property
    def next_due(self) -> datetime | None:
        """When something is to be released next."""
        while self._due and not self._is_current(*self._due[0]):
            heappop(self._due)
        return self._due[0][0] if self._due else None

    def changed(self) -> dict[Key, Watch | None]:
        """Return what has changed since the last time, by rule and incident; None for what is forgotten."""
        dirty, self._dirty = self._dirty, {}
        return dirty

    def forget(self, now: datetime) -> None:
        """Forget what has not changed for long, and what rules that are gone have left."""
        for key, watch in list(self._watches.items()):
            if watch.wait is None and (now - watch.updated > FORGET_AFTER):
                self._drop(key)

    # -- what is known

    def _open(self, watch: Watch) -> None:
        key = (watch.rule, watch.incident_id)
        if watch.rule not in self._rules:
            self._dirty[key] = None
            return
        self._store(key, watch)

    def _store(self, key: Key, watch: Watch) -> None:
        self._watches[key] = watch
        self._of_incident[key[1]].add(key)
        if watch.due is not None:
            heappush(self._due, (watch.due, key))

    def _put(self, key: Key, watch: Watch) -> None:
        self._store(key, watch)
        self._dirty[key] = watch

    def _drop(self, key: Key) -> None:
        del self._watches[key]
        self._of_incident[key[1]].discard(key)
        if not self._of_incident[key[1]]:
            del self._of_incident[key[1]]
        self._dirty[key] = None

    # -- an alert

    def _consider(self, rule: Rule, alert: CasualtyAlert, now: datetime, partition: int, offset: int) -> None:
        key = (rule.name, alert.incident_id)
        watch = self._watches.get(key)
        if watch is not None and watch.partition == partition and offset <= watch.offset:
            return
        known = KindWatch() if watch is None else watch.kinds.get(alert.kind, KindWatch())
        found = decide(rule, alert, known, self._providers[rule.name])
        if watch is None and found == KindWatch():
            return
        watch = watch or Watch(
            receiver=self.receiver,
            rule=rule.name,
            incident_id=alert.incident_id,
            group=_group(rule, alert),
            updated=now,
        )
        watch = watch.model_copy(
            update={
                "kinds": {**watch.kinds, alert.kind: found},
                "partition": partition,
                "offset": offset,
                "updated": now,
            }
        )
        self._put(key, self._waiting(rule, watch, alert, now))

    def _waiting(self, rule: Rule, watch: Watch, alert: CasualtyAlert, now: datetime) -> Watch:
        """Return the watch with what it waits for, as long as something is pending."""
        if not any(known.pending for known in watch.kinds.values()):
            return watch.model_copy(update={"wait": None, "due": None})
        if watch.wait is not None:
            return watch
        if rule.debounce:
            return watch.model_copy(update={"wait": "debounce", "due": self._group_due(watch) or now + rule.debounce})
        due = now if alert.part >= alert.parts else now + PARTS_WAIT
        return watch.model_copy(update={"wait": "parts", "due": due})

    def _group_due(self, watch: Watch) -> datetime | None:
        """Return when the others of the group are due, that the watch may go with them."""
        if watch.group == watch.incident_id:
            return None
        others = (
            self._watches[key]
            for _, key in self._due
            if key[0] == watch.rule and key in self._watches and self._watches[key].group == watch.group
        )
        return min((other.due for other in others if other.wait == "debounce" and other.due), default=None)

    # -- sending

    def _is_current(self, due: datetime, key: Key) -> bool:
        watch = self._watches.get(key)
        return watch is not None and watch.due == due

    def _next_due(self, now: datetime) -> list[Key]:
        """Return all that is due at the next time, if that has come."""
        at = self.next_due
        if at is None or at > now:
            return []
        keys: set[Key] = set()
        while self._due and self._due[0][0] == at:
            _, key = heappop(self._due)
            if self._is_current(at, key):
                keys.add(key)
        return sorted(keys)

    def _route(self, rule: Rule, keys: Sequence[Key], wait: str, now: datetime) -> list[Notification]:
        """Send what has waited, or let it wait for the end of quiet hours, of a digest, or of a limit."""
        first = wait in {"parts", "debounce"}
        until = quiet_until(rule.quiet, now) if rule.quiet else None
        if until is not None and not self._is_exempt(rule, keys):
            return self._hold(keys, "quiet", until)
        if first and rule.digest is not None:
            return self._hold(keys, "digest", window_end(now, rule.digest))
        if first and rule.limit is not None and self._is_used_up(rule, now) and not self._follows(keys):
            return self._hold(keys, "limit", window_end(now, rule.limit.per))
        return self._send(rule, keys, now)

    def _hold(self, keys: Iterable[Key], wait: str, due: datetime) -> list[Notification]:
        for key in keys:
            self._put(key, self._watches[key].model_copy(update={"wait": wait, "due": due}))
        return []

    def _is_exempt(self, rule: Rule, keys: Iterable[Key]) -> bool:
        least = rule.quiet.except_at_least if rule.quiet else None
        tolls = (notice.alert.after for key in keys for notice in _pending(self._watches[key]))
        return least is not None and any(toll is not None and toll.best >= least for toll in tolls)

    def _follows(self, keys: Iterable[Key]) -> bool:
        """Return whether something replaces what was sent: no limit holds back that a number is wrong."""
        return any(notice.supersedes is not None for key in keys for notice in _pending(self._watches[key]))

    def _is_used_up(self, rule: Rule, now: datetime) -> bool:
        if rule.limit is None:
            return False
        start = window_start(now, rule.limit.per)
        began, used = self._used.get(rule.name, (start, 0))
        return began == start and used >= rule.limit.messages

    def _send(self, rule: Rule, keys: Sequence[Key], now: datetime) -> list[Notification]:
        notices = [notice for key in keys for notice in _pending(self._watches[key])]
        parts = [notices[start : start + MAX_NOTICES] for start in range(0, len(notices), MAX_NOTICES)]
        made = [_notification(rule, tuple(part), now) for part in parts]
        named = {notice.alert.id: each.id for each in made for notice in each.notices}
        for key in keys:
            self._put(key, _sent(self._watches[key], rule, named))
        self._count(rule, now)
        return made

    def _count(self, rule: Rule, now: datetime) -> None:
        if rule.limit is not None:
            start = window_start(now, rule.limit.per)
            began, used = self._used.get(rule.name, (start, 0))
            self._used[rule.name] = (start, used + 1 if began == start else 1)


def _batches(keys: Iterable[Key], watches: dict[Key, Watch]) -> Iterator[tuple[str, str, list[Key]]]:
    """Yield what goes together: a group while it waits for more changes, all of a rule afterwards."""
    found: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in keys:
        watch = watches[key]
        wait = watch.wait or "parts"
        found[wait, watch.rule, watch.group if wait in {"parts", "debounce"} else ""].append(key)
    for (wait, rule, _), together in found.items():
        yield wait, rule, together


def _pending(watch: Watch) -> Iterator[Notice]:
    kinds = (known.pending for _, known in sorted(watch.kinds.items(), key=lambda pair: pair[0] != "killed"))
    yield from (notice for notice in kinds if notice is not None)


def _sent(watch: Watch, rule: Rule, named: dict[str, str]) -> Watch:
    kinds = {
        kind: delivered(known, rule, named[known.pending.alert.id]) if known.pending is not None else known
        for kind, known in watch.kinds.items()
    }
    return watch.model_copy(update={"kinds": kinds, "wait": None, "due": None})


def _notification(rule: Rule, notices: tuple[Notice, ...], now: datetime) -> Notification:
    parts = [rule.name, *(f"{notice.change}/{notice.alert.id}" for notice in notices)]
    return Notification(id=xxh3_128_hexdigest("\n".join(parts).encode()), rule=rule.name, at=now, notices=notices)


def _group(rule: Rule, alert: CasualtyAlert) -> str:
    if rule.group == "rule":
        return ""
    if rule.group == "country":
        return (alert.place.country if alert.place else None) or ""
    return alert.incident_id
