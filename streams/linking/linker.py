"""Which articles tell of one incident: decided once for each version of an item, recorded, and given again."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

from schemas import Carried, LinkedClaims, Retraction, RetractionKind, Signature
from streams.linking.answers import carry, put, take
from streams.linking.choice import choose
from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.index import Index, Rarities
from streams.linking.model import load_model
from streams.linking.profile import SECONDS_A_DAY, has_figures, make_profile, weighed
from streams.linking.record import PREFIX, Decision, ItemRecord, read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Provenance
    from streams.linking.choice import Choice
    from streams.linking.model import Model
    from streams.linking.profile import Profile
    from streams.state import KeyedState

MAX_VERSIONS: Final = 20
"""Versions of an item whose decisions are kept; an older one read again is put where the item is."""
MAX_JOINING: Final = 100
"""Earlier articles without figures that an incident takes in when its first figure comes."""
_TAKEN: Final = {RetractionKind.KILL: "killed", RetractionKind.WITHHOLD: "withheld"}


class Linker:
    """Puts the articles of one language to incidents.

    An article is compared with those of the window that share its rare marks, and joins the group of the likeliest.
    A group is an incident from the first article on that counts victims; until then its articles wait, and go out
    with that article. An article that neither counts victims, nor speaks of an event, nor resembles any other is
    not kept. Two incidents that an article shows to be one are merged: the items of one are taken from it and put to
    the other.

    The model is the one that comes with the package unless another is given.

    Everything in memory is a function of the records in `state`, of which a message writes its own last.
    """

    def __init__(self, state: KeyedState, *, window_days: float = 60.0, model: Model | None = None) -> None:
        self._state = state
        self._window = window_days * SECONDS_A_DAY
        self._model = model or load_model()
        self._index = Index()
        self._groups = Groups()
        self._frequency = Frequency()
        self._times: dict[str, float] = {}
        self._expiry: list[tuple[float, str]] = []
        self._newest = 0.0
        self._arrivals = 0
        self._rebuild()

    def link(self, message: Signature | Carried | Retraction) -> list[LinkedClaims]:
        """Return what the message puts to incidents, carries to them or takes from them, in order.

        The same message again gives the same answer.
        """
        self._advance(message.provenance)
        if isinstance(message, Signature):
            return self._link_article(message)
        if isinstance(message, Carried):
            return self._link_copy(message)
        return self._retract(message)

    def group_of(self, item_key: str) -> str | None:
        """Return the group of an item of the window: the id of its incident, or of what may become one."""
        return self._groups.of(item_key)

    def sizes(self) -> dict[str, int]:
        """Return how many items, groups, incidents and marks are in memory."""
        return {"items": len(self._times), **self._groups.sizes(), **self._index.sizes()}

    def _link_article(self, signature: Signature) -> list[LinkedClaims]:
        provenance = signature.provenance
        key, version = provenance.item_key, provenance.version
        record = self._read(key)
        if record is not None:
            decision = record.decisions.get(version)
            if decision is not None:
                return _answer(decision, signature)
            if record.killed and not _lifts(version, record):
                return []
            record = replace(record, killed=False, taken=())
        if record is not None and version < max(record.decisions, default=version):
            return self._link_late(key, record, signature)
        own = self._groups.of(key)
        idf = Rarities(self._index).__getitem__
        profile = weighed(make_profile(signature), idf)
        if profile.event.sums_up and own is None:
            self._write(key, self._versioned(record, provenance, Decision()))
            return []
        choice = choose(
            profile,
            own,
            index=self._index,
            groups=self._groups,
            frequency=self._frequency,
            model=self._model,
            idf=idf,
        )
        counted = has_figures(signature)
        if choice.group is None and not profile.speaks:
            self._write(key, self._versioned(record, provenance, Decision()))
            return []
        return self._join(signature, profile, record, choice, counted=counted)

    def _join(
        self, signature: Signature, profile: Profile, record: ItemRecord | None, choice: Choice, *, counted: bool
    ) -> list[LinkedClaims]:
        """Put an article to the group chosen, or to one of its own, and whatever follows from that."""
        key = profile.item_key
        group = choice.group or self._new_group(profile)
        score = choice.score if choice.group else 1.0
        own = self._groups.of(key)
        stays = own is not None and (own == group or own in choice.merges)
        parts = (group, *choice.merges)
        becomes = counted or any(map(self._groups.is_incident, parts))
        more = [] if own is None or stays else self._move(own, group, signature, becomes=becomes)
        if own in choice.merges and self._groups.is_incident(own):
            more.append(take(own, signature.provenance, profile.story_id, "moved"))
        merges = {part: group for loser in choice.merges for part in (*self._groups.parts(loser), loser)}
        more += self._merge(group, choice.merges, key, becomes=becomes)
        decision = Decision("put" if becomes else None, group if becomes else None, score, more=tuple(more))
        versioned = self._versioned(record, signature.provenance, decision)
        versioned = replace(
            versioned,
            group=group,
            put=becomes,
            signature=signature,
            norm=profile.norm,
            carried=None,
            copy_of=None,
            merges={**versioned.merges, **merges},
        )
        self._write(key, versioned)
        self._hold(key, versioned, profile)
        return _answer(decision, signature)

    def _link_late(self, key: str, record: ItemRecord, signature: Signature) -> list[LinkedClaims]:
        """Answer to a version older than one that has been linked: it goes where the item is, if anywhere."""
        group = self._groups.of(key)
        live = group is not None and self._groups.is_incident(group)
        decision = Decision("put" if live else None, group if live else None, 1.0)
        decisions = {**record.decisions, signature.provenance.version: decision}
        self._write(key, replace(record, decisions=decisions))
        return _answer(decision, signature)

    def _new_group(self, profile: Profile) -> str:
        return profile.story_id if self._groups.is_free(profile.story_id) else profile.item_key

    def _move(self, old: str, new: str, signature: Signature, *, becomes: bool) -> list[LinkedClaims]:
        """Return what an item and its copies take from a group, and the copies that follow it to another."""
        key = signature.provenance.item_key
        left = self._groups.is_incident(old)
        moved = [take(old, signature.provenance, signature.judgement.story_id, "moved")] if left else []
        self._release(key)
        for copy in self._groups.copies_of(key):
            record = self._read(copy)
            if record is None or record.carried is None or record.killed:
                continue
            if left:
                moved.append(take(old, record.carried, signature.judgement.story_id, "moved"))
            if becomes:
                moved.append(carry(new, record.carried, key))
            record = replace(record, group=new)
            self._write(copy, record)
            self._hold(copy, record, None)
        return moved

    def _merge(self, group: str, merges: Iterable[str], key: str, *, becomes: bool) -> list[LinkedClaims]:
        """Merge groups into one; return what their items take from incidents, and all that enters the incident.

        The group's own items enter too where it becomes an incident only now. The item `key` itself is left out.
        """
        groups = self._groups
        gone = tuple(merges)
        entering = groups.members(gone if groups.is_incident(group) or not becomes else (group, *gone))
        records = [(each, record) for each in entering[-MAX_JOINING:] if each != key and (record := self._read(each))]
        claims: list[LinkedClaims] = []
        for each, record in records:
            old, provenance = groups.of(each), _last(record)
            if old in gone and groups.is_incident(old) and provenance is not None:
                claims.append(take(old, provenance, old, "moved"))
        for old in gone:
            self._frequency.merge(groups.members((old,)), group)
            groups.merge(old, group, key)
        if becomes:
            for _, record in records:
                claims += _entry(group, record)
        return claims

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
        group = None if original is None else self._groups.of(original)
        live = group is not None and self._groups.is_incident(group)
        copy_of = original or judgement.match or judgement.story_id
        decision = Decision("carry" if live else None, group if live else None, judgement.score, copy_of)
        versioned = self._versioned(record, provenance, decision)
        versioned = replace(versioned, group=group, put=False, signature=None, carried=provenance, copy_of=copy_of)
        self._write(key, versioned)
        self._hold(key, versioned, None)
        return _carried(decision, provenance)

    def _original(self, match: str | None, story_id: str) -> str | None:
        """Return the item whose incident a copy is carried to."""
        for key in (match, story_id):
            if key is not None and self._groups.of(key) is not None:
                return key
        return next(iter(self._groups.of_story(story_id)), None)

    def _retract(self, retraction: Retraction) -> list[LinkedClaims]:
        provenance = retraction.provenance
        key = provenance.item_key
        reason = _TAKEN[retraction.kind]
        upto = provenance.version if retraction.kind is RetractionKind.WITHHOLD else None
        record = self._read(key)
        if upto is not None and record is not None and not record.killed and max(record.decisions, default=upto) > upto:
            return []  # a newer version came first
        copies = dict.fromkeys((*retraction.copies, *self._groups.copies_of(key)))
        taken: list[LinkedClaims] = []
        for copy in copies:
            if copy != key:
                taken += self._kill(copy, None, reason, retraction.story_id)
        return self._kill(key, provenance, reason, retraction.story_id, upto) + taken

    def _kill(
        self, key: str, provenance: Provenance | None, reason: str, story_id: str | None, upto: int | None = None
    ) -> list[LinkedClaims]:
        record = self._read(key)
        if record is not None and record.killed:
            if upto is None and record.withheld is not None:
                self._write(key, replace(record, withheld=None))
            return list(record.taken)
        group = self._groups.of(key)
        by = provenance or (None if record is None else _last(record))
        taken: tuple[LinkedClaims, ...] = ()
        if group is not None and by is not None and self._groups.is_incident(group):
            taken = (take(group, by, story_id or key, reason),)
        known = record or ItemRecord(arrival=0, time=0.0)
        killed = ItemRecord(
            arrival=self._arrivals,
            time=self._newest if provenance is None else provenance.received.timestamp(),
            killed=True,
            withheld=upto,
            taken=taken,
            copy_of=known.copy_of,
            merges=known.merges,
            decisions=known.decisions,
        )
        self._arrivals += 1
        self._write(key, killed)
        self._hold(key, killed, None)
        return list(taken)

    def _read(self, key: str) -> ItemRecord | None:
        value = self._state.get(PREFIX + key)
        return None if value is None else read_record(value)

    def _write(self, key: str, record: ItemRecord) -> None:
        self._state.put(PREFIX + key, record.encoded())
        if self._times.get(key) != record.time:
            self._times[key] = record.time
            heappush(self._expiry, (record.time, key))

    def _versioned(self, record: ItemRecord | None, provenance: Provenance, decision: Decision) -> ItemRecord:
        """Return the item's record with the decision on one more version, as the latest arrival."""
        arrival, time = self._arrivals, provenance.received.timestamp()
        self._arrivals += 1
        if record is None:
            return ItemRecord(arrival=arrival, time=time, decisions={provenance.version: decision})
        kept = sorted({**record.decisions, provenance.version: decision}.items())[-MAX_VERSIONS:]
        return replace(record, arrival=arrival, time=max(time, record.time), decisions=dict(kept))

    def _hold(self, key: str, record: ItemRecord, profile: Profile | None) -> None:
        """Take the item into memory as the record has it."""
        self._index.remove(key)
        story_id = None if profile is None else profile.story_id
        self._groups.hold(key, record.group, record.arrival, put=record.put, story_id=story_id, copy_of=record.copy_of)
        self._frequency.remove(key)
        if profile is not None:
            self._index.add(record.arrival, profile)
            group = self._groups.of(key)
            if group is not None:
                self._frequency.add(key, group, profile.event.in_country)

    def _release(self, key: str) -> None:
        self._index.remove(key)
        self._frequency.remove(key)
        self._groups.release(key)

    def _advance(self, provenance: Provenance) -> None:
        """Let go of what has left the window."""
        self._newest = max(self._newest, provenance.received.timestamp())
        horizon = self._newest - self._window
        while self._expiry and self._expiry[0][0] < horizon:
            time, key = heappop(self._expiry)
            if self._times.get(key) == time:
                self._expire(key)

    def _expire(self, key: str) -> None:
        record = self._read(key)
        if record is not None:
            for loser in record.merges:
                self._settle(loser, key)
        del self._times[key]
        self._release(key)
        self._state.drop(PREFIX + key)

    def _settle(self, loser: str, by: str) -> None:
        """Write the merged group into the records that name the one that is gone, before the merge is forgotten."""
        winner = self._groups.resolve(loser)
        for key in self._groups.members((winner,)):
            record = self._read(key)
            if record is not None and record.group == loser:
                self._write(key, replace(record, group=winner))
        self._groups.forget_merge(loser, by)

    def _rebuild(self) -> None:
        known = [(record.arrival, key, record, profile) for key, record, profile in self._scan()]
        known.sort(key=lambda entry: entry[:2])
        for _, key, record, _ in known:
            for loser, winner in record.merges.items():
                self._groups.merge(loser, winner, key)
        for arrival, key, record, profile in known:
            self._times[key] = record.time
            self._expiry.append((record.time, key))
            self._newest = max(self._newest, record.time)
            self._arrivals = max(self._arrivals, arrival + 1)
            self._hold(key, record, profile)
        heapify(self._expiry)

    def _scan(self) -> Iterator[tuple[str, ItemRecord, Profile | None]]:
        """Yield every item with its profile, without what memory does not need."""
        for key, value in self._state.scan(PREFIX):
            record = read_record(value)
            signature = record.signature
            profile = None if signature is None else replace(make_profile(signature), norm=record.norm)
            yield key.removeprefix(PREFIX), replace(record, signature=None, decisions={}), profile


def _answer(decision: Decision, signature: Signature) -> list[LinkedClaims]:
    if decision.action != "put" or decision.incident_id is None:
        return list(decision.more)
    return [*decision.more, put(decision.incident_id, signature, decision.score)]


def _carried(decision: Decision, provenance: Provenance) -> list[LinkedClaims]:
    if decision.action != "carry" or decision.incident_id is None or decision.copy_of is None:
        return []
    return [carry(decision.incident_id, provenance, decision.copy_of)]


def _entry(group: str, record: ItemRecord) -> list[LinkedClaims]:
    """Return what an item that is known already brings to an incident."""
    if record.signature is not None:
        score = max((decision.score for decision in record.decisions.values()), default=1.0)
        return [put(group, record.signature, score)]
    if record.carried is not None and record.copy_of is not None:
        return [carry(group, record.carried, record.copy_of)]
    return []


def _lifts(version: int, record: ItemRecord) -> bool:
    return record.withheld is not None and version > record.withheld


def _last(record: ItemRecord) -> Provenance | None:
    return record.carried or (record.signature.provenance if record.signature else None)
