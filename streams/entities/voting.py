"""The document votes: what a name is elsewhere in it, it is here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from streams.entities.gazetteer import extra_places
from streams.entities.mentions import ORGANISATION, PERSON, PLACE, Mention
from streams.entities.nations import country_codes
from streams.entities.overlap import added
from streams.entities.places import rank_of

if TYPE_CHECKING:
    from schemas import EntityType
    from streams.entities.reading import Reading

LONGEST: Final = 6
"""Tokens of a name that is looked for again."""
OFTEN: Final = 2
"""Mentions that the model finds from which a name is looked for elsewhere in the text: of those found once a third are
right, and so would the others be."""
_VOTERS: Final = frozenset({PERSON, ORGANISATION, PLACE})
_CERTAIN: Final = 4.0
_LIKELY: Final = 1.5
_CREDITED: Final = 10.0
_TOWN: Final = 2
_METROPOLIS: Final = 4
_CONTINENT: Final = 6


def voted(reading: Reading, mentions: list[Mention], agencies: frozenset[str] = frozenset()) -> list[Mention]:
    """Return the mentions after the vote, with those that the model missed.

    A name that is typed in two ways has the type that it has most often; a name found once is found everywhere; a
    family name alone is the person. `agencies` are keys of names that a dateline says are bodies.
    """
    votes = _votes(reading, mentions)
    for key in agencies:
        votes[key][ORGANISATION] += _CREDITED
    settled = [_settled(mention, votes[reading.key_of(mention)]) for mention in mentions]
    known: dict[str, tuple[EntityType, float]] = {}
    families: list[str] = []
    known.update((key, (ORGANISATION, 0.7)) for key in agencies)
    often = Counter(reading.key_of(mention) for mention in settled if mention.type in _VOTERS)
    for mention in settled:
        key = reading.key_of(mention)
        sure = mention.entry is not None or (mention.type == PLACE and rank_of(key) > 0)
        if mention.type in _VOTERS and (sure or often[key] >= OFTEN):
            known[key] = mention.type, 0.7
        if mention.type == PERSON and mention.last - mention.first > 1:
            families.append(reading.types[mention.last - 1].key)
    for family in families:
        known.setdefault(family, (PERSON, 0.65))
    return added(settled, _missed(reading, settled, known))


def _votes(reading: Reading, mentions: list[Mention]) -> dict[str, dict[EntityType, float]]:
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        if mention.type in _VOTERS:
            votes[reading.key_of(mention)][mention.type] += 2 if mention.entry is not None else 1
        if mention.type == PERSON and mention.last - mention.first > 1:
            votes[reading.types[mention.last - 1].key][PERSON] += 1
        if mention.type == ORGANISATION and mention.last - mention.first > 1:
            first = reading.types[mention.first].key
            if rank_of(first) < _TOWN:
                votes[first][ORGANISATION] += _LIKELY
    for key, tally in votes.items():
        weight = _place_vote(key)
        if weight:
            tally[PLACE] += weight
    return votes


def _place_vote(key: str) -> float:
    """Return how surely a name is a place: a country, a place of the seed list, a metropolis."""
    if key in country_codes():
        return _CERTAIN
    if key in extra_places():
        return _CERTAIN if " " in key else _LIKELY
    return _LIKELY if rank_of(key) in {_METROPOLIS, _CONTINENT} else 0.0


def _settled(mention: Mention, votes: dict[EntityType, float]) -> Mention:
    if mention.entry is not None or mention.type not in _VOTERS:
        return mention
    kind = max(votes, key=lambda kind: (votes[kind], kind))
    return replace(mention, type=kind) if votes[kind] > votes[mention.type] else mention


def _missed(reading: Reading, mentions: list[Mention], known: dict[str, tuple[EntityType, float]]) -> list[Mention]:
    taken = bytearray(len(reading.types))
    for mention in mentions:
        for at in range(mention.first, mention.last):
            taken[at] = 1
    longest = min(max((key.count(" ") + 1 for key in known), default=0), LONGEST)
    heads = set(reading.tokens.sentences)
    lower = {kind.key for kind in reading.types if not kind.capital}
    found: list[Mention] = []
    for at, kind in enumerate(reading.types):
        if not kind.capital or taken[at]:
            continue
        best: tuple[int, EntityType, float] | None = None
        for stop, key in reading.prefixes(at, longest):
            if taken[stop - 1]:
                break
            if key in known:
                best = (stop, *known[key])
        opens = at in heads and kind.key in lower  # a common word with the capital of its sentence
        if best is not None and not (opens and best[0] == at + 1):
            found.append(reading.mention(at, *best))
    return found
