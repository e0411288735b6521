"""What a line is by its shape alone: a menu, a trail of links, a caption, a date, a contact."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import DropReason
from streams.cleaning.contact import is_contact
from streams.cleaning.resources import table
from streams.cleaning.stamps import is_date_line, is_stamped_headline

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.cleaning.lines import Line

SHAPE_CHARS: Final = 400
"""A longer line is judged by none of these."""
SHORT_WORDS: Final = 12
"""A finished sentence of more words is a caption, a contact, or part of the story."""
SEPARATORS: Final = 2
ITEM_WORDS: Final = 5
TITLE_WORDS: Final = 24
BRACKETED_WORDS: Final = 4
LABEL_CHARS: Final = 32
LABEL_WORDS: Final = 3
SMALL_WORDS: Final = 3
SIGNATURE_WORDS: Final = 6
SMALL_LETTERS: Final = 3
CREDIT_CHARS: Final = 100
_MENU_MARK: Final = re.compile(r"[|•·»>/]")
_SEPARATOR: Final = re.compile(r"\s[|•·»>/]\s|^[|•·]|[|•·]$")
_ARROWS: Final = re.compile(r"\s[>»›]\s")
_TRAIL: Final = re.compile(r"[\w' &-]{2,30}(?:\s[>»›/]\s[\w' &,-]{2,40}){1,5}")
_NO_WORD: Final = re.compile(r"[\W_]{1,400}")
_GALLERY: Final = re.compile(
    r"(?:image|photo|slide|picture)\s{1,2}\d{1,3}\s{1,2}of\s{0,2}/?\s{0,2}\d{1,3}\b", re.IGNORECASE
)
_VIDEO: Final = re.compile(r"[0-5]:\d{2}(?:\s{1,2}(?![ap]\.?m)[\"'“‘]?\w|$)", re.IGNORECASE)
"""A few minutes: a later time is one of the day."""
_WITHIN: Final = re.compile(r"[.!?]\s")
"""A sentence ends within."""
_CREDITED: Final = re.compile(
    r"\((?:file\s)?(?:photo|image|source|credit|courtesy|video)s?(?:\s(?:credit|courtesy|by|provided|from))?\s?[:/]?\s[^()]{1,70}\)"
    r"[.\s]{0,3}$|\(ap\sphoto[^()]{0,60}\)[.\s]{0,3}$",
    re.IGNORECASE,
)


def shape_reason(line: Line, key: str) -> DropReason | None:
    """Return why a line is furniture by its shape, or None; `key` is its line key."""
    if len(line.text) > SHAPE_CHARS:
        return None
    rules = _SENTENCE_RULES if line.ends_sentence and line.words > SHORT_WORDS else _RULES
    for reason, fits in rules:
        if fits(line, key):
            return reason
    return None


def _is_rule(line: Line, _key: str) -> bool:
    """Return whether a line is a rule of dashes or stars."""
    return not line.text[0].isalnum() and _NO_WORD.fullmatch(line.text) is not None


def _is_video(line: Line, _key: str) -> bool:
    """Return whether a line is an entry of a playlist: a length, and a title behind it."""
    return (
        line.text[0].isdigit()
        and not line.ends_sentence
        and line.words <= TITLE_WORDS
        and _VIDEO.match(line.text) is not None
    )


def _is_caption(line: Line, _key: str) -> bool:
    """Return whether a line is a caption, by its place in a gallery or the credit in brackets at its end."""
    if " of " in line.text[:14] and _GALLERY.match(line.text):
        return True
    return ")" in line.text[-4:] and _CREDITED.search(line.text[-CREDIT_CHARS:]) is not None


def _is_bracketed(line: Line, _key: str) -> bool:
    """Return whether a line is a headline in square brackets: a link to another story."""
    text = line.text
    return text[0] == "[" and text[-1] == "]" and line.words >= BRACKETED_WORDS and not line.ends_sentence


def _is_labelled_link(line: Line, _key: str) -> bool:
    """Return whether a line is a headline behind a label in capitals: `COAST: Ferry owner to stand trial`.

    The headline has words in small letters; a label that heads a fact (`KILLED: ...`) heads no link.
    """
    if line.ends_sentence or ":" not in line.text[:LABEL_CHARS]:
        return False
    label, _, rest = line.text.partition(":")
    if not label.isupper() or label.lower().strip() in list_labels() or len(label.split()) > LABEL_WORDS:
        return False
    words = rest.split()
    if len(words) > TITLE_WORDS or _WITHIN.search(rest) or "(@" in rest:
        return False
    small = sum(1 for word in words if word.isalpha() and word.islower())
    return small >= SMALL_WORDS and bool(words) and words[0][0].isupper()


@cache
def list_labels() -> frozenset[str]:
    """Return the labels of `data/list_labels.tsv`."""
    return frozenset(row[0] for row in table("list_labels.tsv"))


def _is_signed_caption(line: Line, _key: str) -> bool:
    """Return whether a line is a sentence with its photographer: `... on Sunday. | Mira Olt/Harbour Daily`."""
    if " | " not in line.text:
        return False
    before, _, name = line.text.rpartition(" | ")
    words = name.replace("/", " ").split()
    return (
        before[-1:] in {".", "”", '"'}
        and 1 < len(words) <= SIGNATURE_WORDS
        and all(word[0].isupper() or len(word) <= SMALL_LETTERS for word in words)
    )


def _is_trail(line: Line, _key: str) -> bool:
    """Return whether a line is the path to the page: `Home > News > World`."""
    return not line.ends_sentence and _ARROWS.search(line.text) is not None and _TRAIL.fullmatch(line.text) is not None


def _is_menu(line: Line, _key: str) -> bool:
    """Return whether a line is a row of short items between bars or dots."""
    if line.ends_sentence or not _MENU_MARK.search(line.text):
        return False
    items = [item.strip() for item in _SEPARATOR.split(line.text) if item.strip()]
    return len(items) > SEPARATORS and all(len(item.split()) <= ITEM_WORDS for item in items)


_Rule = tuple[DropReason, "Callable[[Line, str], bool]"]
_SENTENCE_RULES: Final[tuple[_Rule, ...]] = (
    (DropReason.CAPTION, _is_caption),
    (DropReason.CAPTION, _is_signed_caption),
    (DropReason.CONTACT, lambda line, _key: is_contact(line)),
)
_RULES: Final[tuple[_Rule, ...]] = (
    (DropReason.MARKUP, _is_rule),
    (DropReason.RELATED_LINK, _is_video),
    (DropReason.RELATED_LINK, _is_bracketed),
    (DropReason.RELATED_LINK, _is_labelled_link),
    *_SENTENCE_RULES,
    (DropReason.NAVIGATION, _is_trail),
    (DropReason.FOOTER, _is_menu),
    (DropReason.DATE, is_date_line),
    (DropReason.DATE, lambda line, _key: is_stamped_headline(line)),
)
