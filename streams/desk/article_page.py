"""All that is shown of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.desk.article_marks import article_marks, figures_shown
from streams.desk.marks import by_paragraph, segments_of
from streams.desk.original import original_segments
from streams.desk.values import ArticlePage, FigureView, Paragraph
from streams.incidents.wording import figure_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas import CasualtyFigure, EnrichedArticle
    from streams.desk.values import Broker, DuplicateView, VersionView


MAX_PARAGRAPHS: Final = 2_000


def article_page_of(
    enriched: EnrichedArticle,
    incidents: tuple[str, ...],
    broker: Broker,
    *,
    received: str | None = None,
    duplicates: tuple[DuplicateView, ...] = (),
    versions: tuple[VersionView, ...] = (),
    names: tuple[str, ...] = (),
    titles: Mapping[str, str] | None = None,
) -> ArticlePage:
    """Return the page of the live version of an item; with the text received, what was cut away is shown too."""
    article, provenance = enriched.article, enriched.provenance
    made = article_marks(enriched)
    spans = article.paragraphs[:MAX_PARAGRAPHS]
    original, cuts = ((), ()) if received is None else original_segments(received, article.dropped)
    return ArticlePage(
        item=provenance.item_key,
        version=provenance.version,
        live=True,
        headline=segments_of(article.headline, made.headline) if article.headline else (),
        paragraphs=tuple(
            Paragraph(segments=segments_of(article.body, near, start, end))
            for (start, end), near in zip(spans, by_paragraph(spans, made.body), strict=True)
        ),
        marks=(*made.marks, *cuts),
        figures=tuple(_figure(figure) for figure in figures_shown(enriched)),
        source=provenance.source,
        provider=provenance.provider,
        agency=article.agency,
        byline=article.byline,
        dateline=article.dateline.text if article.dateline is not None else None,
        language=article.language,
        published=provenance.published or provenance.received,
        received=provenance.received,
        uri=provenance.uri,
        story=enriched.judgement.story_id,
        verdict=enriched.judgement.verdict.value,
        incidents=incidents,
        names=names,
        titles=dict(titles or {}),
        original=original,
        duplicates=duplicates,
        versions=versions,
        remarks=(*article.remarks, *enriched.remarks),
        broker=broker,
    )


def _figure(figure: CasualtyFigure) -> FigureView:
    return FigureView(
        id=figure.id,
        kind=figure.kind.value,
        number=figure_number(figure),
        role=figure.role.value,
        subset_of=figure.subset_of,
        speaker=figure.attribution.text if figure.attribution is not None else None,
        victims=figure.victims.text if figure.victims is not None else None,
        place=figure.place.text if figure.place is not None else None,
        period=figure.period.text if figure.period is not None else None,
        confidence=figure.confidence,
        in_headline=figure.evidence.in_headline,
    )
