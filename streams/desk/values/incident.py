"""All that is shown of an incident."""

from __future__ import annotations

from datetime import datetime

from streams.desk.values.base import Value
from streams.desk.values.broker import Broker
from streams.desk.values.card import Card


class Reason(Value):
    """Why a number is what it is."""

    kind: str
    text: str


class Step(Value):
    """A change of a toll."""

    id: str
    """`step-KIND-NUMBER`: unique on the page, usable as an address fragment."""
    at: datetime
    kind: str
    before: int | None = None
    after: int | None = None
    """Null where the number was withdrawn."""
    low: int | None = None
    high: int | None = None
    text: str
    """The toll after the change in words, or `withdrawn`."""
    cause: str
    """`appeared`, `rose`, `fell`, `corrected`, `withdrawn`, `restated`."""
    attribution: str | None = None
    item: str
    """Key of the item that caused it."""
    version: int
    taken: str | None = None
    """Why that item was withdrawn (`killed`, `withheld`, `moved`, `superseded`), where that is the cause."""
    evidence: str | None = None
    """The words of the number."""
    sentence: str | None = None
    """The sentence that gives the number, where its claim is still known."""


class KindTimeline(Value):
    """The changes of one kind's toll, the oldest first."""

    kind: str
    steps: tuple[Step, ...]


class ClaimView(Value):
    """A figure of an article, with its part in the toll."""

    id: str
    """`item key#figure id`."""
    kind: str
    number: str
    """As the text states it: `at least 42`."""
    min: int | None = None
    max: int | None = None
    role: str
    verdict: str
    """`counts` where the toll rests on it, else why it does not: `same number`, `overtaken`, `denied`, ..."""
    counts: bool
    speaker: str | None = None
    """Null where the text names nobody."""
    speaker_kind: str | None = None
    source: str
    """The outlet."""
    agency: str | None = None
    outlets: tuple[str, ...] = ()
    """Outlets that carry it in copies."""
    item: str
    version: int
    published: datetime
    """When the item says that it was published, else when it was received."""
    sentence: str | None = None
    number_start: int | None = None
    """Where the number stands in `sentence`: code points, end exclusive; null where the sentence was cut before it."""
    number_end: int | None = None
    subset_of: str | None = None
    """Id of the claim that it is a part of."""
    victims: str | None = None
    side: str | None = None
    civilian: bool | None = None
    place: str | None = None
    period: str | None = None
    confidence: float


class SpeakerClaims(Value):
    """The claims of one speaker."""

    speaker: str
    """Who says it; the agency or outlet where the text names nobody."""
    named: bool
    """Whether the text names the speaker."""
    kind: str | None = None
    counts: bool
    """Whether some toll rests on one of the claims."""
    claims: tuple[ClaimView, ...]
    """Those that count first, then the newest first."""


class StoryItem(Value):
    """An item of a story."""

    item: str
    version: int
    source: str
    headline: str | None = None
    published: datetime
    copy_of: str | None = None
    correction: bool = False
    taken: str | None = None
    """Why nothing of it counts any more; null while it is live."""


class Story(Value):
    """A story: one text with its copies and versions."""

    id: str
    headline: str
    """That of the newest live item; its id where there is none."""
    live: bool
    items: tuple[StoryItem, ...]
    """The newest first."""


class OtherIncident(Value):
    """Another incident that this one was split from or merged with."""

    id: str
    title: str | None = None
    """Null where it is gone."""
    tie: str
    """`split_from`, `split_into`, `merged`, `came_from`."""


class RetractedClaim(Value):
    """A number that no longer counts since its item was taken, or a correction denied it. Shown struck out."""

    kind: str
    number: int | None = None
    item: str
    why: str
    """`killed`, `withheld`, `moved`, `superseded`, `denied`."""
    at: datetime


class IncidentPage(Value):
    """All that is shown of an incident."""

    card: Card
    reasons: tuple[Reason, ...]
    """"Why this number", a sentence for each kind."""
    timelines: tuple[KindTimeline, ...]
    """The gravest kind first."""
    speakers: tuple[SpeakerClaims, ...]
    """Claims by who says them, those on whom a toll rests first."""
    retracted: tuple[RetractedClaim, ...]
    stories: tuple[Story, ...]
    """The newest first."""
    mentions: tuple[StoryItem, ...] = ()
    """Round-ups, anniversaries and trials that name the incident and are no part of it, the newest first."""
    relations: tuple[OtherIncident, ...] = ()
    outlets: tuple[str, ...]
    claim_count: int
    """All claims that the toll was chosen from; more than are shown where the incident is very large."""
    item_count: int
    change_count: int
    broker: Broker
