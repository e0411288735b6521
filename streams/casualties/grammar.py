"""What a language's package gives: the words that call for a look, and a reader of sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from schemas import Kind
from streams.casualties.clause_figure import ClauseFigure

if TYPE_CHECKING:
    from datetime import date

    from streams.casualties.clause_figure import Speaker
    from streams.casualties.sentences import Sentence


class NobodyLeft(NamedTuple):
    """Of which kind nobody is left, and the words that say so, by their offsets."""

    kind: Kind
    start: int
    end: int


class SentenceReader(Protocol):
    """Reads one sentence."""

    def __call__(
        self,
        text: str,
        lower: str,
        sentence: Sentence,
        *,
        reference: date | None,
        in_headline: bool,
        before: Sentence | None = None,
        learned: bool = False,
    ) -> tuple[list[ClauseFigure], Speaker | None, bool]:
        """Return the figures of a sentence, who speaks in it, and whether it points back to an earlier speaker.

        `lower` is the text in lower case, of the same length; `reference` the date that periods are resolved against,
        `before` the sentence before. With `learned`, figures are added that no rule reads and that are likely.
        """
        ...


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language as the extractor uses it."""

    abbreviations: Collection[str]
    """In lower case, without the final stop."""
    estimates: Mapping[str, tuple[int, int]]
    """What vague words are taken for where the caller gives no table."""
    triggers: Callable[[str], list[int]]
    """Returns the offsets where a word stands that may say that people came to harm, in order; the text is in
    lower case."""
    reads: Callable[[str], bool]
    """Returns whether a text may be in the language."""
    on_proceedings: Callable[[str], bool]
    """Returns whether an opening says that a court, the police or diggers deal with it now."""
    set_other_sorts: Callable[[str, str, Sequence[ClauseFigure]], list[ClauseFigure]]
    """Returns an article's figures, those of events of another sort than its own as such; it takes the headline and the
    body in lower case."""
    set_subject_matter: Callable[[str, str, Sequence[ClauseFigure]], list[ClauseFigure]]
    """Returns an article's figures without those of articles that only speak of victims (sport, politics), and those
    of films and exercises as hypothetical; it takes the headline and the body in lower case."""
    read_sentence: SentenceReader
    nobody_left: Callable[[str], Sequence[NobodyLeft]]
    """Returns where a text in lower case says that nobody is missing or trapped any more."""
