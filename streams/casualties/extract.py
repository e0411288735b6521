"""An article's casualty figures: its sentences are read, its roles are decided, its figures are assembled."""

from __future__ import annotations

import bisect
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind, Qualifier, Role
from streams.casualties.assemble import assemble
from streams.casualties.clause_figure import ClauseFigure
from streams.casualties.discourse import resolve
from streams.casualties.folding import fold
from streams.casualties.forms import Form, Link
from streams.casualties.languages import grammars_for
from streams.casualties.sentences import paragraphs, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from schemas import CasualtyFigure, Entity
    from streams.casualties.clause_figure import Speaker
    from streams.casualties.grammar import Grammar
    from streams.casualties.sentences import Sentence

YEARS: Final = range(1800, 2200)
"""Years that a date of publication may have; of any other it is none."""
OPENING: Final = 500
"""Characters that say what an article is about: its first two or three sentences."""
BRIEF: Final = 600
"""Characters of a text that is looked at for what no rule reads. In 8,950 real articles of any length nearly all that
was added was wrong (lay-offs, losses, jurors), 108 figures; one of these was in a text this short."""
PLAIN_BRIEF: Final = 900
"""The same of a text in which the rules read figures in two sentences or more: it is about casualties."""
PLAIN: Final = 0.7
"""How sure the classifier must be of a figure in a sentence of which the rules of such a text read none."""
MOST_READ: Final = 150_000
"""Characters of sentences with a trigger that are read of a text: more is a book of them, and no wire. Reading takes
about a second for a quarter of a million where every word is a trigger or a number, and less of any wire."""
LEAST_COST: Final = 100
"""Characters that a sentence counts at least: a short one costs as much."""
SOUGHT: Final = frozenset({Kind.MISSING, Kind.TRAPPED})
MAX_FIGURES: Final = 500
"""Of one article: the longest round-ups have a fifth of it, and a text with more is not running text."""


def extract_figures(
    text: str,
    *,
    headline: str | None = None,
    published: date | datetime | None = None,
    dateline: str | None = None,
    entities: Sequence[Entity] = (),
    vague: Mapping[str, tuple[int, int]] | None = None,
    language: str | None = None,
) -> list[CasualtyFigure]:
    """Return the casualty figures that an article states, in the order of the text, those of the headline first.

    `text` is the clean body, paragraphs parted by a blank line. Periods are resolved against `published`. Victims,
    place and speaker are linked to those of `entities` that overlap them. `vague` gives the interval that a vague
    word ("dozens") is taken for. `language` is a BCP 47 primary subtag; without it the text is looked at. A language
    that has no grammar gives no figures. Never raises on any text; time is linear in its length.
    """
    reference = _reference(published)
    body = Text(text, fold(text), in_headline=False)
    grammar, clauses = _read_as(language, body, headline=headline, reference=reference)
    if grammar is None:
        return []
    clauses = grammar.set_subject_matter(fold(headline or ""), body.lower, clauses)
    clauses = grammar.set_other_sorts(fold(headline or ""), body.lower, clauses)
    on_proceedings = grammar.on_proceedings
    return assemble(
        resolve(clauses, reference, proceedings=lambda: on_proceedings(f"{headline or ''}\n{text[:OPENING]}")),
        text=text,
        headline=headline or "",
        entities=entities,
        vague=grammar.estimates if vague is None else vague,
        dateline=dateline,
    )


def _read_as(
    language: str | None, body: Text, *, headline: str | None, reference: date | None
) -> tuple[Grammar | None, list[ClauseFigure]]:
    """Return the grammar of a text and the figures that it reads; None where there are none.

    Whether a text is in the language is looked at last: most texts have no figures.
    """
    for grammar in grammars_for(language):
        clauses = read(grammar, body, headline=headline, reference=reference)
        if clauses and (language is not None or grammar.reads(body.text)):
            return grammar, clauses
    return None, []


class Text(NamedTuple):
    """A headline or a body, as it is and in lower case, of the same length."""

    text: str
    lower: str
    in_headline: bool


