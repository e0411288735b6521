"""What a sentence says of the role of its figures: another event, background, denied, hypothetical."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from schemas import Role
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.forms import Cue, Form, Link

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantity import Item

_BOUNDARY: Final = re.compile(
    r"[;:—]|--| – "
    r"|, (?:on top of|compared (?:with|to)|up from|down from|against|(?:more|fewer|less) than in|among them)\b|"
    r",? (?:when|where|while|after|although|though|but|before|whereas)\b|, (?:and|which|who|where)\b"
    r"| and (?=(?:denie[sd]|dismisse[sd]|rejecte?[sd]?) )"
)


_WHEN: Final = re.compile(r",? when\b")
_LOOK_BACK: Final = {"when": 60, "where": 60, "which": 30, "after": 12}
"""Characters before a joint that belong to the clause after it too: "last year, when 62 died"."""
_CUED: Final = (
    (Cue.DENIED, Role.DENIED),
    (Cue.WINDOW, Role.SUBSET),
    (Cue.FICTION, Role.HYPOTHETICAL),
    (Cue.OTHER_FIRST, Role.OTHER_EVENT),
    (Cue.BACKGROUND, Role.BACKGROUND),
    (Cue.OTHER_EVENT, Role.OTHER_EVENT),
)
"""Kinds of cue and the role each gives; the first counts."""
_IN_CLAUSE: Final = frozenset(
    {
        Cue.DENIED,
        Cue.WINDOW,
        Cue.FICTION,
        Cue.BACKGROUND,
        Cue.OTHER_EVENT,
        Cue.DATED,
        Cue.YEAR,
        Cue.RIVAL,
        Cue.SUPERSEDED,
        Cue.OCCURRENCE,
        Cue.PROCESS,
    }
)
_BEFORE_NUMBER: Final = (
    (Cue.OTHER_FIRST, Cue.OTHER_FIRST),
    (Cue.DATED_FIRST, Cue.DATED),
    (Cue.BACKGROUND_FIRST, Cue.BACKGROUND),
)
"""Cues that count where they stand anywhere in the sentence before the number, and what each says."""


def _with_classes(pattern: str, classes: dict[str, str]) -> str:
    """Return a pattern with its `<class>` names written out; groups are those of the pattern."""
    return re.sub("<[a-z]+>", lambda name: classes[name[0]], pattern)


@cache
def _patterns() -> dict[Cue, re.Pattern[str]]:
    data = lex.load_json("roles.json")
    classes = {
        f"<{name}>": "|".join(words) for name, words in lex.load_json("classes.json").items() if name != "source"
    }
    return {
        Cue(name): re.compile("|".join(f"(?:{_with_classes(pattern, classes)})" for pattern in cue["patterns"]))
        for name, cue in data.items()
        if name != "source" and cue["patterns"]
    }


@cache
def _keywords() -> tuple[ahocorasick_rs.AhoCorasick, tuple[Cue, ...]]:
    """Return an automaton of the words without which no pattern matches, and the cue of each."""
    data = lex.load_json("roles.json")
    pairs = [(word, name) for name, cue in data.items() if name != "source" for word in cue["keywords"]]
    automaton = ahocorasick_rs.AhoCorasick(
        [word for word, _ in pairs], implementation=ahocorasick_rs.Implementation.DFA
    )
    return automaton, tuple(Cue(name) for _, name in pairs)


def possible_cues(sentence: str) -> frozenset[Cue]:
    """Return the names of the cues that a sentence (in lower case) may hold; the others need no look."""
    automaton, names = _keywords()
    found = automaton.find_matches_as_indexes(sentence, overlapping=True)
    return frozenset(names[pattern] for pattern, _, _ in found)


def clause_span(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Return the span of the clause that holds an offset."""
    begin, finish = start, end
    for match in _BOUNDARY.finditer(text, start, end):
        if match.start() <= at:
            begin = max(begin, match.start() - _LOOK_BACK.get(match[0].lstrip(", "), 0))
        else:
            finish = match.start()
            break
    return begin, finish


