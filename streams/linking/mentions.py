"""Which items name which incidents without being part of them: memory of the window, rebuilt from the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from streams.linking.groups import Groups

MAX_MENTIONS: Final = 50
"""Items that may name one incident: a war is named every day, and what moves an incident moves them all."""


class Mentions:
    """For each item, the incidents that it names, each with the article of that incident that showed it.

    Where that article goes, the mention goes; where it is forgotten, the mention stays with its incident and goes where
    that is merged. So where a mention stands follows from the records alone.
    """

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str | None]] = {}
        self._by: dict[str, dict[str, None]] = {}

    def of(self, key: str) -> dict[str, str | None]:
        """Return the incidents that an item names, with the article that showed each."""
        return dict(self._of.get(key, {}))

    def by(self, group: str) -> list[str]:
        """Return the items that name an incident, in the order in which they did."""
        return list(self._by.get(group, ()))

    def has_room(self, group: str) -> bool:
        """Return whether one more item may name an incident."""
        return len(self._by.get(group, ())) < MAX_MENTIONS

    def hold(self, key: str, named: Mapping[str, str | None]) -> None:
        """Remember what an item names; what was remembered of it before is let go."""
        for group in self._of.pop(key, {}):
            items = self._by[group]
            del items[key]
            if not items:
                del self._by[group]
        if named:
            self._of[key] = dict(named)
        for group in named:
            self._by.setdefault(group, {})[key] = None

    def standing(self, named: Mapping[str, str | None], groups: Groups) -> dict[str, str | None]:
        """Return the incidents that are named now, after groups were moved, merged and split."""
        now: dict[str, str | None] = {}
        for group, witness in named.items():
            moved = None if witness is None else groups.of(witness)
            now.setdefault(groups.resolve(group) if moved is None else moved, witness)
        return now

    def redirected(self, changed: Iterable[str], groups: Groups) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the items whose mentions go elsewhere, each with the new incident by the old one, and remember it.

        `changed` are the groups that items have left.
        """
        for key in sorted({key for group in changed for key in self.by(group)}):
            before = self._of[key]
            after = {group: next(iter(self.standing({group: witness}, groups))) for group, witness in before.items()}
            moved = {old: new for old, new in after.items() if old != new}
            if moved:
                yield key, moved
                self.hold(key, self.standing(before, groups))
