"""From text to mentions: the model's spans, known names, nationalities and rules of context, put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from streams.entities.aliases import alias_table
from streams.entities.cases import recased
from streams.entities.crf import tagger
from streams.entities.gazetteer import extra_places
from streams.entities.keys import name_key
from streams.entities.link import short_forms
from streams.entities.mentions import EVENT, NATIONALITY, OF_LABEL, ORGANISATION, PERSON, PLACE, Mention
from streams.entities.nations import ACRONYM, country_codes, country_of, nationalities
from streams.entities.places import rank_of
from streams.entities.tables import word_set
from streams.entities.tokens import Tokens, tokenise
from streams.entities.triggers import listed_places
from streams.entities.trim import trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.features import WordType

LONGEST_NAME: Final = 15
"""Tokens; a longer span of the model is no name."""


_LONGEST_DATELINE: Final = 4
_AFTER_DATELINE: Final = frozenset({",", "(", "-", "–", "—", ":"})


@dataclass(frozen=True, slots=True)
class Detected:
    """The tokens of a text, what is known of them, and the mentions in order."""

    tokens: Tokens
    words: list[str]
    """The tokens with usual capitals."""
    types: list[WordType]
    mentions: list[Mention]


def detect(text: str) -> Detected:
    """Return the mentions of a text, none overlapping another. Linear in the length of the text."""
    raw = tokenise(text)
    if not raw.words:
        return Detected(raw, [], [], [])
    words, one_case = recased(raw.words, raw.sentences)
    tokens = replace(raw, words=words)
    labels, types, _ = tagger().tag(tokens)
    spans = _model_spans(labels, tokens, types)
    modelled = [_mention(text, tokens, first, last, OF_LABEL[kind]) for first, last, kind in spans if kind in OF_LABEL]
    other = [(first, last) for first, last, kind in spans if kind == "MISC"]
    modelled = [part for mention in modelled for part in _parted(text, tokens, types, mention)]
    known = _known(text, tokens, one_case=one_case)
    mentions = _merge(known, modelled)
    mentions = _add(mentions, _datelines(text, raw, types))
    mentions = _add(mentions, _countries_and_peoples(text, tokens, types))
    mentions = _add(mentions, _events(text, tokens, other))
    mentions = _add(mentions, _triggered(text, tokens, types))
    mentions = _add(mentions, _seeded(text, tokens, types, mentions))
    mentions = _vote(text, tokens, types, mentions)
    mentions = _add(mentions, _heads_alone(text, tokens, types, mentions))
    return Detected(tokens, words, types, mentions)


def _mention(text: str, tokens: Tokens, first: int, last: int, kind: str, confidence: float = 0.8) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Mention(first, last, start, end, kind, text[start:end], None, confidence)  # type: ignore[arg-type]


def _model_spans(labels: Sequence[str], tokens: Tokens, types: Sequence[WordType]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    begin = -1
    for at, label in enumerate(labels):
        if label[0] in "BU":
            begin = at
        if label[0] in "LU" and begin >= 0:
            span = trimmed(tokens.words, types, begin, at + 1, label[2:])
            if span is not None and span[1] - span[0] <= LONGEST_NAME:
                found.append((*span, label[2:]))
            begin = -1
    return found


def _parted(text: str, tokens: Tokens, types: Sequence[WordType], mention: Mention) -> list[Mention]:
    """Return the names in a span of the model that holds two: "Israel's Elbit Systems", "State of Kuwait".

    A span that is a nationality as a whole is one.
    """
    words = tokens.words
    key = _key(types, mention)
    if key in nationalities() and key not in country_codes():
        return [replace(mention, type=NATIONALITY, confidence=0.9)]
    for at in range(mention.first + 1, mention.last - 1):
        if words[at] in {"'s", "’s"} and mention.type != PERSON:
            owner = " ".join(kind.key for kind in types[mention.first : at])
            if _is_place(owner):
                rest = _mention(text, tokens, at + 1, mention.last, mention.type)
                return (
                    [_mention(text, tokens, mention.first, at, PLACE), rest]
                    if types[at + 1].capital
                    else [_mention(text, tokens, mention.first, at, PLACE)]
                )
            break
    if mention.type == PLACE and mention.last - mention.first > 2 and words[mention.first + 1] == "of":  # noqa: PLR2004 - head, of, name
        rest = _mention(text, tokens, mention.first + 2, mention.last, PLACE)
        if (
            words[mention.first].lower() in word_set("place_head")
            and not _is_place(key)
            and _is_place(_key(types, rest))
        ):
            return [rest]
    follows = words[mention.last].lower() if mention.last < len(words) else ""
    if (
        mention.type == PLACE
        and follows in word_set("currency")
        and key in country_codes() | {ACRONYM + "us": ""} | {"us": ""}
    ):
        return []
    return [mention]


def _is_place(key: str) -> bool:
    return key in country_codes() or key in extra_places() or rank_of(key) > 1


def _known(text: str, tokens: Tokens, *, one_case: bool) -> list[Mention]:
    found = []
    for match in alias_table().find(text, any_case=one_case):
        first = bisect_right(tokens.starts, match.start) - 1
        last = bisect_left(tokens.ends, match.end) + 1
        if first < 0 or last > len(tokens.words):
            continue
        found.append(
            Mention(first, last, match.start, match.end, ORGANISATION, text[match.start : match.end], match.entry, 0.95)
        )
    return found


def _merge(known: list[Mention], modelled: list[Mention]) -> list[Mention]:
    """Return known names and the model's spans; where they overlap, the longer, and the known one among equals."""
    kept: list[Mention] = []
    used: set[int] = set()
    starts = [mention.first for mention in modelled]
    for mention in known:
        at = max(0, bisect_right(starts, mention.first) - 1)
        overlapping = []
        while at < len(modelled) and modelled[at].first < mention.last:
            if modelled[at].last > mention.first:
                overlapping.append(at)
            at += 1
        wider = [
            at
            for at in overlapping
            if modelled[at].first <= mention.first
            and modelled[at].last >= mention.last
            and (modelled[at].last - modelled[at].first) > (mention.last - mention.first)
        ]
        if wider and not (" " in mention.text and modelled[wider[0]].type != ORGANISATION):
            continue
        used.update(overlapping)
        kept.append(mention)
    kept += [mention for at, mention in enumerate(modelled) if at not in used]
    return sorted(kept, key=lambda mention: mention.first)


