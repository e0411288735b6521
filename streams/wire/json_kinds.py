"""Articles in the JSON of others: feeds, search services, crawlers and the markup of pages (`data/json_kinds.json`)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from schemas import BodyKind, PubStatus
from streams.wire.data_files import read_json
from streams.wire.decode import clean_block
from streams.wire.json_item import controls_of, parse_json_item
from streams.wire.markup_text import html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from streams.wire.draft import Draft

MAX_DEPTH: Final = 6
MAX_NAMES: Final = 20
_RULES: Final = read_json("json_kinds.json")
_KINDS: Final[list[dict[str, Any]]] = _RULES["kinds"]
_SEEN_NAMES: Final = frozenset(name for kind in _KINDS for name in kind["seen"])
_CONTAINERS: Final[tuple[str, ...]] = tuple(_RULES["containers"])
_ARTICLE_TYPES: Final = frozenset(_RULES["article_types"])
_OWN_TEXT: Final = ("body", "text", "html", "body_html")
_ITEM_NAMES: Final = (*_OWN_TEXT, "headline", "pubstatus", "item_id", "uri", "guid", "@type")
"""An object with one of these names is an item, whatever else it holds: a kill must not be taken for a container."""
_ELSEWHERE: Final = frozenset({"@type", "dateTimePub"})
"""Names of kinds that call their text as we do."""
_CUT = re.compile(r"(?:…|\.\.\.)?\s{0,3}\[\+?(\d{1,7}) chars\]\s{0,9}$")


def rows_of(content: Any) -> list[Any]:
    """Return the objects of a list, or of the containers that services put around them.

    Language and address of a feed are those of its rows where they state none.
    """
    for _ in range(MAX_DEPTH):
        inner = _inner(content)
        if inner is None:
            break
        content = inner
    if not isinstance(content, list):
        return [content]
    rows = [_unwrapped(row) for row in content]
    articles = [row for row in rows if _is_article(row)]
    # The graph of a page holds its article beside its organisation, its images and its trail of links.
    return articles or rows


def kind_of(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the kind of a row; None for our own envelope, ninjs, and unknown kinds."""
    own = any(isinstance(row.get(name), str) for name in _OWN_TEXT[:2]) and _ELSEWHERE.isdisjoint(row)
    if own or _SEEN_NAMES.isdisjoint(row):
        return None
    return next((kind for kind in _KINDS if any(row.get(name) not in (None, "") for name in kind["seen"])), None)


def parse_kind(row: Mapping[str, Any], kind: Mapping[str, Any]) -> Draft:
    """Return the item of a row of a known kind; what decides on its life is read by our own names."""
    uri = _text(row, kind, "uri")
    body, remarks = _body(row, kind)
    own = parse_json_item(controls_of(row))
    return replace(
        own,
        format=kind["name"],
        provider=own.provider or (None if uri else _text(row, kind, "provider")),
        item_id=own.item_id or _text(row, kind, "item_id"),
        uri=uri,
        published=_first(row, kind, "published"),
        version_created=_first(row, kind, "version_created"),
        headline=_headline(row, kind),
        pubstatus=own.pubstatus or _status(row, kind),
        byline=", ".join(_texts(row, kind, "byline")) or None,
        language=_text(row, kind, "language"),
        subjects=tuple(_texts(row, kind, "subjects")),
        body=body,
        body_kind=BodyKind.TEXT,
        remarks=remarks,
    )


def _headline(row: Mapping[str, Any], kind: Mapping[str, Any]) -> str | None:
    marked = _text(row, kind, "headline_html")
    return html_to_text(marked) if marked else _text(row, kind, "headline")


def _status(row: Mapping[str, Any], kind: Mapping[str, Any]) -> str | None:
    """Return that a post is withheld whose system says that it is not out: a draft, a private or a deleted one."""
    field, out = kind.get("published_status", (None, None))
    return PubStatus.WITHHELD if field and row.get(field, out) != out else None


def article_of(content: Any) -> Mapping[str, Any] | None:
    """Return the first schema.org article of a page's JSON-LD."""
    return next((row for row in rows_of(content) if _is_article(row)), None)


def _inner(content: Any) -> Any:
    """Return the content of a container, or None where there is no container."""
    match content:
        case {"@graph": list(rows)}:
            return rows
        case dict() if any(name in content for name in _ITEM_NAMES):
            return None
        case dict():
            held = ((name, content[name]) for name in _CONTAINERS if isinstance(content.get(name), list | dict))
            name, inner = next(held, (None, None))
            return _with_defaults(inner, content) if name else None
        case _:
            return None


def _with_defaults(inner: Any, around: Mapping[str, Any]) -> Any:
    language = around.get("language")
    if not isinstance(inner, list) or not isinstance(language, str):
        return inner
    return [{"language": language, **row} if isinstance(row, dict) else row for row in inner]


def _unwrapped(row: Any) -> Any:
    match row:
        case {"item": dict(inner)} | {"_source": dict(inner)}:
            return inner
        case _:
            return row


def _is_article(row: Any) -> bool:
    stated = row.get("@type") if isinstance(row, dict) else None
    types = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and name.rpartition("/")[2] in _ARTICLE_TYPES for name in types)


def _body(row: Mapping[str, Any], kind: Mapping[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    markup = _text(row, kind, "html")
    text = html_to_text(markup) if markup else clean_block(_text(row, kind, "text") or "")
    if text.strip():
        cut = _CUT.search(text)
        remarks = (f"the sender left {cut[1]} characters of the text out",) if cut else ()
        return _CUT.sub("", text).strip(), remarks
    summary = _text(row, kind, "summary")
    return (html_to_text(summary), ("the text is the summary of its sender",)) if summary else (None, ())


def _first(row: Mapping[str, Any], kind: Mapping[str, Any], field: str) -> Any:
    return next(_values(row, kind, field), None)


def _text(row: Mapping[str, Any], kind: Mapping[str, Any], field: str) -> str | None:
    return next(iter(_texts(row, kind, field)), None)


def _texts(row: Mapping[str, Any], kind: Mapping[str, Any], field: str) -> list[str]:
    """Return the texts at the first place of a field that has any."""
    for path in kind.get(field, ()):
        found = [str(value) for value in _at(row, path.split(".")) if isinstance(value, str | int) and value != ""]
        if found:
            return found[:MAX_NAMES]
    return []


def _values(row: Mapping[str, Any], kind: Mapping[str, Any], field: str) -> Iterator[Any]:
    for path in kind.get(field, ()):
        yield from (value for value in _at(row, path.split(".")) if value not in (None, ""))


def _at(value: Any, names: list[str]) -> Iterator[Any]:
    """Yield the values down a path of names, through lists."""
    if isinstance(value, list):
        for entry in value[:MAX_NAMES]:
            yield from _at(entry, names)
    elif not names:
        yield value
    elif isinstance(value, dict) and names[0] in value:
        yield from _at(value[names[0]], names[1:])
