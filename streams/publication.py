"""What is live of an item: (version, retraction) decides, never arrival."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson


@dataclass(frozen=True, slots=True)
class Published:
    """What is remembered of an item: its newest version and route, and what of it was withdrawn."""

    version: int = -1
    language: str | None = None
    story: str | None = None
    retracted: bool = False
    """Whether the item was killed: no version is live again."""
    day: int = 0
    """Day of the last version, counted from 1970: when it may be forgotten."""
    withheld: int = -1
    """Versions up to this one are withheld; a newer one may be live."""

    @property
    def live(self) -> bool:
        """Whether its newest version is live."""
        return not self.retracted and self.version > self.withheld

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        return orjson.dumps([self.version, self.language, self.story, self.retracted, self.day, self.withheld])

    @classmethod
    def from_bytes(cls, value: bytes) -> Published:
        """Return what `to_bytes` wrote."""
        return cls(*orjson.loads(value))


@dataclass(frozen=True, slots=True)
class Publication:
    """Whether a version is live now, and what to remember."""

    live: bool
    retracted: bool
    kept: Published


def publish(known: Published | None, version: int, *, language: str, story: str, day: int = 0) -> Publication:
    """Decide on a version that arrives: live unless the item was withdrawn or has a newer version.

    The same version again is live again, so that a redelivery sends the same.
    """
    known = known or Published()
    if known.retracted or version <= known.withheld:
        return Publication(live=False, retracted=True, kept=known)
    if known.version > version:
        return Publication(live=False, retracted=False, kept=known)
    return Publication(
        live=True, retracted=False, kept=Published(version, language, story, day=day, withheld=known.withheld)
    )


def withdraw(known: Published | None, *, language: str | None, story: str | None, upto: int | None = None) -> Published:
    """Return what to remember of an item that is withdrawn: for good, or its versions `upto` a withheld one."""
    known = known or Published()
    taken = replace(known, retracted=True) if upto is None else replace(known, withheld=max(known.withheld, upto))
    return replace(taken, language=known.language or language, story=known.story or story)
