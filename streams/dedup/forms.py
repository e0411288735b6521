"""Whether a story has had the words, names and numbers of a text in another form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.amounts import amount_of, other_readings
from streams.dedup.lexicon import lexicon
from streams.dedup.measures import is_converted
from streams.dedup.phrases import worded_otherwise
from streams.dedup.spelling import has_another_form, has_initials, has_joined
from streams.dedup.wordings import has_other_wording

if TYPE_CHECKING:
    from streams.dedup.said import Said
    from streams.dedup.words import Words

ACRONYM_CHARS: Final = 5
OUTLET_CHARS: Final = 4
"""A shorter word is part of too many names."""
_HYPHENS: Final = frozenset({"-", "‐", "\N{NON-BREAKING HYPHEN}"})
_CONVERTED: Final = re.compile(r"[^()\d\n.;]{1,24}\([^()\d\n]{0,12}(\d[\d.,]{0,14}(?<=\d))")
"""A unit, and in brackets the number in another one."""
_UNIT_BEHIND: Final = re.compile(r"(?: and a half)?[ -]([a-zA-Z]{1,12})\b")
_PLAIN: Final = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
MEASURE_CHARS: Final = 24
"""Characters up to the end of a word that tell whether it is a measure."""
_MEASURE: Final = re.compile(
    r"\b(?:(?:in|within|for|after) (?:an?|one) (?:hour|day|week|fortnight|month|year|decade)"
    r"|half|(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth)s?)\Z"
)
_LAST_OF_MEASURES: Final = frozenset(
    [
        *("hour", "day", "week", "fortnight", "month", "year", "decade", "half"),
        *("third", "quarter", "fifth", "tenth", "thirds", "quarters", "fifths", "tenths"),
    ]
)
"""Words that such a measure ends with."""


class Forms:
    """Knows the other forms that a story has had of the words of one text, which are named by their place."""

    def __init__(self, words: Words, place: int, said: Said, *, outlet: str, language: str) -> None:
        """Take the words of the text at a place; `outlet` is what its publisher calls itself."""
        self._words = words
        self._text = words.text
        self._begin, self._end = words.first[place], words.first[place + 1]
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._said = said
        self._outlet = outlet.casefold()
        self._language = language

    def word(self, place: int) -> str:
        """Return a word as it is written."""
        if not self._starts:
            self._starts = self._words.starts[self._begin : self._end].tolist()
            self._ends = self._words.ends[self._begin : self._end].tolist()
        return self._text[self._starts[place - self._begin] : self._ends[place - self._begin]]

    def between(self, place: int) -> str:
        """Return what stands between a word and the one behind it."""
        self.word(place)
        return self._text[self._ends[place - self._begin] : self._starts[place - self._begin + 1]]

    def is_fresh(self, place: int) -> bool:
        """Return whether the story has had a new word in no other form either."""
        return not (self._said.remembers(self.word(place), has_another_form) or self.is_part(place))

    def is_part(self, place: int) -> bool:
        """Return whether a word and the one on the other side of a hyphen were had as one."""
        pairs = [first for first in (place - 1, place) if self._begin <= first and first + 1 < self._end]
        return any(
            self.between(first) in _HYPHENS and has_joined(self.word(first), self.word(first + 1), self._said)
            for first in pairs
        )

    def has_other_wording(self, place: int) -> bool:
        """Return whether the story has had a word of the same meaning."""
        return has_other_wording(self.word(place), self._language, self._said)

    def in_other_phrases(self, first: int, last: int) -> frozenset[int]:
        """Return which words from one to another stand in a phrase of which the story has had another wording."""
        words = self._words
        start, end = int(words.starts[first]), int(words.ends[last - 1])
        spans = worded_otherwise(words.text[start:end], self._language, self._said)
        if not spans:
            return frozenset()
        places = words.starts[first:last].searchsorted(np.array(spans, np.intp) + start) + first
        return frozenset(place for begin, behind in places.tolist() for place in range(begin, behind))

    def is_another_measure(self, place: int) -> bool:
        """Return whether a word is a span of time or a part that the story has not had: `a week` for `a month`."""
        if self.word(place) not in _LAST_OF_MEASURES:  # as most words
            return False
        end = self._ends[place - self._begin]
        found = _MEASURE.search(self._text, max(0, end - MEASURE_CHARS), end)
        return found is not None and self.is_fresh(place)

    def is_another_name(self, places: list[int], *, few: bool) -> bool:
        """Return whether a name is the outlet's, an acronym, one spelled out, or one that the story has otherwise.

        Other forms of its words are looked for where they are `few`.
        """
        named = [self.word(place) for place in places]
        if "".join(named).casefold() in self._outlet:
            return True
        if len(named) == 1 and named[0].isupper() and len(named[0]) <= ACRONYM_CHARS:
            return True
        if has_initials(named, self._said):
            return True
        return few and not any(map(self.is_fresh, places))

    def names_outlet(self, first: int, last: int) -> bool:
        """Return whether one of the words from one to another is of the name of the outlet or of its agency."""
        capitals = self._words.capitals[first:last].nonzero()[0] + first
        named = (self.word(place) for place in capitals.tolist())
        return any(len(name) >= OUTLET_CHARS and name.casefold() in self._outlet for name in named)

    def is_known_number(self, first: int, last: int, value: str) -> bool:
        """Return whether a number was had in another house style or unit, or is converted behind itself."""
        if self._is_measure_told(last, value):
            return True
        written = self._words.text[int(self._words.starts[first]) : int(self._words.ends[last])]
        if not written[0].isdecimal():
            return False
        point_is_decimal = lexicon(self._language).point_is_decimal
        converted = _CONVERTED.match(self._words.text, int(self._words.ends[last]))
        if converted:
            amount = amount_of(converted[1], (), point_is_decimal=point_is_decimal)
            if amount is not None and self._said.has_one(amount.term):
                return True
        return self._is_read_otherwise(written, point_is_decimal=point_is_decimal)

    def _is_measure_told(self, last: int, value: str) -> bool:
        """Return whether a story has had a measure in another unit: `1,000 feet` for `300 metres`."""
        unit = _UNIT_BEHIND.match(self._words.text, int(self._words.ends[last]))
        if unit is None or not _PLAIN.fullmatch(value):
            return False
        return is_converted(float(value), unit[1], self._language, self._said)

    def _is_read_otherwise(self, written: str, *, point_is_decimal: bool) -> bool:
        readings = other_readings(written, point_is_decimal=point_is_decimal)
        return any(bool(self._said.has(np.array(terms, np.uint32)).all()) for terms in readings)
