"""Which line of a flattened text is its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from streams.cleaning.masking import line_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import DropReason
    from streams.cleaning.lines import Line

HEADLINE_WORDS: Final = 30
HEADLINE_DEPTH: Final = 4
"""The headline is one of so many lines at the top."""
LEAST_PREFIX: Final = 20
"""So many characters of a title that goes on with the name of the site are the headline."""
SITE_LETTERS: Final = 4
TITLE_CHARS: Final = 400
_SITE_MARK: Final = re.compile(r"\s(?:[-–—|»·]|--)\s")
_NO_HEADLINE_ENDS: Final = (".", ":", ",", ";", "-", "–", "—")


def given_headline(lines: Sequence[Line], headline: str) -> int | None:
    """Return the index of the line that repeats the headline that the item states, or None.

    A stated title may go on after the headline, with the name of the site.
    """
    given = line_key(headline)
    for index, line in enumerate(lines[:HEADLINE_DEPTH]):
        key = line_key(line.text)
        if key == given or (len(key) >= LEAST_PREFIX and given.startswith(f"{key} ")):
            return index
    return None


def likely_headline(lines: Sequence[Line], reasons: Sequence[DropReason | None]) -> int | None:
    """Return the index of the first line that is left where it looks like a headline, or None.

    It is short, ends in no full stop, and a blank line and more text follow.
    """
    for index in range(min(HEADLINE_DEPTH, len(lines) - 1)):
        if reasons[index] is None:
            line = lines[index]
            looks = line.words <= HEADLINE_WORDS and not line.text.endswith(_NO_HEADLINE_ENDS)
            return index if looks and lines[index + 1].after_blank else None
    return None


def without_site(title: str, site: str) -> str:
    """Return a title without the name of the site that pages put behind it.

    `Ferry sinks off Karsun - HarbourDaily.com | News` of `harbourdaily.com` gives `Ferry sinks off Karsun`: the rest
    is cut at the first dash or bar behind which the site's own name stands, letters alone.
    """
    labels = site.lower().removeprefix("www.").split(".")
    name = _letters(max(labels[:-1] or labels, key=len))
    if len(name) < SITE_LETTERS or len(title) > TITLE_CHARS:
        return title
    for mark in _SITE_MARK.finditer(title):
        if name in _letters(title[mark.end() :]) and name not in _letters(title[: mark.start()]):
            return title[: mark.start()].rstrip() or title
    return title


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
