"""NITF 2.5 to 3.6: one story a document, also inside NewsML-G2, NewsML 1 and ninjs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.wire.dates import parse_date
from streams.wire.draft import Draft
from streams.wire.markup_text import element_text
from streams.wire.xml_tree import (
    attribute,
    child,
    children,
    descendant,
    descendants,
    only,
    parse_xml,
    text_of,
    words_of,
)

if TYPE_CHECKING:
    from lxml import etree

_NOT_STORY: Final = frozenset({"body.end", "media-metadata", "media-producer", "media-caption", "media", "tagline"})


def nitf_text(value: bytes) -> str:
    """Return the story of a NITF document as paragraphs. Raises `MalformedItem` or `UnsafeMarkup`."""
    return nitf_story(parse_xml(value)) or ""


def nitf_story(root: etree._Element) -> str | None:
    """Return the text of `body.content`; None where there is none.

    Where blocks are named and one has the full text, the others (a lead paragraph, a summary) only repeat of it.
    """
    content = descendant(root, "body.content")
    body = content if content is not None else descendant(root, "body")
    if body is None:
        return None
    full = next((block for block in descendants(body, "block") if attribute(block, "class") == "full_text"), None)
    if full is not None:
        return element_text(full, _NOT_STORY) or None
    silent = _NOT_STORY if content is not None else _NOT_STORY | {"body.head"}
    return element_text(body, silent) or None


def parse_nitf(root: etree._Element) -> list[Draft]:
    """Return the item of a NITF document (elements and attributes as in NITF 3.6)."""
    head = child(root, "head")
    docdata = child(head, "docdata")
    key = child(docdata, "du-key")
    doc_id = child(docdata, "doc-id")
    body_head = child(root, "body", "body.head")
    issued = attribute(child(docdata, "date.issue"), "norm") or text_of(child(docdata, "date.issue"))
    printed = attribute(child(head, "pubdata"), "date.publication")
    correction = child(docdata, "correction")
    headline = child(body_head, "hedline", "hl1")
    return [
        Draft(
            format="nitf",
            provider=attribute(doc_id, "regsrc"),
            item_id=attribute(doc_id, "id-string") or attribute(key, "key") or attribute(root, "uno"),
            version=attribute(key, "version") or attribute(key, "generation"),
            published=_dateline_date(body_head) or printed,
            version_created=_revised(head) or issued or printed,
            headline=text_of(headline) or text_of(child(body_head, "hedline")) or text_of(child(head, "title")),
            byline=words_of(child(body_head, "byline")),
            dateline=words_of(child(body_head, "dateline"), "story.date"),
            language=attribute(root, "lang") or attribute(child(root, "body"), "lang") or attribute(root, "baselang"),
            pubstatus=_status(docdata),
            embargoed=_embargo(attribute(child(docdata, "date.release"), "norm"), issued),
            urgency=attribute(child(docdata, "urgency"), "ed-urg"),
            ednote=_notes(docdata, correction),
            signals=("correction",) if correction is not None else (),
            subjects=tuple(_subjects(head)),
            slugline=_slug(docdata, head),
            refers_to=tuple(filter(None, [attribute(docdata, "management-doc-idref")])),
            refers_status=attribute(docdata, "management-idref-status"),
            body=nitf_story(root),
        )
    ]


def _status(docdata: etree._Element | None) -> str | None:
    """Return the management status, also where its name is written in another case."""
    attributes = docdata.attrib.items() if docdata is not None else ()
    stated = (str(value).strip() for name, value in attributes if str(name).lower() == "management-status")
    return only(stated, "management-status")


def _embargo(released: str | None, issued: str | None) -> str | None:
    """Return the release date unless it only repeats the date of issue; one that can't be read is an embargo too."""
    release, issue = parse_date(released), parse_date(issued)
    return None if release is not None and issue is not None and release <= issue else released


def _revised(head: etree._Element | None) -> str | None:
    times = [attribute(entry, "norm") for entry in children(head, "revision-history")]
    return max((time for time in times if time), default=None)


def _dateline_date(body_head: etree._Element | None) -> str | None:
    return attribute(child(body_head, "dateline", "story.date"), "norm")


def _notes(docdata: etree._Element | None, correction: etree._Element | None) -> str | None:
    messages = [attribute(entry, "info") or text_of(entry) for entry in children(docdata, "ed-msg")]
    notes = [note for note in (*messages, attribute(correction, "info")) if note]
    return "\n".join(notes) or None


def _slug(docdata: etree._Element | None, head: etree._Element | None) -> str | None:
    fixture = attribute(child(docdata, "fixture"), "fix-id")
    keys = [attribute(word, "key") for word in children(child(docdata, "key-list"), "keyword")]
    slug = next((key for key in keys if key), None)
    named = next(
        (
            attribute(meta, "content")
            for meta in children(head, "meta")
            if (attribute(meta, "name") or "").lower() in {"slug", "slugline", "ap-slug"}
        ),
        None,
    )
    return named or slug or fixture


def _subjects(head: etree._Element | None) -> list[str]:
    if head is None:
        return []
    names = [
        attribute(entry, "tobject.subject.matter")
        or attribute(entry, "tobject.subject.type")
        or attribute(entry, "tobject.subject.refnum")
        for entry in descendants(head, "tobject.subject")
    ]
    return [name for name in names if name]
