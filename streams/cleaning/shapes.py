"""What a line is by its shape alone: a menu, a trail of links, a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import DropReason
from streams.cleaning.masking import date_words

if TYPE_CHECKING:
    from streams.cleaning.lines import Line

SHAPE_CHARS: Final = 400
_SEPARATOR: Final = re.compile(r"\s[|•·»>/]\s|^[|•·]|[|•·]$")
_TRAIL: Final = re.compile(r"^[\w' &-]{2,30}(?:\s[>»›/]\s[\w' &,-]{2,40}){1,5}$")
_TOKENS: Final = re.compile(r"[^\W_]+(?:\.[^\W_])?")
_STAMP_WORDS: Final = frozenset({"updated", "published", "posted", "modified", "created", "filed", "ago"})
_MENU_MARK: Final = re.compile(r"[|•·»>/]")
_DATED: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
STAMP_CHARS: Final = 120
_STAMPED: Final = re.compile(
    r"\b(?:posted|published|updated):?\s{0,2}(?:[a-z]{3,9},?\s{1,2}){1,2}\d{1,2},?\s{1,2}\d{4}[^.]{0,20}\d:\d{2}",
    re.IGNORECASE,
)
"""A headline with the page's time stamps behind it."""
_NO_WORD: Final = re.compile(r"[\W_]{1,400}")
_GALLERY: Final = re.compile(
    r"(?:image|photo|slide|picture)\s{1,2}\d{1,3}\s{1,2}of\s{0,2}/?\s{0,2}\d{1,3}\b", re.IGNORECASE
)
_VIDEO: Final = re.compile(r"\d{1,2}:\d{2}\s{1,2}(?![ap]\.?m)[\"'“‘]?\w")
"""An entry of a playlist: its length and its title."""
VIDEO_WORDS: Final = 24
CREDIT_CHARS: Final = 100
_CREDITED: Final = re.compile(
    r"\((?:(?:file\s)?(?:photo|image|source|credit|courtesy|video)s?(?:\scredit|\scourtesy|\sby|\sprovided)?\s?[:/]?\s[^()]{1,70}"
    r"|ap\sphoto[^()]{0,60})\)[.\s]{0,3}$",
    re.IGNORECASE,
)
"""A caption, by the credit in brackets at its end."""
CONTACT_WORDS: Final = 45
_ADDRESS: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}|(?<!\w)@\w{2,30}|(?:https?://)?(?:www\.)?twitter\.com/\w{1,30}"
    r"|\[email protected\]|\(?\b\d{3}\)?[ .-]\d{3}-\d{4}\b|https?://\S{4,300}",
    re.IGNORECASE,
)
_REACH: Final = re.compile(
    r"\b(?:contact|reach(?:ed)?|follow(?:ing)?|e-?mail|twitter|facebook|writer|reporter|tweet)\b", re.IGNORECASE
)
_WITNESS: Final = re.compile(
    r"\b(?:anyone|information|tips?|tipsters?|police|sheriff\S{0,2}|detectives?|investigators?|crime\s?stoppers|donat\w{1,6}|asked|urged|call)\b",
    re.IGNORECASE,
)
_ARROWS: Final = re.compile(r"\s[>»›]\s")
_ORDINALS: Final = frozenset({"", "st", "nd", "rd", "th", "am", "pm", "t", "z", "h"})
PHONE_WORDS: Final = 4
SEPARATORS: Final = 2
ITEM_WORDS: Final = 5


def shape_reason(line: Line, key: str) -> DropReason | None:
    """Return why a line is furniture by its shape, or None; `key` is its line key."""
    text = line.text
    if len(text) > SHAPE_CHARS:
        return None
    if text[0].isdigit():
        if not line.ends_sentence and line.words <= VIDEO_WORDS and _VIDEO.match(text):
            return DropReason.RELATED_LINK
    elif not text[0].isalpha() and _NO_WORD.fullmatch(text):
        return DropReason.MARKUP
    if " of " in text[:14] and _GALLERY.match(text):
        return DropReason.CAPTION
    if ")" in text[-4:] and _CREDITED.search(text[-CREDIT_CHARS:]):
        return DropReason.CAPTION
    if _is_contact(text, line.words):
        return DropReason.CONTACT
    if _MENU_MARK.search(text):
        if _is_menu(text):
            return DropReason.NAVIGATION if _TRAIL.match(text) else DropReason.FOOTER
        if not line.ends_sentence and _ARROWS.search(text) and _TRAIL.match(text):
            return DropReason.NAVIGATION
    if is_date_line(text, key) or (
        not line.ends_sentence and ("osted" in text or "pdated" in text or "ublished" in text) and _STAMPED.search(text)
    ):
        return DropReason.DATE
    return None


def _is_contact(text: str, words: int) -> bool:
    """Return whether a line says where a reporter is reached, and not where witnesses may call."""
    if words > CONTACT_WORDS or not _may_have_address(text, words) or not _ADDRESS.search(text):
        return False
    if not _ADDRESS.sub("", text).strip(" -–—|,.:;()/•"):
        return True
    return _REACH.search(text) is not None and _WITNESS.search(text) is None


def _may_have_address(text: str, words: int) -> bool:
    return (
        "@" in text
        or "http" in text
        or "twitter" in text
        or "\u00a0protected" in text
        or "reach" in text.lower()
        or (words <= PHONE_WORDS and "-" in text and text[-1].isdigit())
    )


def _is_menu(text: str) -> bool:
    """Return whether a line is a row of short items between bars or dots."""
    items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
    return len(items) > SEPARATORS and all(len(item.split()) <= ITEM_WORDS for item in items)


def is_date_line(text: str, key: str) -> bool:
    """Return whether a line is a date and what introduces it: `Updated 3:15 pm, May 4, 2016`, `2 hours ago`.

    A line that ends in a colon introduces what follows, and stays.
    """
    if len(text) > STAMP_CHARS or "0" not in key or text[-1] == ":":
        return False
    stamps = date_words("stamp") | date_words("mask")
    tokens = _TOKENS.findall(key)
    if not all(
        token == "0" or token in stamps or (token[0] == "0" and token.strip("0") in _ORDINALS) for token in tokens
    ):  # noqa: S105
        return False
    return not _STAMP_WORDS.isdisjoint(tokens) or _DATED.search(text) is not None
