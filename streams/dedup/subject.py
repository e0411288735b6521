"""Whether a short text is a story at all, by its headline.

A page whose article is missing is all furniture, and furniture that the cleaning has not learned yet makes copies of
unrelated stories: two pages with the same sign-in form. The form doesn't tell what the headline says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT: Final = 150
"""Words from which a text is a story, whatever its headline."""
TOLD: Final = 0.21
"""Share of the headline's words that its story uses: one of four, two of nine."""
SAME_HEADLINE: Final = 0.6
STEM: Final = 5
"""Words are compared by their first letters, so that endings don't count; shorter ones mean little."""


def one_subject(headline: str, pieces: list[str], other_headline: str) -> bool:
    """Return whether a text is about its headline, or has the other's headline; true where it is long or has none."""
    if len(pieces) >= SHORT:
        return True
    title = _stems(headline.split())
    if not title or len(title & _stems(pieces)) >= TOLD * len(title):
        return True
    return len(title & _stems(other_headline.split())) >= SAME_HEADLINE * len(title)


def _stems(pieces: Iterable[str]) -> set[str]:
    words = (piece.strip(".,:;!?()[]'\"‘’“”").casefold() for piece in pieces)
    return {word[:STEM] for word in words if len(word) >= STEM}
