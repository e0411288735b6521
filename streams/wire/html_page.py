"""A web page: the whole markup is the body (cleaning finds the story in it); the head says what it is."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from schemas import BodyKind
from streams.errors import EmptyItem, MalformedItem, WireError
from streams.wire.data_files import read_json
from streams.wire.decode import clean_block, decoded, known_charset
from streams.wire.draft import Draft
from streams.wire.json_kinds import article_of, kind_of, parse_kind
from streams.wire.json_reading import load_json

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD_CHARS: Final = 200_000
"""The head of a page is looked for so far."""
MAX_SCRIPTS: Final = 10
MAX_JSON_LD_CHARS: Final = 500_000
STORY_CHARS: Final = 300
"""The paragraphs of a page that only asks to log in are shorter than this, together."""
_JSON_LD = re.compile(r"<script\b[^<>]{0,200}?application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^<>]{0,300}?\btype\s{0,3}=\s{0,3}[\"']?password\b", re.IGNORECASE)
_ERROR_TITLE = re.compile("|".join(read_json("error_pages.json")["titles"]), re.IGNORECASE)
_HIDDEN = re.compile(r"<(!--|script\b|style\b|noscript\b|template\b|head\b)", re.IGNORECASE)
_HIDDEN_ENDS: Final = {
    "!--": re.compile("-->"),
    **{
        name: re.compile(f"</{name}[^<>]{{0,99}}>", re.IGNORECASE)
        for name in ("script", "style", "noscript", "template", "head")
    },
}
"""Where what is not shown ends, by how it begins."""
_PARAGRAPH = re.compile(r"<p\b[^<>]{0,500}>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,500}>")
_BODY_START = re.compile(r"<body[\s>]", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_PUBLISHED: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date",
    "date",
    "pubdate",
)
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "last-modified")
_HEADLINE: Final = ("og:title", "twitter:title", "dc.title")
_AUTHOR: Final = ("author", "article:author", "dc.creator")


def parse_html_page(value: bytes, charset: str | None) -> list[Draft]:
    """Return the one item of an HTML record, with address, times, headline and language as its head states them."""
    stated = _META_CHARSET.search(value[:4096])
    named = stated[1].decode("ascii") if stated else None
    source = decoded(value, charset if named is None or known_charset(charset) else named)
    page = clean_block(source.text)
    root = _head(page)
    meta = _meta(root)
    title = root.find(".//title") if root is not None else None
    _refuse_no_story(page, (title.text or "") if title is not None else "")
    described = linked_article(page) or Draft(format="schema-org")
    return [
        Draft(
            format="html",
            body=page,
            body_kind=BodyKind.HTML,
            uri=_canonical(root) or meta.get("og:url") or described.uri,
            published=_first(meta, _PUBLISHED) or described.published,
            version_created=_first(meta, _MODIFIED) or described.version_created,
            headline=_first(meta, _HEADLINE) or described.headline or (title.text if title is not None else None),
            byline=_person(_first(meta, _AUTHOR)) or described.byline,
            language=(root.get("lang") if root is not None else None) or meta.get("language") or described.language,
            remarks=source.remarks,
        )
    ]


def linked_article(page: str) -> Draft | None:
    """Return what the JSON-LD of a page says of its article (schema.org); None where there is none that can be read."""
    here = 0
    for _ in range(MAX_SCRIPTS):
        found = _JSON_LD.search(page, here)
        end = page.find("</script", found.end()) if found else -1
        if found is None or end < 0:
            return None
        here = end
        article = _article_in(page[found.end() : end][:MAX_JSON_LD_CHARS])
        if article is not None:
            return article
    return None


def _article_in(script: str) -> Draft | None:
    try:
        article = article_of(load_json(script))
        kind = kind_of(article) if article else None
        return parse_kind(article, kind) if article and kind else None
    except WireError:
        return None


def _refuse_no_story(page: str, title: str) -> None:
    """Raise an error for the pages that servers send in place of an article: forms to log in, errors, empty shells."""
    if not shows_words(page):
        raise EmptyItem("the page shows no words; what it has may be loaded by its scripts")
    asks, failed = _PASSWORD.search(page), _ERROR_TITLE.match(title.strip())
    if (asks or failed) and not tells_a_story(page):
        reason = "asks for a password" if asks else f"has the title {title.strip()[:80]!r}"
        raise MalformedItem(f"the page {reason} and tells no story; nothing is taken")


def shows_words(page: str) -> bool:
    """Return whether a page has a letter or a digit outside of its tags and of what is not shown. Time is linear."""
    here = 0
    while here < len(page):
        opened = page.find("<", here)
        shown = page[here : opened if opened >= 0 else len(page)]
        if any(map(str.isalnum, unescape(shown))):
            return True
        if opened < 0:
            return False
        hidden = _HIDDEN.match(page, opened)
        end = _HIDDEN_ENDS[hidden[1].lower()].search(page, opened) if hidden else None
        if hidden and end is None:
            return False
        closed = end.end() if end else page.find(">", opened) + 1
        here = closed if closed > opened else len(page)
    return False


def tells_a_story(page: str) -> bool:
    """Return whether the paragraphs of a page have more text than those of a form or an error."""
    paragraphs = (piece.partition("</p")[0] for piece in _PARAGRAPH.split(page)[1:])
    return sum(len(_TAGS.sub("", piece).strip()) for piece in paragraphs) >= STORY_CHARS


def _head(page: str) -> etree._Element | None:
    body = _BODY_START.search(page[:HEAD_CHARS])
    head = page[: body.start() if body else HEAD_CHARS]
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(head.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _meta(root: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if root is None:
        return found
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _canonical(root: etree._Element | None) -> str | None:
    if root is None:
        return None
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            return element.get("href")
    return None


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _person(stated: str | None) -> str | None:
    return None if stated is None or stated.startswith(("http:", "https:")) else stated
