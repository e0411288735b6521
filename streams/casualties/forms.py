"""How a sentence states a figure, in words that are those of no language: form, link, part and cue."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """How a trigger takes its number. The values are those of the data files."""

    PARTICIPLE = "part"
    """Past or participle of a transitive verb: "killed"."""
    GERUND = "ing"
    BASE = "base"
    """Infinitive or present of a transitive verb."""
    INTRANSITIVE = "intr"
    INTRANSITIVE_BASE = "intrbase"
    EITHER = "both"
    """Transitive or intransitive: "drowned"."""
    ADJECTIVE = "adj"
    FATALLY = "fatal"
    HOSTAGE = "hostage"
    COUNT = "count"
    """A noun that is counted: "six deaths"."""
    ACT = "act"
    """A noun with an object: "the assassination of two ministers"."""
    LIVES = "lives"
    BODIES = "bodies"
    PEOPLE = "people"
    """A noun for people to whom it happened: "hostages"."""
    SHOT = "shot"
    SHOOT = "shoot"
    HIT = "hit"
    WOUND = "wound"
    """With wounds or to be treated for them: "gunshot wounds"."""
    WOUNDS = "wounds"
    INJURY = "injury"
    CONDITION = "cond"
    FOUND = "found"
    FEARED = "feared"
    HELD = "held"
    HOSPITAL = "hosp"
    BURIED = "buried"
    SEIZE = "seize"
    DRIVE = "drive"
    FLED = "fled"
    LOSE = "lose"
    TOLL = "toll"
    CLAIM = "claim"
    SURVIVORS = "survivors"
    """What is denied of all who were there: "there were no survivors"."""
    MARCH = "march"
    """Led away by force: "marched 40 pupils into the forest"."""
    TREAT = "treat"
    SEARCH = "search"
    BEATEN = "beaten"
    """A verb that kills where "to death" follows its object: "hacked two guards to death"."""
    STATE = "state"
    """What happened is said by the noun phrase itself: "14 of the wounded"."""


class Link(StrEnum):
    """How a quantity was bound to its trigger."""

    OWN = "own"
    ALSO = "also"
    """By coordination."""
    PART = "part"
    """As a part of another figure of the sentence."""
    SUPERSEDED = "from"
    """The old value of a toll: "rose from 12"."""
    COMPARED = "compared"
    """That of another time: "compared with 1,417 last year"."""
    CORRECTED = "not"
    """The wrong one of two: "59 and not 62"."""


class PartOf(StrEnum):
    """What a number says that it is a part of."""

    NOTHING = ""
    THEM = "them"
    """People told before: "two of them"."""
    STATE = "state"
    """People in a state: "14 of the wounded"."""
    GROUP = "group"
    """A group: "13 of the 20 passengers"."""


class Cue(StrEnum):
    """What the words around a figure say of it. The values are those of the data files."""

    DENIED = "denied"
    WINDOW = "window"
    FICTION = "fiction"
    OTHER_FIRST = "other_first"
    """Another event, told before the number anywhere in the sentence."""
    BACKGROUND = "background"
    BACKGROUND_FIRST = "background_first"
    OTHER_EVENT = "other_event"
    DATED = "dated"
    """Of a day or year that the sentence names."""
    DATED_FIRST = "dated_first"
    RIVAL = "rival"
    """A count that stands against another."""
    SUPERSEDED = "superseded"
    SUPERLATIVE = "superlative"
    HYPOTHETICAL = "hypothetical"
    TIME = "time"
    PROCEEDINGS = "proceedings"
    """A court, the police or diggers deal with it now, however old it is."""
    OCCURRENCE = "occurrence"
    """A single event is reported."""
    YEAR = "year"
    """A year, or last year, is named."""
    PROCESS = "process"
    """It went on for long: a conflict, an uprising."""
    STRUCK = "struck"
    """Something is reported that may harm people."""
    BACK = "back"
    """The sentence goes on about an event told before."""


PARTIAL: Final = frozenset({Form.CONDITION, Form.WOUND, Form.FOUND, Form.HOSPITAL})
"""Forms that tell how some of the victims fared, seldom how many there were."""
SHOT: Final = frozenset({Form.SHOT, Form.SHOOT, Form.HIT})
"""Forms that leave open whether people died."""
