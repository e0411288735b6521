"""One sentence to readings: tokens, numbers, quantities, bindings, then what the sentence says of role, time and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import lexicon as lex
from streams.casualties.english.attribution import speaker
from streams.casualties.english.binding import bind
from streams.casualties.english.clause import Mention
from streams.casualties.english.dates import without_dates
from streams.casualties.english.numbers import numbers
from streams.casualties.english.periods import periods
from streams.casualties.english.quantities import items
from streams.casualties.english.roles import clause_span, possible_cues, sentence_role
from streams.casualties.english.tokens import tokenise
from streams.casualties.english.victims import victims_end
from streams.casualties.reading import Reading, Speaker, When

if TYPE_CHECKING:
    from datetime import date

    from streams.casualties.english.quantity import Item
    from streams.casualties.sentences import Sentence

_SIDES: Final = lex.load_json("sides.json")
_CIVILIAN: Final = frozenset(_SIDES["civilian"])
_COMBATANT: Final = frozenset(_SIDES["combatant"])
_ATTACKERS: Final = frozenset(_SIDES["attackers"])


def _civilian(noun: str) -> bool | None:
    words = set(noun.replace(",", " ").split())
    civilian, combatant = bool(words & _CIVILIAN), bool(words & _COMBATANT)
    return civilian if civilian != combatant else None


def _when(found: list[tuple[int, When]], clause: tuple[int, int], cues: frozenset[str]) -> When | None:
    """Return the time of a clause; of the sentence where the clause has none and isn't of a time of its own."""
    inside = [when for at, when in found if clause[0] <= at < clause[1]]
    if not inside:
        before = len(found) == 1 and found[0][0] < clause[0] and "dated" not in cues
        return found[0][1] if before else None
    windows = [when for when in inside if when.window]
    return windows[0] if windows else inside[0]


def read_sentence(
    text: str, lower: str, sentence: Sentence, *, reference: date | None, in_headline: bool
) -> tuple[list[Reading], Speaker | None, bool]:
    """Return the figures of a sentence, who speaks in it, and whether it points back to an earlier speaker."""
    start, end = sentence.start, sentence.end
    parsed = items(without_dates(numbers(tokenise(lower, start, end))), text)
    mentions = bind(parsed)
    if not mentions:
        return [], None, False
    who, back = speaker(text, lower, start, end)
    possible = possible_cues(lower[start:end])
    times = periods(text, lower, start, end, reference) if "time" in possible else []
    readings = [
        _reading(text, lower, sentence, parsed, mention, mentions, who, times, possible, in_headline=in_headline)
        for mention in mentions
    ]
    return readings, who, back


def _reading(
    text: str,
    lower: str,
    sentence: Sentence,
    parsed: list[Item],
    mention: Mention,
    mentions: list[Mention],
    who: Speaker | None,
    times: list[tuple[int, When]],
    possible: frozenset[str],
    *,
    in_headline: bool,
) -> Reading:
    quantity = mention.quantity
    if who is not None:
        begin, finish = clause_span(lower, sentence.start, sentence.end, quantity.number_start)
        if not begin <= who.start < finish:
            who = speaker(text, lower, begin, finish)[0] or who
    role, cues = sentence_role(lower, (sentence.start, sentence.end), parsed, mention, possible)
    parent = None
    if mention.parent is not None:
        whole = parsed[mention.parent].quantity
        if whole is not None and any(other.item == mention.parent and other.kind == mention.kind for other in mentions):
            parent = (whole.number_start, mention.kind)
    noun_end = victims_end(parsed, mention)
    noun = lower[quantity.noun_start : noun_end]
    return Reading(
        kind=mention.kind,
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        vague=quantity.vague,
        number_start=quantity.number_start,
        number_end=quantity.number_end,
        noun_start=quantity.noun_start,
        noun_end=noun_end,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        paragraph=sentence.paragraph,
        in_headline=in_headline,
        role=role,
        form=mention.form,
        link=mention.link,
        parent=parent,
        single=quantity.single,
        others=quantity.others,
        definite=quantity.definite,
        of_group=quantity.of_group,
        whole=quantity.whole,
        known_noun=quantity.head != lex.WORD,
        victims=frozenset(noun.replace(",", " ").split()) - {"and", "of", "the", "or", "other", "others", "people"},
        attackers=bool(_ATTACKERS & set(noun.split())),
        civilian=_civilian(noun),
        when=_when(times, clause_span(lower, sentence.start, sentence.end, quantity.number_start), cues),
        speaker=who,
        listed=mention.listed,
        more=quantity.more,
        cues=cues,
    )
