"""What an item says about itself: publishing status, and signals from codes, slug, headline and editor's note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from schemas import PubStatus, Signal
from streams.errors import MalformedItem
from streams.wire.data_files import read_json
from streams.wire.dates import parse_date
from streams.wire.decision import HOLD_ALL_VERSIONS
from streams.wire.decode import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    Finder = Callable[[str], re.Match[str] | None]

HEAD_CHARS: Final = 300
"""A marker stands at the head of a headline or slug."""
NOTE_CHARS: Final = 2_000
STATUS_CHARS: Final = 400
"""Characters of a status that are looked at: a word and the address of its scheme."""
MAX_SIGNALS: Final = 32
NEVER: Final = r"(?!)"
"""A pattern that no text has."""

_MARKERS: Final = read_json("markers.json")
_CODES: Final = {
    word: Signal(signal) for signal, words in _MARKERS["codes"].items() if signal != "source" for word in words
}


def _finder(patterns: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> Finder:
    """Return how the first of some patterns is looked for in a text.

    One expression of all is faster than each by itself. Those anchored at the start are not tried anywhere else.
    """
    every = list(patterns)
    anchored = re.compile("|".join(pattern for pattern in every if pattern.startswith("^")) or NEVER, flags)
    free = re.compile("|".join(pattern for pattern in every if not pattern.startswith("^")) or NEVER, flags)
    if free.pattern == NEVER:  # a search for nothing would try every place of the text
        return anchored.match
    return lambda text: anchored.match(text) or free.search(text)


def _signal_finders(rules: list[tuple[str, str]], flags: re.RegexFlag = re.NOFLAG) -> dict[Signal, Finder]:
    return {
        Signal(signal): _finder((pattern for name, pattern in rules if name == signal), flags)
        for signal in dict.fromkeys(name for name, _ in rules)
    }


_LINE: Final = _signal_finders(_MARKERS["line"])
_ANY_IN_LINE: Final = _finder(pattern for _, pattern in _MARKERS["line"])
_NOTE: Final = _signal_finders(_MARKERS["note"], re.IGNORECASE)
_WITHHOLD_LINE: Final = _finder(_MARKERS["withhold"]["line"])
_WITHHOLD_NOTE: Final = _finder(_MARKERS["withhold"]["note"], re.IGNORECASE)
_NOTE_NOT: Final = {
    Signal(signal): re.compile(pattern, re.IGNORECASE) for signal, pattern in _MARKERS["note_not"].items()
}
_OTHER_ITEM: Final = re.compile(_MARKERS["other_item"], re.IGNORECASE)
_OTHER_ITEM_VERBS: Final = ("kill", "withdraw", "retract")
"""The words that such a command has; most texts have none of them, and the pattern is not tried."""
_ZONED_TIME: Final = re.compile(
    r"\b(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?) ?(Z|GMT|UTC|[+-]\d{2}:?\d{2})", re.ASCII
)
_OPENING_KILL: Final = _finder(_MARKERS["opening"]["kill"])
_OPENING_EMBARGO: Final = _finder(_MARKERS["opening"]["embargo"])
_OPENING_WITHHOLD: Final = _finder(_MARKERS["opening"]["withhold"])
_HOLD_ALL: Final = _finder(_MARKERS["hold_all"], re.IGNORECASE)
_STATUS_STEMS: Final = tuple(
    (status, stem) for status, stems in read_json("statuses.json")["stems"].items() for stem in stems
)
_STATUSES: Final = {word: status for status, words in read_json("statuses.json")["words"].items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The fields that carry signals."""

    headline: str | None = None
    slugline: str | None = None
    ednote: str | None = None
    opening: str | None = None
    """The first words of the body, where a notice may stand in place of a story."""
    codes: tuple[str, ...] = ()


def status_and_signals(word: str | None, stated: Stated) -> tuple[PubStatus, tuple[str, ...]]:
    """Return the publishing status and the item's signals.

    An item without a word for its status is usable. A kill or a withhold that slug, headline, note or the opening of
    the body asks for counts like a status; "embargoed" is usable under an embargo. A prefix (`stat:`) is ignored.
    Raises `MalformedItem` for a word that is neither IPTC's nor a known synonym: nobody knows what the provider wants.
    """
    signals = read_signals(stated)
    status = _status_word(word)
    if status == "embargoed":
        signals = tuple(dict.fromkeys((*signals, str(Signal.EMBARGO))))
        status = "usable"
    if Signal.KILL in signals:
        status = "canceled"
    elif status == "usable" and _withheld(stated):
        status = "withheld"
    return PubStatus(status), signals


def read_status(stated: str) -> PubStatus:
    """Return the status that a word stands for, where an embargo is none. Raises `MalformedItem` for an unknown one."""
    status = _status_word(stated)
    return PubStatus.WITHHELD if status == "embargoed" else PubStatus(status)


