"""Sentences on what follows an event long after it: verdicts, findings of inquiries, memorials, money for the families.

"A court sentenced two men for the bombing that killed 38" says that 38 were killed, and on no day. Nothing of it is
news of an event: a verdict comes months later. A charge or an arrest may come on the day after, and is none of these.
"""

from __future__ import annotations

import re
from typing import Final

SENTENCE: Final = 600
"""Characters of a sentence that are read."""
_LATE: Final = re.compile(
    r"\b(?:sentenced|jailed|convicted|acquitted|retrial|paroled?|extradited|pardoned|verdicts?|on trial)\b"
    r"|\b(?:found guilty|pleaded guilty|pleads guilty|death sentence|life sentence|life term|court-martial(?:led)?)\b"
    r"|\btrial (?:of|over|for|opened|opens|began|begins|resumed|resumes)\b"
    r"|\b(?:upheld|overturned|quashed|commuted)\b(?=[^.;]{0,60}\b(?:sentences?|convictions?|verdicts?|term)\b)"
    r"|\b(?:sentences?|convictions?)\b(?=[^.;]{0,80}\b(?:upheld|overturned|quashed|commuted)\b)"
    r"|\b(?:memorial|monument|plaque|statue)\b(?=[^.;]{0,160}\b(?:unveiled|inaugurated|dedicated)\b)"
    r"|\b(?:unveiled|inaugurated|dedicated)\b(?=[^.;]{0,60}\b(?:memorial|monument|plaque|statue)\b)"
    r"|(?<!initial )(?<!preliminary )\b(?:inquiry|inquest)\b"
    r"(?=[^.;]{0,160}\b(?:blame[sd]|faulted|faults|concluded|ruled|found)\b)"
    r"|\b(?:blamed|faulted|criticised|criticized)\b"
    r"(?=[^.;]{0,40}\bby (?:an?|the) (?:[\w-]+ ){0,2}(?:inquiry|inquest)\b)"
    r"|\bagreed\b(?=[^.;]{0,30}\bto pay\b)"
)
"""What a court, a town or a company does about an event, and never in its first days."""
_RELATIVE: Final = re.compile(
    r"\b(?:that|which|who|whose|killing|drowning|injuring|wounding|murders? of|murdering|manslaughter of|deaths? of|"
    r"killings? of|killers? of|massacre of|(?:families|relatives|victims|survivors) of|to the)\b"
)
"""By which the dead hang on what is spoken of: "the bombing that killed", "the murder of"."""
_OPENS: Final = re.compile(
    r"\b(?:opened|opens|began|begins|resumed|resumes|ended|adjourned|heard|told|said|unveiled|inaugurated|dedicated"
    r"|found|concluded|ruled)\b"
)
"""What goes on now: a time behind it is not that of the dead."""


def is_late(sentence: str) -> bool:
    """Return whether a sentence is on what follows an event long after it."""
    return _LATE.search(sentence[:SENTENCE].lower()) is not None


def looks_back(sentence: str, number_at: int, time_at: int | None = None) -> bool:
    """Return whether a number of a sentence is of an event on which it looks back.

    `time_at` is where a time stands that would be the number's: one within its own clause is, and then the sentence
    says when it was.
    """
    told = sentence[:SENTENCE].lower()
    before = told[:number_at]
    hangs = max((found.start() for found in _RELATIVE.finditer(before)), default=-1)
    if hangs < 0:
        return False
    deeds = [found.start() for found in _LATE.finditer(told)]
    if any(at < hangs for at in deeds):
        return time_at is None or time_at < hangs or _OPENS.search(told, number_at, time_at) is not None
    # "The captain of a ferry that sank, drowning 212, was convicted on Tuesday."
    following = [at for at in deeds if at > number_at]
    return bool(following) and (time_at is None or not hangs < time_at < following[0])
