"""RocksDB stores that may be damaged: what can't be read is set aside, and Faust reads it again from the changelog.

Everything in a store is also in its changelog topic. So a store that is broken, foreign, or ahead of its changelog
costs time and no data, as long as it is noticed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog
from faust.stores import STORES
from faust.stores.rocksdb import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from faust.types import TP

log = structlog.get_logger(__name__)

SCHEME: Final = "guarded"
"""Of the store's URL, by which Faust finds the class."""
LOCKED: Final = ("While lock file", "lock hold by")
"""Words of RocksDB when another process has the files. A damaged block is no lock."""
FULL: Final = ("No space left", "Disk quota exceeded")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A file or folder of the state that was given another name."""

    path: Path
    now_at: Path
    reason: str


class StateUnwritable(Exception):
    """The state can't be written: the disk is full, or fails."""


def set_aside(path: Path, reason: str) -> SetAside:
    """Give a damaged or foreign file or folder another name, beside where it was, and say so in the log."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    target = path.with_name(f"{path.name}.set-aside-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.set-aside-{stamp}-{number}")
    path.rename(target)
    found = SetAside(path=path, now_at=target, reason=reason)
    log.warning(
        "state set aside, it is read again from the changelog", path=str(path), now_at=str(target), reason=reason
    )
    return found


class GuardedStore(Store):
    """Faust's RocksDB store, checked when it is opened."""

    on_set_aside: Callable[[SetAside], None] = staticmethod(lambda _: None)
    on_unwritable: Callable[[StateUnwritable], None] = staticmethod(lambda _: None)
    """Both are set by the process that has the stores."""

    def _open_for_partition(self, partition: int) -> Any:
        path = self.partition_path(partition)
        try:
            return self._checked(path)
        except Exception as error:
            reason = str(error)
            if any(word in reason for word in FULL):
                raise self._unwritable(error) from error
            if any(word in reason for word in LOCKED) or not path.exists():
                raise  # another process has it; Faust tries again for half a minute
            type(self).on_set_aside(set_aside(path, reason))
        return self._checked(path)

    def _checked(self, path: Path) -> Any:
        """Open a database and read all of it: an iterator of RocksDB ends early where a block is damaged."""
        database = self.rocksdb_options.open(path)
        try:
            records = database.iter()
            records.seek_to_first()
            while records.valid():
                records.next()
            records.status()  # raises what ended the loop
        except BaseException:
            database.close()
            raise
        return database

    def discard(self, partition: int, reason: str) -> None:
        """Set the database of a partition aside, and go on with an empty one."""
        database = self._dbs.pop(partition, None)
        if database is not None:
            database.close()
        type(self).on_set_aside(set_aside(self.partition_path(partition), reason))

    def apply_changelog_batch(self, *args: Any, **kwargs: Any) -> None:
        """Write records of the changelog."""
        self._written(super().apply_changelog_batch, *args, **kwargs)

    def set_persisted_offset(self, *args: Any) -> None:
        """Write the offset up to which the changelog is in the store."""
        self._written(super().set_persisted_offset, *args)

    def _set(self, *args: Any) -> None:
        self._written(super()._set, *args)

    def _del(self, *args: Any) -> None:
        self._written(super()._del, *args)

    def _written(self, write: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        try:
            write(*args, **kwargs)
        except Exception as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: Exception) -> StateUnwritable:
        found = StateUnwritable(f"the state in {self.path} can't be written: {error}")
        type(self).on_unwritable(found)
        return found


def discard_ahead(tables: Iterable[Any], ends: Mapping[TP, int]) -> None:
    """Discard the stores that are ahead of their changelog, which was recreated or is another broker's.

    Faust would end the worker, at every start.
    """
    for table in tables:
        store = table.data
        if not isinstance(store, GuardedStore):
            continue
        for tp, end in ends.items():
            if tp.topic != table.changelog_topic_name:
                continue
            persisted = store.persisted_offset(tp)
            if persisted is not None and persisted >= end:
                store.discard(tp.partition, f"it is ahead of {tp.topic}, which ends at {end}")


STORES.aliases[SCHEME] = f"{__name__}:{GuardedStore.__name__}"
