"""Which figures of a kind are the toll, which are parts of it, and which are of something else.

What repeats the toll is the toll again, what is smaller is a part of it, what is larger replaces it, unless one of
the rules below says otherwise. They are tried in order; the first that holds decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind, Qualifier, Role
from streams.casualties.clause_figure import ClauseFigure
from streams.casualties.discourse.toll import LEAD, Toll, toll_of
from streams.casualties.forms import PARTIAL, Cue, Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.clause_figure import TimeExpression
    from streams.casualties.discourse.figure import ArticleFigure, Figures

LONGER_DAYS: Final = 1
"""A stretch of time that began more days before the event is a longer one: a day is counted from the evening before."""


ROUNDING: Final = 0.95
"""The share of the toll that a round number of it has at least: 1,400 of 1,411, but not ten of twelve."""
ROUND: Final = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST, Qualifier.ABOUT})


def set_own_roles(figures: Figures) -> Figures:
    """Return the figures with the roles that their sentences give, and as parts what says that it is one."""
    return tuple(_own_role(figures, at) for at in range(len(figures)))


def _own_role(figures: Figures, at: int) -> ArticleFigure:
    figure, clause = figures[at], figures[at].clause
    if clause.role is not None:
        return figure.decided(clause.role)
    whole = figures[figure.parent].clause if figure.parent is not None else None
    if whole is not None and whole.role == Role.BACKGROUND and whole.form == Form.TOLL and clause.link != Link.OWN:
        return figure  # "two were hanged, bringing to 205 the executions since January"
    part = clause.link == Link.PART or figure.parent is not None
    if part or _of_wounded(clause) or _increment(clause, figures[at - 1].clause if at else None):
        return figure.decided(Role.SUBSET)
    return figure


def _of_wounded(clause: ClauseFigure) -> bool:
    """Whether the dead are some of the wounded, who seldom are all the dead there were."""
    return clause.kind == Kind.KILLED and clause.part_of == PartOf.STATE and clause.form != Form.STATE


def _increment(clause: ClauseFigure, before: ClauseFigure | None) -> bool:
    """Whether a figure adds to a toll: "two more have died"; not "five died and two more were wounded"."""
    beside = before is not None and before.sentence_start == clause.sentence_start
    return clause.more and clause.kind == Kind.KILLED and not beside


def set_by_toll(figures: Figures) -> Figures:
    """Return the figures with those that have no role of their own compared to the toll of their kind."""
    for kind in dict.fromkeys(figure.clause.kind for figure in figures):
        toll = toll_of(figures, kind)
        if toll is not None:
            figures = tuple(
                _compared(figure, at, toll) if at in toll.order else figure for at, figure in enumerate(figures)
            )
    return figures


def _compared(figure: ArticleFigure, at: int, toll: Toll) -> ArticleFigure:
    compared = _Compared(figure.clause, at, toll.top, toll)
    rule = next(rule for rule in RULES if rule.holds(compared))
    return figure.decided(rule.role, toll.place if rule.role == Role.SUBSET else None)


class _Compared(NamedTuple):
    """A figure beside the toll of its kind."""

    clause: ClauseFigure
    at: int
    top: ClauseFigure
    toll: Toll

    @property
    def smaller(self) -> bool:
        return (self.clause.value or 0) < (self.top.value or 0)

    @property
    def larger(self) -> bool:
        return (self.clause.value or 0) > (self.top.value or 0)


class Rule(NamedTuple):
    """A condition of a figure beside the toll, and the role that it gives."""

    holds: Callable[[_Compared], bool]
    role: Role


def _toll_itself(compared: _Compared) -> bool:
    return compared.at == compared.toll.place


def _vague_part(compared: _Compared) -> bool:
    """Whether a figure is an uncounted part: "16 prisoners dead, several of them beheaded"."""
    return compared.clause.value is None and compared.clause.part_of != PartOf.NOTHING


def _not_comparable(compared: _Compared) -> bool:
    return compared.clause.value is None or compared.top.value is None


def _in_list(compared: _Compared) -> bool:
    """Whether a figure is a member of the toll's list, or repeats one."""
    clause, toll = compared.clause, compared.toll
    return toll.sibling(clause) or (clause.listed and toll.members.get(clause.value, compared.at) < compared.at)


def _of_longer_time(compared: _Compared) -> bool:
    """Whether a figure is of a stretch of time that began days before the event: "19 in the last ten days"."""
    when, day = compared.clause.when, compared.toll.day
    if not compared.smaller or compared.clause.part_of != PartOf.NOTHING or when is None or day is None:
        return False
    if not when.window or when.start is None or day.start is None:
        return False
    return (day.start - when.start).days > LONGER_DAYS


