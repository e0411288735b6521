"""All that is shown of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.desk.values import ArticlePage, FigureView, Paragraph, Segment
from streams.incidents.wording import figure_number

if TYPE_CHECKING:
    from schemas import CasualtyFigure, EnrichedArticle
    from streams.desk.values import Broker


def article_page_of(enriched: EnrichedArticle, incidents: tuple[str, ...], broker: Broker) -> ArticlePage:
    """Return the page of the live version of an item."""
    article, provenance = enriched.article, enriched.provenance
    return ArticlePage(
        item=provenance.item_key,
        version=provenance.version,
        live=True,
        headline=(Segment(text=article.headline or provenance.item_key),),
        paragraphs=tuple(
            Paragraph(segments=(Segment(text=article.body[start:end]),)) for start, end in article.paragraphs
        ),
        marks=(),
        figures=tuple(_figure(figure) for figure in enriched.figures),
        source=provenance.source,
        provider=provenance.provider,
        agency=article.agency,
        byline=article.byline,
        dateline=article.dateline.text if article.dateline is not None else None,
        language=article.language,
        published=provenance.published or provenance.received,
        uri=provenance.uri,
        story=enriched.judgement.story_id,
        verdict=enriched.judgement.verdict.value,
        incidents=incidents,
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