def _status_word(stated: str | None) -> str:
    return _status_of_word((stated or "")[:STATUS_CHARS])


@lru_cache(maxsize=256)
def _status_of_word(stated: str) -> str:
    """Return the status that a word stands for; most items of a provider state the same one."""
    word = clean_line(stated, 100).casefold().rsplit(":", 1)[-1].rsplit("/", 1)[-1].strip()
    status = _status_of(word) if word else "usable"
    if status is None:
        raise MalformedItem(f"publishing status {word!r} is unknown; IPTC's are usable, withheld and canceled")
    return status


def _status_of(word: str) -> str | None:
    """Return the status of a word; one that is unknown counts where its stem says that nothing may go out."""
    known = _STATUSES.get(word)
    return known or next((status for status, stem in _STATUS_STEMS if stem in word), None)


def read_signals(stated: Stated) -> tuple[str, ...]:
    """Return the item's signals, each once: `Signal` values where known, else the provider's own words.

    Codes come first, as stated; then what slug, headline and note say (`data/markers.json`). A note is read by
    sentence, so that "Replaces the story that was withdrawn" is no kill.
    """
    found: dict[str, None] = {}
    for code in stated.codes[:MAX_SIGNALS]:
        word = clean_line(code, 100)
        if word:
            found[_code_signal(word)] = None
    for line in (stated.slugline, stated.headline):
        if line:
            found.update(dict.fromkeys(_line_signals(line[:HEAD_CHARS])))
    if _opens_with(_OPENING_KILL, stated):
        found[Signal.KILL] = None
    if stated.opening and _OPENING_EMBARGO(stated.opening[:HEAD_CHARS]):
        found[Signal.EMBARGO] = None
    if stated.ednote:
        found.update(dict.fromkeys(_note_signals(stated.ednote[:NOTE_CHARS])))
        if _HOLD_ALL(stated.ednote[:NOTE_CHARS]):
            found[HOLD_ALL_VERSIONS] = None
    return tuple(str(signal) for signal in found)


def other_items(*texts: str | None) -> tuple[str, ...]:
    """Return ids of other items that headline, note or opening ask to kill ("EDITORS: please kill story X").

    A word is an id when it has a digit, a colon or an underscore; ordinary words are not.
    """
    found: dict[str, None] = {}
    for text in texts:
        if text:
            found.update(dict.fromkeys(_ids_after_verbs(text[:NOTE_CHARS])))
    return tuple(found)[:MAX_SIGNALS]


def _ids_after_verbs(text: str) -> Iterable[str]:
    lowered = text.lower()
    if not any(verb in lowered for verb in _OTHER_ITEM_VERBS):
        return ()
    words = (match[1] for match in _OTHER_ITEM.finditer(text))
    return (word for word in words if any(char.isdigit() or char in ":_" for char in word))


def embargo_time(note: str) -> datetime | None:
    """Return the one time with a zone that a note of an embargo states in ISO 8601; None where it states none, or two.

    Times in words ("midnight Friday") are not read: the item then waits for a version that says when.
    """
    times = {read for found in _ZONED_TIME.finditer(note[:NOTE_CHARS]) if (read := _zoned(found))}
    return times.pop() if len(times) == 1 else None


def _zoned(found: re.Match[str]) -> datetime | None:
    zone = "Z" if found[3] in {"Z", "GMT", "UTC"} else found[3]
    return parse_date(f"{found[1]}T{found[2]}{zone}")


def _withheld(stated: Stated) -> bool:
    lines = (line[:HEAD_CHARS] for line in (stated.slugline, stated.headline) if line)
    if any(map(_WITHHOLD_LINE, lines)):
        return True
    if _opens_with(_OPENING_WITHHOLD, stated):
        return True
    sentences = _sentences(stated.ednote[:NOTE_CHARS]) if stated.ednote else []
    return any(map(_WITHHOLD_NOTE, sentences))


def _opens_with(command: Finder, stated: Stated) -> bool:
    """Whether headline, note or body opens with a command to the desks."""
    return any(command(text[:HEAD_CHARS]) for text in (stated.headline, stated.ednote, stated.opening) if text)


def _sentences(note: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+|\n+", note)


def _code_signal(word: str) -> str:
    lowered = word.casefold()
    tail = lowered.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
    known = _CODES.get(lowered) or _CODES.get(tail)
    return str(known) if known else word


def _line_signals(line: str) -> Iterable[Signal]:
    return [signal for signal, says in _LINE.items() if says(line)] if _ANY_IN_LINE(line) else ()


def _note_signals(note: str) -> Iterable[Signal]:
    for sentence in _sentences(note):
        for signal, says in _NOTE.items():
            if says(sentence) and not (signal in _NOTE_NOT and _NOTE_NOT[signal].search(sentence)):
                yield signal