def _of_others(compared: _Compared) -> bool:
    """Whether the victims are others than the toll's: the attackers, or four rebels beside a list of five soldiers."""
    clause, top = compared.clause, compared.top
    if not compared.smaller:
        return False
    if clause.attackers and not top.attackers and clause.part_of == PartOf.NOTHING:
        return True
    others = top.listed and bool(clause.victims) and top.victims.isdisjoint(clause.victims)
    return others and not _part_by_form(clause) and clause.form not in PARTIAL


def _part_by_form(clause: ClauseFigure) -> bool:
    return bool(clause.part_of or clause.listed or clause.single or clause.others or clause.definite)


def _part(compared: _Compared) -> bool:
    return compared.smaller and (_part_by_form(compared.clause) or _narrower(compared.clause, compared.top))


def _narrower(clause: ClauseFigure, top: ClauseFigure) -> bool:
    """Whether a figure is of a stretch of time within a longer one of the same event: "31 in the last 48 hours"."""
    when, whole = clause.when, top.when
    if when is None or not when.window or (whole is not None and when.text == whole.text):
        return False
    if when.start is None or whole is None or whole.start is None:
        return True
    return when.start >= whole.start


def _headline_count(compared: _Compared) -> bool:
    clause = compared.clause
    return compared.smaller and clause.in_headline and clause.high is None


def _overtaken(compared: _Compared) -> bool:
    """Whether a toll is an earlier one, which has risen since."""
    clause, top = compared.clause, compared.top
    if not compared.smaller or not clause.form == top.form == Form.TOLL:
        return False
    earlier = clause.when is not None and (top.when is None or clause.when.text != top.when.text)
    return earlier or Cue.SUPERSEDED in clause.cues


def _rounded(compared: _Compared) -> bool:
    """Whether a figure is the toll in round words: "more than 1,400" of 1,411."""
    clause, top = compared.clause, compared.top
    if not compared.smaller or clause.qualifier not in ROUND or clause.part_of != PartOf.NOTHING:
        return False
    return (clause.value or 0) >= ROUNDING * (top.value or 0)


def _rival(compared: _Compared) -> bool:
    """Whether somebody else gives a smaller toll."""
    clause, top = compared.clause, compared.top
    if compared.smaller and clause.form == Form.TOLL and Cue.RIVAL in clause.cues and top.form != Form.TOLL:
        return True  # "counted 13 bodies; police, who put the dead at four, said"
    if not compared.smaller or clause.speaker is None or clause.form in PARTIAL:
        return False
    named = top.speaker is None or clause.speaker.text != top.speaker.text
    # The lead's own count, and a toll by somebody else further down.
    ahead = top.form == Form.TOLL and clause.number_start < top.number_start
    beside = clause.sentence_start == top.sentence_start
    return named and (Cue.RIVAL in clause.cues or (top.speaker is not None and (ahead or beside)))


def _wider(compared: _Compared) -> bool:
    """Whether a larger figure is that of a stretch of time, or of a day, that the event does not fill."""
    when, day = compared.clause.when, compared.top.when
    if not compared.larger or compared.clause.form == Form.TOLL or compared.clause.ordinal or when is None:
        return False  # "a third victim died on Monday" is the same event's toll, days later
    if day is not None and when.text == day.text:
        return False
    if when.window:
        return day is None or not day.window
    return _other_day(when, day)


def _other_day(when: TimeExpression, day: TimeExpression | None) -> bool:
    return (
        day is not None
        and not day.window
        and when.start is not None
        and day.start is not None
        and when.start != day.start
    )


def _larger_overtaken(compared: _Compared) -> bool:
    return compared.larger and Cue.SUPERSEDED in compared.clause.cues


def _stray(compared: _Compared) -> bool:
    """Whether a larger figure far from the lead stands alone against a toll that the article repeats."""
    clause, top, toll = compared.clause, compared.top, compared.toll
    told = clause.form == Form.TOLL or Cue.RIVAL in clause.cues
    if not compared.larger or told or top.single or toll.order[compared.at] < LEAD or clause.paragraph <= 1:
        return False
    return toll.values[top.value] > 1 and toll.values[clause.value] == 1


def _smaller(compared: _Compared) -> bool:
    return compared.smaller


def _always(compared: _Compared) -> bool:
    del compared
    return True


RULES: Final = (
    Rule(_toll_itself, Role.TOTAL),
    Rule(_vague_part, Role.SUBSET),
    Rule(_not_comparable, Role.TOTAL),
    Rule(_in_list, Role.TOTAL),
    Rule(_of_longer_time, Role.BACKGROUND),
    Rule(_of_others, Role.TOTAL),
    Rule(_rounded, Role.TOTAL),
    Rule(_part, Role.SUBSET),
    Rule(_headline_count, Role.TOTAL),
    Rule(_overtaken, Role.DENIED),
    Rule(_rival, Role.TOTAL),
    Rule(_smaller, Role.SUBSET),
    Rule(_wider, Role.BACKGROUND),
    Rule(_larger_overtaken, Role.DENIED),
    Rule(_stray, Role.OTHER_EVENT),
    Rule(_always, Role.TOTAL),
)
