"""The enrich stage's one function: a unique article with its names, places and casualty figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import EnrichedArticle, UniqueArticle
from streams.casualties import extract_figures, has_grammar
from streams.entities import recognise
from streams.scene import locate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from schemas import CleanArticle, Provenance


TOLD_ANEW: Final = timedelta(days=7)
SURE: Final = 0.9
"""Confidence from which the language detected decides; below, the extractor looks at the text itself."""
NAMED_CHARS: Final = 200_000
"""Names are read in so much of a body, some 35,000 words: a longer text is no news, and would hold up those behind it
for the seconds that each further megabyte takes. Figures are read in all of it."""


def _told_on(provenance: Provenance) -> datetime:
    """Return the time that "Monday" and "March 9" in this version are seen from."""
    published, created = provenance.published, provenance.version_created
    if published is None or created is None:
        return created or published or provenance.received
    # A wire's later version states its days again; a page touched up a year later still tells those of its first day.
    return created if created - published < TOLD_ANEW else published


def enrich(unique: UniqueArticle, *, vague: Mapping[str, tuple[int, int]] | None = None) -> EnrichedArticle:
    """Return the article with its entities and figures; stateless, and the same for the same article.

    `vague` maps vague number words to the interval that they are taken for.
    """
    article = unique.article
    language = _known_language(article)
    entities = recognise(
        article.body[:NAMED_CHARS],
        headline=article.headline,
        dateline=article.dateline,
        language=article.language_detected,
    )
    figures = extract_figures(
        article.body,
        headline=article.headline,
        published=_told_on(article.provenance),
        entities=entities,
        vague=vague,
        language=language,
    )
    scene, figures = locate(
        article.body, headline=article.headline, dateline=article.dateline, entities=entities, figures=figures
    )
    return EnrichedArticle(
        article=article,
        judgement=unique.judgement,
        entities=tuple(entities),
        figures=tuple(figures),
        scene=scene,
        remarks=_remarks(language),
    )


def _known_language(article: CleanArticle) -> str | None:
    """Return the language of an article where that is sure."""
    return article.language_detected if article.language_confidence >= SURE else None


def _remarks(language: str | None) -> tuple[str, ...]:
    if language is None or has_grammar(language):
        return ()
    return (f"no casualty figures: they can't be read in the language {language!r}",)
