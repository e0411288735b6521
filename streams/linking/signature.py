"""What linking needs of an article: no running text but the sentences that give its figures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from schemas import EntityType, Precision, Signature, SignaturePlace
from streams.linking.days import REACH_CHARS, named_days
from streams.linking.earlier import without_earlier_events
from streams.linking.event import make_frame
from streams.linking.history import history_among
from streams.linking.lexicon import events
from streams.linking.passages import dateline_end, passages_of
from streams.linking.recall import is_recalled, recalled_spans
from streams.linking.words import ages, capitalised_runs, commonplace, content_word, offices, street_words, tokens

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from schemas import CasualtyFigure, CleanArticle, EnrichedArticle, Entity
from streams.linking.words import Token

MAX_TERMS: Final = 120
MAX_NAMES: Final = 60
MAX_PLACES: Final = 40
MAX_NUMBERS: Final = 40
MAX_FIGURES: Final = 40
UNSURE: Final = 0.5
"""Confidence of a figure up to which it is for readers of the article alone: no toll and no alert is made of it."""
MAX_HEADLINE: Final = 300
MAX_QUOTE: Final = 300
"""Characters of a sentence that travel with its figure, so that an alert can quote it."""
LEAD_CHARS: Final = 700
_NUMBER_DIGITS: Final = range(2, 7)
_VOICES: Final = frozenset({"agency", "media"})
"""Organisations that tell of events and are no part of them."""
_WORLDWIDE: Final = frozenset({"international", "government", "party", "armed_group"})
"""Organisations that have to do with events of all kinds: the United Nations, a foreign ministry, an army of rebels."""


def _written(clean: CleanArticle, published: date) -> date:
    """Return the day on which an article was written: its dateline's, where it is sent or found later.

    Times of its figures are counted from that day, and what was news then is no history.
    """
    stated = clean.dateline.date if clean.dateline is not None else None
    try:
        return published if stated is None else min(published, date.fromisoformat(stated))
    except ValueError:  # a producer of `wire.enriched` may be another one's
        return published


def make_signature(article: EnrichedArticle) -> Signature:
    """Return the article's ids, times, names, places, telling words, numbers and figures, without its running text.

    Terms are the content words of headline and body, each once, most telling first: often used, in the headline or
    the lead, written with a capital inside a sentence. Only places known to a point carry coordinates, so that the
    middle of a country is nobody's neighbour.
    """
    clean = article.article
    body = list(tokens(clean.body))
    headline = list(tokens(clean.headline or ""))
    tellers = {name.casefold() for name in _tellers(clean) if name}
    places = _places(_without_recalled_spots(article, body), body, tellers)
    published = (clean.provenance.published or clean.provenance.received).date()
    skip = dateline_end(article)
    told = [token for token in body if token.start >= skip]
    figures = without_earlier_events(article.figures, told, published)
    history = history_among(figures, told, _written(clean, published), clean.headline or "", clean.body)
    article = article.model_copy(update={"figures": figures})
    frame = make_frame(article, headline, body, published, history)
    located = _located(article.entities, places, frame.countries)
    # Whoever is credited in the dateline is no name of the event: two wires of one agency would share it.
    written = [each for each in article.entities if each.in_headline or each.start >= skip]
    sure = [figure for figure in figures if figure.confidence > UNSURE]
    return Signature(
        provenance=clean.provenance,
        judgement=article.judgement,
        language=clean.language,
        headline=clean.headline[:MAX_HEADLINE] if clean.headline else None,
        agency=clean.agency,
        dateline_place=clean.dateline.place if clean.dateline else None,
        places=places,
        names=_names(written, told, {place.name.lower() for place in places}),
        terms=_terms(headline, body, located),
        numbers=_numbers([*headline, *body]),
        days=named_days((token for token in body if token.start < REACH_CHARS), published),
        figures=tuple(_quoted(figure, clean) for figure in sure[:MAX_FIGURES]),
        history=tuple(figure.id for figure in sure[:MAX_FIGURES] if figure.id in history),
        scene=article.scene,
        event=frame,
        passages=passages_of(article, body, published) if frame.sums_up or frame.looks_back else (),
    )


def _without_recalled_spots(article: EnrichedArticle, body: list[Token]) -> Iterator[Entity]:
    """Yield what the article names, without the sites of other events: "an hour after a blast in the Old Market"."""
    recalled = recalled_spans(body, article.figures)
    for entity in article.entities:
        if entity.in_headline or entity.geonames is not None or not is_recalled(entity.start, recalled):
            yield entity


def _quoted(figure: CasualtyFigure, clean: CleanArticle) -> CasualtyFigure:
    """Return the figure with the sentence that gives it, cut around the number where it is too long."""
    evidence = figure.evidence
    text = (clean.headline or "") if evidence.in_headline else clean.body
    start, end = evidence.sentence.start, evidence.sentence.end
    if end - start > MAX_QUOTE:
        start = max(start, min(evidence.number.start - MAX_QUOTE // 2, end - MAX_QUOTE))
        end = start + MAX_QUOTE
    quote = " ".join(text[start:end].split())
    return figure.model_copy(update={"evidence": evidence.model_copy(update={"quote": quote})})


def _tellers(clean: CleanArticle) -> tuple[str | None, ...]:
    """Return who tells the story: names in a credit or dateline that recognition may take for places."""
    return (clean.agency, clean.dateline.agency if clean.dateline else None, clean.provenance.provider)


def _located(entities: Iterable[Entity], places: Iterable[SignaturePlace], countries: Iterable[str]) -> set[str]:
    """Return the words that name places, or their people: what is told by the places is not told again as a word.

    The people of another country are more than a place: "Belgian pupils" who died in France are those of one event.
    """
    names = [place.name for place in places if place.geonames is not None]
    for entity in entities:
        own = entity.type is EntityType.NATIONALITY and entity.country in set(countries)
        if own or (entity.type is EntityType.PLACE and entity.geonames is not None):
            names.append(entity.text)
    return {token.text.lower() for name in names for token in tokens(name)}


def _terms(headline: list[Token], body: list[Token], located: Container[str]) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for token in body:
        word = _term(token, located)
        if word is None:
            continue
        capital = token.text[0].isupper() and not token.opens
        weight = 1.0 + 0.5 * capital + 0.5 * (token.start < LEAD_CHARS)
        seen = weights.get(word)
        weights[word] = weight if seen is None else seen + 0.4 * weight
    for token in headline:
        word = _term(token, located)
        if word is not None:
            weights[word] = weights.get(word, 0.5) + 1.0
    for age in ages([*headline, *body]):
        weights[age] = weights.get(age, 0.0) + 1.5
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple(word for word, _ in ranked[:MAX_TERMS])


def _term(token: Token, located: Container[str]) -> str | None:
    """Return the token as a term: a content word, or a common word that says what sort of event it is."""
    lower = token.text.lower()
    if lower in located:
        return None
    return lower if lower in events().sort_of else content_word(token.text)


def _runs(body: list[Token]) -> Iterable[tuple[str, bool]]:
    for run in capitalised_runs(body):
        words = [token.text.lower() for token in run]
        while words and words[0] in commonplace():
            words.pop(0)
        street = len(words) > 1 and words[-1] in street_words()
        while words and not street and words[-1] in commonplace():
            words.pop()
        if len(words) > 1:
            yield " ".join(words), street


def _names(entities: Iterable[Entity], body: list[Token], places: Container[str]) -> tuple[str, ...]:
    """Return the names that may tell one event from another, the most frequent first.

    Heads of state, ministers and bodies of the world speak on whatever happens: two articles that quote the same
    president need not be of one event.
    """
    counts: Counter[str] = Counter()
    everywhere: set[str] = set()
    for entity in entities:
        name = (entity.canonical or entity.text).lower()
        if entity.subtype in _WORLDWIDE or _holds_office(entity.role):
            everywhere.add(name)
        elif (
            entity.type in {EntityType.PERSON, EntityType.ORGANISATION, EntityType.EVENT}
            and entity.subtype not in _VOICES
        ):
            counts[name] += 1
    plain = {name.replace("-", " ") for name in everywhere}
    for name, street in _runs(body):
        if not street and not any(f" {known} " in f" {name.replace('-', ' ')} " for known in plain):
            counts[name] += 1
    return tuple(name for name, _ in counts.most_common() if name not in places and name not in everywhere)[:MAX_NAMES]


def _holds_office(role: str | None) -> bool:
    return role is not None and not offices().isdisjoint(role.lower().replace("-", " ").split())


def _places(entities: Iterable[Entity], body: list[Token], tellers: set[str]) -> tuple[SignaturePlace, ...]:
    found: dict[str, SignaturePlace] = {}
    counts: Counter[str] = Counter()
    for entity in entities:
        if entity.type is not EntityType.PLACE or entity.metonym_of is not None or entity.text.casefold() in tellers:
            continue
        key = f"#{entity.geonames}" if entity.geonames is not None else entity.text.lower()
        counts[key] += 1
        point = entity.precision is Precision.POINT and entity.subtype not in {"country", "region"}
        found.setdefault(
            key,
            SignaturePlace(
                name=entity.canonical or entity.text,
                geonames=entity.geonames,
                country=entity.country,
                admin1=entity.admin1,
                lat=entity.lat if point else None,
                lon=entity.lon if point else None,
            ),
        )
    for name, street in _runs(body):
        if street:
            counts[name] += 1
            found.setdefault(name, SignaturePlace(name=name))
    return tuple(found[key].model_copy(update={"count": count}) for key, count in counts.most_common(MAX_PLACES))


def _numbers(stream: Iterable[Token]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for token in stream:
        if token.text.isascii() and token.text.isdigit() and len(token.text) in _NUMBER_DIGITS:
            found.setdefault(int(token.text))
            if len(found) == MAX_NUMBERS:
                break
    return tuple(found)
