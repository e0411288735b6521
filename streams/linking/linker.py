"""Which articles tell of one incident: decided once for each version of an item, recorded, and given again."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from schemas import Carried, LinkedClaims, Retraction, RetractionKind, Signature
from streams.linking.answers import carry, leave, put, take
from streams.linking.choice import Choice, Split, choose, others_of
from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.index import Index, Rarities
from streams.linking.likeness import Judge
from streams.linking.model import load_model
from streams.linking.profile import SECONDS_A_DAY, make_profile, weighed
from streams.linking.record import PREFIX, Decision, ItemRecord, read_record
from streams.linking.split import sides_of
from streams.linking.transfers import Transfers, last_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemas import Provenance
    from streams.linking.answers import Transfer
    from streams.linking.model import Model
    from streams.linking.profile import Profile
    from streams.state import KeyedState

MAX_VERSIONS: Final = 20
"""Versions of an item whose decisions are kept; an older one read again is put where the item is."""
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
        judge = Judge(self._model, self._frequency, idf)
        choice = choose(profile, own, index=self._index, groups=self._groups, judge=judge)
        if choice.group is None and not profile.speaks:
            self._write(key, self._versioned(record, provenance, Decision()))
            return []
        return self._join(signature, profile, record, self._split(profile, choice, judge))

    def _split(self, profile: Profile, choice: Choice, judge: Judge) -> Choice:
        """Return the choice, with the split of its group where the article shows that group to be two events.

        The side of the group's earliest article keeps the id.
        """
        if choice.group is None or choice.merges:
            return choice
        others = others_of(choice.group, profile, self._index, self._groups)
        sides = sides_of(profile, others, judge)
        if sides is None:
            return choice
        own, far = sides
        goes = others[0] in far
        leaving = [other for other in others if other in (own if goes else far)]
        split = Split(choice.group, self._free_id(leaving[0]), tuple(other.item_key for other in leaving))
        return replace(choice, group=split.new if goes else split.old, split=split)

    def _join(
        self, signature: Signature, profile: Profile, record: ItemRecord | None, choice: Choice
    ) -> list[LinkedClaims]:
        """Put an article to the group chosen, or to one of its own, and whatever follows from that."""
        key, groups, provenance = profile.item_key, self._groups, signature.provenance
        own, group = groups.of(key), choice.group or self._free_id(profile)
        splits = _splits(own, group, choice)
        merges = {part: group for loser in choice.merges for part in (*groups.parts(loser), loser)}
        becomes = profile.counts or choice.split is not None or any(map(groups.is_incident, (group, *choice.merges)))
        transfers = Transfers(groups, self._frequency, self._read, self._arrivals)
        transfer = transfers.transfer(own, group, split=group in splits)
        if transfer is not None:
            transfers.claims.append(leave(provenance, profile.story_id, transfer))
        if own is not None and own not in {group, *choice.merges}:
            copies = [copy for copy in groups.copies_of(key) if groups.of(copy) == own]
            transfers.send(copies, transfer, group, becomes=becomes)
        if choice.split is not None:
            self._part(choice.split, transfers)
        transfers.merge(group, choice.merges, key, becomes=becomes)
        for new, old in splits.items():
            groups.split(new, old, key)
        decision = Decision(
            action="put" if becomes else None,
            incident_id=group if becomes else None,
            score=choice.score if choice.group else 1.0,
            more=tuple(transfers.claims),
            transfer=transfer,
        )
        versioned = self._versioned(record, provenance, decision)
        versioned = replace(
            versioned,
            group=group,
            put=becomes,
            signature=signature,
            norm=profile.norm,
            carried=None,
            copy_of=None,
            merges={**versioned.merges, **merges},
            moves={**versioned.moves, **transfers.moves},
            splits={**versioned.splits, **splits},
        )
        self._write(key, versioned)
        self._hold(key, versioned, profile)
        return _answer(decision, signature)

    def _part(self, split: Split, transfers: Transfers) -> None:
        """Send one side of a group, with its copies, to a group of its own."""
        groups = self._groups
        with_copies = {each for key in split.leaving for each in (key, *groups.copies_of(key))}
        leaving = [key for key in groups.members((split.old,)) if key in with_copies]
        transfers.send(leaving, transfers.transfer(split.old, split.new, split=True), split.new, becomes=True)

    def _link_late(self, key: str, record: ItemRecord, signature: Signature) -> list[LinkedClaims]:
        """Answer to a version older than one that has been linked: it goes where the item is, if anywhere."""
        group = self._groups.of(key)
        live = group is not None and self._groups.is_incident(group)
        decision = Decision("put" if live else None, group if live else None, 1.0)
        decisions = {**record.decisions, signature.provenance.version: decision}
        self._write(key, replace(record, decisions=decisions))
        return _answer(decision, signature)

    def _free_id(self, first: Profile) -> str:
        """Return a free id for a group that begins with an article: its story's, or else the item's own."""
        numbered = (f"{first.item_key}~{number}" for number in count(2))
        return next(filter(self._groups.is_free, chain((first.story_id, first.item_key), numbered)))

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
        by = provenance or (None if record is None else last_of(record))
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
            moves=known.moves,
            splits=known.splits,
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
            self._settle_moves(record)
            for loser in record.merges:
                self._settle(loser, key)
            for new in record.splits:
                self._groups.forget_split(new, key)
        del self._times[key]
        self._release(key)
        self._state.drop(PREFIX + key)

    def _settle_moves(self, mover: ItemRecord) -> None:
        """Write where items went into their own records, before the article that moved them is forgotten."""
        for key, move in mover.moves.items():
            record, group = self._read(key), self._groups.of(key)
            if record is not None and group is not None and move.arrival > record.placed:
                put = self._groups.is_put(key)
                self._write(key, replace(record, group=group, put=put, moved=move.arrival))

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
            for new, old in record.splits.items():
                self._groups.split(new, old, key)
            self._times[key] = record.time
            self._expiry.append((record.time, key))
            self._newest = max(self._newest, record.time)
            self._arrivals = max(self._arrivals, arrival + 1)
            self._hold(key, record, profile)
        heapify(self._expiry)
        self._repeat_moves({key: record for _, key, record, _ in known})

    def _repeat_moves(self, records: Mapping[str, ItemRecord]) -> None:
        """Let items stand where articles that came after them have moved them."""
        moves = [(move.arrival, key, move) for record in records.values() for key, move in record.moves.items()]
        for arrival, key, move in sorted(moves, key=lambda entry: entry[:2]):
            record = records.get(key)
            if record is not None and arrival > record.placed and self._groups.of(key) is not None:
                self._groups.move(key, move.group, put=move.put)
                self._frequency.merge((key,), self._groups.resolve(move.group))

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
    return [*decision.more, put(decision.incident_id, signature, decision.score, _unnumbered(decision.transfer))]


def _unnumbered(transfer: Transfer | None) -> Transfer | None:
    """Return how the article itself came: its version is new to the incident, and no decision is behind another."""
    return None if transfer is None else replace(transfer, number=None)


def _splits(own: str | None, group: str, choice: Choice) -> dict[str, str]:
    """Return the group that is split from another: by the sides of that one, or by a version that leaves it."""
    if choice.split is not None:
        return {choice.split.new: choice.split.old}
    return {group: own} if choice.group is None and own is not None else {}


def _carried(decision: Decision, provenance: Provenance) -> list[LinkedClaims]:
    if decision.action != "carry" or decision.incident_id is None or decision.copy_of is None:
        return []
    return [carry(decision.incident_id, provenance, decision.copy_of)]


def _lifts(version: int, record: ItemRecord) -> bool:
    return record.withheld is not None and version > record.withheld
