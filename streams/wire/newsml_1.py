"""NewsML 1.0 to 1.2: the news items of a document, each with its main text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.wire.draft import Draft
from streams.wire.newsml_1_body import body_of, title_of
from streams.wire.xml_tree import attribute, child, children, descendant, descendants, only, text_of

if TYPE_CHECKING:
    from lxml import etree

URN_PARTS: Final = 5
"""`urn:newsml:provider:date:item`; an identifier with fewer names the provider and no item."""
_NOTE_KINDS: Final = ("note", "advis", "product", "attention", "instruction", "correction")
"""What the types of lines are called that agencies give to editors."""
_NOTE_PROPERTIES: Final = frozenset({"EditorialInfo", "EditorialNote", "EdNote"})


def parse_newsml_1(root: etree._Element) -> list[Draft]:
    """Return the items of a NewsML 1 document; an item that contains items is a package and is left out."""
    return [
        _item(item) for item in descendants(root, "NewsItem") if next(item.iterdescendants("{*}NewsItem"), None) is None
    ]


def _item(item: etree._Element) -> Draft:
    identifier = child(item, "Identification", "NewsIdentifier")
    management = child(item, "NewsManagement")
    return Draft(
        format="newsml-1",
        provider=text_of(child(identifier, "ProviderId")),
        item_id=_item_id(item, identifier),
        version=text_of(child(identifier, "RevisionId")),
        published=text_of(child(management, "FirstCreated")),
        version_created=text_of(child(management, "ThisRevisionCreated")),
        headline=_line(item, "HeadLine") or text_of(descendant(item, "hl1")) or title_of(item),
        byline=_line(item, "ByLine"),
        dateline=_line(item, "DateLine"),
        language=_language(item),
        pubstatus=only(map(_formal, children(management, "Status")), "Status"),
        embargoed=_embargo(management),
        urgency=_formal(child(management, "Urgency")),
        ednote=_notes(item),
        signals=tuple(code for code in map(_formal, children(management, "Instruction")) if code),
        slugline=_line(item, "SlugLine") or text_of(child(item, "Identification", "NameLabel")),
        body=body_of(item),
    )


def _item_id(item: etree._Element, identifier: etree._Element | None) -> str | None:
    """Return the public identifier without its revision, else the id put together as the standard has it.

    Where the identifier names no item, the document's own id for its outermost component stands for it.
    """
    public = text_of(child(identifier, "PublicIdentifier"))
    if public and len(public.split(":")) >= URN_PARTS:
        return _without_revision(public, child(identifier, "RevisionId"))
    provider, date, own = (text_of(child(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId"))
    if own:
        return f"urn:newsml:{provider}:{date}:{own}"
    return text_of(descendant(item, "guid")) or attribute(child(item, "NewsComponent"), "Duid")


def _without_revision(public: str, revision: etree._Element | None) -> str:
    number = text_of(revision)
    ends = (f":{number}{attribute(revision, 'Update') or ''}", f":{number}") if number else ()
    return next((public.removesuffix(end) for end in ends if public.endswith(end)), public)


def _line(item: etree._Element, name: str) -> str | None:
    """Return the first line of a kind that has text; outer components may lack it or have an empty one."""
    lines = (text_of(child(lines, name)) for lines in descendants(item, "NewsLines"))
    return next((line for line in lines if line), None)


def _language(item: etree._Element) -> str | None:
    stated = (_formal(element) for element in descendants(item, "Language"))
    set_on = (attribute(element, "lang") for element in (item, *descendants(item, "NewsComponent")))
    return next((tag for tag in (*stated, *set_on) if tag), None)


def _formal(element: etree._Element | None) -> str | None:
    return attribute(element, "FormalName") or text_of(element)


def _embargo(management: etree._Element | None) -> str | None:
    """Return when a status other than usable becomes usable."""
    change = child(management, "StatusWillChange")
    if (_formal(child(change, "FutureStatus")) or "").lower() != "usable":
        return None
    return text_of(child(change, "DateAndTime"))


def _notes(item: etree._Element) -> str | None:
    lines = [text_of(line) for line in descendants(item, "NewsLine") if _is_note(line)]
    properties = [
        attribute(entry, "Value")
        for entry in descendants(item, "Property")
        if attribute(entry, "FormalName") in _NOTE_PROPERTIES
    ]
    return "\n".join(dict.fromkeys(note for note in (*lines, *properties) if note)) or None


def _is_note(line: etree._Element) -> bool:
    kind = (_formal(child(line, "NewsLineType")) or "").lower()
    return any(word in kind for word in _NOTE_KINDS)
