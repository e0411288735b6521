"""Which articles tell of one incident: decided once for each version of an item, recorded, and given again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import Carried, LinkedClaims, Retraction, RetractionKind, Signature
from streams.linking.answers import carry, leave, put, take
from streams.linking.choice import Choice, Split, choose, others_of
from streams.linking.index import Rarities
from streams.linking.likeness import Judge
from streams.linking.memory import Memory
from streams.linking.model import load_model
from streams.linking.profile import make_profile, weighed
from streams.linking.record import Decision, ItemRecord
from streams.linking.split import MAX_ARTICLES, sides_of
from streams.linking.transfers import Transfers, last_of

if TYPE_CHECKING:
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

    Memory is a function of the records in `state`, of which a message writes its own last.
    """

    def __init__(self, state: KeyedState, *, window_days: float = 60.0, model: Model | None = None) -> None:
        self._model = model or load_model()
        self._memory = Memory(state, window_days)
        self._groups = self._memory.groups

    def link(self, message: Signature | Carried | Retraction) -> list[LinkedClaims]:
        """Return what the message puts to incidents, carries to them or takes from them, in order.

        The same message again gives the same answer.
        """
        self._memory.advance(message.provenance)
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
        return self._memory.sizes()

    def _link_article(self, signature: Signature) -> list[LinkedClaims]:
        provenance = signature.provenance
        key, version = provenance.item_key, provenance.version
        record = self._memory.read(key)
        if record is not None:
            decision = record.decisions.get(version)
            if decision is not None:
                return _answer(decision, signature)
            if record.killed and not _lifts(version, record):
                return []
            record = record._replace(killed=False, taken=())
        if record is not None and version < max(record.decisions, default=version):
            return self._link_late(key, record, signature)
        own = self._groups.of(key)
        profile = make_profile(signature)
        if profile.event.sums_up and own is None:
            return self._pass_over(signature, record)
        index = self._memory.index
        rarities = Rarities(index, profile.marks)
        idf = rarities.__getitem__
        profile = weighed(profile, idf)
        judge = Judge(self._model, self._memory.frequency, idf)
        choice = choose(profile, own, index=index, groups=self._groups, judge=judge, rarities=rarities)
        if choice.group is None and not profile.speaks:
            return self._pass_over(signature, record)
        return self._join(signature, profile, record, self._split(profile, choice, judge))

    def _pass_over(self, signature: Signature, record: ItemRecord | None) -> list[LinkedClaims]:
        """Leave an article where it is, in no incident or in that of an older version; it may name others."""
        key = signature.provenance.item_key
        named, more = self._memory.mentioning.name(signature, self._groups.of(key))
        versioned = self._versioned(record, signature.provenance, Decision(more=tuple(more)))
        self._memory.write(key, versioned._replace(mentions=named))
        return more

    def _split(self, profile: Profile, choice: Choice, judge: Judge) -> Choice:
        """Return the choice, with the split of its group where the article shows that group to be two events.

        The side of the group's earliest article keeps the id.
        """
        if choice.group is None or choice.merges or self._groups.articles(choice.group) > MAX_ARTICLES + 1:
            return choice
        others = others_of(choice.group, profile, self._memory.index, self._groups)
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
        becomes = profile.opens or choice.split is not None or any(map(groups.is_incident, (group, *choice.merges)))
        transfers = Transfers(groups, self._memory.frequency, self._memory.read, self._memory.arrivals)
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
        versioned = self._versioned(record, provenance, Decision())._replace(
            group=group,
            put=becomes,
            signature=signature,
            norm=profile.norm,
            carried=None,
            copy_of=None,
        )
        self._memory.hold(key, versioned, profile)
        left = {*choice.merges, *splits.values(), *(() if own is None else (own,))}
        redirected = self._memory.mentioning.redirect(left, transfers.number, next(iter(splits), None))
        more = [*transfers.claims, *redirected]
        named, said = self._memory.mentioning.name(signature, group)
        decision = Decision(
            action="put" if becomes else None,
            incident_id=group if becomes else None,
            score=choice.score if choice.group else 1.0,
            more=(*more, *said),
            transfer=transfer,
        )
        versioned = versioned._replace(
            merges={**versioned.merges, **merges},
            moves={**versioned.moves, **transfers.moves},
            splits={**versioned.splits, **splits},
            mentions=named,
            decisions={**versioned.decisions, provenance.version: decision},
        )
        self._memory.write(key, versioned)
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
        self._memory.write(key, record._replace(decisions=decisions))
        return _answer(decision, signature)

    def _free_id(self, first: Profile) -> str:
        """Return a free id for a group that begins with an article: its story's, or else the item's own."""
        for name in (first.story_id, first.item_key):
            if self._groups.is_free(name):
                return name
        number = 2
        while not self._groups.is_free(f"{first.item_key}~{number}"):
            number += 1
        return f"{first.item_key}~{number}"

    def _link_copy(self, copy: Carried) -> list[LinkedClaims]:
        provenance, judgement = copy.provenance, copy.judgement
        key, version = provenance.item_key, provenance.version
        record = self._memory.read(key)
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
        versioned = versioned._replace(group=group, put=False, signature=None, carried=provenance, copy_of=copy_of)
        self._memory.write(key, versioned)
        self._memory.hold(key, versioned, None)
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
        record = self._memory.read(key)
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
        record = self._memory.read(key)
        if record is not None and record.killed:
            if upto is None and record.withheld is not None:
                self._memory.write(key, record._replace(withheld=None))
            return list(record.taken)
        group = self._groups.of(key)
        by = provenance or (None if record is None else last_of(record))
        taken: tuple[LinkedClaims, ...] = ()
        if group is not None and by is not None and self._groups.is_incident(group):
            taken = (take(group, by, story_id or key, reason),)
        taken += tuple(self._memory.mentioning.end(key, provenance, reason))
        self._memory.mentioning.release(key)
        known = record or ItemRecord(arrival=0, time=0.0)
        killed = ItemRecord(
            arrival=self._memory.next_arrival(),
            time=self._memory.newest if provenance is None else provenance.received.timestamp(),
            killed=True,
            withheld=upto,
            taken=taken,
            copy_of=known.copy_of,
            merges=known.merges,
            moves=known.moves,
            splits=known.splits,
            decisions=known.decisions,
        )
        self._memory.write(key, killed)
        self._memory.hold(key, killed, None)
        return list(taken)

    def _versioned(self, record: ItemRecord | None, provenance: Provenance, decision: Decision) -> ItemRecord:
        """Return the item's record with the decision on one more version, as the latest arrival."""
        arrival, time = self._memory.next_arrival(), provenance.received.timestamp()
        if record is None:
            return ItemRecord(arrival=arrival, time=time, decisions={provenance.version: decision})
        kept = sorted({**record.decisions, provenance.version: decision}.items())[-MAX_VERSIONS:]
        return record._replace(arrival=arrival, time=max(time, record.time), decisions=dict(kept))


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
