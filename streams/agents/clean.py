"""Clean: `wire.accepted` (by source) to `wire.clean` (the story alone, by language)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Retraction, WireItem
from streams.agents.reading import message_of
from streams.cleaning import Cleaner
from streams.errors import EmptyItem
from streams.runner import Handler, Record, Result, Send
from streams.topics import ACCEPTED, CLEAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings
    from streams.state import KeyedState


class CleanHandler(Handler):
    """Removes page furniture, as learned from the sources of this partition."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        del settings
        self._cleaner = Cleaner(state)

    def handle(self, record: Record) -> Result:
        """Return the clean article on its language's partition; a retraction follows its item's route."""
        message = message_of(record, ACCEPTED)
        if isinstance(message, Retraction):
            language = self._cleaner.route(message.provenance.item_key)
            if language is None:
                return Result()
            return Result(sends=(Send(CLEAN, language, message.model_copy(update={"language": language})),))
        assert isinstance(message, WireItem)  # noqa: S101  # the topic carries nothing else
        article = self._cleaner.clean(message)
        if not article.body.strip() and not (article.headline or "").strip():
            raise EmptyItem("nothing is left when page furniture is removed: no headline and no text")
        return Result(sends=(Send(CLEAN, article.language, article),))

    def sizes(self) -> Mapping[str, int]:
        """Return how many sources and lines are known."""
        return self._cleaner.sizes()
