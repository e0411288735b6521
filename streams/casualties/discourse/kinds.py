"""What happened to people where only the rest of the article tells: were those who were shot wounded or killed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import Kind, Qualifier
from streams.casualties.discourse.figure import with_clauses
from streams.casualties.forms import PARTIAL, SHOT, Form, PartOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.clause_figure import ClauseFigure
    from streams.casualties.discourse.figure import Figures

REACH: Final = 400
"""Characters over which "two are dead" speaks of those shot before: about three sentences."""
BESIDE: Final = 16
"""Characters between those shot and those of them who died: ", including one"."""
NEAR_FIGURES: Final = 4
"""Figures before a wound among which the dead who had it are looked for."""
WOUNDED: Final = frozenset({Form.WOUND, Form.WOUNDS, Form.INJURY, Form.COUNT, Form.PARTICIPLE})
"""Forms of wounds that the dead may have had."""
BROUGHT: Final = frozenset({Form.HOSPITAL, Form.WOUND})
"""Forms that say where people were brought or what they had: some may have died of it."""
_FOUND_DEAD: Final = frozenset({Form.BODIES, Form.FOUND})
NEAR: Final = 2
"""Paragraphs over which "two of those men died" points back."""


def count_shot(figures: Figures) -> Figures:
    """Return the figures with "five shot" counted as casualties where the text says that some of the five died."""
    clauses = _gunned_down([figure.clause for figure in figures])
    figures = with_clauses(figures, clauses)
    free = [clause for clause in clauses if clause.role is None]
    dead = [clause for clause in free if clause.kind == Kind.KILLED and clause.value]
    if not dead:
        return figures
    inclusive = _counts_with_dead(free, dead) | _all_dead(free, dead)
    together = _brought_together(free, dead)
    beside = _told_beside(free, dead)
    everybody = {*beside, *inclusive}
    changed = [
        replace(clause, kind=Kind.CASUALTIES)
        if clause.kind == Kind.INJURED
        and (not clause.others or _some_died_at_once(clause, dead))
        and (
            (clause.definite and clause.value in everybody)
            or _sum_told_again(clause, beside, dead)
            or _with_dead(clause, dead, inclusive, together)
        )
        else clause
        for clause in clauses
    ]
    return with_clauses(figures, [_as_whole(figures, changed, at) for at in range(len(changed))])


def _gunned_down(clauses: list[ClauseFigure]) -> list[ClauseFigure]:
    """Return the figures with those gunned down as injured where the article says of as many that they were hurt.

    Where anybody died in other words, they may be the dead.
    """
    free = [clause for clause in clauses if clause.role is None and clause.value]
    clauses = [
        replace(clause, kind=Kind.CASUALTIES) if _is_gunned_down(clause) and _some_died(clause, free) else clause
        for clause in clauses
    ]
    if any(clause.kind == Kind.KILLED and clause.form not in SHOT for clause in free):
        return clauses
    return [
        replace(clause, kind=Kind.INJURED) if _is_gunned_down(clause) and _lived(clause, free) else clause
        for clause in clauses
    ]


def _is_gunned_down(clause: ClauseFigure) -> bool:
    return clause.kind == Kind.KILLED and clause.form in SHOT and not clause.single


def _some_died(clause: ClauseFigure, free: Sequence[ClauseFigure]) -> bool:
    """Whether the text goes on to say that one of those gunned down died, and that others didn't."""
    after = [other for other in free if 0 < other.number_start - clause.number_start < REACH]
    one_died = any(
        other.kind == Kind.KILLED
        and other.form not in SHOT
        and other.unnamed
        and (other.value or 0) < (clause.value or 0)
        for other in after
    )
    return one_died and any(other.kind == Kind.INJURED for other in after)


def _lived(clause: ClauseFigure, free: Sequence[ClauseFigure]) -> bool:
    return any(
        other.kind == Kind.INJURED
        and other.value == clause.value
        and (other.definite or other.form in SHOT)
        and not other.others
        and not other.beside(clause)
        for other in free
    )


