"""Items to clean articles, in order, learning the furniture of their sources on the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import orjson
import xxhash

from schemas import BodyKind, CleanArticle, OffsetRun
from streams.cleaning.decision import Decision, ItemRecord, read_record, written_record
from streams.cleaning.furniture import LearnedFurniture
from streams.cleaning.headline import without_site
from streams.cleaning.html import ExtractedPage, extract_html
from streams.cleaning.language import detect_language, routed_language
from streams.cleaning.learned import learned_reason
from streams.cleaning.limits import MOST_LINES
from streams.cleaning.markers import marker_of_note, strip_markers
from streams.cleaning.masking import line_hash
from streams.cleaning.text import CleanText, Sheet, clean_sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import DropReason, WireItem
    from streams.state import KeyedState

DAY: Final = 86_400
GENERATION_SECONDS: Final = 7 * DAY
GENERATION_ITEMS: Final = 500_000
"""A generation of item records closes early at so many."""
GENERATION_LEAST: Final = 1_000
"""A generation stays open until it has so many, however old it is."""
GENERATIONS: Final = 3
"""The open one and those before it that are still read."""
CLOCK_STEP: Final = DAY
"""One article moves the event clock no further: a time in the far future expires nothing."""
VERSIONS: Final = 16
"""Decisions remembered of one item."""
FURNITURE_DAYS: Final = 180
KEY_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class _Clock:
    """Event time and the open generation, as of the article that moved them last."""

    now: int
    generation: int
    opened: int
    items: int
    by: int


class Cleaner:
    """Cleans the items of one partition, whose state it is given.

    What it has learned and decided lives in the state: for each item one record with the language of its route and
    the decisions on its latest versions, written last; the same item, version and origin gives the same article
    again. Only the first version of an item teaches. Making one reads nothing but one record.
    """

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        self._furniture = LearnedFurniture(state, expiry_seconds=FURNITURE_DAYS * DAY)
        value = state.get("clock")
        self._clock = _Clock(*orjson.loads(value)) if value else None

    def clean(self, item: WireItem) -> CleanArticle:
        """Return the clean article of an item; learns from it where it is the first version of its item.

        Never fails on what the body holds: one without a story gives an empty body.
        """
        provenance = item.provenance
        page = extract_html(item.body, url=provenance.uri) if item.body_kind is BodyKind.HTML else None
        sheet = read_sheet(page.text if page else item.body)
        headline = item.headline or (page.metadata.title if page and page.metadata else None)
        record = self._record(provenance.item_key)
        body_hash = xxhash.xxh32_intdigest(item.body.encode("utf-8", "surrogatepass"))
        origin = (provenance.version, provenance.origin.partition, provenance.origin.offset, provenance.origin.index)
        decision = record.decision(origin, body_hash) if record else None
        learned = dict(decision.learned) if decision else {}
        ask = learned.get if decision else self._asked(item, record, sheet, learned)
        cleaned = clean_sheet(
            sheet, headline=headline, published=provenance.published or provenance.received, learned=ask
        )
        detected = detect_language(cleaned.body or cleaned.headline or "")
        language = record.language if record else routed_language(item.language, *detected)
        article = _article(item, page, cleaned, language, detected)
        if remarks := _remarks(page, sheet):
            article = article.model_copy(update={"remarks": remarks})
        if decision is None or decision.origin != origin:
            made = Decision(origin=origin, body=body_hash, learned=tuple(sorted(learned.items())))
            earlier = record.decisions if record else ()
            self._keep(provenance.item_key, ItemRecord(language=language, decisions=(*earlier, made)[-VERSIONS:]))
        return article

    def route(self, item_key: str) -> str | None:
        """Return the language that the item's first version was given, or None where the item is not known."""
        record = self._record(item_key)
        return record.language if record else None

    def sizes(self) -> dict[str, int]:
        """Return how much is held: sources, lines and widgets in memory, items of the open generation."""
        return {**self._furniture.sizes(), "items": self._clock.items if self._clock else 0}

    def _asked(
        self, item: WireItem, record: ItemRecord | None, sheet: Sheet, learned: dict[int, DropReason]
    ) -> Callable[[int], DropReason | None]:
        """Count the lines of a new item; return what says why a line is furniture, and notes it in `learned`."""
        source, item_key = item.provenance.source, item.provenance.item_key
        now = self._advance(item_key, int(item.provenance.received.timestamp()))
        hashes = [
            line_hash(line.text if line.ends_sentence else lone.key)
            for line, lone in zip(sheet.lines, sheet.alone, strict=True)
        ]
        if record is None:
            shareable = [digest for line, digest in zip(sheet.lines, hashes, strict=True) if not line.ends_sentence]
            self._furniture.teach(source, _hash64(item_key), now, hashes, shareable)

        def ask(index: int) -> DropReason | None:
            digest = hashes[index]
            seen = self._furniture.sighting(source, now, digest)
            if seen is None:
                return None
            reason = learned_reason(sheet.lines[index], seen, partial(self._furniture.seconds, source, now, digest))
            if reason is not None:
                learned[index] = reason
            return reason

        return ask

    def _advance(self, item_key: str, received: int) -> int:
        """Move the event clock by an article, once, and expire at the turn of a generation. Returns the time."""
        received = min(max(received, 0), 2**32 - 1)
        clock, teacher = self._clock, _hash64(item_key)
        if clock is None:
            clock = _Clock(now=received, generation=0, opened=received, items=0, by=0)
        if clock.by == teacher:
            return clock.now
        now = max(clock.now, min(received, clock.now + CLOCK_STEP))
        items = clock.items + 1
        turn = (now - clock.opened >= GENERATION_SECONDS and items >= GENERATION_LEAST) or items >= GENERATION_ITEMS
        self._clock = (
            _Clock(now=now, generation=clock.generation + 1, opened=now, items=0, by=teacher)
            if turn
            else _Clock(now=now, generation=clock.generation, opened=clock.opened, items=items, by=teacher)
        )
        self._state.put(
            "clock",
            orjson.dumps(
                [self._clock.now, self._clock.generation, self._clock.opened, self._clock.items, self._clock.by]
            ),
        )
        if turn:
            self._expire(self._clock)
        return now

    def _expire(self, clock: _Clock) -> None:
        dead = clock.generation - GENERATIONS
        if dead >= 0:
            for key in sorted(key for key, _ in self._state.scan(f"i{dead}/")):
                self._state.drop(key)
        self._furniture.expire(clock.now)

    def _record(self, item_key: str) -> ItemRecord | None:
        if self._clock is None:
            return None
        newest = self._clock.generation
        for generation in range(newest, max(-1, newest - GENERATIONS), -1):
            value = self._state.get(_item_key(generation, item_key))
            if value is not None:
                return read_record(value)
        return None

    def _keep(self, item_key: str, record: ItemRecord) -> None:
        generation = self._clock.generation if self._clock else 0
        self._state.put(_item_key(generation, item_key), written_record(record))


