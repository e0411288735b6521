"""Items that go from group to group because an article arrived: what is said of it, and what the record keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from schemas import LinkedClaims
from streams.linking.answers import Transfer, carry, leave, put
from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.record import ItemRecord, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Provenance

MAX_JOINING: Final = 100
"""Earlier articles without figures that an incident takes in when its first figure comes."""


@dataclass(frozen=True, slots=True)
class Transfers:
    """Lets items change their groups on the word of one article, and collects what follows from it.

    The records of the items stay as they are: that of the article says where they went, so that one write says all.
    """

    groups: Groups
    frequency: Frequency
    read: Callable[[str], ItemRecord | None]
    number: int
    """Arrival of the article."""
    claims: list[LinkedClaims] = field(default_factory=list)
    moves: dict[str, Move] = field(default_factory=dict)

    def transfer(self, old: str | None, new: str, *, split: bool = False) -> Transfer | None:
        """Return how items come from one group to another, or None where the old one is no incident."""
        if old is None or old == new or not self.groups.is_incident(old):
            return None
        return Transfer(old, new, split, self.number)

    def send(self, keys: Sequence[str], transfer: Transfer | None, new: str, *, becomes: bool) -> None:
        """Let items stand in another group, which is or `becomes` an incident."""
        known = [(key, record) for key in keys if (record := self.read(key)) is not None]
        self._leave([record for _, record in known], transfer)
        for key, record in known:
            self._enter(record, transfer, new, becomes=becomes)
            self.groups.move(key, new, put=becomes)
            self.moves[key] = Move(new, self.number, put=becomes)
        self.frequency.merge(keys, new)

    def merge(self, group: str, merges: Iterable[str], key: str, *, becomes: bool) -> None:
        """Merge groups into one: their items leave incidents, and all that is new to the incident enters it.

        The group's own items enter too where it becomes an incident only now. The item `key` itself is left out.
        """
        groups, gone = self.groups, tuple(merges)
        entering = groups.members(gone if groups.is_incident(group) or not becomes else (group, *gone))
        known = [(each, record) for each in entering[-MAX_JOINING:] if each != key and (record := self.read(each))]
        came = {each: self.transfer(groups.of(each), group) for each, _ in known}
        for each, record in known:
            self._leave([record], came[each])
        for old in gone:
            self.frequency.merge(groups.members((old,)), group)
            groups.merge(old, group, key)
        for each, record in known:
            self._enter(record, came[each], group, becomes=becomes)
            if becomes and not groups.is_put(each):
                groups.move(each, group, put=True)
                self.moves[each] = Move(group, self.number, put=True)

    def _leave(self, records: Iterable[ItemRecord], transfer: Transfer | None) -> None:
        for record in records:
            provenance = last_of(record)
            if transfer is not None and provenance is not None:
                self.claims.append(leave(provenance, _story_of(record) or transfer.old, transfer))

    def _enter(self, record: ItemRecord, transfer: Transfer | None, group: str, *, becomes: bool) -> None:
        """Say what an item that is known already brings to an incident."""
        if not becomes:
            return
        if record.signature is not None:
            score = max((decision.score for decision in record.decisions.values()), default=1.0)
            self.claims.append(put(group, record.signature, score, transfer))
        elif record.carried is not None and record.copy_of is not None:
            self.claims.append(carry(group, record.carried, record.copy_of, transfer))


def last_of(record: ItemRecord) -> Provenance | None:
    """Return where the item's latest version came from."""
    return record.carried or (record.signature.provenance if record.signature else None)


def _story_of(record: ItemRecord) -> str | None:
    return record.copy_of if record.signature is None else record.signature.judgement.story_id
