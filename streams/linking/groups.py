"""Which items stand together: memory of the window, rebuilt from the records."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Groups:
    """Items by group, by story and by the item that they copy.

    A group is an incident once one of its articles was put there. Groups that turn out to tell of one event are
    merged; the id of the one that goes is never given again while the merge is remembered.
    """

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._put: dict[str, dict[str, None]] = {}
        self._articles: Counter[str] = Counter()
        """Items by group that are no copies, counted as they come and go: an incident may have thousands."""
        self._arrivals: dict[str, int] = {}
        self._story_of: dict[str, str] = {}
        self._stories: dict[str, dict[str, None]] = {}
        self._copy_of: dict[str, str] = {}
        self._copies: dict[str, dict[str, None]] = {}
        self._merged: dict[str, str] = {}
        self._merged_by: dict[str, set[str]] = {}
        self._split: dict[str, str] = {}
        self._split_by: dict[str, str] = {}

    def sizes(self) -> dict[str, int]:
        """Return how many groups and incidents there are."""
        return {"groups": len(self._members), "incidents": len(self._put)}

    def of(self, key: str) -> str | None:
        """Return the group of an item."""
        return self._of.get(key)

    def is_incident(self, group: str) -> bool:
        """Return whether an article of the group was put to it."""
        return group in self._put

    def is_free(self, group: str) -> bool:
        """Return whether a new group may have this id."""
        return group not in self._members and group not in self._merged and group not in self._split

    def members(self, groups: Iterable[str]) -> list[str]:
        """Return the items of these groups in order of arrival."""
        keys = [key for group in groups for key in self._members.get(group, ())]
        return sorted(keys, key=self._arrivals.__getitem__)

    def articles(self, group: str) -> int:
        """Return how many articles the group has, copies not counted."""
        return self._articles[group]

    def size(self, group: str) -> int:
        """Return how many items the group has."""
        return len(self._members.get(group, ()))

    def founded(self, group: str) -> int:
        """Return the number of arrival of the group's earliest item."""
        return min(self._arrivals[key] for key in self._members[group])

    def of_story(self, story_id: str) -> list[str]:
        """Return the articles of a story."""
        return list(self._stories.get(story_id, ()))

    def copies_of(self, key: str) -> list[str]:
        """Return the copies of an item, killed ones too."""
        return sorted(self._copies.get(key, ()))

    def hold(
        self,
        key: str,
        group: str | None,
        arrival: int,
        *,
        put: bool = False,
        story_id: str | None = None,
        copy_of: str | None = None,
    ) -> None:
        """Remember where an item stands; what was remembered of it before is let go."""
        self.release(key)
        if copy_of is not None:
            self._copy_of[key] = copy_of
            self._copies.setdefault(copy_of, {})[key] = None
        if group is None:
            return
        group = self.resolve(group)
        self._of[key] = group
        self._arrivals[key] = arrival
        self._members.setdefault(group, {})[key] = None
        self._articles[group] += copy_of is None
        if put:
            self._put.setdefault(group, {})[key] = None
        if story_id is not None:
            self._story_of[key] = story_id
            self._stories.setdefault(story_id, {})[key] = None

    def release(self, key: str) -> None:
        """Forget an item; nothing happens where it is not held."""
        copy_of = self._copy_of.pop(key, None)
        _forget(self._copies, copy_of, key)
        _forget(self._stories, self._story_of.pop(key, None), key)
        group = self._of.pop(key, None)
        if group is not None:
            del self._arrivals[key]
            _forget(self._members, group, key)
            self._count_out(group, copy_of is None)
            _forget(self._put, group, key)

    def _count_out(self, group: str, articles: int) -> None:
        self._articles[group] -= articles
        if group not in self._members:
            del self._articles[group]

    def resolve(self, group: str) -> str:
        """Return the group that a group has become part of, itself where it stands."""
        while group in self._merged:
            group = self._merged[group]
        return group

    def parts(self, group: str) -> list[str]:
        """Return the groups that have become part of a group."""
        return sorted(part for part in self._merged if self.resolve(part) == group)

    def merge(self, loser: str, winner: str, by: str) -> None:
        """Let every item of one group stand in the other, on the word of the item `by`."""
        self._merged[loser] = winner
        self._merged_by.setdefault(loser, set()).add(by)
        self._articles[winner] += self._articles.pop(loser, 0)
        for key in self._members.pop(loser, {}):
            self._of[key] = winner
            self._members.setdefault(winner, {})[key] = None
        for key in self._put.pop(loser, {}):
            self._put.setdefault(winner, {})[key] = None

    def is_put(self, key: str) -> bool:
        """Return whether an item was put to its group as an incident."""
        return key in self._put.get(self._of.get(key, ""), {})

    def move(self, key: str, group: str, *, put: bool) -> None:
        """Let an item stand in a group, in the place of its arrival."""
        old, group = self._of[key], self.resolve(group)
        is_article = key not in self._copy_of
        _forget(self._members, old, key)
        self._count_out(old, is_article)
        self._articles[group] += is_article
        _forget(self._put, old, key)
        self._of[key] = group
        self._members.setdefault(group, {})[key] = None
        if put:
            self._put.setdefault(group, {})[key] = None

    def split(self, new: str, old: str, by: str) -> None:
        """Remember that a group is another event than the one that it was part of, on the word of the item `by`."""
        self._split[new] = old
        self._split_by[new] = by

    def were_split(self, one: str, other: str) -> bool:
        """Return whether the groups were shown to be two events: they are never merged again."""
        pair = {one, other}
        return any({self.resolve(new), self.resolve(old)} == pair for new, old in self._split.items())

    def forget_split(self, new: str, by: str) -> None:
        """Forget that an item showed a group to be another event."""
        if self._split_by.get(new) == by:
            del self._split[new], self._split_by[new]

    def forget_merge(self, loser: str, by: str) -> None:
        """Forget that an item showed a group to be part of another; its id is free once no item says so."""
        said = self._merged_by.get(loser)
        if said is not None:
            said.discard(by)
            if not said:
                del self._merged_by[loser], self._merged[loser]


def _forget(holders: dict[str, dict[str, None]], holder: str | None, key: str) -> None:
    held = None if holder is None else holders.get(holder)
    if holder is not None and held is not None:
        held.pop(key, None)
        if not held:
            del holders[holder]