def _told_beside(free: Sequence[ClauseFigure], dead: Sequence[ClauseFigure]) -> dict[int, ClauseFigure]:
    """Return the sums of dead and wounded that one sentence tells, with the wounded: "three dead and a fourth hurt"."""
    hurt: dict[tuple[bool, int], ClauseFigure] = {}
    for clause in free:
        if clause.kind == Kind.INJURED and clause.value:
            hurt.setdefault(clause.sentence, clause)
    return {
        (killed.value or 0) + (hurt[killed.sentence].value or 0): hurt[killed.sentence]
        for killed in dead
        if killed.sentence in hurt
    }


def _some_died_at_once(shot: ClauseFigure, dead: Sequence[ClauseFigure]) -> bool:
    """Whether those who died follow at once: "shot four others, including one who died"."""
    return any(
        killed.beside(shot) and 0 < killed.number_start - shot.noun_end < BESIDE and killed.unnamed for killed in dead
    )


def _sum_told_again(clause: ClauseFigure, beside: dict[int, ClauseFigure], dead: Sequence[ClauseFigure]) -> bool:
    """Whether wounded are as many as dead and others wounded that the text told before: the dead are among them.

    A count that stands beside the dead itself is a later one of the wounded.
    """
    hurt = beside.get(clause.value or 0)
    if (
        hurt is None
        or clause.role is not None
        or clause.qualifier != Qualifier.EXACT
        or not (hurt.others and _several(hurt))
    ):
        return False
    later = clause.in_headline == hurt.in_headline and clause.number_start > hurt.number_start
    return (later or hurt.in_headline) and not any(clause.beside(killed) for killed in dead)


def _as_whole(figures: Figures, changed: Sequence[ClauseFigure], at: int) -> ClauseFigure:
    """Return a figure counted as the sum is that it is a member of: of two men and two women shot, one died."""
    clause, parent = changed[at], figures[at].parent
    summed = parent is not None and clause.list_at >= 0 and figures[parent].clause.kind == clause.kind
    return replace(clause, kind=changed[parent].kind) if summed and parent is not None else clause


def count_held(figures: Figures) -> Figures:
    """Return the figures with "17 people are still being held" counted as kidnapped in a story of a kidnapping."""
    clauses = [figure.clause for figure in figures]
    if not any(clause.kind == Kind.KIDNAPPED for clause in clauses):
        return figures
    return with_clauses(
        figures,
        [replace(clause, kind=Kind.KIDNAPPED) if clause.form == Form.HELD else clause for clause in clauses],
    )


def drop_lone_arrests(figures: Figures) -> Figures:
    """Return the figures without arrests of somebody definite in an article without any other harm.

    "The driver was arrested" is news of a crash; where nobody was hurt, it is news of the police alone.
    """
    if any(figure.clause.kind != Kind.DETAINED and figure.clause.value for figure in figures):
        return figures
    kept = [figure for figure in figures if figure.clause.form != Form.ARRESTED]
    return figures if len(kept) == len(figures) else tuple(kept)


def drop_wounds_of_dead(figures: Figures) -> Figures:
    """Return the figures without wounds of the dead: "The three were found dead. All three had been shot"."""
    return tuple(figure for at, figure in enumerate(figures) if not _wounds_of_dead(figures, at))


def _wounds_of_dead(figures: Figures, at: int) -> bool:
    clause = figures[at].clause
    if (
        clause.kind == Kind.INJURED
        and clause.form in WOUNDED
        and clause.list_at >= 0
        and _bodies_told_again(figures, at)
    ):
        return True
    if clause.kind != Kind.INJURED or not clause.definite or clause.others or clause.form not in SHOT | WOUNDED:
        return False
    before = (figure.clause for figure in figures[max(0, at - NEAR_FIGURES) : at])
    return any(_same_people(killed, clause) for killed in before)


def _bodies_told_again(figures: Figures, at: int) -> bool:
    """Whether a list says who the dead were: "the bodies of two children, a girl and a boy, both with wounds"."""
    clause = figures[at].clause
    listed = [
        figure.clause.value or 0
        for figure in figures[max(0, at - NEAR_FIGURES) : at + NEAR_FIGURES]
        if figure.clause.beside(clause)
        and figure.clause.list_at == clause.list_at
        and figure.clause.kind == clause.kind
    ]
    return any(
        figure.clause.form in _FOUND_DEAD and figure.clause.beside(clause) and figure.clause.value == sum(listed)
        for figure in figures[max(0, at - NEAR_FIGURES) : at]
        if figure.clause.kind == Kind.KILLED
    )


