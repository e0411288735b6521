"""One sentence to readings: the grammar first, then what the sentence says of role, time and source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from schemas import Kind, Role
from streams.casualties.clause_figure import ClauseFigure, Speaker, TimeExpression
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.aboard import no_survivors, tells_aboard
from streams.casualties.english.appositions import counted_after
from streams.casualties.english.attribution import speaker
from streams.casualties.english.binding import bind
from streams.casualties.english.clause import Mention, by_age, word_set
from streams.casualties.english.context import time_told_before
from streams.casualties.english.cues import SentenceCues, has_cue
from streams.casualties.english.dates import without_dates
from streams.casualties.english.earlier_events import HARM, is_in_old_clause, is_of_the_earlier, span_after, tells_new
from streams.casualties.english.gate import SHORT
from streams.casualties.english.learned import Answer, Place, added
from streams.casualties.english.no_harm import may_be_of_things, without_other_numbers, without_things
from streams.casualties.english.numbers import numbers
from streams.casualties.english.old_clauses import old_clauses
from streams.casualties.english.one_by_one import count_one_by_one
from streams.casualties.english.outcome import with_outcome
from streams.casualties.english.periods import periods
from streams.casualties.english.quantities import items
from streams.casualties.english.quantity import Item
from streams.casualties.english.roles import sentence_role
from streams.casualties.english.tokens import tokenise
from streams.casualties.english.victims import victims_end
from streams.casualties.forms import Cue, Form, Link
from streams.casualties.sentences import Sentence

if TYPE_CHECKING:
    from datetime import date

_SIDES: Final = lex.load_json("sides.json")
_CIVILIAN: Final = frozenset(_SIDES["civilian"])
_COMBATANT: Final = frozenset(_SIDES["combatant"])
_ATTACKERS: Final = frozenset(_SIDES["attackers"])
_STATES: Final = word_set("gate") | word_set("body") | {"victim"}
"""Words that are no trigger and say what happened beside others: "took four guards captive"."""
_TRIGGERED: Final = frozenset({tags.TRIGGER})
_NUMBERED: Final = frozenset({tags.TRIGGER, tags.NUMBER, tags.VAGUE, tags.NONE, tags.ARTICLE})
"""Tags of words of which a sentence has one in which the grammar, or the classifier, finds a figure; an article may
begin one victim."""
DATELINE: Final = 60
"""Characters at the start of a text within which a dateline ends."""
_DATELINE_ENDS: Final = frozenset("-–—")
_LONG_AGO: Final = re.compile(r"\b(?:weeks?|months?|years?|decades?|(?:1[5-9]|20)\d\d|last)\b")
"""Words of a sentence that counts the dead of an old event: "years after a blast killed a cook, the sixth to die"."""
_JOINTS: Final = ("and ", "but ", "while ")
_NO_VICTIMS: Final = frozenset(_SIDES["nobody"])
"""Words of a noun phrase that say nothing of who the victims are."""
_UNBORN: Final = "unborn"
"""Registries of victims count no unborn child, so it is added to no sum."""
_ANYBODY: Final = frozenset(_SIDES["anybody"])
"""Words for the dead among those told before: "one victim was pronounced dead"."""


@dataclass(frozen=True, slots=True)
class _Context:
    """A sentence with all that was read in it."""

    text: str
    lower: str
    sentence: Sentence
    in_headline: bool
    items: list[Item]
    mentions: list[Mention]
    answers: dict[int, Answer]
    """What the classifier says of the quantities that it added, by item."""
    who: Speaker | None
    times: list[tuple[int, TimeExpression]]
    cues: SentenceCues
    corrected: bool
    """Whether a number is given as wrong beside the right one."""


def read_sentence(
    text: str,
    lower: str,
    sentence: Sentence,
    *,
    reference: date | None,
    in_headline: bool,
    before: Sentence | None = None,
    learned: bool = False,
) -> tuple[list[ClauseFigure], Speaker | None, bool]:
    """Return the figures of a sentence, who speaks in it, and whether it points back to an earlier speaker.

    `lower` is the text in lower case, of the same length; `reference` the date that periods are resolved against;
    `before` is the sentence before, whose time one that goes on about its event is of. With `learned`, figures are
    added that no rule reads and that the classifier finds likely.
    """
    bound = _bound_of_brief if len(text) <= SHORT else _bound
    sentence, parsed, mentions = bound(text, lower, sentence, before)
    additions = added(Place(lower, sentence, before, in_headline), parsed, mentions) if learned else []
    answers = {addition.mention.item: addition.answer for addition in additions}
    if additions:
        mentions = sorted((*mentions, *(addition.mention for addition in additions)), key=lambda mention: mention.item)
    if not mentions:
        return [], None, False
    start, end = sentence.start, sentence.end
    who, back = speaker(text, lower, start, end)
    cues = SentenceCues(lower[start:end])
    times = periods(text, lower, start, end, reference) if Cue.TIME in cues.possible else []
    if start < DATELINE:
        times = [(at, when) for at, when in times if not _of_dateline(text, at + len(when.text))]
    corrected = any(mention.link == Link.CORRECTED for mention in mentions)
    context = _Context(text, lower, sentence, in_headline, parsed, mentions, answers, who, times, cues, corrected)
    figures = [_figure(context, mention) for mention in mentions]
    if before is not None and not times:
        figures = _of_time_before(figures, time_told_before(text, lower, before, sentence, reference))
    return figures, who, back


def _bound(
    text: str, lower: str, sentence: Sentence, before: Sentence | None
) -> tuple[Sentence, list[Item], list[Mention]]:
    """Return a sentence, its items and its mentions.

    The sentence returned begins with the one before where both are needed: "It was carrying 14 soldiers. There were
    no survivors."
    """
    start, end = sentence.start, sentence.end
    short = len(text) <= SHORT
    parsed = parse(text, lower, start, end, numbered=short)
    told = lower[before.start : before.end] if before is not None else ""
    mentions = count_one_by_one(bind(parsed, lower if short else "", text), parsed, lower, start, end, before=told)
    together = not mentions and before is not None and no_survivors(lower, start, end)
    if together and before is not None and tells_aboard(lower, before.start, before.end):
        both = Sentence(before.start, end, sentence.paragraph)
        joined = parse(text, lower, both.start, end)
        return both, joined, [mention for mention in bind(joined) if mention.form == Form.SURVIVORS]
    if mentions and before is not None and may_be_of_things(mentions, parsed):
        things = parse(text, lower, before.start, before.end, numbered=True)
        mentions = without_things(mentions, parsed, things)
    if any(mention.form == Form.TOLL for mention in mentions):
        mentions = without_other_numbers(mentions, parsed, lower[before.start if before is not None else start : end])
    return sentence, parsed, with_outcome(mentions, parsed, lower, end)


_bound_of_brief: Final = lru_cache(maxsize=64)(_bound)
"""The same of a short text, whose sentences are read twice where the rules read little in them."""


def parse(text: str, lower: str, start: int, end: int, *, numbered: bool = False) -> list[Item]:
    """Return the items of a sentence; none where it holds no trigger, nor with `numbered` a number or an article."""
    tokens = tokenise(lower, start, end, text=text)
    tagged = _NUMBERED if numbered else _TRIGGERED
    if tagged.isdisjoint([token.tag for token in tokens]) and _STATES.isdisjoint([token.low for token in tokens]):
        return []
    found = items(without_dates(numbers(tokens), text), text)
    return counted_after(found) if lower.find(",", start, end) >= 0 else found


def _of_dateline(text: str, end: int) -> bool:
    """Whether a time that ends here is that of a dateline, "KARSUN, Nov 3 - ": when it was written, not when it was."""
    return end < DATELINE and text[end : end + 3].lstrip(" .")[:1] in _DATELINE_ENDS


def _of_time_before(
    figures: list[ClauseFigure], told: tuple[TimeExpression | None, frozenset[Cue]]
) -> list[ClauseFigure]:
    """Return the figures with the time that the sentence before gives them."""
    when, cues = told
    return figures if when is None else [replace(figure, when=when, cues=figure.cues | cues) for figure in figures]


def _figure(context: _Context, mention: Mention) -> ClauseFigure:
    quantity, sentence = mention.quantity, context.sentence
    start = sentence.start
    told = _as_told(context, mention)
    begin, finish = told.clause(quantity.number_start - start)
    clause = (begin + start, finish + start)
    role, cues = sentence_role(told, start, context.items, mention, corrected=context.corrected)
    if role is None and _is_of_the_earlier(context, mention):
        role = Role.OTHER_EVENT
    if _counts_one_more(context, mention):
        cues -= {Cue.DATED}
    answer = context.answers.get(mention.item) if mention.form == Form.LEARNED else None
    if answer is not None and role is None:
        role = answer.role
    noun_end = victims_end(context.items, mention)
    noun_start = quantity.noun_start
    if mention.form == Form.PEOPLE and noun_start == noun_end:
        # "17 hostages": what happened to them is what they are called.
        token = context.items[mention.trigger].token
        noun_start, noun_end = token.start, token.end
    words = frozenset(context.lower[noun_start:noun_end].replace(",", " ").split())
    return ClauseFigure(
        kind=mention.kind,
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        vague=quantity.vague,
        number_start=quantity.number_start,
        number_end=quantity.number_end,
        noun_start=noun_start,
        noun_end=noun_end,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        paragraph=sentence.paragraph,
        in_headline=context.in_headline,
        role=role,
        form=mention.form,
        link=mention.link,
        parent=_parent(context, mention),
        single=quantity.single,
        ordinal=quantity.ordinal,
        others=quantity.others,
        more=quantity.more,
        listed=mention.listed,
        list_at=mention.trigger if mention.listed and _UNBORN not in words else -1,
        by_age=by_age(quantity),
        definite=quantity.definite,
        part_of=quantity.part_of,
        known_noun=quantity.head != tags.WORD,
        victims=words - _NO_VICTIMS,
        unnamed=words - _NO_VICTIMS <= _ANYBODY,
        attackers=bool(words & _ATTACKERS),
        civilian=_civilian(words),
        when=_when(_times_of(context, told), clause, quantity.number_start, cues),
        speaker=_speaker(context, clause),
        cues=cues,
        certainty=answer.certainty if answer is not None else 1.0,
    )


def _as_told(context: _Context, mention: Mention) -> SentenceCues:
    """Return the cues that hold for a number: words for earlier events say nothing of what a sentence tells as new."""
    later = context.cues.of_later()
    if later is context.cues or later.words[mention.quantity.number_end - 1 - context.sentence.start].isspace():
        return context.cues
    if old_clauses(context.cues.words):
        return later if mention.kind in HARM else context.cues
    return later if tells_new(context.items, mention) else context.cues


def _counts_one_more(context: _Context, mention: Mention) -> bool:
    """Whether a number is an ordinal for somebody told before: "died three days after a blast, the eleventh to die"."""
    if not mention.quantity.ordinal or context.items[mention.item - 1].code != tags.COMMA:
        return False
    return _LONG_AGO.search(context.cues.words) is None


def _is_of_the_earlier(context: _Context, mention: Mention) -> bool:
    """Whether a number stands in words for an earlier event, which the sentence sets beside another one."""
    if _counts_one_more(context, mention):
        return False
    start, words = context.sentence.start, context.cues.words
    if is_in_old_clause(words, mention.quantity.number_end - 1 - start, context.mentions, start):
        return True
    end = span_after(words)[1]
    inside = mention.quantity.number_start - start < end
    if not inside or not is_of_the_earlier(words, mention.kind, context.mentions, start):
        return False
    rest = words[end:]
    return "police" not in rest and not has_cue(Cue.PROCEEDINGS, rest)  # what a court deals with is the article's event


def _times_of(context: _Context, told: SentenceCues) -> list[tuple[int, TimeExpression]]:
    """Return the times of the sentence that are not in words for an earlier event."""
    if told is context.cues:
        return context.times
    start = context.sentence.start
    return [(at, when) for at, when in context.times if not told.words[at - start].isspace()]


def _parent(context: _Context, mention: Mention) -> tuple[int, Kind] | None:
    """Return number offset and kind of the figure that a part belongs to by the sentence."""
    for whole in context.mentions:
        if whole.item == mention.parent and whole.kind == mention.kind and whole is not mention:
            return whole.quantity.number_start, whole.kind
    return None


def _civilian(words: frozenset[str]) -> bool | None:
    civilian, combatant = bool(words & _CIVILIAN), bool(words & _COMBATANT)
    return civilian if civilian != combatant else None


def _when(
    found: list[tuple[int, TimeExpression]], clause: tuple[int, int], number: int, cues: frozenset[Cue]
) -> TimeExpression | None:
    """Return the time of a clause nearest to a number; of the sentence where the clause has none.

    A clause that is of a time of its own by a cue takes none from the rest of the sentence.
    """
    inside = [(abs(at - number), at, when) for at, when in found if clause[0] <= at < clause[1]]
    if not inside:
        if len(found) != 1 or Cue.DATED in cues:
            return None
        # A day at the end of the sentence is its event's; a year there is often that of something else.
        at, when = found[0]
        return when if at < clause[0] or not when.window else None
    return min(inside, key=lambda item: item[:2])[2]


def _speaker(context: _Context, clause: tuple[int, int]) -> Speaker | None:
    """Return who speaks in a clause, else in its sentence."""
    who = context.who
    if who is None or clause[0] <= who.start < clause[1]:
        return who
    own = speaker(context.text, context.lower, *clause)[0]
    # "39 were killed, and rescuers said a dozen were missing": the 39 are not theirs.
    joined = who.start >= clause[1] and context.lower[max(0, who.start - 6) : who.start].endswith(_JOINTS)
    return own or (None if joined else who)
