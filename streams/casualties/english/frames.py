"""Whole turns of phrase that say what happened: "doctors could not save N", "nothing has been heard of N".

A frame is data (`data/frames.tsv`): the words on either side of a number of people. It is asked about numbers that no
trigger has taken.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention, word_set
from streams.casualties.english.objects import objects
from streams.casualties.forms import Form, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.casualties.english.clause import Clause
    from streams.casualties.english.quantity import Quantity

SLOT: Final = "N"
"""Where the number and its noun phrase stand in a frame."""
APART: Final = "~"
"""After the slot: words of the noun phrase may stand between ("N ~ never woke": "five men on the top floor never")."""
GAP: Final = "..."
"""A few words of any kind."""
REACH: Final = 14
"""Words on either side that a frame may span."""
FARTHEST: Final = 7
"""Words between a noun and the verb of its frame: "on the top floor of the hotel" has seven."""
MAX_NUMBERS: Final = 12
"""Of a sentence: one with more is a table, which says what happened in its labels."""
MAX_WAYS: Final = 200
"""Ways to write a run of words by which a frame is found in a text; one of more words is searched for by one word."""
TELLING: Final = 9
"""Letters that such a run of two words or more has at least: "of the" stands everywhere."""
_TIMES: Final = {"?": (0, 1), "*": (0, 4)}
"""How often a word of a frame with such a mark stands there: at least, at most."""
_WORD: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d,.]*|[^\sa-z\d]")
_BEFORE_NUMBER: Final = frozenset(
    {"the", "his", "her", "their", "its", "our", "all", "another", "other", "these", "those"}
)
_CLOSED: Final = frozenset({";", ":", ".", "!", "?", "(", ")", ",", "and", "or", "but", "while", "when", "after", "as"})
"""Marks and words that no noun phrase goes on over."""
_GROUPS: Final = frozenset({Kind.DISPLACED, Kind.TRAPPED})
"""What one person without a number is seldom reported of."""
_LOOSE: Final = frozenset({*_GROUPS, Kind.DETAINED, Kind.KIDNAPPED})
"""What happens to things as well, which are picked up, led off and shut in: the noun must be known for people."""


class Frame(NamedTuple):
    """What stands on either side of a number of people, and what it says of them."""

    kind: Kind
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    apart: bool
    """Whether words of the noun phrase may stand before the right side."""
    form: Form = Form.FRAME


class Frames(NamedTuple):
    """The frames, by the word beside the number."""

    by_left: Mapping[str, Sequence[Frame]]
    by_right: Mapping[str, Sequence[Frame]]
    """Those without a left side, by the first word of the right one."""
    anchors: frozenset[str]
    """Words that stand where a frame holds, and seldom elsewhere."""


class _Element(NamedTuple):
    """A place of a frame: one of several words, and how often."""

    words: tuple[str, ...]
    least: int
    most: int


class _Words(NamedTuple):
    """Words on one side of a number, and where each begins."""

    words: list[str]
    starts: list[int]


def bind_frames(clause: Clause, lower: str) -> bool:
    """Bind the numbers of people of a sentence that no trigger has taken and that stand in a frame, if any."""
    free = [at for at in range(len(clause.items)) if _free(clause, at)]
    if not free or len(free) > MAX_NUMBERS:
        return False
    start, end = clause.items[0].token.start, clause.items[-1].token.end
    before = len(clause.mentions)
    for at in free:
        if at not in clause.claimed:
            _bind(clause, at, lower, (start, end))
    return len(clause.mentions) > before


def _free(clause: Clause, at: int) -> bool:
    quantity = clause.items[at].quantity
    if quantity is None or at in clause.claimed:
        return False
    return not quantity.none and quantity.head != tags.NONHUMAN


def _bind(clause: Clause, at: int, lower: str, ends: tuple[int, int]) -> None:
    quantity = clause.quantity(at)
    found = _found(_left(lower, ends[0], quantity), _right(lower, quantity, ends[1]), _next(clause, at))
    if found is None or not _fits(quantity, found[0].kind):
        return
    frame, offset = found
    trigger = next((step for step, item in enumerate(clause.items) if item.token.start >= offset), at)
    members = (objects(clause, at) if frame.left is not None else []) or [at]
    for member in members:
        link = Link.OWN if member == at else Link.ALSO
        mention = Mention(member, clause.quantity(member), frame.kind, trigger, frame.form, link)
        clause.mentions.setdefault((member, frame.kind), mention._replace(listed=len(members) > 1))
        clause.claimed.add(member)


def _fits(quantity: Quantity, kind: Kind) -> bool:
    """Whether a kind may be said of those whom a quantity counts."""
    if kind is Kind.MISSING and quantity.noun in word_set("culprits"):
        return False  # "rescuers found two bodies and are looking for two gunmen"
    return not (quantity.single and kind in _GROUPS) and not (quantity.head == tags.WORD and kind in _LOOSE)


def _next(clause: Clause, at: int) -> int:
    """Return the offset of the next quantity, before which the words of a frame that stands apart begin."""
    numbers = (item.quantity.number_start for item in clause.items[at + 1 :] if item.quantity is not None)
    return next(numbers, clause.items[-1].token.end)


def _found(left: _Words, right: _Words, limit: int) -> tuple[Frame, int] | None:
    """Return the first frame that holds, and the offset of its first word; apart, it begins before `limit`."""
    frames = all_frames()
    before = f" {' '.join(left.words)} "
    for frame in frames.by_left.get(left.words[-1] if left.words else "", ()):
        match = frame.left.search(before) if frame.left is not None else None
        if match is not None and (frame.right is None or _begins(frame, right, limit) is not None):
            return frame, left.starts[before.count(" ", 0, match.start() + 1) - 1]
    for step in _places(right, limit):
        for frame in frames.by_right.get(right.words[step], ()):
            if (step == 0 or frame.apart) and _holds(frame, right, step):
                return frame, right.starts[step]
    return None


def _begins(frame: Frame, right: _Words, limit: int) -> int | None:
    """Return the word at which the right side of a frame begins."""
    places = _places(right, limit) if frame.apart else range(1)
    return next((step for step in places if _holds(frame, right, step)), None)


def _holds(frame: Frame, right: _Words, step: int) -> bool:
    return frame.right is not None and frame.right.match(f"{' '.join(right.words[step:])} ") is not None


def _places(right: _Words, limit: int) -> Iterator[int]:
    """Yield the words at which the right side of a frame may begin, as far as a noun phrase may go on."""
    for step, word in enumerate(right.words[: FARTHEST + 1]):
        if right.starts[step] >= limit:
            return
        yield step
        if word in _CLOSED:
            return


def _left(lower: str, start: int, quantity: Quantity) -> _Words:
    found = list(_WORD.finditer(lower, start, max(start, quantity.number_start)))
    while found and found[-1][0] in _BEFORE_NUMBER:
        found.pop()
    found = found[-REACH:]
    return _Words([match[0] for match in found], [match.start() for match in found])


def _right(lower: str, quantity: Quantity, end: int) -> _Words:
    noun_end = quantity.noun_end - len(quantity.noun) * (quantity.noun in word_set("ill"))  # "left 60 others ill"
    begin = max(quantity.number_end, noun_end)
    found = list(itertools.islice(_WORD.finditer(lower, begin, max(begin, end)), REACH + FARTHEST))
    return _Words([match[0] for match in found], [match.start() for match in found])


@cache
def all_frames() -> Frames:
    """Return the frames of the data file, which is read at the first call."""
    classes: dict[str, str] = {}
    by_left: dict[str, list[Frame]] = {}
    by_right: dict[str, list[Frame]] = {}
    anchors: set[str] = set()
    for first, text in lex.load_rows("frames.tsv"):
        if first.startswith("@"):
            classes[first] = "|".join(text.split())
            continue
        left, right, apart = _sides([_element(word, classes) for word in text.split()])
        kind, _, form = first.partition("/")
        sides = _pattern(left, before=True), _pattern(right, before=False)
        frame = Frame(Kind(kind), *sides, apart, Form(form) if form else Form.FRAME)
        table, beside = (by_left, left[::-1]) if left else (by_right, right)
        for word in _beside(beside):
            table.setdefault(word, []).append(frame)
        found, telling = _anchors(left, right)
        if telling:
            anchors.update(found)
    return Frames(by_left, by_right, frozenset(anchors))


def _element(word: str, classes: Mapping[str, str]) -> _Element:
    least, most = _TIMES.get(word[-1:] if len(word) > 1 else "", (1, 1))
    names = word if most == least else word[:-1]
    several = "|".join(classes.get(name, name) for name in names.split("|"))
    return _Element(tuple(several.split("|")), least, most)


def _sides(elements: list[_Element]) -> tuple[list[_Element], list[_Element], bool]:
    """Return what stands before the slot and after it, and whether words may stand between."""
    words = [element.words[0] for element in elements]
    at = words.index(SLOT)
    apart = words[at + 1 : at + 2] == [APART]
    return elements[:at], elements[at + 1 + apart :], apart


def _pattern(side: Sequence[_Element], *, before: bool) -> re.Pattern[str] | None:
    if not side:
        return None
    parts = "".join(_part(element) for element in side)
    return re.compile(f" {parts}$" if before else parts)


def _part(element: _Element) -> str:
    if element.words == (GAP,):
        return r"(?:[^\s;:.]+ ){0,4}?"
    several = "|".join(map(re.escape, element.words))
    times = "" if element.most == element.least else f"{{{element.least},{element.most}}}"
    return f"(?:(?:{several}) ){times}"


def _beside(side: Sequence[_Element]) -> Iterator[str]:
    """Yield the words that may stand beside the number, of a side that begins there."""
    for element in side:
        yield from element.words
        if element.least:
            return


def _anchors(left: Sequence[_Element], right: Sequence[_Element]) -> tuple[set[str], bool]:
    """Return the ways to write the run of words of a frame that tells most, and whether it tells enough.

    That is the one with the longest words of those that can be written in few ways.
    """
    runs = [run for side in (left, right) for run in _runs(side)]
    best = max(runs, key=lambda run: (len(run) > 1, _letters(run)))
    telling = len(best) > 1 and _letters(best) >= TELLING
    return {" ".join(words) for words in itertools.product(*(element.words for element in best))}, telling


def _letters(run: Sequence[_Element]) -> int:
    return sum(min(map(len, element.words)) for element in run)


def _runs(side: Sequence[_Element]) -> Iterator[Sequence[_Element]]:
    """Yield the runs of words without a gap, a mark or one that may be left out."""
    for _, group in itertools.groupby(side, key=_lasting):
        run = [element for element in group if _lasting(element)]
        ways = math.prod(len(element.words) for element in run)
        yield from [run] if run and ways <= MAX_WAYS else [[element] for element in run]


def _lasting(element: _Element) -> bool:
    return element.least > 0 and all(word[0].isalpha() for word in element.words)
