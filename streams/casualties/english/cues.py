"""Words around a figure that say something of its role, as patterns of a data file; few are tried on a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

import ahocorasick_rs

from streams.casualties.english import lexicon as lex
from streams.casualties.english.earlier_events import without_earlier
from streams.casualties.forms import Cue


class CuePattern(NamedTuple):
    """A way to say something of a figure's role."""

    cue: Cue
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    """Words without which the pattern can't match; for none it is only tried by name."""


Possible = dict[Cue, tuple[re.Pattern[str], ...]]
"""The cues that a sentence may hold, each with its patterns that may match."""


def _with_classes(pattern: str, classes: dict[str, str]) -> str:
    """Return a pattern with its `<class>` names written out; groups are those of the pattern."""
    return re.sub("<[a-z]+>", lambda name: classes[name[0]], pattern)


@cache
def cue_patterns() -> tuple[CuePattern, ...]:
    """Return the patterns of the data file, in its order."""
    words = lex.load_json("classes.json")
    classes = {f"<{name}>": "|".join(words[name]) for name in words if name != "source"}
    data = lex.load_json("roles.json")
    return tuple(
        CuePattern(Cue(name), re.compile(_with_classes(row["pattern"], classes)), tuple(row["needs"]))
        for name, rows in data.items()
        if name != "source"
        for row in rows
    )


@cache
def _of_cue(cue: Cue) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern.pattern for pattern in cue_patterns() if pattern.cue == cue)


@cache
def _needs() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[int, ...], ...]]:
    """Return an automaton of the words that patterns need, and the patterns that need each."""
    by_word: dict[str, list[int]] = {}
    for number, pattern in enumerate(cue_patterns()):
        for word in pattern.needs:
            by_word.setdefault(word, []).append(number)
    automaton = ahocorasick_rs.AhoCorasick(list(by_word), implementation=ahocorasick_rs.Implementation.DFA)
    return automaton, tuple(map(tuple, by_word.values()))


def possible_cues(sentence: str) -> Possible:
    """Return the cues that a sentence (in lower case) may hold, each with its patterns that may match."""
    automaton, numbers = _needs()
    words = {word for word, _, _ in automaton.find_matches_as_indexes(sentence, overlapping=True)}
    found: Possible = {}
    for number in sorted({number for word in words for number in numbers[word]}):
        cue, pattern, _ = cue_patterns()[number]
        found[cue] = (*found.get(cue, ()), pattern)
    return found


def has_cue(cue: Cue, words: str) -> bool:
    """Return whether words in lower case hold a cue."""
    return any(pattern.search(words) for pattern in _of_cue(cue))


def on_proceedings(opening: str) -> bool:
    """Return whether the opening of an article says that a court, the police or diggers deal with something now."""
    return has_cue(Cue.PROCEEDINGS, opening.lower())


def without_other_years(words: str, patterns: tuple[re.Pattern[str], ...] | None = None) -> str:
    """Return words in lower case without years of other things: "the worst since 1987", "a bridge built in 1967"."""
    for pattern in _of_cue(Cue.SUPERLATIVE) if patterns is None else patterns:
        words = pattern.sub("", words)
    return words


IN_CLAUSE: Final = (
    Cue.DENIED,
    Cue.WINDOW,
    Cue.FICTION,
    Cue.ROUND_UP,
    Cue.BACKGROUND,
    Cue.OTHER_EVENT,
    Cue.DATED,
    Cue.YEAR,
    Cue.RIVAL,
    Cue.SUPERSEDED,
    Cue.SUM,
    Cue.OCCURRENCE,
    Cue.PROCESS,
)
"""Cues that count in the figure's own clause."""
BEFORE_NUMBER: Final = (
    (Cue.OTHER_FIRST, Cue.OTHER_FIRST),
    (Cue.DATED_FIRST, Cue.DATED),
    (Cue.BACKGROUND_FIRST, Cue.BACKGROUND),
)
"""Cues that count where they stand anywhere in the sentence before the number, and what each says."""
_JOINTS: Final = r"(?:when|where|while|after|although|though|but|before|whereas)\b"
_SPAN_BEFORE: Final = r"(?:an?|\d{1,3}|[a-z]{3,9}) (?:years?|months?|weeks?|days?) (?:after|before)\b"
BOUNDARY: Final = re.compile(
    # Each branch begins with a plain character, which lets the engine run past all others.
    r";|:|—|--| – "
    r"|, (?:on top of|compared (?:with|to)|up from|down from|against|among them)\b"
    r"|, (?:[\w.]{1,8} (?:percent|per cent|pct) )?(?:more|fewer|less|higher|lower) than in\b"
    rf"|, {_SPAN_BEFORE}| {_SPAN_BEFORE}"
    rf"|, {_JOINTS}| {_JOINTS}|, (?:and|which|who|where)\b"
    r"|, (?:bringing|taking|raising|pushing|correcting)\b"
    r"|, (?:putting|placing|giving|setting|insisting|maintaining)\b"
    r"| and (?=(?:put|puts|placed|gave|gives|set|insisted) )"
    r"| and (?=(?:denie[sd]|dismisse[sd]|rejecte?[sd]?) )"
)
"""Where a clause ends and another begins."""
_RELATIVES: Final = frozenset({"which", "who"})
_MAIN_VERB: Final = re.compile(r"(?<=[a-z0-9]), (?=(?:has|have|had|was|were|is|are|said|says|put|left|killed) )")
"""What goes on with the sentence after a relative clause: "Mirra, which killed 420 in 2009, has left six dead"."""
_INSERT: Final = re.compile(r"(?:—|--| – )([^—;:–]{1,40}?)(—|--| – )")
_WHEN: Final = re.compile(r",? when\b")
_LOOK_BACK: Final = {"when": 60, "where": 60, "which": 30, "after": 12}
"""Characters before a joint that belong to the clause after it too: "last year, when 62 died"."""
_HYPOTHETICAL_REACH: Final = 120
"""Characters before a verb in which a plan, a fear or a condition stands."""


