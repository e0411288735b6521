"""Who vouches for the figures of a sentence: "police said", "according to the ministry", "the Observatory reported"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from schemas import SourceKind
from streams.casualties.english import lexicon as lex
from streams.casualties.reading import Speaker

_NAME: Final = (
    r"[^\s,;:.()\"“”—–]{1,40}(?:\.(?=\s[A-Z]|[A-Z]))?(?: [^\s,;:.()\"“”—–]{1,40}(?:\.(?=\s[A-Z]|[A-Z]))?){0,9}"
)
_SAY: Final = r"(?:said|says|reported|confirmed|announced|added|stated|told|claimed|estimated|tweeted|wrote|noted|pointed out|disclosed|acknowledged|revealed|declared)"
_ACCORDING: Final = re.compile(rf"\baccording to (?P<who>{_NAME})", re.IGNORECASE)
_INVERTED: Final = re.compile(
    rf"[,”\"] {_SAY} (?P<who>(?!that\b|it\b|there\b|to\b|in\b|on\b|at\b){_NAME})", re.IGNORECASE
)
_DIRECT: Final = re.compile(rf"(?P<who>{_NAME}) (?:has |have |had |also |later |today )?{_SAY}\b", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"\s(?:on|in|at|late|early|as|that|who|which|from|after|while|when|in a|to|by|and said|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|and over|and more)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD: Final = re.compile(
    r"^(?:but|and|while|although|however|meanwhile|as|when|that|later|earlier|also|,)\s+", re.IGNORECASE
)
_PRONOUN: Final = frozenset({"he", "she", "they", "it", "i", "we", "who", "which", "that"})


@cache
def _kinds() -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    data = lex.load_json("sources.json")
    return tuple((SourceKind(kind), re.compile(pattern, re.IGNORECASE)) for kind, pattern in data["kinds"])


def source_kind(name: str) -> SourceKind:
    """Return what kind of speaker a name is."""
    for kind, pattern in _kinds():
        if pattern.search(name):
            return kind
    return SourceKind.OTHER


def speaker(text: str, start: int, end: int) -> tuple[Speaker | None, bool]:
    """Return the speaker that a sentence names, and whether it points back to an earlier one ("he said")."""
    for pattern in (_ACCORDING, _INVERTED, _DIRECT):
        for match in pattern.finditer(text, start, end):
            begin, finish = match.span("who")
            name = text[begin:finish]
            if pattern is not _DIRECT:
                name = _TAIL.sub("", name)
            else:
                lead = _LEAD.match(name)
                if lead:
                    begin += lead.end()
                    name = name[lead.end() :]
            finish = begin + len(name)
            words = name.split()
            if not words:
                continue
            if words[-1].lower() in _PRONOUN or words[0].lower() in _PRONOUN:
                return None, True
            if pattern is _DIRECT and len(words) > 8:  # noqa: PLR2004 # longer than any title and name
                continue
            return Speaker(text=name, start=begin, end=finish, kind=source_kind(name)), False
    return None, False
