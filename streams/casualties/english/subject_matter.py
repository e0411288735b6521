"""Articles on no event: sport, politics and business talk of victims, films, games and exercises make some up.

Studies count those of years, and excavations find those of centuries.

What an article is about shows in its words: several that belong to one such subject, and none of an article on harm.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import ahocorasick_rs

from schemas import Kind, Role
from streams.casualties.english.clause import word_set
from streams.casualties.english.lexicon import load_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.clause_figure import ClauseFigure

READ: Final = 2_000
"""Characters that say what an article is about."""
LEAST: Final = 3
"""Different words of a subject that an article on it has at least."""
OPENING: Final = 250
"""Characters within which a film, an exercise or a study is named in an article on it."""
SPOKEN_OF: Final = frozenset({"sport", "election", "business"})
"""Subjects that speak of victims who are none."""


EXERCISE: Final = "exercise"
"""The subject in which harm is played, with police and ambulances."""
FICTION: Final = "fiction"
"""The subject in which it is told."""
STATISTICS: Final = "statistics"
"""The subject whose numbers are of a year, or of a country."""
ANTIQUITY: Final = "antiquity"
"""The subject whose dead have been so for centuries."""
_CHANGE: Final = re.compile(
    r"\b(?:fell|fallen|rose|risen|dropped|climbed|declined|increased|jumped|down|up) (?:by )?[\w.]{1,12} per ?cent\b"
    r"[^.;]{0,60}\b(?:in (?:19|20)\d\d|last year|a year earlier|(?:year|months?|quarter) before)\b"
)
"""What a study leads with: "dropped three percent to 19,800 in 2025"."""
_ANCIENT: Final = re.compile(
    r"\b(?:archa?eolog\w+|medieval|(?:bronze|iron|stone) age|neolithic|prehistoric|vikings?|roman|pharaohs?|mummies"
    r"|1[0-7]th[- ]century|(?:[\w-]+teenth|twelfth|eleventh|tenth) century|centuries)\b"
)
"""What only the dead of old graves are told with."""
_DEATH: Final = re.compile(r"\b(?:killed|killing|kills|died|dead|deaths|drowned|drowning|perished|lost their lives)\b")
"""Words for the dead alone: teams are hit, miss players and lose them, and elections sweep ministers away."""
_PAST_HARM: Final = re.compile(
    r"\b(?:killed|killing|died|drowned|injured|injuring|wounded|hurt|(?:were|was) (?:taken|rushed|brought))\b"
)
_DAY: Final = re.compile(r"\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|yesterday)\b")


class Subjects(NamedTuple):
    """The words of `data/subjects.json` as patterns."""

    of_subject: dict[str, re.Pattern[str]]
    harm: re.Pattern[str]
    event: re.Pattern[str]
    grief: re.Pattern[str]


@cache
def subjects() -> Subjects:
    """Return the patterns, made at the first call."""
    data = load_json("subjects.json")
    patterns = {
        name: re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
        for name, words in data.items()
        if name != "source"
    }
    harm, event, grief = (patterns.pop(name) for name in ("harm", "event", "grief"))
    return Subjects(patterns, harm, event, grief)


@cache
def _words() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, ...], ...]]:
    """Return an automaton of the words of all subjects, and the subjects of each."""
    data = load_json("subjects.json")
    by_word: dict[str, list[str]] = {}
    for name in subjects().of_subject:
        for word in data[name]:
            by_word.setdefault(word, []).append(name)
    automaton = ahocorasick_rs.AhoCorasick(list(by_word), implementation=ahocorasick_rs.Implementation.DFA)
    return automaton, tuple(map(tuple, by_word.values()))


def _may_have_subject(text: str) -> bool:
    """Whether a text holds enough words of a subject, parts of words among them: a quick look, for most have none."""
    automaton, subjects_of = _words()
    found = {word for word, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}
    counted = Counter(name for word in found for name in subjects_of[word])
    return max(counted.values(), default=0) >= LEAST


def subject_of(headline: str, body: str) -> str | None:
    """Return the subject of an article in lower case on which nobody comes to harm; None for any other."""
    text = f"{headline}\n{body[:READ]}"
    table = subjects()
    change = _CHANGE.search(body, 0, OPENING) is not None
    if not change and not _may_have_subject(text):
        return None
    if table.grief.search(text) is not None:
        return None
    if change and table.harm.search(text) is None:
        return STATISTICS
    counted = {name: len(set(pattern.findall(text))) for name, pattern in table.of_subject.items()}
    if _ANCIENT.search(text) is None:
        counted.pop(ANTIQUITY)  # the graves of a war are opened, too
    most = max(counted, key=lambda name: counted[name])
    if counted[most] < LEAST or (most != EXERCISE and table.harm.search(text) is not None):
        return None
    # A team that was killed on its way to a match is news of the worst kind: where an article speaks of it in earnest,
    # it is not about sport. Films are full of such words, and exercises play them.
    if most not in {EXERCISE, FICTION} and table.event.search(text) is not None:
        return None
    opening = f"{headline}\n{body[:OPENING]}"
    return most if most in SPOKEN_OF or table.of_subject[most].search(opening) is not None else None


def _on_animals(headline: str, body: str) -> bool:
    """Whether animals are what an article counts: they are named in its headline and again where it begins."""
    animals = _animals()
    return animals.search(headline) is not None and animals.search(body, 0, OPENING) is not None


@cache
def _animals() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, word_set("animals")))) + r")\b")


def set_subject_matter(headline: str, body: str, figures: Sequence[ClauseFigure]) -> list[ClauseFigure]:
    """Return the figures of an article: none where it only speaks of victims, made-up ones as hypothetical.

    Those of statistics and of excavations are background. Bare numbers of an article on animals are of animals.
    `headline` and `body` are in lower case.
    """
    subject = subject_of(headline, body) if figures else None
    if subject is None:
        bare = bool(figures) and all(one.noun_end <= one.noun_start and not one.victims for one in figures)
        return [] if bare and _on_animals(headline, body) else list(figures)
    sentences = [(headline if one.in_headline else body)[one.sentence_start : one.sentence_end] for one in figures]
    if subject in SPOKEN_OF:
        deaths = (one.kind is Kind.KILLED and _DEATH.search(text) for one, text in zip(figures, sentences, strict=True))
        return list(figures) if any(deaths) else []
    role = Role.BACKGROUND if subject in {STATISTICS, ANTIQUITY} else Role.HYPOTHETICAL
    # A plot is told in the present, and happens on no day of the week; nor did those of old graves die on one.
    told = subject in {FICTION, ANTIQUITY} and _DAY.search(body, 0, READ) is not None
    return [
        one if one.role is not None or (told and _PAST_HARM.search(text)) else replace(one, role=role)
        for one, text in zip(figures, sentences, strict=True)
    ]
