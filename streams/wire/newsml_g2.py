"""IPTC NewsML-G2: news items and packages, alone or in a news message; content as XHTML, NITF or plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.wire.draft import Draft
from streams.wire.identity import host_of
from streams.wire.markup_text import element_text, html_to_text, plain_paragraphs
from streams.wire.nitf import nitf_story
from streams.wire.xml_tree import attribute, child, children, descendant, descendants, local_name, only, text_of

if TYPE_CHECKING:
    from lxml import etree

ROOTS: Final = frozenset({"newsMessage", "newsItem", "packageItem"})
_RETRACTING: Final = frozenset({"kills", "retracts", "withdraws", "cancels"})
_HTML_SILENT: Final = frozenset({"header", "footer", "nav"})


def parse_newsml_g2(root: etree._Element) -> list[Draft]:
    """Return the news items of a message, in order; a package is an item only where it stands alone."""
    items = list(descendants(root, "newsItem"))
    return [_item(item) for item in items or descendants(root, "packageItem")]


def _item(item: etree._Element) -> Draft:
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    guid = attribute(item, "guid")
    statuses, embargoes = _deciding(meta)
    return Draft(
        format="newsml-g2",
        provider=_party(child(meta, "provider")),
        item_id=guid,
        uri=guid if guid and guid.startswith(("http://", "https://")) else None,
        version=attribute(item, "version"),
        published=text_of(child(meta, "firstCreated")) or text_of(child(content, "contentCreated")),
        version_created=text_of(child(meta, "versionCreated")),
        headline=_headline(content, meta),
        byline=text_of(child(content, "by")) or text_of(child(content, "creator", "name")),
        dateline=text_of(child(content, "dateline")),
        language=attribute(child(content, "language"), "tag") or attribute(item, "lang"),
        pubstatus=only(map(_concept, statuses), "pubStatus"),
        embargoed=only(map(text_of, embargoes), "embargoed"),
        urgency=text_of(child(content, "urgency")),
        ednote=_notes(meta),
        signals=(*(code for code in map(_concept, children(meta, "signal")) if code), *_open_embargo(embargoes)),
        subjects=tuple(name for name in map(_subject, children(content, "subject")) if name),
        slugline=_slug(content),
        retracts=tuple(_retracted(meta)),
        body=_body(child(item, "contentSet")) or _description(content),
    )


def _deciding(meta: etree._Element | None) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return the elements that state status and embargo, also where their names are written in another case."""
    named = [(local_name(element).lower(), element) for element in children(meta)]
    statuses, embargoes = ([element for name, element in named if name == own] for own in ("pubstatus", "embargoed"))
    return statuses, embargoes


def _open_embargo(embargoes: list[etree._Element]) -> tuple[str, ...]:
    """Return the signal of an embargo that states no time (NewsML-G2 Guidelines, `embargoed`)."""
    return ("embargo",) if any(text_of(embargo) is None for embargo in embargoes) else ()


def _concept(element: etree._Element | None) -> str | None:
    return attribute(element, "qcode") or attribute(element, "uri") or attribute(element, "literal") or text_of(element)


def _party(provider: etree._Element | None) -> str | None:
    """Return a literal, the code of a qcode, the name, or the host of a URI."""
    qcode = attribute(provider, "qcode")
    return (
        attribute(provider, "literal")
        or (qcode.rpartition(":")[2] if qcode else None)
        or text_of(child(provider, "name"))
        or host_of(attribute(provider, "uri"))
        or text_of(provider)
    )


def _headline(content: etree._Element | None, meta: etree._Element | None) -> str | None:
    headlines = sorted(children(content, "headline"), key=_rank)
    main = next((line for line in headlines if "main" in (attribute(line, "role") or "main")), None)
    chosen = main if main is not None else next(iter(headlines), None)
    return text_of(chosen) or text_of(child(meta, "title"))


def _rank(element: etree._Element) -> int:
    rank = attribute(element, "rank") or "1"
    return int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 6 else 1  # noqa: PLR2004 (no such rank)


def _notes(meta: etree._Element | None) -> str | None:
    texts = (element_text(note) for note in children(meta, "edNote"))
    return "\n".join(text for text in texts if text) or None


def _subject(subject: etree._Element) -> str | None:
    return text_of(child(subject, "name")) or attribute(subject, "qcode") or attribute(subject, "literal")


def _slug(content: etree._Element | None) -> str | None:
    lines = [text for text in map(text_of, children(content, "slugline")) if text]
    return "/".join(dict.fromkeys(lines)) or None


def _retracted(meta: etree._Element | None) -> list[str]:
    """Return what links of the item's metadata withdraw (`rel` ending in a word such as `retracts`)."""
    links = [link for link in children(meta, "link") if _word(attribute(link, "rel")) in _RETRACTING]
    targets = (attribute(link, "residref") or attribute(link, "href") for link in links)
    return [target for target in targets if target]


def _word(code: str | None) -> str:
    return (code or "").rpartition(":")[2].rpartition("/")[2].lower()


def _description(content: etree._Element | None) -> str | None:
    """Return the longest description: what a picture or a bare announcement has for text."""
    texts = (element_text(description) for description in children(content, "description"))
    return max(texts, key=len, default=None) or None


def _body(content_set: etree._Element | None) -> str | None:
    texts = [text for element in children(content_set, "inlineXML", "inlineData") if (text := _content(element))]
    return max(texts, key=len, default=None)


def _content(element: etree._Element) -> str | None:
    if local_name(element) == "inlineData":
        if attribute(element, "encoding"):
            return None
        text = "".join(str(part) for part in element.itertext())
        kind = attribute(element, "contenttype") or ""
        is_plain = kind == "text/plain" and "</p>" not in text
        return (plain_paragraphs(text) if is_plain else html_to_text(text)) or None
    nitf = descendant(element, "nitf")
    if nitf is not None:
        return nitf_story(nitf)
    body = descendant(element, "body")
    return element_text(body if body is not None else element, _HTML_SILENT) or None