def read(grammar: Grammar, body: Text, *, headline: str | None, reference: date | None) -> list[ClauseFigure]:
    """Return the figures of an article's sentences, those of the headline first, at most `MAX_FIGURES`.

    Where the rules read figures in one sentence or in none, all are looked at again. An article of which they read two
    sentences or more tells its toll plainly: only its other sentences are, and what is found there must be surer.
    A long article in which the rules read so little is seldom about casualties at all, so only briefs are looked at.
    """
    texts = [body] if not headline else [Text(headline, fold(headline), in_headline=True), body]
    clauses = [clause for text in texts for clause in _figures(grammar, text, grammar.triggers(text.lower), reference)]
    told = {clause.sentence for clause in clauses}
    plain = len(told) > 1
    if len(body.text) <= (PLAIN_BRIEF if plain else BRIEF):
        additions = _additions(grammar, texts, reference)
        if plain:
            values = {clause.value for clause in clauses}
            additions = [
                clause
                for clause in additions
                if clause.sentence not in told and clause.value not in values and _new_and_sure(clause)
            ]
        clauses = _in_order((*clauses, *additions))
    ended = [clause for text in texts for clause in _nobody_left(grammar, text, clauses)]
    return (_in_order((*clauses, *ended)) if ended else clauses)[:MAX_FIGURES]


def _in_order(clauses: Iterable[ClauseFigure]) -> list[ClauseFigure]:
    return sorted(clauses, key=lambda clause: (not clause.in_headline, clause.number_start))


def _nobody_left(grammar: Grammar, text: Text, known: Sequence[ClauseFigure]) -> Iterator[ClauseFigure]:
    """Yield a figure of nobody for each sentence that says that nobody is missing or trapped any more.

    Left out are sentences of which figures are `known` that say so, or deny that some are missing.
    """
    counting = {
        clause.sentence
        for clause in known
        if clause.kind in SOUGHT and (clause.value == 0 or clause.role is Role.DENIED)
    }
    ended = grammar.nobody_left(text.lower)
    for _, sentence in _sentences(grammar, text, [start for _, start, _ in ended]):
        for kind, start, end in ended:
            if sentence.start <= start < sentence.end and (text.in_headline, sentence.start) not in counting:
                yield ClauseFigure(
                    kind=kind,
                    low=0,
                    high=0,
                    qualifier=Qualifier.EXACT,
                    vague=None,
                    number_start=start,
                    number_end=end,
                    noun_start=end,
                    noun_end=end,
                    sentence_start=sentence.start,
                    sentence_end=sentence.end,
                    paragraph=sentence.paragraph,
                    in_headline=text.in_headline,
                    role=Role.DENIED,
                    form=Form.STATE,
                    link=Link.OWN,
                    parent=None,
                )


def _new_and_sure(clause: ClauseFigure) -> bool:
    """Whether a figure is sure, and counts people not named before: not "both" or "the two other men"."""
    return clause.certainty >= PLAIN and not (clause.definite or clause.others or clause.part_of)


def _additions(grammar: Grammar, texts: list[Text], reference: date | None) -> list[ClauseFigure]:
    """Return the figures that no rule reads, of all sentences that begin early: any number of people may be one."""
    return [
        clause
        for text in texts
        for clause in _figures(grammar, text, range(BRIEF), reference, learned=True)
        if clause.form in {Form.LEARNED, Form.FRAME}
    ]


def _reference(published: date | datetime | None) -> date | None:
    reference = published.date() if isinstance(published, datetime) else published
    return reference if reference is not None and reference.year in YEARS else None


def _figures(
    grammar: Grammar, text: Text, found: Sequence[int], reference: date | None, *, learned: bool = False
) -> list[ClauseFigure]:
    """Return the figures of the sentences in which an offset of `found` lies."""
    clauses: list[ClauseFigure] = []
    speaker: Speaker | None = None
    cost = 0
    for before, sentence in _sentences(grammar, text, found):
        figures, who, back = grammar.read_sentence(
            text.text,
            text.lower,
            sentence,
            reference=reference,
            in_headline=text.in_headline,
            before=before,
            learned=learned,
        )
        if who is not None:
            speaker = who
        if back and speaker is not None:
            figures = [replace(figure, speaker=speaker) for figure in figures]
        clauses.extend(figures)
        cost += max(LEAST_COST, sentence.end - sentence.start)
        if len(clauses) > MAX_FIGURES or cost > MOST_READ:
            break
    return clauses


def _sentences(grammar: Grammar, text: Text, found: Sequence[int]) -> Iterator[tuple[Sentence | None, Sentence]]:
    """Yield the sentences in which an offset lies, each after the one before it in its paragraph."""
    if not found:
        return
    for number, (start, end) in enumerate(paragraphs(text.text)):
        if not _between(found, start, end):
            continue
        before = None
        for sentence in split(text.text, start, end, number, grammar.abbreviations):
            if _between(found, sentence.start, sentence.end):
                yield before, sentence
            before = sentence


def _between(found: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some offsets in order lies in a stretch."""
    at = bisect.bisect_left(found, start)
    return at < len(found) and found[at] < end