def _add(mentions: list[Mention], more: list[Mention]) -> list[Mention]:
    """Return mentions with those of `more` that overlap none."""
    taken = [(mention.first, mention.last) for mention in mentions]
    starts = [first for first, _ in taken]
    out = list(mentions)
    end = -1
    for mention in sorted(more, key=lambda mention: mention.first):
        if mention.first < end:
            continue
        at = bisect_right(starts, mention.first) - 1
        if at >= 0 and taken[at][1] > mention.first:
            continue
        if at + 1 < len(taken) and taken[at + 1][0] < mention.last:
            continue
        out.append(mention)
        end = mention.last
    return sorted(out, key=lambda mention: mention.first)


def _countries_and_peoples(text: str, tokens: Tokens, types: Sequence[WordType]) -> list[Mention]:
    countries, peoples = country_codes(), nationalities()
    found: list[Mention] = []
    at, count = 0, len(types)
    while at < count:
        if not types[at].capital:
            at += 1
            continue
        key = ""
        best: tuple[int, str] | None = None
        for end in range(at, min(at + 5, count)):
            if not types[end].key:
                break
            key = f"{key} {types[end].key}" if key else types[end].key
            if key in countries or (end == at and tokens.words[at].isupper() and ACRONYM + key in countries):
                best = (end + 1, PLACE)
            elif key in peoples:
                best = (end + 1, NATIONALITY)
        if best is not None:
            found.append(_mention(text, tokens, at, best[0], best[1], 0.9))
            at = best[0]
        else:
            at += 1
    return found


def _datelines(text: str, tokens: Tokens, types: Sequence[WordType]) -> list[Mention]:
    """Return the towns of datelines, which stand in capitals at the beginning of a paragraph: "BEIJING (Reuters) -"."""
    found: list[Mention] = []
    for first in tokens.sentences:
        end = first
        while (
            end < len(types)
            and end - first < _LONGEST_DATELINE
            and tokens.words[end].isupper()
            and tokens.words[end].isalpha()
        ):
            end += 1
        if (
            end == first
            or len(tokens.words[first]) < 3
            or end >= len(types)
            or tokens.words[end] not in _AFTER_DATELINE
        ):  # noqa: PLR2004
            continue
        key = " ".join(kind.key for kind in types[first:end])
        if rank_of(key) or key in extra_places():
            found.append(_mention(text, tokens, first, end, PLACE, 0.8))
    return found


def _events(text: str, tokens: Tokens, spans: list[tuple[int, int]]) -> list[Mention]:
    heads = word_set("event_head")
    return [
        _mention(text, tokens, first, last, EVENT, 0.6)
        for first, last in spans
        if last - first > 1 and any(tokens.words[at].lower() in heads for at in range(first, last))
    ]


def _triggered(text: str, tokens: Tokens, types: Sequence[WordType]) -> list[Mention]:
    found: list[Mention] = []
    edges = [*tokens.sentences, len(types)]
    for first, last in zip(edges, edges[1:], strict=False):
        for begin, end in listed_places(types, tokens.words, first, last):
            if types[begin].classes or tokens.words[begin].lower() in word_set("weekday"):
                continue
            found.append(_mention(text, tokens, begin, end, PLACE, 0.6))
    return found