def sentence_role(
    lower: str,
    span: tuple[int, int],
    items: list[Item],
    mention: Mention,
    possible: frozenset[Cue],
    *,
    corrected: bool = False,
) -> tuple[Role | None, frozenset[Cue]]:
    """Return the role that the sentence gives a figure, None where it gives none, and the cues found in its clause.

    `lower` is the text in lower case, `possible` the cues that the sentence may hold; `corrected` says that
    the sentence gives a wrong number beside the right one.
    """
    quantity = mention.quantity
    if quantity.none or mention.link in {Link.SUPERSEDED, Link.CORRECTED}:
        return Role.DENIED, frozenset()
    if mention.link == Link.COMPARED:
        return Role.BACKGROUND, frozenset()
    begin, finish = clause_span(lower, *span, quantity.number_start)
    cues = _found(lower[begin:finish], lower[span[0] : span[1]], quantity.number_start - span[0], possible)
    if Cue.YEAR in possible:
        cues |= _year_after(lower[span[0] : span[1]], finish - span[0])
    if mention.form == Form.FEARED or _modal(items, mention):
        return Role.HYPOTHETICAL, cues
    if _negated(items, mention):
        return Role.DENIED, cues
    if Cue.HYPOTHETICAL in possible:
        trigger = items[mention.trigger].token.start
        before = {trigger, min(trigger, quantity.number_start)}
        if any(_hypothetical(lower, begin, offset) for offset in before):
            return Role.HYPOTHETICAL, cues
    if corrected:
        cues -= {Cue.DENIED}  # "125, not 174 as previously reported": the 174 are denied
    return next((role for name, role in _CUED if name in cues), None), cues


def has_cue(cue: Cue, words: str) -> bool:
    """Return whether words in lower case hold a cue."""
    return _patterns()[cue].search(words) is not None


def on_proceedings(opening: str) -> bool:
    """Return whether the opening of an article says that a court, the police or diggers deal with something now."""
    return has_cue(Cue.PROCEEDINGS, opening.lower())


def without_other_years(words: str) -> str:
    """Return words in lower case without years of other things: "the worst since 1987", "a bridge built in 1967"."""
    return _patterns()[Cue.SUPERLATIVE].sub("", words)


def _year_after(sentence: str, finish: int) -> frozenset[Cue]:
    """Return the cue of a year in the clause that tells when: "17,000 perished when a quake hit the city in 1939"."""
    joint = _WHEN.match(sentence, finish)
    if joint is None:
        return frozenset()
    end = next((match.start() for match in _BOUNDARY.finditer(sentence, joint.end())), len(sentence))
    plain = without_other_years(sentence[joint.end() : end])
    return frozenset({Cue.YEAR, Cue.OCCURRENCE}) if has_cue(Cue.YEAR, plain) else frozenset()


def _found(clause: str, sentence: str, number: int, possible: frozenset[Cue]) -> frozenset[Cue]:
    """Return the names of the cues in a clause; "the worst since 1987" says nothing of the figure beside it."""
    patterns, names = _patterns(), set()
    plain = without_other_years(clause) if Cue.SUPERLATIVE in possible else clause
    for name in possible & _IN_CLAUSE:
        if patterns[name].search(plain):
            names.add(name)
    for name, cue in _BEFORE_NUMBER:
        if name in possible:
            end = _first_end(name, sentence)
            if end is not None and end <= number:
                names.add(cue)
    return frozenset(names)


@lru_cache(maxsize=8)
def _first_end(name: Cue, sentence: str) -> int | None:
    """Return where the first match of a cue ends; every figure of a sentence asks the same."""
    match = _patterns()[name].search(sentence)
    return match.end() if match is not None else None


def _hypothetical(lower: str, begin: int, end: int) -> bool:
    """Whether what stands right before an offset makes it a plan, a fear or a condition."""
    return _patterns()[Cue.HYPOTHETICAL].search(lower[max(begin, end - 120) : end]) is not None


def _before(items: list[Item], trigger: int, size: int) -> list[Item]:
    found: list[Item] = []
    at = trigger - 1
    while at >= 0 and len(found) < size:
        if items[at].code not in {tags.BE, tags.HAVE, tags.MODAL, tags.ADVERB, tags.PREPOSITION, tags.QUOTE}:
            break
        found.append(items[at])
        at -= 1
    return found


def _modal(items: list[Item], mention: Mention) -> bool:
    if mention.form == Form.TOLL and any(item.code == tags.MODAL for item in items[mention.trigger : mention.item]):
        return True  # "the number of dead could pass 100"
    before = _before(items, mention.trigger, 5)
    if mention.form == Form.COUNT and mention.item > 0:
        verb = mention.item - 1 - (items[mention.item - 1].code == tags.QUALIFIER)
        before = before + (
            _before(items, verb, 3) if items[verb].code == tags.VERB else []
        )  # "may have caused 12 deaths"
    if any(item.code == tags.MODAL for item in before):
        return True
    return mention.form in {Form.BASE, Form.INTRANSITIVE_BASE} and any(item.token.low == "to" for item in before)


def _negated(items: list[Item], mention: Mention) -> bool:
    return any(item.token.low in {"not", "never"} for item in _before(items, mention.trigger, 5))
