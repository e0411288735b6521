"""What a grammar reads in one sentence: the values that the rules of the article and the assembly work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schemas import Kind, Qualifier, Role, SourceKind
from streams.casualties.forms import Cue, Form, Link, PartOf


@dataclass(frozen=True, slots=True)
class TimeExpression:
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
class ClauseFigure:
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
    form: Form
    link: Link
    parent: tuple[int, Kind] | None
    """Number offset and kind of the figure it is part of, where the sentence says so."""
    single: bool = False
    ordinal: int = 0
    """The 3 of "a third victim"; nought for no such word."""
    others: bool = False
    more: bool = False
    listed: bool = False
    """Whether it stands in a list with others of its trigger."""
    list_at: int = -1
    """Where the word stands that says what happened to the list, as a place in the sentence; below 0 for no list."""
    by_age: bool = False
    """Whether the words for the victims say no more than age, sex or kin: "two women", "a child", "others"."""
    definite: bool = False
    part_of: PartOf = PartOf.NOTHING
    known_noun: bool = True
    """Whether the noun counted is known to be one for people, or there is none."""
    victims: frozenset[str] = frozenset()
    """Words for the victims, in lower case."""
    unnamed: bool = True
    """Whether the words for the victims fit anybody: "one victim", "the man", or there are none."""
    attackers: bool = False
    """Whether the victims are those who attacked."""
    civilian: bool | None = None
    when: TimeExpression | None = None
    speaker: Speaker | None = None
    cues: frozenset[Cue] = frozenset()
    certainty: float = 1.0
    """How likely a figure is that the classifier added; 1 for those of the grammar."""

    @property
    def sentence(self) -> tuple[bool, int]:
        """Where the sentence stands: whether in the headline, and its offset."""
        return self.in_headline, self.sentence_start

    def beside(self, other: ClauseFigure) -> bool:
        """Return whether the figure stands in the same sentence as another."""
        return self.sentence == other.sentence

    def same_count(self, other: ClauseFigure) -> bool:
        """Return whether the figure states the same number of the same kind as another."""
        return self.kind == other.kind and self.value == other.value

    def may_hold(self, part: ClauseFigure) -> bool:
        """Return whether another figure can be a part: of the same kind, and not larger than an end that is known."""
        if self.kind != part.kind:
            return False
        low = part.low if part.low is not None else part.high
        return self.high is None or low is None or low <= self.high

    @property
    def value(self) -> int | None:
        """The number stated, whichever end it is; of a range the upper one."""
        return self.high if self.high is not None else self.low
