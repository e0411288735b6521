"""Which of the contents of a NewsML 1 item is its text: components have roles, and a picture has words too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.wire.markup_text import element_text, html_to_text
from streams.wire.nitf import nitf_story
from streams.wire.xml_tree import attribute, child, descendant, descendants, local_name

if TYPE_CHECKING:
    from lxml import etree

FULL_SHARE: Final = 0.5
"""A content without a role, shorter than this share of the longest, is a caption or a summary."""
_BODY_ROLES: Final = frozenset({"body", "main", "maintext", "story", "article"})
_SIDE_ROLES: Final = frozenset(
    {"title", "headline", "lead", "caption", "teaser", "summary", "abstract", "sidebar", "photo"}
)


@dataclass(frozen=True, slots=True)
class _Content:
    role: str
    text: str
    parent: etree._Element | None


def body_of(item: etree._Element) -> str | None:
    """Return the text of an item: the first content in the role of a body, with the lead that stands beside it."""
    contents = _contents(item)
    body = _chosen([content for content in contents if content.role not in _SIDE_ROLES]) or _chosen(contents)
    if body is None:
        return None
    lead = next((entry.text for entry in contents if entry.role == "lead" and entry.parent is body.parent), "")
    return body.text if not lead or lead in body.text else f"{lead}\n\n{body.text}"


def title_of(item: etree._Element) -> str | None:
    """Return the content in the role of a title."""
    return next(
        (" ".join(entry.text.split()) for entry in _contents(item) if entry.role in {"title", "headline"}), None
    )


def _chosen(contents: list[_Content]) -> _Content | None:
    named = next((content for content in contents if content.role in _BODY_ROLES), None)
    if named is not None:
        return named
    enough = max((len(content.text) for content in contents), default=0) * FULL_SHARE
    return next((content for content in contents if len(content.text) >= enough), None)


def _contents(item: etree._Element) -> list[_Content]:
    found = []
    for element in descendants(item, "DataContent"):
        text = _text(element)
        if text:
            component = next((up for up in element.iterancestors() if local_name(up) == "NewsComponent"), None)
            role = attribute(child(component, "Role"), "FormalName") or ""
            found.append(_Content(role.lower(), text, component.getparent() if component is not None else None))
    return found


def _text(content: etree._Element) -> str | None:
    if not len(content):
        return html_to_text("".join(str(part) for part in content.itertext())).strip() or None
    nitf = descendant(content, "nitf")
    if nitf is not None:
        return nitf_story(nitf)
    inner = descendant(content, "body")
    return element_text(inner if inner is not None else content) or None