def _item_key(generation: int, item_key: str) -> str:
    if len(item_key) > KEY_CHARS:
        item_key = xxhash.xxh3_128_hexdigest(item_key.encode("utf-8", "surrogatepass"))
    return f"i{generation}/{item_key}"


def _hash64(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _remarks(page: ExtractedPage | None, sheet: Sheet) -> tuple[str, ...]:
    """Return what was left out because of a limit."""
    of_page = page.remarks if page else ()
    if sheet.unread is None:
        return of_page
    start, end = sheet.unread
    return (*of_page, f"{end - start:,} characters after {MOST_LINES:,} lines were left out")


def _article(
    item: WireItem, page: ExtractedPage | None, cleaned: CleanText, language: str, detected: tuple[str, float]
) -> CleanArticle:
    runs, dropped = page.to_received(cleaned) if page else (cleaned.runs, cleaned.dropped)
    metadata = page.metadata if page else None
    noted = marker_of_note(item.ednote) if item.ednote else None
    markers = (*cleaned.markers, *strip_markers(item.slugline or "")[1], *((noted,) if noted else ()))
    return CleanArticle(
        provenance=item.provenance,
        headline=without_site(cleaned.headline, item.provenance.source) if cleaned.headline else None,
        body=cleaned.body,
        paragraphs=cleaned.paragraphs,
        language=language,
        language_detected=detected[0],
        language_confidence=detected[1],
        dropped=dropped,
        offsets=tuple(
            OffsetRun(start=run.start, length=run.length, source_start=run.source_start, source_end=run.source_end)
            for run in runs
        ),
        dateline=cleaned.dateline,
        byline=item.byline
        or cleaned.byline
        or (", ".join(metadata.authors) if metadata and metadata.authors else None),
        agency=cleaned.agency,
        markers=tuple(dict.fromkeys(markers)),
        urgency=item.urgency,
        slugline=item.slugline,
        signals=item.signals,
        ednote=item.ednote,
        page=metadata,
    )
