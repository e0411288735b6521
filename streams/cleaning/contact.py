"""Lines that say where a reporter or the desk is reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from streams.cleaning.lines import Line

CONTACT_WORDS: Final = 45
PHONE_WORDS: Final = 4
_ADDRESS: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}|(?<!\w)@\w{2,30}|\[email.protected\]"
    r"|(?:https?://)?(?:www\.|pic\.)?twitter\.com/\w{1,30}|\(?\b\d{3}\)?[ .-]\d{3}-\d{4}\b|https?://\S{4,300}",
    re.IGNORECASE,
)
_REACH: Final = re.compile(
    r"\b(?:contact|reach(?:ed)?|follow(?:ing)?|e-?mail|twitter|facebook|writer|reporter|tweet)\b", re.IGNORECASE
)
_WITNESS: Final = re.compile(
    r"\b(?:anyone|information|tips?|tipsters?|police|sheriff\S{0,2}|detectives?|investigators?|crime\s?stoppers"
    r"|donat\w{1,6}|asked|urged|call)\b",
    re.IGNORECASE,
)
_JOINING: Final = re.compile(r"\b(?:or|and|at|on|e-?mail|phone|tel|twitter)\b", re.IGNORECASE)
_BETWEEN: Final = " -–—|,.:;()/•"


def is_contact(line: Line) -> bool:
    """Return whether a line says where a reporter is reached, and not where witnesses may call.

    A bare address or telephone number is one. A handle in brackets signs an embedded post, which is part of the story.
    """
    text = line.text
    if line.words > CONTACT_WORDS or not _may_have_address(line) or "(@" in text:
        return False
    rest = _ADDRESS.sub("", text)
    if rest == text:
        return False
    if not _JOINING.sub("", rest).strip(_BETWEEN):
        return True
    return _REACH.search(rest) is not None and _WITNESS.search(rest) is None


def _may_have_address(line: Line) -> bool:
    """Return whether it is worth searching a line for an address or a telephone number."""
    text = line.text
    if "@" in text or "http" in text or "twitter" in text or "protected]" in text or "each" in text:
        return True
    return line.words <= PHONE_WORDS and "-" in text and text[-1].isdigit()
