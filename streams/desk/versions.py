"""The versions of an item, and in which sentences they differ."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from streams.desk.values import VersionView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import EnrichedArticle

MAX_VERSIONS: Final = 50
"""The latest; a running story has some dozens."""
MAX_SENTENCES: Final = 100
"""Of a difference, and so many characters of each: a version may be another text altogether."""
SENTENCE_CHARS: Final = 600
_BETWEEN: Final = re.compile(r"(?<=[.!?])\s|\n")
"""Where a sentence may end. It also cuts after "Gen.", in both versions alike: that adds no difference."""


def versions_of(articles: Iterable[EnrichedArticle]) -> tuple[VersionView, ...]:
    """Return the versions of one item, the latest first, each with what it changed of the one before.

    The last message of a version counts: a version may be published again.
    """
    latest = {each.provenance.version: each for each in articles}
    ordered = [latest[number] for number in sorted(latest)]
    first = [_view(ordered[0], (), ())] if ordered else []
    changed = [_changed(before, after) for before, after in pairwise(ordered)]
    found = [*first, *changed][-MAX_VERSIONS:]
    return tuple(
        view.model_copy(update={"live": number == len(found)}) for number, view in reversed([*enumerate(found, 1)])
    )


def sentences_of(article: EnrichedArticle) -> tuple[str, ...]:
    """Return the sentences of headline and body."""
    text = f"{article.article.headline or ''}\n{article.article.body}"
    return tuple(sentence.strip() for sentence in _BETWEEN.split(text) if sentence.strip())


def _changed(before: EnrichedArticle, after: EnrichedArticle) -> VersionView:
    old, new = sentences_of(before), sentences_of(after)
    return _view(after, _without(new, old), _without(old, new))


def _without(sentences: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    known = frozenset(others)
    return tuple(each[:SENTENCE_CHARS] for each in sentences if each not in known)[:MAX_SENTENCES]


def _view(article: EnrichedArticle, added: tuple[str, ...], removed: tuple[str, ...]) -> VersionView:
    return VersionView(
        version=article.provenance.version,
        at=article.provenance.received,
        headline=article.article.headline,
        verdict=article.judgement.verdict.value,
        live=False,
        added=added,
        removed=removed,
    )
