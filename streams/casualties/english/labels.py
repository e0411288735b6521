"""Numbers after a label: "Dead: 192", "Killed: 12; wounded: 40", "Missing (estimate): 200"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.clause import human
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_ATTACKERS: Final = frozenset(lex.load_json("sides.json")["attackers"])
_MARKS: Final = frozenset({tags.COLON, tags.DASH})
_BEFORE: Final = tags.WORD + tags.HUMAN + tags.HUMAN_ONE + tags.NUMBER_OF + tags.ADVERB + tags.SAY
"""What a label may begin with: "people killed", "number of dead"."""
_STARTS: Final = frozenset({"", tags.STOP, tags.SEMICOLON, tags.COMMA, tags.SLASH, tags.OPAQUE, tags.CONJUNCTION})
_ENDS: Final = _STARTS | {tags.TRIGGER, tags.OPEN, tags.WORD, tags.HUMAN, tags.NUMBER_OF}
_CELL_ENDS: Final = frozenset({"", tags.STOP, tags.SEMICOLON, tags.COMMA})
_CELL_STARTS: Final = _CELL_ENDS | {tags.COLON, tags.DASH}
_BRACKET: Final = 3
"""Items of a remark in brackets between the label and its mark: "dead (confirmed): 52"."""


def bind_labels(clause: Clause) -> frozenset[int]:
    """Bind the numbers of labels; return the triggers that are labels, which take no other number."""
    labels: set[int] = set()
    for at, code in enumerate(clause.codes):
        if code != tags.TRIGGER:
            continue
        number = _number_after(clause, at)
        dash = number is not None and clause.code(number - 1) == tags.DASH
        if number is not None and _begins(clause, at, line=dash):
            clause.add(number, at)
            labels.add(at)
    if len(cells := _cells(clause)) > 1:
        for at in cells:
            clause.add(at + 1, at)
        labels.update(cells)
    return frozenset(labels)


def _cells(clause: Clause) -> list[int]:
    """Return the labels of a row without marks: "dead 7; injured 112; homeless 4,500"."""
    return [
        at
        for at, code in enumerate(clause.codes)
        if code == tags.TRIGGER
        and clause.code(at + 1) == tags.QUANTITY
        and clause.quantity(at + 1).head == ""
        and clause.code(at + 2) in _CELL_ENDS
        and clause.code(at - 1) in _CELL_STARTS
    ]


def _number_after(clause: Clause, at: int) -> int | None:
    mark = at + 1
    if clause.code(mark) == tags.OPEN:
        mark = clause.codes.find(tags.CLOSE, mark, mark + _BRACKET) + 1
    if mark <= at or clause.code(mark) not in _MARKS or clause.code(mark + 1) != tags.QUANTITY:
        return None
    if clause.form(at) == Form.SHOOT and clause.noun(mark + 1) in _ATTACKERS:
        return None  # "Birthday shooting - 2 gunmen, 7 victims"
    closed = clause.code(mark + 2) in _ENDS
    return mark + 1 if closed and human(clause.quantity(mark + 1), tight=True) else None


def _begins(clause: Clause, at: int, *, line: bool) -> bool:
    """Whether a label begins a line or follows another's number: not "among the dead: 12 children".

    Before a dash, which stands in running text too, nothing else may come first: `line`.
    """
    left = clause.left(at - 1, _BEFORE)
    return left < 0 or left in clause.claimed or (not line and clause.code(left) in _STARTS)
