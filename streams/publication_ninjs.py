"""A published article as an IPTC ninjs 3.1 object. What reads ninjs is in `streams/wire/ninjs.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from schemas import EntityType
from schemas.ninjs import (
    NinjsAltId,
    NinjsBody,
    NinjsConcept,
    NinjsExtension,
    NinjsItem,
    NinjsPlace,
    NinjsPoint,
    NinjsSource,
    NinjsText,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import CleanArticle, EnrichedArticle, Entity, Provenance

URGENCIES: Final = range(1, 10)
"""Those that ninjs has."""
IN_DOCUMENT: Final = "doc:"
"""What ids begin with that hold in one document."""
UNKNOWN: Final = "und"
"""The language of an article where it is not known; ninjs leaves it out."""


def ninjs_item(enriched: EnrichedArticle) -> NinjsItem:
    """Return the ninjs object of a published article."""
    article, judgement = enriched.article, enriched.judgement
    provenance = article.provenance
    named = list(_distinct(enriched.entities))
    return NinjsItem(
        uri=item_uri(provenance),
        version=str(provenance.version),
        first_created=provenance.published,
        version_created=provenance.version_created or provenance.received,
        urgency=article.urgency if article.urgency in URGENCIES else None,
        ed_note=article.ednote,
        language=None if article.language == UNKNOWN else article.language,
        headlines=(NinjsText(value=article.headline),) if article.headline else (),
        bodies=(_body(article.body),) if article.body else (),
        by=article.byline,
        slugline=article.slugline,
        located=article.dateline.place if article.dateline else None,
        people=_concepts(named, EntityType.PERSON),
        organisations=_concepts(named, EntityType.ORGANISATION),
        events=_concepts(named, EntityType.EVENT),
        places=tuple(_place(each) for each in named if each.type is EntityType.PLACE),
        info_sources=tuple(_sources(article)),
        alt_ids=tuple(_other_ids(provenance)),
        wirefeed=NinjsExtension(
            provenance=provenance,
            story_id=judgement.story_id,
            verdict=judgement.verdict,
            figures=enriched.figures,
            scene=enriched.scene,
            signals=article.signals,
            remarks=enriched.remarks,
        ),
    )


def item_uri(provenance: Provenance) -> str:
    """Return the URI of an item. Ids of providers need not be URIs, and two providers may use the same."""
    return f"urn:wirefeed:item:{quote(provenance.provider, safe='')}:{quote(provenance.item_id, safe='')}"


def _body(text: str) -> NinjsBody:
    return NinjsBody(value=text, char_count=len(text), word_count=len(text.split()))


def _distinct(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the first mention of each name: ninjs lists what an article names, and not where."""
    seen = set()
    for entity in entities:
        key = entity.type, entity.id or _name(entity)
        if key not in seen:
            seen.add(key)
            yield entity


def _name(entity: Entity) -> str:
    return entity.canonical or entity.text


def _concepts(named: Iterable[Entity], kind: EntityType) -> tuple[NinjsConcept, ...]:
    return tuple(
        NinjsConcept(name=_name(each), uri=_wikidata(each), literal=_stable_id(each))
        for each in named
        if each.type is kind
    )


def _place(entity: Entity) -> NinjsPlace:
    known = entity.lat is not None and entity.lon is not None
    return NinjsPlace(
        name=_name(entity),
        uri=f"https://sws.geonames.org/{entity.geonames}/" if entity.geonames else _wikidata(entity),
        literal=_stable_id(entity),
        geo_json=NinjsPoint(coordinates=(entity.lon or 0.0, entity.lat or 0.0)) if known else None,
    )


def _stable_id(entity: Entity) -> str | None:
    """Return the id of the linked entry; one of the document alone means nothing outside of it."""
    return None if entity.id is None or entity.id.startswith(IN_DOCUMENT) else entity.id


def _wikidata(entity: Entity) -> str | None:
    return f"http://www.wikidata.org/entity/{entity.wikidata}" if entity.wikidata else None


def _sources(article: CleanArticle) -> Iterator[NinjsSource]:
    provenance = article.provenance
    yield NinjsSource(name=provenance.provider, role="provider")
    if provenance.source != provenance.provider:
        yield NinjsSource(name=provenance.source, role="outlet")
    if article.agency:
        yield NinjsSource(name=article.agency, role="agency")


def _other_ids(provenance: Provenance) -> Iterator[NinjsAltId]:
    yield NinjsAltId(role="itemId", value=provenance.item_id)
    if provenance.uri:
        yield NinjsAltId(role="url", value=provenance.uri)
