"""Lower case without a change of length, so that offsets stay those of the text as given."""

from __future__ import annotations


def fold(text: str) -> str:
    """Return the text in lower case, of the same length: a letter whose lower case is longer stays as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)
