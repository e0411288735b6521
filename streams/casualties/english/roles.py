"""What a sentence says of the role of its figures: another event, background, denied, hypothetical."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.casualties.english import lexicon as lex

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantities import Item

_BOUNDARY: Final = re.compile(
    r"[;:]|,? (?:when|while|after|although|though|but|before|whereas)\b|, (?:and|which|who|where)\b"
)


_CUED: Final = (
    ("denied", Role.DENIED),
    ("fiction", Role.HYPOTHETICAL),
    ("other_first", Role.OTHER_EVENT),
    ("background", Role.BACKGROUND),
    ("other_event", Role.OTHER_EVENT),
)
"""Kinds of cue and the role each gives; the first counts."""


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    data = lex.load_json("roles.json")
    return {
        name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
        for name, patterns in data.items()
        if name != "source"
    }


def clause_span(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Return the span of the clause that holds an offset."""
    begin, finish = start, end
    for match in _BOUNDARY.finditer(text, start, end):
        if match.start() <= at:
            # "last year, when 62 died": the time stands before the joint.
            begin = (
                max(begin, match.start() - 60) if match[0].lstrip(", ").lower() in {"when", "where"} else match.start()
            )
        else:
            finish = match.start()
            break
    return begin, finish


def sentence_role(
    text: str, span: tuple[int, int], items: list[Item], mention: Mention
) -> tuple[Role | None, frozenset[str]]:
    """Return the role that the sentence gives a figure, None where it gives none, and the cues found in its clause."""
    quantity = mention.quantity
    if quantity.none or mention.link in {"from", "not"}:
        return Role.DENIED, frozenset()
    begin, finish = clause_span(text, *span, quantity.number_start)
    cues = _found(text[begin:finish], text[span[0] : span[1]], quantity.number_start - span[0])
    if mention.form == "feared" or _modal(items, mention):
        return Role.HYPOTHETICAL, cues
    if _negated(items, mention):
        return Role.DENIED, cues
    if _hypothetical(text, begin, items[mention.trigger].token.start) or (
        quantity.number_start < items[mention.trigger].token.start and _hypothetical(text, begin, quantity.number_start)
    ):
        return Role.HYPOTHETICAL, cues
    for name, role in _CUED:
        if name in cues:
            return role, cues
    return None, cues


def _found(clause: str, sentence: str, number: int) -> frozenset[str]:
    """Return the names of the cues in a clause; "the worst since 1987" says nothing of the figure beside it."""
    patterns = _cues()
    plain = patterns["superlative"].sub("", clause)
    names = {name for name, _ in _CUED if name != "other_first" and patterns[name].search(plain)}
    names |= {name for name in ("dated", "rival", "superseded") if patterns[name].search(plain)}
    before = patterns["other_first"].search(sentence)
    if before is not None and before.end() <= number:
        names.add("other_first")
    return frozenset(names)


def _hypothetical(text: str, begin: int, end: int) -> bool:
    """Whether what stands right before an offset makes it a plan, a fear or a condition."""
    return _cues()["hypothetical"].search(text[max(begin, end - 120) : end]) is not None


def _before(items: list[Item], trigger: int, size: int) -> list[Item]:
    found: list[Item] = []
    at = trigger - 1
    while at >= 0 and len(found) < size:
        if items[at].code not in {lex.BE, lex.HAVE, lex.MODAL, lex.ADVERB, lex.PREPOSITION, '"'}:
            break
        found.append(items[at])
        at -= 1
    return found


def _modal(items: list[Item], mention: Mention) -> bool:
    before = _before(items, mention.trigger, 5)
    if any(item.code == lex.MODAL for item in before):
        return True
    return mention.form in {"base", "intrbase"} and any(item.token.low == "to" for item in before)


def _negated(items: list[Item], mention: Mention) -> bool:
    return any(item.token.low in {"not", "never"} for item in _before(items, mention.trigger, 5))