def _same_people(killed: ClauseFigure, hurt: ClauseFigure) -> bool:
    near = 0 < hurt.number_start - killed.number_start < REACH and killed.in_headline == hurt.in_headline
    return near and killed.kind == Kind.KILLED and killed.value == hurt.value


def _with_dead(
    clause: ClauseFigure, dead: Sequence[ClauseFigure], inclusive: set[int | None], together: set[int | None]
) -> bool:
    """Whether those hurt are counted together with those who died."""
    if clause.form in SHOT:
        return clause.value in inclusive
    if clause.form in BROUGHT and clause.value in together:
        return True
    return clause.form == Form.WOUND and any(_one_of(clause, killed) for killed in dead)


def _counts_with_dead(free: Sequence[ClauseFigure], dead: Sequence[ClauseFigure]) -> set[int | None]:
    """Return the numbers of those shot that hold the dead, but for those that the text says were hurt."""
    injured = [clause for clause in free if clause.kind == Kind.INJURED]
    hurt = {clause.value for clause in injured if clause.form not in SHOT or clause.others}
    firm = {clause.value for clause in injured if clause.form not in SHOT | PARTIAL}
    shot = [
        clause
        for clause in injured
        if clause.form in SHOT and clause.value is not None and (not clause.others or _some_died_at_once(clause, dead))
    ]
    return {clause.value for clause in shot if _includes_dead(clause, dead, hurt)} - firm


def _brought_together(free: Sequence[ClauseFigure], dead: Sequence[ClauseFigure]) -> set[int | None]:
    """Return the sums of dead and wounded: of five taken to hospital, where one died and four others were hurt."""
    hurt = {
        clause.value or 0
        for clause in free
        if clause.kind == Kind.INJURED and _several(clause) and (clause.others or clause.form not in SHOT | PARTIAL)
    }
    most = max(hurt, default=0)  # fewer are a part of the wounded: their sum with the dead says nothing
    return {(killed.value or 0) + most for killed in dead} if most else set()


def _several(clause: ClauseFigure) -> bool:
    return not clause.single and bool(clause.value)


def _all_dead(free: Sequence[ClauseFigure], dead: Sequence[ClauseFigure]) -> set[int | None]:
    """Return the numbers of those shot who may all be among the dead: "Five bodies were found. He shot two sons first".

    Where the text has survivors with wounds, those shot may be they.
    """
    injured = [clause for clause in free if clause.kind == Kind.INJURED]
    if any(clause.form not in SHOT or clause.others for clause in injured):
        return set()
    return {clause.value for clause in injured if any(_may_be_among(clause, killed) for killed in dead)}


def _may_be_among(shot: ClauseFigure, killed: ClauseFigure) -> bool:
    times = {clause.when.text for clause in (shot, killed) if clause.when is not None}
    return (shot.value or 0) <= (killed.value or 0) and len(times) <= 1


def _one_of(wounded: ClauseFigure, killed: ClauseFigure) -> bool:
    """Whether the dead are some of those found with wounds: "two men with gunshot wounds; one was pronounced dead"."""
    after = 0 < killed.number_start - wounded.number_start < REACH and killed.form == Form.FOUND
    among = killed.unnamed and not killed.others and killed.ordinal <= (wounded.value or 0)
    fewer = (killed.value or 0) < (wounded.value or 0)
    return after and among and fewer and killed.in_headline == wounded.in_headline


def _includes_dead(shot: ClauseFigure, dead: Sequence[ClauseFigure], hurt: set[int | None]) -> bool:
    """Whether some of those shot are among the dead: by the sums, or because the sentence goes on to say so."""
    return any(_includes(shot, killed, hurt) for killed in dead)


def _includes(shot: ClauseFigure, killed: ClauseFigure, hurt: set[int | None]) -> bool:
    value, count = shot.value or 0, killed.value or 0
    if count == value or (value - count) in hurt:
        return True
    if count >= value or killed.others:
        return False
    if killed.sentence_start == shot.sentence_start and shot.form == Form.SHOOT:
        return True
    if 0 < killed.number_start - shot.number_start < REACH and killed.in_headline == shot.in_headline:
        return True
    return killed.part_of != PartOf.NOTHING and 0 <= killed.paragraph - shot.paragraph <= NEAR