def _seeded(text: str, tokens: Tokens, types: Sequence[WordType], mentions: list[Mention]) -> list[Mention]:
    """Return places of the seed list and of imports whose country the document names."""
    extra = extra_places()
    countries = {iso for mention in mentions if (iso := _country(mention))}
    found: list[Mention] = []
    for at, kind in enumerate(types):
        if not kind.capital:
            continue
        key = ""
        for end in range(at, min(at + 5, len(types))):
            if not types[end].key:
                break
            key = f"{key} {types[end].key}" if key else types[end].key
            if any(place.country in countries or (place.country is None and end > at) for place in extra.get(key, ())):
                found.append(_mention(text, tokens, at, end + 1, PLACE, 0.7))
    return sorted(found, key=lambda mention: (mention.first, -mention.last))


def _country(mention: Mention) -> str | None:
    if mention.type == PLACE:
        return country_of(mention.text)
    if mention.type == NATIONALITY:
        return nationalities().get(name_key(mention.text))
    return mention.entry.country if mention.entry is not None else None


def _heads_alone(text: str, tokens: Tokens, types: Sequence[WordType], mentions: list[Mention]) -> list[Mention]:
    """Return "the Observatory" and the like, where the document has the full name before."""
    heads = short_forms(mentions, tokens.words)
    if not heads:
        return []
    return [
        _mention(text, tokens, at, at + 1, ORGANISATION, 0.7)
        for at in range(1, len(types))
        if tokens.words[at] in heads
        and tokens.words[at - 1] in {"the", "The"}
        and (at + 1 == len(types) or not types[at + 1].capital)
    ]


def _gazetteer_vote(key: str) -> float:
    """Return how surely a name is a place: a country, a metropolis, a place of the seed list."""
    if key in country_codes():
        return 4.0
    if key in extra_places():
        return 4.0 if " " in key else 1.5
    rank = rank_of(key)
    return 1.5 if rank in {4, 6} else 0.0


def _vote(text: str, tokens: Tokens, types: Sequence[WordType], mentions: list[Mention]) -> list[Mention]:
    """Return mentions after the document has voted.

    A name that the model types in two ways has the type that it has most often; a name that it found elsewhere is
    found here too; a family name alone is the person.
    """
    tally: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        if mention.type in {PERSON, ORGANISATION, PLACE}:
            tally[_key(types, mention)][mention.type] += 2 if mention.entry is not None else 1
    settled: list[Mention] = []
    weighed: set[str] = set()
    for mention in mentions:
        if mention.type == PERSON and mention.last - mention.first > 1:
            tally[types[mention.last - 1].key][PERSON] += 1.0
    for mention in mentions:
        if mention.entry is None and mention.type in {PERSON, ORGANISATION, PLACE}:
            key = _key(types, mention)
            votes = tally[key]
            if key not in weighed:
                weighed.add(key)
                votes[PLACE] += _gazetteer_vote(key)
            kind, count = max(votes.items(), key=lambda item: (item[1], item[0]))
            if kind != mention.type and count > votes[mention.type]:
                settled.append(replace(mention, type=kind))
                continue
        settled.append(mention)
    known: dict[str, tuple[str, float]] = {}
    families: dict[str, int] = {}
    for mention in settled:
        if mention.type in {PERSON, ORGANISATION, PLACE}:
            known[_key(types, mention)] = (mention.type, 0.7)
        if mention.type == PERSON and mention.last - mention.first > 1:
            families[types[mention.last - 1].key] = 1
    for family in families:
        known.setdefault(family, (PERSON, 0.65))
    return _add(settled, _missed(text, tokens, types, settled, known))


def _missed(
    text: str, tokens: Tokens, types: Sequence[WordType], mentions: list[Mention], known: dict[str, tuple[str, float]]
) -> list[Mention]:
    taken = bytearray(len(types))
    for mention in mentions:
        for at in range(mention.first, mention.last):
            taken[at] = 1
    lengths = {len(key.split()) for key in known}
    longest = min(max(lengths, default=0), 6)
    heads = set(tokens.sentences)
    lower = {kind.key for kind in types if not kind.capital}
    found: list[Mention] = []
    for at, kind in enumerate(types):
        if not kind.capital or taken[at] or not kind.key:
            continue
        key = ""
        best: tuple[int, tuple[str, float]] | None = None
        for end in range(at, min(at + longest, len(types))):
            if taken[end] or not types[end].key:
                break
            key = f"{key} {types[end].key}" if key else types[end].key
            if key in known:
                best = (end + 1, known[key])
        if best is None or (at in heads and best[0] == at + 1 and kind.key in lower):
            continue
        found.append(_mention(text, tokens, at, best[0], best[1][0], best[1][1]))
    return found


def _key(types: Sequence[WordType], mention: Mention) -> str:
    return " ".join(kind.key for kind in types[mention.first : mention.last] if kind.key)
