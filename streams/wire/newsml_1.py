"""NewsML 1.0 to 1.2: the news items of a document, with their first text component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.wire.draft import Draft
from streams.wire.markup_text import element_text, html_to_text
from streams.wire.nitf import nitf_story
from streams.wire.xml_tree import attribute, child, children, descendant, descendants, text_of

if TYPE_CHECKING:
    from lxml import etree


def parse_newsml_1(root: etree._Element) -> list[Draft]:
    """Return the items of a NewsML 1 document."""
    return [_item(item) for item in descendants(root, "NewsItem")]


def _item(item: etree._Element) -> Draft:
    identifier = child(item, "Identification", "NewsIdentifier")
    management = child(item, "NewsManagement")
    lines = descendant(item, "NewsLines")
    return Draft(
        format="newsml-1",
        provider=text_of(child(identifier, "ProviderId")),
        item_id=_item_id(identifier),
        version=text_of(child(identifier, "RevisionId")),
        published=text_of(child(management, "FirstCreated")),
        version_created=text_of(child(management, "ThisRevisionCreated")),
        headline=text_of(child(lines, "HeadLine")) or text_of(descendant(item, "hl1")),
        byline=text_of(child(lines, "ByLine")),
        dateline=text_of(child(lines, "DateLine")),
        language=_formal(descendant(item, "Language")) or attribute(item, "lang"),
        pubstatus=_formal(child(management, "Status")),
        embargoed=_embargo(management),
        urgency=_formal(child(management, "Urgency")),
        ednote=_notes(item),
        signals=tuple(code for code in map(_formal, children(management, "Instruction")) if code),
        slugline=text_of(child(lines, "SlugLine")) or text_of(child(item, "Identification", "NameLabel")),
        body=_body(item),
    )


def _item_id(identifier: etree._Element | None) -> str | None:
    """Return the public identifier without its revision, or the id put together as the standard has it."""
    public = text_of(child(identifier, "PublicIdentifier"))
    revision = child(identifier, "RevisionId")
    if public:
        update = attribute(revision, "Update") or ""
        number = text_of(revision)
        ends = (f":{number}{update}", f":{number}") if number else ()
        return next((public.removesuffix(end) for end in ends if public.endswith(end)), public)
    provider, date, item = (text_of(child(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId"))
    return f"urn:newsml:{provider}:{date}:{item}" if item else None


def _formal(element: etree._Element | None) -> str | None:
    return attribute(element, "FormalName") or text_of(element)


def _embargo(management: etree._Element | None) -> str | None:
    """Return when a status other than usable becomes usable."""
    change = child(management, "StatusWillChange")
    if (_formal(child(change, "FutureStatus")) or "").lower() != "usable":
        return None
    return text_of(child(change, "DateAndTime"))


def _notes(item: etree._Element) -> str | None:
    found = [text_of(note) for note in descendants(item, "NewsLine") if _is_note(note)]
    return "\n".join(note for note in found if note) or None


def _is_note(line: etree._Element) -> bool:
    kind = _formal(child(line, "NewsLineType")) or ""
    return "note" in kind.lower()


def _body(item: etree._Element) -> str | None:
    for content in descendants(item, "DataContent"):
        nitf = descendant(content, "nitf")
        inner = descendant(content, "body")
        text = nitf_story(nitf) if nitf is not None else element_text(inner if inner is not None else content)
        if text:
            return text if len(content) else html_to_text("".join(str(part) for part in content.itertext()))
    return None
