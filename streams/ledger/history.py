"""How the tolls of an incident changed, in little memory: as bytes that are decoded when somebody asks.

A change names its tolls before and after with all that they rest on, and takes ten times as much decoded. An incident
that goes on for days has hundreds of changes, of which nearly none is looked at again.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Toll, TollChange, encode
from streams.state import without_slack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_HISTORY: Final = 200
MAX_TOLD: Final = 60
"""Changes of tolls that are published, the newest."""
_CHANGE_FIELDS: Final = set(TollChange.model_fields)
_TOLL_FIELDS: Final = set(Toll.model_fields)
"""One set for all values that are told: each would have its own, which takes as much as its fields."""


class Maker(NamedTuple):
    """What made a change: a version of an item, or that it was taken away."""

    item_key: str
    version: int
    taken: str | None
    """Why the item was withdrawn, where it was."""
    decided: int | None
    """Number of the decision that moved the item, where one did."""


class _Kept(NamedTuple):
    """A change, and what is asked of it most."""

    kind: str
    maker: Maker
    encoded: bytes

    def decoded(self) -> TollChange:
        return TollChange.model_validate_json(self.encoded)


class History:
    """The last `MAX_HISTORY` changes of an incident's tolls, in order."""

    def __init__(self, changes: Iterable[TollChange] = ()) -> None:
        self._kept: deque[_Kept] = deque(maxlen=MAX_HISTORY)
        self.told: deque[TollChange] = deque(maxlen=MAX_TOLD)
        """The newest changes as they are published: without the claims that their numbers rested on at the time."""
        for change in changes:
            self.add(change)

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, change: TollChange) -> bytes:
        """Add a change; return it encoded."""
        encoded = without_slack(encode(change))
        maker = Maker(change.item_key, change.version, change.taken, change.decided)
        self._kept.append(_Kept(change.kind, maker, encoded))
        self.told.append(_told(change))
        return encoded

    def all(self) -> tuple[TollChange, ...]:
        """Return the changes."""
        return tuple(kept.decoded() for kept in self._kept)

    def latest(self, kind: str) -> TollChange | None:
        """Return the latest change of a kind's toll."""
        return next(self._of_kind(kind, reversed(self._kept)), None)

    def made_by(self, maker: Maker) -> Iterator[tuple[TollChange, TollChange | None]]:
        """Yield the changes that something made, each with the one before it of the same kind's toll."""
        for place, kept in enumerate(self._kept):
            if kept.maker == maker:
                before = (self._kept[earlier] for earlier in range(place - 1, -1, -1))
                yield kept.decoded(), next(self._of_kind(kept.kind, before), None)

    @staticmethod
    def _of_kind(kind: str, kept: Iterable[_Kept]) -> Iterator[TollChange]:
        return (each.decoded() for each in kept if each.kind == kind)


def _told(change: TollChange) -> TollChange:
    fields = {**change.__dict__, "was": _bare(change.was), "now": _bare(change.now)}
    return TollChange.model_construct(_CHANGE_FIELDS, **fields)


def _bare(toll: Toll | None) -> Toll | None:
    return None if toll is None else Toll.model_construct(_TOLL_FIELDS, **{**toll.__dict__, "basis": (), "others": ()})
