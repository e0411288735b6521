"""How many bytes a record may have, by topic: as the settings say, and less where the broker has refused one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from streams.topics import record_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings

NOTHING_KNOWN: Final[Mapping[str, int]] = MappingProxyType({})


class SizeLimits:
    """The limits of topics as far as they are known.

    A topic's `max.message.bytes` may be lower than our settings ask for. `known` has what the broker has said of it;
    besides, each refusal of a record lowers the limit of its topic.
    """

    def __init__(self, settings: Settings, known: Mapping[str, int] = NOTHING_KNOWN) -> None:
        self._default = record_limit(settings)
        self._known = {topic: min(limit, self._default) for topic, limit in known.items()}
        self._lowered = dict(self._known)

    def of(self, topic: str) -> int:
        """Return how many bytes a record of a topic may have."""
        return self._lowered.get(topic, self._default)

    def lower(self, topic: str, refused: int) -> bool:
        """Take note that the broker refused a record of so many bytes; return whether that was not known before."""
        if refused > self.of(topic):
            return False
        self._lowered[topic] = refused - 1
        return True

    def reset(self) -> None:
        """Forget what was refused: somebody may have raised the limits since."""
        self._lowered = dict(self._known)
