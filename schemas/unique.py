"""What the judge of a language decided about an article."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schemas.base import Int64, Message
from schemas.clean import CleanArticle
from schemas.provenance import Provenance


class Verdict(StrEnum):
    """How an article relates to those before it in the window."""

    NEW = "new"
    COPY = "copy"
    TRIM = "trim"
    """Contained in an earlier article, cut at the end or inside."""
    BRIEF = "brief"
    """Contained in an earlier article, of which it keeps a few sentences."""
    UPDATE = "update"
    """The same story with changed or added facts."""
    CORRECTION = "correction"
    RESEND = "resend"
    """The same version of the same item once more."""

    @property
    def goes_on(self) -> bool:
        """Whether the article itself is enriched and published."""
        return self in _GOING_ON


_GOING_ON: Final = frozenset({Verdict.NEW, Verdict.UPDATE, Verdict.CORRECTION})


class NewsKind(StrEnum):
    """In what way a piece of an article is new to its story."""

    NUMBER = "number"
    """A number that the story has not had."""
    FIGURE = "figure"
    """A number that the story has had, but not for what it counts here."""
    NAME = "name"
    QUOTATION = "quotation"
    TEXT = "text"
    """A sentence whose words are mostly new."""


class News(Message):
    """A piece of an article that its story has not had.

    Offsets into the clean body, or into the headline where `in_headline`; end exclusive.
    """

    start: Int64
    end: Int64
    kind: NewsKind
    in_headline: bool = False


class Judgement(Message):
    """A verdict with its evidence; recorded once and given again at every redelivery."""

    verdict: Verdict
    story_id: str
    """Item key of the first article of the story."""
    match: str | None = None
    """Item key of the article it was matched with."""
    match_version: Int64 | None = None
    score: float = 0.0
    """Containment of the shorter text's shingles in the other's, 0 to 1."""
    shared: Int64 = 0
    """Sampled shingles that both have."""
    shared_text: str | None = None
    """The first stretch of words that both have, for people."""
    news: tuple[News, ...] = ()
    """What the article adds to what its story has said, in order; empty for a new story and for a repetition."""


class UniqueArticle(Message):
    """An article that goes on, with the judgement that let it."""

    article: CleanArticle
    judgement: Judgement
    order: Int64 | None = None
    """Its place in the judge's order of its language; null where nobody numbered it."""

    @property
    def provenance(self) -> Provenance:
        """That of the article."""
        return self.article.provenance


class Carried(Message):
    """A copy's outlet, without text, on the route of the item it repeats."""

    provenance: Provenance
    """Of the copy."""
    judgement: Judgement
    language: str
    order: Int64 | None = None
    """Its place in the judge's order of its language; null where nobody numbered it."""


class Duplicate(Message):
    """What was held back as a repetition, and of what."""

    provenance: Provenance
    judgement: Judgement
    headline: str | None = None
