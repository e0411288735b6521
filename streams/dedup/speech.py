"""The form of an English sentence: its tense, whom it speaks to, whether it speaks of journalism or of a picture."""

from __future__ import annotations

import re
from typing import Final

READ_CHARS: Final = 400
_PAST: Final = re.compile(
    r"\b(?:was|were|had|did|[a-z]{2,12}(?<!e)ed|said|told|took|made|came|went|found|gave|began|fell|rose|held|left"
    r"|lost|met|ran|saw|sent|shot|stood|struck|won|broke|brought|built|caught|drove|fled|kept|led|paid|sold|spoke"
    r"|spent|threw|wrote|ate|bent|bit|blew|bought|burst|chose|clung|crept|dealt|drank|drew|dug|fed|felt|flew|forgot"
    r"|fought|froze|got|grew|heard|hid|hung|knew|laid|lay|leapt|lent|lit|meant|overtook|rang|rode|sang|sank|sat|shook"
    r"|slept|slid|sought|sprang|stole|stuck|swam|swept|swore|taught|thought|tore|understood|went|wept|withdrew|woke"
    r"|wore|became|bore|bled|overthrew|overturned)\b",
    re.ASCII,
)
_STATES: Final = re.compile(
    r"\b(?:is|are|has|have|be|been|isn't|aren't|hasn't|haven't|do|does|don't|doesn't)\b", re.ASCII
)
_FUTURE: Final = re.compile(r"\b(?:will|would|is to|are to|plans? to|may|could|should)\b", re.ASCII)
_REPORTS: Final = re.compile(
    r"\b(?:said|says|told|added|according to|announced|confirmed|denied|warned|called|asked|accused|welcomed|ruled"
    r"|ordered|decided|agreed|found|testified|estimated|insisted|argued|rejected|refused|promised|pledged)\b",
    re.ASCII,
)
_MEANS: Final = re.compile(
    r"\b(?:want|plan|need|hope|expect|believe|fear|think|know|say|seek|demand|offer|refuse|reject|oppose|support|blame"
    r"|remain|live|belong|mean|allow|cost|threaten|vow|urge|insist|deny|suspect|consider|prepare|continue|try|intend"
    r"|own|doubt|claim|wish|agree|accept|back|earn|lack|owe|point|rise|fall|go|come|begin|end|start|stop)s?\b"
    r"|\b(?:must|can|might|denies|tries|goes|relies|rely)\b",
    re.ASCII,
)
_READER: Final = re.compile(r"\b(?:you|your|yours|please|click|here|here's|sign|subscribe)\b", re.ASCII | re.IGNORECASE)
_OURSELVES: Final = re.compile(
    r"\b(?:we|our|us|(?:this|the) (?:story|article|report|site|page|website|newspaper))\b", re.ASCII | re.IGNORECASE
)
_JOURNALISM: Final = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|journalists?|journalism|columnists?|bureaus?|newsroom|desk|freelance"
    r"|photographers?|writers?|authors?|writes|covers|reported|reporting|contributed|contributor|staff|newspaper"
    r"|magazine|podcast|newsletter|photos?|pictures?|video|story|article|edition|subscribers?|readers?)\b",
    re.ASCII | re.IGNORECASE,
)
_SHOWS: Final = re.compile(
    r"\b(?:carry|walk|stand|look|wait|gather|work|hold|sit|wave|search|inspect|patrol|light|line|cover|rise|ride|queue"
    r"|haul|sweep|comb|clear|face|play|leave|push|remove|examine|attend|pose)s?\b"
    r"|\b(?:billows|remains of|scene of|view of|aboard|pictured|seen)\b",
    re.ASCII,
)
_CALENDAR: Final = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|June|July|August|September"
    r"|October|November|December))\b",
    re.ASCII,
)
_QUOTES: Final = frozenset('"“”„«»')


def reports(sentence: str) -> bool:
    """Return whether a sentence says that somebody said, found or decided something."""
    return _REPORTS.search(sentence[:READ_CHARS]) is not None


def may_be_caption(sentence: str) -> bool:
    """Return whether a sentence has no verb that is known to tell or to hold a state: a caption shows what is done."""
    text = sentence[:READ_CHARS]
    return not any(each.search(text) for each in (_PAST, _STATES, _FUTURE, _REPORTS, _MEANS))


def speech(sentence: str) -> tuple[float, ...]:
    """Return what the form of a sentence is: its marks, the share of its capitals, and which of some words it has."""
    text = sentence[:READ_CHARS]
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words[1:])
    return (
        float(not _QUOTES.isdisjoint(text)),
        float("?" in text),
        float(":" in text),
        float(sum(word[:1].isdigit() for word in words)),
        capitals / max(1, len(words) - 1),
        *(float(each.search(text) is not None) for each in _WORDS),
    )


_WORDS: Final = (_PAST, _STATES, _FUTURE, _REPORTS, _READER, _OURSELVES, _JOURNALISM, _SHOWS, _CALENDAR)
