"""Mentions of one name in a document put together: short forms, acronyms, and the known entry behind them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from streams.entities.aliases import Entry
from streams.entities.keys import name_key
from streams.entities.mentions import ORGANISATION, PERSON, Mention
from streams.entities.triggers import SHORTEST_HEAD, is_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemas import EntityType

_SMALL: Final = frozenset(["of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des"])
_NOT_ID: Final = re.compile(r"[^a-z0-9]+")
LONGEST_CHAIN: Final = 3
"""Steps from a short form over a longer one to the fullest: "Rahman", "Abdel Rahman", "Rami Abdel Rahman"."""
PREFIX: Final = {PERSON: "person", ORGANISATION: "org"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a mention stands for."""

    mention: Mention
    canonical: str
    id: str | None
    """None where it may be short for several names of the document."""
    entry: Entry | None


def cluster(mentions: Sequence[Mention], words: Sequence[str]) -> dict[int, Named]:
    """Return for each person and body, by its first token, the fullest name in the document and its id.

    A person's short form is the end, or the beginning, of one longer name only; a body's is its acronym (in brackets
    after it, or its initials) or its head with a capital ("the Observatory").
    """
    out: dict[int, Named] = {}
    for mention, full in _people([mention for mention in mentions if mention.type == PERSON]):
        out[mention.first] = Named(mention, full or mention.text, _id(PERSON, full) if full else None, None)
    for mention, full, entry in _bodies([mention for mention in mentions if mention.type == ORGANISATION], words):
        name = entry.name if entry is not None else full
        out[mention.first] = Named(
            replace(mention, entry=entry), name, entry.id if entry is not None else _id(ORGANISATION, name), entry
        )
    return out


def _id(kind: EntityType, name: str) -> str:
    slug = _NOT_ID.sub("-", name_key(name)).strip("-")
    return f"doc:{PREFIX[kind]}:{slug or 'x'}"[:120]


def _people(mentions: list[Mention]) -> list[tuple[Mention, str | None]]:
    """Return each mention with the fullest name of its person, None where it may be short for several."""
    full: dict[tuple[str, ...], str] = {}
    keys: dict[int, tuple[str, ...]] = {}
    count: Counter[tuple[str, ...]] = Counter()
    for mention in mentions:
        key = tuple(part for part in re.split(r"[ ]+", name_key(mention.text)) if part)
        keys[mention.first] = key
        full.setdefault(key, mention.text)
        count[key] += 1
    by_part: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in full:
        for size in range(1, min(len(key), 6)):
            by_part[key[-size:]].append(key)
            if key[:size] != key[-size:]:
                by_part[key[:size]].append(key)
    out: list[tuple[Mention, str | None]] = []
    for mention in mentions:
        fullest = _fullest(keys[mention.first], by_part, count)
        out.append((mention, None if fullest is None else full[fullest]))
    return out


def _fullest(
    key: tuple[str, ...], by_part: Mapping[tuple[str, ...], list[tuple[str, ...]]], count: Counter[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Return the fullest name that a name may be short for, itself where none is fuller, None where it stays open.

    Of several fuller names the one that the document has more often is meant; with "John Smith and his wife Mary Smith"
    it stays open who "Smith" is.
    """
    for _ in range(LONGEST_CHAIN):
        longer = by_part.get(key, [])
        ends = [option for option in longer if option[-len(key) :] == key] or longer
        if not ends:
            break
        most = max(count[option] for option in ends)
        likeliest = [option for option in ends if count[option] == most]
        best = max(likeliest, key=lambda option: (len(option), option))
        if any(best[-len(option) :] != option for option in likeliest):
            return None
        key = best
    return key


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", text) if word and word.lower() not in _SMALL).upper()


def _bodies(mentions: list[Mention], words: Sequence[str]) -> list[tuple[Mention, str, Entry | None]]:
    full: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    short: dict[str, str] = {}
    for mention in mentions:
        key = name_key(mention.text)
        full.setdefault(key, mention.text)
        if mention.entry is not None:
            entries.setdefault(key, mention.entry)
    for mention in mentions:
        for form in _short_forms(mention, words):
            short.setdefault(form, name_key(mention.text))
    out = []
    for mention in mentions:
        key = name_key(mention.text)
        if mention.entry is None and key not in entries and " " not in key:
            longer = short.get(key, key)
            if mention.text.isupper() or is_head(mention.text) or longer in entries:
                key = longer
        out.append((mention, full[key], entries.get(key)))
    return out


def _short_forms(mention: Mention, words: Sequence[str]) -> Iterator[str]:
    """Yield the keys that a body of several words may be called by in short."""
    parts = [part for part in words[mention.first : mention.last] if part[0].isalnum()]
    if len(parts) < 2:  # noqa: PLR2004 - one word has no short form
        return
    after = words[mention.last : mention.last + 3]
    if len(after) == 3 and after[0] == "(" and after[2] == ")" and after[1].isupper():  # noqa: PLR2004 - "(", name, ")"
        yield name_key(after[1])
    initials = _initials(mention.text)
    if len(initials) > 1:
        yield initials.lower()
    for part in parts:
        if is_head(part) or (mention.entry is not None and len(part) >= SHORTEST_HEAD and part[0].isupper()):
            yield name_key(part)
