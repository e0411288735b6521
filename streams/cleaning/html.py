"""The article of an HTML page: trafilatura behind limits, with the page's own metadata and a map to its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from schemas import DroppedSpan, DropReason, PageMetadata
from streams.cleaning.limits import (
    DEEPEST_TABLE,
    MOST_ATTRIBUTES,
    MOST_CELLS,
    MOST_LINES,
    MOST_TOKENS,
    has_attribute_flood,
)
from streams.cleaning.located import located
from streams.cleaning.metadata import page_metadata
from streams.cleaning.offsets import Run, composed, to_source
from streams.cleaning.page import visible_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from streams.cleaning.text import CleanText

MOST_CHARS: Final = 1_200_000
"""A longer page is read as flattened text."""
MOST_ELEMENTS: Final = 8_000
"""A page of more is read alike: one of 12,000 links took more than a second."""
DEEPEST: Final = 200
"""Elements within elements; trafilatura recurses."""
MOST_LEVELS: Final = 400_000
"""Sum of the depths of all elements: 8,000 of them that stand 50 deep. The extractor climbs to the root from each."""
_CELLS: Final = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The lines of a page's article, and where they stand in its source."""

    text: str
    """Paragraphs, a line each, separated by blank lines."""
    runs: tuple[Run, ...]
    """Offsets into the HTML as received; a paragraph that can't be found there maps to the whole of it."""
    left_out: tuple[tuple[int, int], ...]
    """Spans of visible text that are no part of the article."""
    metadata: PageMetadata | None
    extractor: str
    """`trafilatura`, or `flattened` where the page is over a limit or no article was found."""
    remarks: tuple[str, ...] = ()
    """Which limits the page is over."""
    unread: tuple[int, int] | None = None
    """The end of the page that was not read."""

    def to_received(self, cleaned: CleanText) -> tuple[tuple[Run, ...], tuple[DroppedSpan, ...]]:
        """Return the runs and drops of the cleaned text with offsets into the HTML as received, drops in order."""
        dropped = [
            DroppedSpan(start=start, end=end, reason=span.reason)
            for span in cleaned.dropped
            for start, end in (to_source(self.runs, span.start, span.end),)
            if end > start
        ]
        dropped += [DroppedSpan(start=start, end=end, reason=DropReason.MARKUP) for start, end in self.left_out]
        if self.unread:
            dropped.append(DroppedSpan(start=self.unread[0], end=self.unread[1], reason=DropReason.OVER_LIMIT))
        ordered = tuple(sorted(dropped, key=lambda span: (span.start, span.end)))
        return tuple(composed(cleaned.runs, self.runs)), ordered


def extract_html(source: str, *, url: str | None = None) -> ExtractedPage:
    """Return the article of an HTML page as flattened text, not yet cleaned of captions, links and the like.

    A page over the limits of size, elements or depth, and one in which no article is found, gives all its visible
    text, so that nothing is lost to the cleaning rules. Never fails on broken markup.
    """
    limit = _limit_of_source(source)
    tree = None if limit else _parsed(source)
    if tree is None:
        return _flattened(source, None, limit)
    metadata = page_metadata(tree)
    limit = _limit_of_tree(tree)
    if limit:
        return _flattened(source, metadata, limit)
    try:
        found = trafilatura.extract(
            tree,
            url=url,
            fast=True,
            include_comments=False,
            include_tables=True,
            include_links=False,
            output_format="txt",
        )
    except Exception:  # noqa: BLE001 - whatever it trips over in a hostile page, the flattened text is there
        found = None
    if not found or not found.strip():
        return _flattened(source, metadata, None)
    lines = _article_lines(found)
    if len(lines) > MOST_LINES:
        return _flattened(source, metadata, f"more than {MOST_LINES:,} lines")
    article = located(lines, source)
    return ExtractedPage(article.text, article.runs, article.left_out, metadata, "trafilatura")


def _limit_of_source(source: str) -> str | None:
    """Return the limit that a page is over before it is parsed, in words, None where it is over none."""
    if len(source) > MOST_CHARS:
        return f"more than {MOST_CHARS:,} characters"
    if has_attribute_flood(source):
        return f"more than {MOST_ATTRIBUTES:,} attributes of an element"
    return None


def _parsed(source: str) -> HtmlElement | None:
    if not source.strip():
        return None
    try:
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        tree = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree


def _limit_of_tree(tree: HtmlElement) -> str | None:
    """Return the limit that a parsed page is over, in words, None where it is over none."""
    depth = tables = 0
    most = {"elements": MOST_ELEMENTS, "cells": MOST_CELLS, "levels of elements": MOST_LEVELS}
    left = dict(most)
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        tables += step * (element.tag == "table")
        if step < 0:
            continue
        left["elements"] -= 1
        left["cells"] -= element.tag in _CELLS
        left["levels of elements"] -= depth
        if depth > DEEPEST or tables > DEEPEST_TABLE:
            return f"elements deeper than {DEEPEST} or tables deeper than {DEEPEST_TABLE}"
        for name, rest in left.items():
            if rest < 0:
                return f"more than {most[name]:,} {name}"
    return None


def _flattened(source: str, metadata: PageMetadata | None, limit: str | None) -> ExtractedPage:
    visible = visible_text(source)
    remarks = [f"no article was looked for in a page with {limit}"] if limit else []
    unread = None
    if visible.read < len(source):
        unread = visible.read, len(source)
        remarks.append(
            f"{len(source) - visible.read:,} characters after {MOST_TOKENS:,} tags, texts and entities were left out"
        )
    return ExtractedPage(
        text=visible.text,
        runs=visible.runs,
        left_out=(),
        metadata=metadata,
        extractor="flattened",
        remarks=tuple(remarks),
        unread=unread,
    )


def _article_lines(found: str) -> list[str]:
    """Return the lines of trafilatura's text without its marks for list items and table cells."""
    lines = (line.strip() for line in found.split("\n"))
    plain = (" ".join(line.removeprefix("- ").replace(" | ", " ").strip("| ").split()) for line in lines)
    return [line for line in plain if line]