def _inserts(words: str) -> frozenset[int]:
    """Return where dashes stand around an insert that says nothing of a role: "eight hurt - three badly - in ..."."""
    if "—" not in words and "--" not in words and " – " not in words:
        return frozenset()
    return frozenset(
        at
        for match in _INSERT.finditer(words)
        if not possible_cues(match[1])
        for at in (match.start(), match.start() + len(match[0]) - len(match[2]))
    )


def _boundaries(words: str) -> list[tuple[int, str]]:
    """Return where clauses begin, each with its joint; a relative clause ends where the verb of the main one comes."""
    found: list[tuple[int, str]] = []
    inserts = _inserts(words)
    for match in BOUNDARY.finditer(words):
        if match.start() in inserts:
            continue
        joint = match[0].lstrip(", ")
        found.append((match.start(), joint))
        end = _MAIN_VERB.search(words, match.end()) if joint in _RELATIVES and match[0].startswith(",") else None
        if end is not None:
            found.append((end.start(), ""))
    return sorted(found)


class SentenceCues:
    """The cues of a sentence in lower case, each clause looked at once."""

    __slots__ = ("_boundaries", "_clauses", "_ends", "_later", "possible", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        self.possible = possible_cues(words)
        self._boundaries = _boundaries(words)
        self._clauses: dict[tuple[int, int], frozenset[Cue]] = {}
        self._ends: dict[Cue, int | None] = {}
        self._later: SentenceCues | None = None

    def of_later(self) -> SentenceCues:
        """Return the cues of the sentence without its words for earlier events; offsets are the same."""
        if self._later is None:
            plain = without_earlier(self.words)
            self._later = self if plain == self.words else SentenceCues(plain)
        return self._later

    def clause(self, at: int) -> tuple[int, int]:
        """Return the span of the clause that holds an offset."""
        begin, finish = 0, len(self.words)
        for start, joint in self._boundaries:
            if start > at:
                finish = start
                break
            begin = max(begin, start - _LOOK_BACK.get(joint, 0))
        return begin, finish

    def of(self, clause: tuple[int, int], number: int) -> frozenset[Cue]:
        """Return the cues of a clause and those before a number in it."""
        if clause not in self._clauses:
            self._clauses[clause] = self._in_clause(clause)
        before = {cue for name, cue in BEFORE_NUMBER if name in self.possible and self._ends_before(name, number)}
        return self._clauses[clause] | before

    def hypothetical(self, begin: int, end: int) -> bool:
        """Return whether what stands right before an offset makes it a plan, a fear or a condition."""
        words = self.words[max(begin, end - _HYPOTHETICAL_REACH) : end]
        return any(pattern.search(words) for pattern in self.possible.get(Cue.HYPOTHETICAL, ()))

    def _in_clause(self, clause: tuple[int, int]) -> frozenset[Cue]:
        plain = without_other_years(self.words[slice(*clause)], self.possible.get(Cue.SUPERLATIVE, ()))
        found = {cue for cue in IN_CLAUSE if any(pattern.search(plain) for pattern in self.possible.get(cue, ()))}
        if Cue.YEAR in self.possible:
            found |= self._year_after(clause[1])
        return frozenset(found)

    def _year_after(self, finish: int) -> set[Cue]:
        """Return the cue of a year in the clause that tells when: "17,000 perished when a quake hit in 1939"."""
        joint = _WHEN.match(self.words, finish)
        if joint is None:
            return set()
        end = next((start for start, _ in self._boundaries if start >= joint.end()), len(self.words))
        plain = without_other_years(self.words[joint.end() : end])
        return {Cue.YEAR, Cue.OCCURRENCE} if has_cue(Cue.YEAR, plain) else set()

    def _ends_before(self, cue: Cue, number: int) -> bool:
        """Whether the first match of a cue ends before a number."""
        if cue not in self._ends:
            matches = (pattern.search(self.words) for pattern in self.possible[cue])
            self._ends[cue] = min((match.end() for match in matches if match is not None), default=None)
        end = self._ends[cue]
        return end is not None and end <= number
