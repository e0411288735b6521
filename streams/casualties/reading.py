"""What a language's grammar reads in one sentence: the values that discourse rules and assembly work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from schemas import Kind, Qualifier, Role, SourceKind


@dataclass(frozen=True, slots=True)
class When:
    """A time expression of the text, resolved as far as a reference date allows."""

    text: str
    start: date | None
    end: date | None
    window: bool = False
    """A stretch of time ("in the past 24 hours", "since Sunday"), not a point."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so, as written."""

    text: str
    start: int
    end: int
    kind: SourceKind
    in_headline: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A casualty figure of one sentence, before the rest of the article is considered."""

    kind: Kind
    low: int | None
    high: int | None
    qualifier: Qualifier
    vague: str | None
    number_start: int
    number_end: int
    noun_start: int
    noun_end: int
    sentence_start: int
    sentence_end: int
    paragraph: int
    in_headline: bool
    role: Role | None
    """What the sentence itself says of the role; None where it says nothing."""
    form: str
    """How it was bound: form of the trigger."""
    link: str
    parent: tuple[int, Kind] | None
    """Number offset and kind of the figure it is part of, where the sentence says so."""
    single: bool = False
    others: bool = False
    more: bool = False
    listed: bool = False
    """Whether it stands in a list with others of its trigger."""
    definite: bool = False
    of_group: str = ""
    known_noun: bool = True
    """Whether the noun counted is known to be one for people, or there is none."""
    victims: frozenset[str] = frozenset()
    """Nouns of the victims, in lower case."""
    attackers: bool = False
    """Whether the victims are those who attacked."""
    civilian: bool | None = None
    when: When | None = None
    speaker: Speaker | None = None
    cues: frozenset[str] = frozenset()

    @property
    def value(self) -> int | None:
        """The number stated, whichever end it is; of a range the upper one."""
        return self.high if self.high is not None else self.low
