"""What an article recalls of events other than its own: "a day after a bomb at a market killed 12"."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from schemas import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure
    from streams.linking.words import Token

    Spans = Sequence[tuple[int, int]]

OWN_ROLES: Final = frozenset({Role.TOTAL, Role.SUBSET})
"""Roles of figures that count the victims of the event that the article is about."""
OTHER_ROLES: Final = frozenset({Role.OTHER_EVENT})
"""Roles of figures that count the victims of another event."""
RECALLS: Final = frozenset({"after", "since", "following"})
SPANS: Final = frozenset(
    {
        "minute", "minutes", "moments", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year",
        "years", "came", "comes", "shortly",
    }
)  # fmt: skip
"""Words before "after" that make it recall another event: "two days after", "it came after"."""
UNRELATED: Final = frozenset(
    {
        "connection with", "connection to", "connected with", "connected to", "connection between", "link with",
        "link to", "links to", "links with", "linked to", "linked with", "unrelated to", "related to",
    }
)  # fmt: skip
"""What no connection is denied with is another event: "no link to Tuesday's blast"."""
NOT: Final = frozenset({"no", "not", "without", "any", "unrelated", "nothing", "neither"})
"""Words of which one stands shortly before."""
NOT_REACH: Final = 3
ELSEWHERE: Final = frozenset(
    {
        "separately", "elsewhere", "in a separate", "in another", "earlier in the", "the day before", "a day earlier",
        "a day before", "last week", "last month", "last year", "on the same", "the same day", "the previous day",
        "a week earlier", "hours earlier", "in a similar", "also on",
    }
)  # fmt: skip
"""How a sentence on another event begins."""
ELSEWHERE_WORDS: Final = 3


def recalled_spans(body: Sequence[Token], figures: Iterable[CasualtyFigure]) -> list[tuple[int, int]]:
    """Return the parts of the body that tell of other events, in order, without overlaps.

    That is a clause such as "a day after a bomb at a market killed 12" or "no link to the blast in Ulm", up to the end
    of its sentence, a sentence that begins with "Elsewhere" or the like, and one that only counts victims of others.
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted((*_clauses(body), *_sentences_of_others(figures))):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_recalled(offset: int, spans: Spans) -> bool:
    """Return whether a character of the body is in one of the spans."""
    at = bisect_right(spans, (offset, offset)) - 1
    near = spans[max(0, at) : at + 2]
    return any(start <= offset < end for start, end in near)


def _clauses(body: Sequence[Token]) -> Iterator[tuple[int, int]]:
    begun: int | None = None
    words = [token.text.lower() for token in body]
    for at, token in enumerate(body[1:], 1):
        if begun is not None and token.opens:
            yield begun, token.start
            begun = None
        if begun is None and _recalls(words, at, opens=token.opens):
            begun = token.start
    if begun is not None:
        yield begun, body[-1].end


def _recalls(words: Sequence[str], at: int, *, opens: bool) -> bool:
    """Return whether a part on another event begins with a word; it may open a sentence."""
    if opens:
        return any(" ".join(words[at : at + count]) in ELSEWHERE for count in range(1, ELSEWHERE_WORDS + 1))
    if words[at] in RECALLS and words[at - 1] in SPANS:
        return True
    return f"{words[at - 1]} {words[at]}" in UNRELATED and not NOT.isdisjoint(words[max(0, at - NOT_REACH) : at])


def _sentences_of_others(figures: Iterable[CasualtyFigure]) -> list[tuple[int, int]]:
    """Return the sentences that only count the victims of others.

    Those whom the headline counts as its own, and the body nowhere else, are no others.
    """
    known = list(figures)
    own = [each for each in known if each.role in OWN_ROLES]
    titled = {(each.kind, each.min) for each in own if each.evidence.in_headline}
    titled -= {(each.kind, each.min) for each in own if not each.evidence.in_headline}
    spans: dict[tuple[int, int], bool] = {}
    for figure in known:
        if not figure.evidence.in_headline:
            span = (figure.evidence.sentence.start, figure.evidence.sentence.end)
            other = figure.role in OTHER_ROLES and (figure.kind, figure.min) not in titled
            spans[span] = spans.get(span, True) and other
    return [span for span, other in spans.items() if other]
