"""Those who were brought to hospital and died: "two men were taken to hospital, where they were pronounced dead"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.forms import SHOT, Form

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantity import Item

_DIED: Final = re.compile(
    r"\b(?:where|but|and) (?:they|both|he|she|all (?:two|three|four|five|six))(?: \w{1,14}){0,3}"
    r" (?:pronounced dead|declared dead|died|dead on arrival|succumbed)\b"
)
_WHO_DIED: Final = re.compile(r",? who (?:were |was |had been )?(?:later )?(?:killed|died|dead)\b")
_BEFORE_DEATH: Final = SHOT | {Form.HOSPITAL, Form.WOUND}
"""Forms of what people suffer before they die of it."""


def with_outcome(mentions: list[Mention], items: list[Item], lower: str, end: int) -> list[Mention]:
    """Return the mentions of a sentence with those who died of it as killed, but where another number died."""
    last = max((mention.trigger for mention in mentions if mention.form in _BEFORE_DEATH), default=None)
    if last is None:
        return mentions
    after = items[last].token.end
    if _DIED.search(lower, after, end) is None and _WHO_DIED.match(lower, after, end) is None:
        return mentions
    counted = {mention.quantity.low for mention in mentions if mention.kind == Kind.KILLED}
    return [
        mention._replace(kind=Kind.KILLED) if _before_death(mention) and counted <= {mention.quantity.low} else mention
        for mention in mentions
    ]


def _before_death(mention: Mention) -> bool:
    return mention.kind == Kind.INJURED and mention.form in _BEFORE_DEATH
