"""Which articles tell of one incident: decided once for each version of an item, recorded, and given again."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING, Final

from schemas import Carried, LinkAction, LinkedClaims, Retraction, RetractionKind, Role, Signature, Verdict
from streams.linking.features import GROUP_VOICES, load_model, pair_features
from streams.linking.index import Index
from streams.linking.profile import SECONDS_A_DAY, has_figures, make_profile
from streams.linking.record import PREFIX, Decision, ItemRecord, read_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import Provenance
    from streams.linking.profile import Profile
    from streams.state import KeyedState

MAX_VERSIONS: Final = 20
"""Versions of an item whose decisions are kept; an older one read again is put where the item is."""
MAX_JOINING: Final = 100
"""Earlier articles without figures that an incident takes in when its first figure comes."""
MAX_PLACES: Final = 5
_CLAIMED: Final = frozenset({Role.TOTAL, Role.SUBSET, Role.DENIED})
_TAKEN: Final = {RetractionKind.KILL: "killed", RetractionKind.WITHHOLD: "withheld"}


class Linker:
    """Puts the articles of one language to incidents.

    An article is compared with those of the window that share its rare marks, and joins the group of the likeliest
    one. A group is an incident from the first article on that counts victims; until then its articles wait, and
    go out with that article. An article that neither counts victims nor resembles any other is not kept.

    Everything in memory is a function of the records in `state`, of which a message writes its own last.
    """

    def __init__(self, state: KeyedState, *, window_days: float = 60.0) -> None:
        self._state = state
        self._window = window_days * SECONDS_A_DAY
        self._model = load_model()
        self._index = Index()
        self._groups: dict[str, dict[str, None]] = {}
        self._group_of: dict[str, str] = {}
        self._put: dict[str, dict[str, None]] = {}
        self._stories: dict[str, dict[str, None]] = {}
        self._copies: dict[str, dict[str, None]] = {}
        self._copy_of: dict[str, str] = {}
        self._times: dict[str, float] = {}
        self._expiry: list[tuple[float, str]] = []
        self._newest = 0.0
        self._arrivals = 0
        self._rebuild()

    def link(self, message: Signature | Carried | Retraction) -> list[LinkedClaims]:
        """Return what the message puts to incidents, carries to them or takes from them, in order.

        The same message again gives the same answer. Takes come before puts.
        """
        if isinstance(message, Signature):
            return self._link_article(message)
        if isinstance(message, Carried):
            return self._link_copy(message)
        return self._retract(message)

    def group_of(self, item_key: str) -> str | None:
        """Return the group of an item of the window: the id of its incident, or of what may become one."""
        return self._group_of.get(item_key)

    def sizes(self) -> dict[str, int]:
        """Return how many items, groups, incidents and marks are in memory."""
        return {
            "items": len(self._times),
            "groups": len(self._groups),
            "incidents": len(self._put),
            **self._index.sizes(),
        }

    # Articles

    def _link_article(self, signature: Signature) -> list[LinkedClaims]:
        provenance = signature.provenance
        key, version = provenance.item_key, provenance.version
        record = self._read(key)
        if record is not None:
            decision = record.decisions.get(version)
            if decision is not None:
                return self._again(decision, signature)
            if record.killed:
                return []
        self._advance(provenance)
        if record is not None and version < max(record.decisions, default=version):
            return self._link_late(record, signature)
        own = None if record is None else record.group
        profile = make_profile(signature)
        group, score = self._choose(profile, own)
        if group is None and not (has_figures(signature) or profile.events):
            self._write(key, self._with(record, provenance, version, Decision()))
            return []
        if group is None:
            group, score = self._new_group(profile), 1.0
        counted = has_figures(signature)
        more: list[LinkedClaims] = []
        if own is not None and own != group:
            more += self._move(own, group, signature, live=counted or bool(self._put.get(group)))
        live = bool(self._put.get(group))
        if counted and not live:
            more += self._joining(group, key)
        put = live or counted
        decision = Decision("put" if put else None, group if put else None, score, more=tuple(more))
        record = self._with(record, provenance, version, decision)
        record = replace(record, group=group, signature=signature, carried=None, copy_of=None)
        self._write(key, record)
        self._hold(key, record, profile)
        return self._again(decision, signature)

    def _link_late(self, record: ItemRecord, signature: Signature) -> list[LinkedClaims]:
        """Answer to a version older than one that has been linked: it goes where the item is, if anywhere."""
        provenance = signature.provenance
        live = record.group is not None and bool(self._put.get(record.group))
        decision = Decision("put" if live else None, record.group if live else None, 1.0)
        decisions = {**record.decisions, provenance.version: decision}
        self._write(provenance.item_key, replace(record, decisions=decisions))
        return self._again(decision, signature)

    def _again(self, decision: Decision, signature: Signature) -> list[LinkedClaims]:
        claims = list(decision.more)
        if decision.action == "put" and decision.incident_id is not None:
            claims.append(_put(decision.incident_id, signature, decision.score))
        return claims

    def _choose(self, profile: Profile, own: str | None) -> tuple[str | None, float]:
        """Return the group that the article belongs to and how surely, or None where there is no such group."""
        idf = self._index.idf
        likeness: dict[str, list[float]] = {}
        for other in self._index.candidates(profile):
            score = self._model.probability(pair_features(profile, other, idf))
            likeness.setdefault(self._group_of[other.item_key], []).append(score)
        scores = {group: self._model.of_group(alike, self._articles(group)) for group, alike in likeness.items()}
        for key in self._stories.get(profile.story_id, ()):
            if key != profile.item_key:
                scores[self._group_of[key]] = 1.0
        stays = scores.pop(own, 0.0) if own is not None else 0.0
        best, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=(None, 0.0))
        if own is not None and (stays >= self._model.link or score < self._model.move):
            return own, max(stays, self._model.link)
        return (best, score) if score >= self._model.link else (None, 0.0)

    def _articles(self, group: str) -> int:
        """Return how many articles of a group can be compared with, up to `GROUP_VOICES`."""
        articles = (key for key in self._groups[group] if key not in self._copy_of)
        return sum(1 for _ in islice(articles, GROUP_VOICES))

    def _new_group(self, profile: Profile) -> str:
        return profile.item_key if profile.story_id in self._groups else profile.story_id

    def _move(self, old: str, new: str, signature: Signature, *, live: bool) -> list[LinkedClaims]:
        """Return the claims that an item and its copies take from a group, and the copies that follow it."""
        key = signature.provenance.item_key
        moved: list[LinkedClaims] = []
        left = bool(self._put.get(old))
        self._release(key)
        if left:
            moved.append(_take(old, signature.provenance, signature.judgement.story_id, "moved"))
        for copy in list(self._copies.get(key, ())):
            record = self._read(copy)
            if record is None or record.carried is None:
                continue
            if left:
                moved.append(_take(old, record.carried, signature.judgement.story_id, "moved"))
            if live:
                moved.append(_carry(new, record.carried, key))
            record = replace(record, group=new)
            self._write(copy, record)
            self._hold(copy, record, None)
        return moved

    def _joining(self, group: str, key: str) -> list[LinkedClaims]:
        """Return the articles and copies of a group that becomes an incident, all but the one that makes it so."""
        joining: list[LinkedClaims] = []
        for other in list(self._groups.get(group, ()))[-MAX_JOINING:]:
            record = self._read(other) if other != key else None
            if record is None:
                continue
            if record.signature is not None:
                score = max((decision.score for decision in record.decisions.values()), default=1.0)
                joining.append(_put(group, record.signature, score))
            elif record.carried is not None and record.copy_of is not None:
                joining.append(_carry(group, record.carried, record.copy_of))
        return joining

    # Copies

    def _link_copy(self, copy: Carried) -> list[LinkedClaims]:
        provenance, judgement = copy.provenance, copy.judgement
        key, version = provenance.item_key, provenance.version
        record = self._read(key)
        if record is not None:
            decision = record.decisions.get(version)
            if decision is not None:
                return _carried(decision, provenance)
            if record.killed:
                return []
        original = self._original(judgement.match, judgement.story_id)
        if original == key:
            return []
        self._advance(provenance)
        group = None if original is None else self._group_of.get(original)
        live = group is not None and bool(self._put.get(group))
        copy_of = original or judgement.match or judgement.story_id
        decision = Decision("carry" if live else None, group if live else None, judgement.score, copy_of)
        record = self._with(record, provenance, version, decision)
        record = replace(record, group=group, signature=None, carried=provenance, copy_of=copy_of)
        self._write(key, record)
        self._hold(key, record, None)
        return _carried(decision, provenance)

    def _original(self, match: str | None, story_id: str) -> str | None:
        """Return the item whose incident a copy is carried to."""
        for key in (match, story_id):
            if key is not None and key in self._group_of:
                return key
        return next(iter(self._stories.get(story_id, ())), None)

    # Retractions

    def _retract(self, retraction: Retraction) -> list[LinkedClaims]:
        provenance = retraction.provenance
        key = provenance.item_key
        reason = _TAKEN[retraction.kind]
        copies = dict.fromkeys((*retraction.copies, *sorted(self._copies.get(key, ()))))
        self._advance(provenance)
        taken: list[LinkedClaims] = []
        for copy in copies:
            if copy != key:
                taken += self._kill(copy, None, reason, retraction.story_id)
        return self._kill(key, provenance, reason, retraction.story_id) + taken

    def _kill(self, key: str, provenance: Provenance | None, reason: str, story_id: str | None) -> list[LinkedClaims]:
        record = self._read(key)
        if record is not None and record.killed:
            return list(record.taken)
        taken: tuple[LinkedClaims, ...] = ()
        if record is not None and record.group is not None and self._put.get(record.group):
            last = record.carried or (record.signature.provenance if record.signature else None)
            by = provenance or last
            if by is not None:
                taken = (_take(record.group, by, story_id or key, reason),)
        time = self._newest if provenance is None else provenance.received.timestamp()
        killed = ItemRecord(
            arrival=self._arrivals,
            time=time,
            killed=True,
            taken=taken,
            copy_of=None if record is None else record.copy_of,
            decisions={} if record is None else record.decisions,
        )
        self._arrivals += 1
        self._write(key, killed)
        self._hold(key, killed, None)
        return list(taken)

    # State and memory

    def _read(self, key: str) -> ItemRecord | None:
        value = self._state.get(PREFIX + key)
        return None if value is None else read_record(value)

    def _write(self, key: str, record: ItemRecord) -> None:
        self._state.put(PREFIX + key, record.encoded())
        self._times[key] = record.time
        heappush(self._expiry, (record.time, key))

    def _with(self, record: ItemRecord | None, provenance: Provenance, version: int, decision: Decision) -> ItemRecord:
        arrival, time = self._arrivals, provenance.received.timestamp()
        self._arrivals += 1
        if record is None:
            return ItemRecord(arrival=arrival, time=time, decisions={version: decision})
        kept = sorted({**record.decisions, version: decision}.items())[-MAX_VERSIONS:]
        return replace(record, arrival=arrival, time=max(time, record.time), decisions=dict(kept))

    def _hold(self, key: str, record: ItemRecord, profile: Profile | None) -> None:
        """Take the item into memory as the record has it."""
        self._release(key)
        if record.copy_of is not None:
            self._copies.setdefault(record.copy_of, {})[key] = None
            self._copy_of[key] = record.copy_of
        group = record.group
        if group is None:
            return
        self._group_of[key] = group
        self._groups.setdefault(group, {})[key] = None
        if any(decision.action == "put" and decision.incident_id == group for decision in record.decisions.values()):
            self._put.setdefault(group, {})[key] = None
        if profile is not None:
            self._stories.setdefault(profile.story_id, {})[key] = None
            self._index.add(record.arrival, profile)

    def _release(self, key: str) -> None:
        """Let the item go from memory."""
        original = self._copy_of.pop(key, None)
        if original is not None:
            _discard(self._copies, original, key)
        group = self._group_of.pop(key, None)
        if group is None:
            return
        profile = self._index.get(key)
        if profile is not None:
            _discard(self._stories, profile.story_id, key)
            self._index.remove(key)
        _discard(self._groups, group, key)
        _discard(self._put, group, key)

    def _advance(self, provenance: Provenance) -> None:
        """Let go of what has left the window."""
        self._newest = max(self._newest, provenance.received.timestamp())
        horizon = self._newest - self._window
        while self._expiry and self._expiry[0][0] < horizon:
            time, key = heappop(self._expiry)
            if self._times.get(key) == time:
                del self._times[key]
                self._release(key)
                self._state.drop(PREFIX + key)

    def _rebuild(self) -> None:
        held = sorted(
            ((record.arrival, key.removeprefix(PREFIX), record) for key, record in self._scan()),
            key=lambda entry: entry[:2],
        )
        for arrival, key, record in held:
            self._times[key] = record.time
            self._expiry.append((record.time, key))
            self._newest = max(self._newest, record.time)
            self._arrivals = max(self._arrivals, arrival + 1)
            self._hold(key, record, None if record.signature is None else make_profile(record.signature))
        heapify(self._expiry)

    def _scan(self) -> Iterable[tuple[str, ItemRecord]]:
        return ((key, read_record(value)) for key, value in self._state.scan(PREFIX))


def _discard(holders: dict[str, dict[str, None]], holder: str, key: str) -> None:
    held = holders.get(holder)
    if held is not None:
        held.pop(key, None)
        if not held:
            del holders[holder]


def _put(incident_id: str, signature: Signature, score: float) -> LinkedClaims:
    judgement = signature.judgement
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.PUT,
        provenance=signature.provenance,
        story_id=judgement.story_id,
        headline=signature.headline,
        agency=signature.agency,
        score=round(score, 4),
        places=signature.places[:MAX_PLACES],
        figures=tuple(figure for figure in signature.figures if figure.role in _CLAIMED),
        correction=judgement.verdict is Verdict.CORRECTION,
        language=signature.language,
    )


def _carry(incident_id: str, provenance: Provenance, copy_of: str) -> LinkedClaims:
    return LinkedClaims(
        incident_id=incident_id,
        action=LinkAction.CARRY,
        provenance=provenance,
        story_id=copy_of,
        copy_of=copy_of,
        score=1.0,
    )


def _carried(decision: Decision, provenance: Provenance) -> list[LinkedClaims]:
    if decision.action != "carry" or decision.incident_id is None or decision.copy_of is None:
        return []
    return [_carry(decision.incident_id, provenance, decision.copy_of)]


def _take(incident_id: str, provenance: Provenance, story_id: str, reason: str) -> LinkedClaims:
    return LinkedClaims(
        incident_id=incident_id, action=LinkAction.TAKE, provenance=provenance, story_id=story_id, reason=reason
    )
