"""Whether a short text is a story at all, by its headline.

A page whose article is missing is all furniture, and furniture that the cleaning has not learned yet makes copies of
unrelated stories: two pages with the same sign-in form. The form doesn't tell what the headline says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from streams.dedup.words import Words

SHORT: Final = 150
"""Words from which a text is a story, whatever its headline."""
TOLD: Final = 0.21
"""Share of the headline's words that its story uses: one of four, two of nine."""
SAME_HEADLINE: Final = 0.6
STEM: Final = 5
"""Words are compared by their first letters, so that endings don't count; shorter ones mean little."""


def one_subject(headline: str, words: Words, place: int, other_headline: str) -> bool:
    """Return whether the text at a place is about its headline, or has the other's headline.

    True where the text is long, or there is nothing to tell by.
    """
    begin, end = words.first[place], words.first[place + 1]
    if end - begin >= SHORT or end == begin:
        return True
    title = _stems(headline)
    if not title:
        return True
    text = words.text[int(words.starts[begin]) : int(words.ends[end - 1])].casefold()
    if sum(stem in text for stem in title) >= TOLD * len(title):
        return True
    return len(title & _stems(other_headline)) >= SAME_HEADLINE * len(title)


def _stems(headline: str) -> set[str]:
    words = (piece.strip(".,:;!?()[]'\"‘’“”").casefold() for piece in headline.split())
    return {word[:STEM] for word in words if len(word) >= STEM}
