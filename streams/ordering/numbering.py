"""Numbers what goes on from the judge, one sequence a language; what comes again has the number that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from streams.state import KeyedState

NUMBERS: Final = "order/"


class Numbering:
    """The numbers given, each kept under the name of what has it.

    A number is one write, and the last number of a language is the largest one kept: a crash between two writes
    leaves no number that is given twice and none that is left out.
    """

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        self._last: dict[str, int] = {}
        for key, value in state.scan(NUMBERS):
            language = _language(key)
            self._last[language] = max(self._last.get(language, -1), _number(value))

    def number(self, language: str, name: str, *, day: int) -> int:
        """Return the number of what has a name: the one that it has, else the next of its language.

        `day` is the number of the day on which it is given.
        """
        language = quote(language, safe="")
        key = f"{NUMBERS}{language}/{name}"
        kept = self._state.get(key)
        if kept is not None:
            return _number(kept)
        number = self._last.get(language, -1) + 1
        self._state.put(key, b"%d,%d" % (number, day))
        self._last[language] = number
        return number

    def forget(self, before: int) -> None:
        """Forget the names of numbers that were given before a day; the last number of each language stays."""
        for key, value in list(self._state.scan(NUMBERS)):
            number, day = value.split(b",")
            if int(day) < before and int(number) < self._last[_language(key)]:
                self._state.drop(key)


def _language(key: str) -> str:
    return key.split("/", 2)[1]


def _number(value: bytes) -> int:
    return int(value.partition(b",")[0])
