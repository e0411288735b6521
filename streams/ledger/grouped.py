"""Values in groups, each under a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Group = TypeVar("Group", bound="Hashable")
Value = TypeVar("Value")


def drop(groups: dict[Group, dict[str, Value]], group: Group, key: str) -> None:
    """Drop a key from its group, and the group with its last key. Raises KeyError where it is in none."""
    del groups[group][key]
    if not groups[group]:
        del groups[group]
