"""The English word lists, read once from `data/` and indexed for look-up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from schemas import Kind, Qualifier
from streams.casualties.english import tags
from streams.casualties.forms import Form

DATA: Final = files(__package__) / "data"


class Entry(NamedTuple):
    """What the lexicon knows of a word or phrase: its tag, and what the tag needs."""

    tag: str
    value: Any = None


class Trigger(NamedTuple):
    """What a trigger says happened, and how it takes its number."""

    kind: Kind
    form: Form


@dataclass(frozen=True, slots=True)
class Lexicon:
    """English word lists."""

    words: dict[str, Entry]
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]]
    """By first and second word; the longest first."""
    gate: tuple[str, ...]
    """Stems of which a sentence must hold one to be looked at."""
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    estimates: dict[str, tuple[int, int]]
    collective: dict[str, int]
    """Words for how many died at once: "double homicide"."""
    ordinals: dict[str, int]
    kin: frozenset[str]
    people_suffixes: tuple[str, ...]
    """Endings of nouns for people."""
    no_people: frozenset[str]
    """Words with such an ending that are none."""
    thing_suffixes: tuple[str, ...]
    """Endings of nouns for animals and things."""
    in_capitals: frozenset[str]
    """Words that are another word in capitals: "US", "IT", "WHO"."""


_PHRASE_TAGS: Final = {
    "none": tags.NONE,
    "including": tags.INCLUDING,
    "plus": tags.PLUS,
    "ofthem": tags.OF_THEM,
    "ofwhom": tags.OF_THEM,
    "notbut": tags.NOT_BUT,
    "accord": tags.ACCORDING,
    "rel": tags.RELATIVE,
    "human": tags.HUMAN,
    "nonhuman": tags.NONHUMAN,
    "others": tags.OTHERS,
    "of": tags.OF,
    "adverb": tags.ADVERB,
    "all": tags.ALL,
    "idiom": tags.OPAQUE,
    "none_trigger": tags.OPAQUE,
    "prep": tags.PREPOSITION,
    "vague": tags.VAGUE,
    "numberof": tags.NUMBER_OF,
    "todeath": tags.TO_DEATH,
    "label": tags.LABEL,
}


def load_json(name: str) -> dict[str, Any]:
    """Return a JSON object of the data folder."""
    loaded: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return loaded


def load_rows(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated file of the data folder, without comments."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def plural(noun: str) -> str:
    """Return the regular plural of an English noun."""
    if noun.endswith(("man", "men")) and noun not in {"human", "german", "ottoman", "shaman", "roman", "roma"}:
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh", "z")):
        return noun + "es"
    if noun.endswith("fe"):
        return noun[:-2] + "ves"
    if noun.endswith("thief"):
        return noun[:-1] + "ves"
    return noun + "s"


def _things(data: dict[str, Any]) -> dict[str, Entry]:
    """Return the nouns for animals, plants, sport and things."""
    words: dict[str, Entry] = {}
    for noun in (*data["animals"], *data["plants"], *data["things"]):
        words[noun] = words[plural(noun)] = Entry(tags.NONHUMAN)
    words.update((noun, Entry(tags.NONHUMAN)) for noun in (*data["same_plural"], *data["sport"]) if " " not in noun)
    return words


def _nouns(data: dict[str, Any]) -> dict[str, Entry]:
    words = _things(load_json("things.json"))
    for noun in data["nonhuman"]:
        words[noun] = Entry(tags.NONHUMAN)
        words[plural(noun)] = Entry(tags.NONHUMAN)
    words.update((noun, Entry(tags.NONHUMAN)) for noun in data["nonhuman_plural"])
    for noun in data["human_singular"]:
        words[noun] = Entry(tags.HUMAN_ONE)
        words.setdefault(plural(noun), Entry(tags.HUMAN))
        if words[plural(noun)].tag == tags.NONHUMAN:
            words[plural(noun)] = Entry(tags.HUMAN)
    for noun in data["human_plural"]:
        words[noun] = Entry(tags.HUMAN)
    return words


def _closed(data: dict[str, Any]) -> dict[str, Entry]:
    words: dict[str, Entry] = {}
    for key, tag in (
        ("verb", tags.VERB),
        ("say", tags.SAY),
        ("preposition", tags.PREPOSITION),
        ("subordinator", tags.SUBORDINATOR),
        ("relative", tags.RELATIVE),
        ("adverb", tags.ADVERB),
        ("conjunction", tags.CONJUNCTION),
        ("pronoun", tags.PRONOUN),
        ("determiner", tags.DETERMINER),
        ("others", tags.OTHERS),
        ("month", tags.MONTH),
        ("label", tags.LABEL),
        ("be", tags.BE),
        ("have", tags.HAVE),
        ("modal", tags.MODAL),
    ):
        words.update((word, Entry(tag)) for word in data[key])
    words["of"] = Entry(tags.OF)
    words["including"] = words["includes"] = Entry(tags.INCLUDING)
    words["all"] = Entry(tags.ALL)
    words["a"] = words["an"] = Entry(tags.ARTICLE)
    words["'"] = words["’"] = Entry(tags.POSSESSIVE)
    return words


def _by_words(
    found: list[tuple[tuple[str, ...], Entry]],
) -> dict[str, dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]]:
    index: dict[str, dict[str, dict[tuple[str, ...], Entry]]] = {}
    for words, entry in found:
        index.setdefault(words[0], {}).setdefault(words[1], {}).setdefault(words, entry)
    return {
        first: {
            second: tuple(sorted(entries.items(), key=lambda item: (-len(item[0]), item[0])))
            for second, entries in seconds.items()
        }
        for first, seconds in index.items()
    }


def _phrase_entry(row: list[str]) -> Entry:
    match row[1]:
        case "trigger":
            return Entry(tags.TRIGGER, Trigger(Kind(row[2]), Form(row[3])))
        case "qualifier":
            return Entry(tags.QUALIFIER, Qualifier(row[2]))
        case "after":
            return Entry(tags.AFTER_QUALIFIER, Qualifier(row[2]))
        case "quantity":
            return Entry(tags.NUMBER, (int(row[2]), int(row[2]), *map(Qualifier, row[3:])))
        case name:
            return Entry(_PHRASE_TAGS[name])


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; the data files are read at the first call."""
    data, numbers = load_json("words.json"), load_json("numbers.json")
    words = _nouns(data) | _closed(data)
    words.update((word, Entry(tags.VAGUE)) for word in numbers["vague"])
    words.update((word, Entry(tags.NONE)) for word in numbers["none"])
    words.update((word, Entry(tags.QUALIFIER, Qualifier(name))) for word, name in numbers["qualifier"].items())
    words["both"] = Entry(tags.NUMBER, (2, 2))
    triggers = load_rows("triggers.tsv")
    words.update((word, Entry(tags.TRIGGER, Trigger(Kind(kind), Form(form)))) for word, kind, form in triggers)
    found: list[tuple[tuple[str, ...], Entry]] = []
    counted = {form.format(word) for word in numbers["ordinal"] for form in data["body_counted"]}
    gate = {word for word, _, _ in triggers} | set(data["gate"]) | set(data["body_told"]) | counted
    for row in load_rows("phrases.tsv"):
        parts = tuple(row[0].split())
        if len(parts) == 1:
            words[parts[0]] = _phrase_entry(row)
        else:
            found.append((parts, _phrase_entry(row)))
        if row[1] == "trigger":
            gate.add(row[0])
    for noun in (*data["human_singular"], *data["human_plural"], *data["nonhuman"]):
        if " " in noun:
            tag = tags.NONHUMAN if noun in data["nonhuman"] else tags.HUMAN_ONE
            for form, form_tag in ((noun, tag), (plural(noun), tags.NONHUMAN if tag == tags.NONHUMAN else tags.HUMAN)):
                parts = tuple(form.split())
                found.append((parts, Entry(form_tag)))
    phrases = _by_words(found)
    return Lexicon(
        words=words,
        phrases=phrases,
        gate=tuple(sorted(gate)),
        units=numbers["unit"],
        tens=numbers["ten"],
        scales=numbers["scale"],
        estimates={word: (low, high) for word, (low, high) in numbers["estimates"].items()},
        collective=numbers["collective"],
        ordinals=numbers["ordinal"],
        kin=frozenset(data["kin"]),
        people_suffixes=tuple(data["people_suffixes"]),
        no_people=frozenset(data["no_people"]) | frozenset(data["no_people_plural"]),
        thing_suffixes=tuple(load_json("things.json")["suffixes"]),
        in_capitals=frozenset(data["bodies_in_capitals"]),
    )
