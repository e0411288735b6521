"""Whether a short text is a story at all, by its headline.

A page whose article is missing is all furniture, and furniture that the cleaning has not learned yet makes copies of
unrelated stories: two pages with the same sign-in form. The form doesn't tell what the headline says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.dedup.furniture import ends_sentence, is_furniture

if TYPE_CHECKING:
    from streams.dedup.words import Words

SHORT: Final = 150
"""Words from which a text is a story, whatever its headline."""
HEADLINE_SHARE: Final = 0.21
"""Share of the headline's words that its story uses: one of four, two of nine."""
SAME_HEADLINE: Final = 0.6
CLOSING_CHARS: Final = 3
"""Full stop, quotation mark and bracket behind the last word."""
STEM: Final = 5
"""Words are compared by their first letters, so that endings don't count; shorter ones mean little."""


def one_subject(headline: str, words: Words, place: int, other_headline: str) -> bool:
    """Return whether the text at a place is a story, so that what has the same words tells the same.

    It is one where it is long, or about one of the two headlines, or stands under one headline twice, or where there is
    no headline to tell by. Other texts must consist of sentences that no page would show as a form or a link.
    """
    begin, end = words.first[place], words.first[place + 1]
    if end - begin >= SHORT or end == begin:
        return True
    title, other = _stems(headline), _stems(other_headline)
    if not title:
        return True
    # What comes after is another text, which is no part of this one, however near it is.
    through = min(int(words.ends[end - 1]) + CLOSING_CHARS, words.text_end(place))
    text = words.text[int(words.starts[begin]) : through]
    folded = text.casefold()
    if _uses(title, folded) or (other and _uses(other, folded)):
        return True
    return len(title & other) >= SAME_HEADLINE * len(title) or _is_prose(text)


def _uses(title: set[str], text: str) -> bool:
    return sum(stem in text for stem in title) >= HEADLINE_SHARE * len(title)


def _is_prose(text: str) -> bool:
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    return all(ends_sentence(paragraph.rstrip()) and not is_furniture(paragraph) for paragraph in paragraphs)


def _stems(headline: str) -> set[str]:
    words = (piece.strip(".,:;!?()[]'\"‘’“”").casefold() for piece in headline.split())
    return {word[:STEM] for word in words if len(word) >= STEM}
