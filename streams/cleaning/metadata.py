"""What a page says about itself: JSON-LD, Open Graph and plain meta elements."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson
from dateutil import parser as dates

from schemas import PageMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

ARTICLE_TYPES: Final = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Review|Background)?(?:News)?Article$|BlogPosting$|Report$"
)
MOST_SCRIPTS: Final = 20
MOST_NODES: Final = 500
SCRIPT_CHARS: Final = 200_000
FIELD_CHARS: Final = 1_000
MOST_AUTHORS: Final = 20
_TITLES: Final = ("og:title", "twitter:title", "parsely-title", "dc.title", "headline")
_AUTHORS: Final = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
_PUBLISHED: Final = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "pubdate",
    "date",
    "sailthru.date",
)
_MODIFIED: Final = ("article:modified_time", "datemodified", "og:updated_time", "lastmod")


def page_metadata(tree: HtmlElement) -> PageMetadata:
    """Return what the page states: JSON-LD of a NewsArticle first, then Open Graph and meta elements, then the title.

    Fields that are not stated, or of the wrong form, are None. Bounded in scripts, nodes and characters.
    """
    linked = next(_articles(tree), {})
    meta = _meta(tree)
    title_element = tree.find(".//title")
    title = _first(linked.get("headline"), *(meta.get(name) for name in _TITLES))
    if title is None and title_element is not None:
        title = _text(title_element.text_content())
    authors = (
        _authors(linked.get("author"))
        or tuple(name for name in (_text(meta.get(key)) for key in _AUTHORS) if name and "://" not in name)[:1]
    )
    canonical = next((link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")), None)
    return PageMetadata(
        title=title,
        authors=authors,
        published=_date(_first(linked.get("datePublished"), *(meta.get(name) for name in _PUBLISHED))),
        modified=_date(_first(linked.get("dateModified"), *(meta.get(name) for name in _MODIFIED))),
        canonical_url=_url(canonical) or _url(meta.get("og:url")) or _url(linked.get("url")),
        site_name=_first(meta.get("og:site_name"), _name(linked.get("publisher"))),
        section=_first(linked.get("articleSection"), meta.get("article:section")),
        language=_first(linked.get("inLanguage"), tree.get("lang"), meta.get("og:locale")),
    )


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    scripts = list(tree.iterfind(".//script[@type='application/ld+json']"))[:MOST_SCRIPTS]
    for script in scripts:
        text = (script.text or "").strip()
        if not text or len(text) > SCRIPT_CHARS:
            continue
        try:
            value = orjson.loads(text.removeprefix("<!--").removesuffix("-->"))
        except orjson.JSONDecodeError:
            continue
        for node in _nodes(value):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and ARTICLE_TYPES.search(name[:80]) for name in names):
                yield node


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:MOST_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower()[:80], content)
    return found


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    return " ".join(value[:FIELD_CHARS].split()) or None


def _first(*values: Any) -> str | None:
    return next((text for text in map(_text, values) if text), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _authors(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for name in map(_name, values[:MOST_AUTHORS]) if name)


def _url(value: Any) -> str | None:
    text = _text(value)
    return text if text and text.startswith(("http://", "https://")) else None


def _date(value: str | None) -> datetime | None:
    if value is None or len(value) > 60:  # noqa: PLR2004 - no date is longer
        return None
    try:
        stated = datetime.fromisoformat(value)
    except ValueError:
        try:
            stated = dates.parse(value, default=datetime(1, 1, 1, tzinfo=UTC))
        except (ValueError, OverflowError, TypeError):
            return None
    if stated.year < 1900:  # noqa: PLR2004 - the year was not stated
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
