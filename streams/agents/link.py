"""Link: `wire.signatures` (by language) to `wire.linked` (claims put to an incident, or taken from it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Carried, Retraction, Signature
from streams.agents.reading import message_of
from streams.linking import Linker
from streams.runner import Handler, Record, Result, Send
from streams.topics import LINKED, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings
    from streams.state import KeyedState


class LinkHandler(Handler):
    """Finds the incident that an article reports."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._linker = Linker(state, window_days=settings.link_window_days)

    def handle(self, record: Record) -> Result:
        """Return what the article puts to incidents or takes from them."""
        message = message_of(record, SIGNATURES)
        assert isinstance(message, Signature | Carried | Retraction)  # noqa: S101  # the topic carries nothing else
        return Result(sends=tuple(Send(LINKED, claims.incident_id, claims) for claims in self._linker.link(message)))

    def group_of(self, item_key: str) -> str | None:
        """Return the incident of an item of the window, or the group that may become one."""
        return self._linker.group_of(item_key)

    def sizes(self) -> Mapping[str, int]:
        """Return the size of the index."""
        return self._linker.sizes()
