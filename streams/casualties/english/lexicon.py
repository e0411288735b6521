"""The English word lists, read once from `data/` and indexed for look-up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from schemas import Kind, Qualifier

DATA: Final = files(__package__) / "data"

# Tags of tokens: one letter each, so that a sentence's tags are a string.
NUMBER: Final = "N"
VAGUE: Final = "V"
NONE: Final = "0"
ARTICLE: Final = "A"
TRIGGER: Final = "T"
QUALIFIER: Final = "q"
AFTER_QUALIFIER: Final = "Q"
INCLUDING: Final = "i"
PLUS: Final = "+"
OF_THEM: Final = "t"
NOT_BUT: Final = "n"
ACCORDING: Final = "g"
BE: Final = "x"
HAVE: Final = "h"
MODAL: Final = "m"
PREPOSITION: Final = "p"
OF: Final = "f"
SUBORDINATOR: Final = "s"
RELATIVE: Final = "r"
CONJUNCTION: Final = "c"
PRONOUN: Final = "o"
DETERMINER: Final = "d"
ALL: Final = "l"
ADVERB: Final = "a"
SAY: Final = "y"
VERB: Final = "v"
OTHERS: Final = "e"
HUMAN: Final = "H"
HUMAN_ONE: Final = "1"
NONHUMAN: Final = "X"
WORD: Final = "w"
OPAQUE: Final = "z"
MONTH: Final = "M"
LABEL: Final = "L"
POSSESSIVE: Final = "'"
NUMBER_OF: Final = "u"
TO_DEATH: Final = "D"


class Entry(NamedTuple):
    """What the lexicon knows of a word or phrase: its tag, and what the tag needs."""

    tag: str
    value: Any = None


class Trigger(NamedTuple):
    """What a trigger says happened, and how it takes its number."""

    kind: Kind
    form: str


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
    kin: frozenset[str]
    people_suffixes: tuple[str, ...]
    """Endings of nouns for people."""
    no_people: frozenset[str]
    """Words with such an ending that are none."""


_PHRASE_TAGS: Final = {
    "none": NONE,
    "including": INCLUDING,
    "plus": PLUS,
    "ofthem": OF_THEM,
    "ofwhom": OF_THEM,
    "notbut": NOT_BUT,
    "accord": ACCORDING,
    "rel": RELATIVE,
    "human": HUMAN,
    "nonhuman": NONHUMAN,
    "others": OTHERS,
    "of": OF,
    "adverb": ADVERB,
    "all": ALL,
    "idiom": OPAQUE,
    "none_trigger": OPAQUE,
    "prep": PREPOSITION,
    "vague": VAGUE,
    "numberof": NUMBER_OF,
    "todeath": TO_DEATH,
    "label": LABEL,
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


def _nouns(data: dict[str, Any]) -> dict[str, Entry]:
    words: dict[str, Entry] = {}
    for noun in data["nonhuman"]:
        words[noun] = Entry(NONHUMAN)
        words[plural(noun)] = Entry(NONHUMAN)
    words.update((noun, Entry(NONHUMAN)) for noun in data["nonhuman_plural"])
    for noun in data["human_singular"]:
        words[noun] = Entry(HUMAN_ONE)
        words.setdefault(plural(noun), Entry(HUMAN))
        if words[plural(noun)].tag == NONHUMAN:
            words[plural(noun)] = Entry(HUMAN)
    for noun in data["human_plural"]:
        words[noun] = Entry(HUMAN)
    return words


def _closed(data: dict[str, Any]) -> dict[str, Entry]:
    words: dict[str, Entry] = {}
    for key, tag in (
        ("verb", VERB),
        ("say", SAY),
        ("preposition", PREPOSITION),
        ("subordinator", SUBORDINATOR),
        ("relative", RELATIVE),
        ("adverb", ADVERB),
        ("conjunction", CONJUNCTION),
        ("pronoun", PRONOUN),
        ("determiner", DETERMINER),
        ("others", OTHERS),
        ("month", MONTH),
        ("label", LABEL),
        ("be", BE),
        ("have", HAVE),
        ("modal", MODAL),
    ):
        words.update((word, Entry(tag)) for word in data[key])
    words["of"] = Entry(OF)
    words["including"] = words["includes"] = Entry(INCLUDING)
    words["all"] = Entry(ALL)
    words["a"] = words["an"] = Entry(ARTICLE)
    words["'"] = words["’"] = Entry(POSSESSIVE)
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
            return Entry(TRIGGER, Trigger(Kind(row[2]), row[3]))
        case "qualifier":
            return Entry(QUALIFIER, Qualifier(row[2]))
        case "after":
            return Entry(AFTER_QUALIFIER, Qualifier(row[2]))
        case "quantity":
            return Entry(NUMBER, (int(row[2]), int(row[2]), *map(Qualifier, row[3:])))
        case name:
            return Entry(_PHRASE_TAGS[name])


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; the data files are read at the first call."""
    data, numbers = load_json("words.json"), load_json("numbers.json")
    words = _nouns(data) | _closed(data)
    words.update((word, Entry(VAGUE)) for word in numbers["vague"])
    words.update((word, Entry(NONE)) for word in numbers["none"])
    words.update((word, Entry(QUALIFIER, Qualifier(name))) for word, name in numbers["qualifier"].items())
    words["both"] = Entry(NUMBER, (2, 2))
    triggers = load_rows("triggers.tsv")
    words.update((word, Entry(TRIGGER, Trigger(Kind(kind), form))) for word, kind, form in triggers)
    found: list[tuple[tuple[str, ...], Entry]] = []
    gate = {word for word, _, _ in triggers}
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
            tag = NONHUMAN if noun in data["nonhuman"] else HUMAN_ONE
            for form, form_tag in ((noun, tag), (plural(noun), NONHUMAN if tag == NONHUMAN else HUMAN)):
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
        kin=frozenset(data["kin"]),
        people_suffixes=tuple(data["people_suffixes"]),
        no_people=frozenset(data["no_people"]),
    )
