"""Figures of an event of another sort than the article's: "the ferry disaster on Friday left 22 dead" on a bus crash.

The headline says of which sort the article's own event is, else its first sentence. A sentence further down that speaks
of a sort which is neither that one nor a part or a cause of it counts the dead of another event, unless it names the
own sort nearer to the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Role
from streams.casualties.english.clause import word_set
from streams.casualties.english.lexicon import load_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streams.casualties.clause_figure import ClauseFigure

OPENING: Final = 300
"""Characters of a body that say of which sort its event is, where the headline does not."""
FIRST: Final = 60
"""A sentence that begins before is the first one, after a dateline or not, which is on the article's own event."""
MOST: Final = 2
"""Sorts that a headline may name: one with more sums up several events, and none of them is another."""
_WORD: Final = re.compile(r"[a-z]+")
_STORMED: Final = frozenset({"storm", "storms"})
"""A verb where those who do so stand before: "police storm bank" is about no wind."""
_OWN_ROLES: Final = frozenset({None, Role.TOTAL, Role.SUBSET})


class Sorts(NamedTuple):
    """The table of `data/event_sorts.json`."""

    of_word: Mapping[str, str]
    settings: frozenset[str]
    """Words among them that name another event only before a word for a disaster: "the bus crash", not "their bus"."""
    disaster: frozenset[str]
    with_sort: Mapping[str, frozenset[str]]
    """Sorts that may be one event with a sort, itself among them."""


@cache
def sorts() -> Sorts:
    """Return the table, read at the first call."""
    data = load_json("event_sorts.json")
    of_word = {word: sort for sort, words in data["sorts"].items() for word in words}
    with_sort: dict[str, set[str]] = {sort: {sort} for sort in data["sorts"]}
    for first, *others in data["one_event"]:
        for other in others:
            with_sort[first].add(other)
            with_sort[other].add(first)
    return Sorts(
        of_word,
        frozenset(data["settings"]),
        frozenset(data["disaster"]),
        {sort: frozenset(others) for sort, others in with_sort.items()},
    )


def set_other_sorts(headline: str, body: str, figures: Sequence[ClauseFigure]) -> list[ClauseFigure]:
    """Return the figures, with the role `OTHER_EVENT` where they count victims of an event of another sort.

    `headline` and `body` are in lower case. Only sentences that have a figure are read, and each once.
    """
    own = _own(headline, body)
    if not own or len(own) > MOST:
        return list(figures)
    table = sorts()
    one_event = frozenset[str]().union(*(table.with_sort[sort] for sort in own))
    found: dict[int, list[tuple[int, str]]] = {}
    out = []
    for figure in figures:
        if figure.in_headline or figure.sentence_start < FIRST or figure.role not in _OWN_ROLES:
            out.append(figure)
            continue
        named = found.get(figure.sentence_start)
        if named is None:
            named = found[figure.sentence_start] = list(_events(body, figure.sentence_start, figure.sentence_end))
        sort = _nearest(named, figure.number_start)
        other = sort is not None and sort not in one_event
        out.append(replace(figure, role=Role.OTHER_EVENT, parent=None) if other else figure)
    return out


def _own(headline: str, body: str) -> frozenset[str]:
    """Return the sorts of the article's event by its headline, or its opening where that names none."""
    return _named(headline, len(headline)) or _named(body, OPENING)


def _named(text: str, end: int) -> frozenset[str]:
    """Return the sorts that the words of a text speak of, up to an offset."""
    of_word = sorts().of_word
    words = _WORD.findall(text, 0, end)
    return frozenset(
        of_word[word]
        for before, word in zip(["", *words], words, strict=False)
        if word in of_word and not (word in _STORMED and before in word_set("storming"))
    )


def _events(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield where a sentence names an event of a sort, and the sort; a vehicle alone is none."""
    table = sorts()
    words = [(match.start(), match.group()) for match in _WORD.finditer(text, start, end)]
    for (at, word), (_, following) in zip(words, [*words[1:], (end, "")], strict=True):
        sort = table.of_word.get(word)
        if sort is not None and (word not in table.settings or following in table.disaster):
            yield at, sort


def _nearest(named: Sequence[tuple[int, str]], number: int) -> str | None:
    """Return the sort named last before a number, else first after it; None where the sentence names none."""
    before = [sort for at, sort in named if at < number]
    return before[-1] if before else next((sort for at, sort in named), None)
