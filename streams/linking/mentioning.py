"""What linking says of the incidents that an item names: new mentions, those that go elsewhere, and those that end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from schemas import LinkAction
from streams.linking.answers import Transfer, name, rename, unname
from streams.linking.groups import Groups
from streams.linking.index import Index
from streams.linking.mentions import Mentions
from streams.linking.naming import named_by
from streams.linking.record import ItemRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemas import LinkedClaims, Provenance, Signature

SUPERSEDED: Final = "superseded"
"""Reason of a mention that a newer version of the item does not have."""


@dataclass(frozen=True, slots=True)
class Mentioning:
    """Keeps what items name, and answers for it."""

    index: Index
    groups: Groups
    read: Callable[[str], ItemRecord | None]
    write: Callable[[str, ItemRecord], None]
    mentions: Mentions = field(default_factory=Mentions)

    def name(self, signature: Signature, own: str | None) -> tuple[dict[str, str | None], list[LinkedClaims]]:
        """Return the incidents that a version of an article names, and what is said of them and of those named before.

        `own` is the incident that the article is part of.
        """
        provenance = signature.provenance
        before = self.mentions.of(provenance.item_key)
        found = named_by(signature.passages, signature.event.sorts, self.index, self.groups, own)
        now = {group: witness for group, witness in found.items() if group in before or self.mentions.has_room(group)}
        story_id = signature.judgement.story_id
        ended = [unname(group, provenance, story_id, SUPERSEDED) for group in sorted(before.keys() - now.keys())]
        self.mentions.hold(provenance.item_key, now)
        return dict(now), [*ended, *(name(group, signature) for group in now)]

    def redirect(self, changed: Iterable[str], number: int, split: str | None) -> Iterator[LinkedClaims]:
        """Yield what is said of mentions that go with the items that have left some groups.

        `number` is that of the decision that moved them, and `split` the group that was split from another by it.
        """
        for key, moved in self.mentions.redirected(changed, self.groups):
            said = _said_last(self.read(key))
            if said is not None:
                for old, new in sorted(moved.items()):
                    yield from rename(said, Transfer(old, new, new == split, number))

    def end(self, key: str, by: Provenance | None, reason: str) -> Iterator[LinkedClaims]:
        """Yield what is said where an item that names incidents is withdrawn, and forget what it named."""
        said = _said_last(self.read(key))
        named = self.mentions.of(key)
        self.mentions.hold(key, {})
        if said is not None:
            for group in sorted(named):
                yield unname(group, by or said.provenance, said.story_id, reason)

    def release(self, key: str) -> None:
        """Let go of an item: what it names, and what it showed to be named, which stays with the incident."""
        self.mentions.hold(key, {})
        group = self.groups.of(key)
        if group is None:
            return
        for item in self.mentions.by(group):
            named = self.mentions.of(item)
            if named.get(group) == key:
                self._keep(item, {**named, group: None})

    def settle(self, loser: str) -> None:
        """Write where mentions of a merged group stand now, before the merge is forgotten."""
        for item in self.mentions.by(self.groups.resolve(loser)):
            record = self.read(item)
            if record is not None and loser in record.mentions:
                self._keep(item, self.mentions.of(item))

    def rebuild(self, key: str, named: Mapping[str, str | None]) -> None:
        """Remember what the record of an item says that it names, once all groups stand."""
        self.mentions.hold(key, self.mentions.standing(named, self.groups))

    def _keep(self, item: str, named: dict[str, str | None]) -> None:
        record = self.read(item)
        if record is not None:
            self.write(item, record._replace(mentions=named))
        self.mentions.hold(item, named)


def _said_last(record: ItemRecord | None) -> LinkedClaims | None:
    """Return one of the mentions of an item's latest version; they differ in the incident alone."""
    decision = None if record is None else record.decisions.get(max(record.decisions, default=0))
    said = () if decision is None else decision.more
    return next((each for each in said if _names(each)), None)


def _names(claims: LinkedClaims) -> bool:
    """Return whether an article names an incident by itself, and not since that was merged or split."""
    return claims.action is LinkAction.MENTION and claims.reason is None and claims.moved_from is None
