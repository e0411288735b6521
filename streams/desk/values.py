"""What the API of the desk returns and its pages show: frozen values, all text as plain text.

Text of the wire in them is as it was sent. Whoever puts it on a page escapes it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Precision = Literal["spot", "town", "region", "country"]
BrokerCondition = Literal["starting", "live", "away"]


class Value(BaseModel):
    """A frozen value of the API."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# Incidents


class CardPlace(Value):
    """Where it happened. A place without coordinates has no `lat` and `lon`, and is not on the map."""

    name: str
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    """GeoNames code of the first-level division: `KZ.12`."""
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    """How exactly the place is known."""


class Chip(Value):
    """The toll of one kind as it is now."""

    kind: str
    low: int
    best: int
    high: int | None
    """Null where the best claim is open ("at least 42")."""
    text: str
    """`20`, `20 (14 to 24)`, `42 or more`."""
    word: str | None = None
    """The vague word that `best` stands for, such as "dozens"."""
    qualifier: str | None = None
    attribution: str | None = None
    sources: int = 0
    """Independent speakers of the number, as far as its claims are known."""
    disputed: bool = False


class Point(Value):
    """A step of a sparkline."""

    at: datetime
    number: int
    """0 where the toll was withdrawn."""


class Card(Value):
    """An incident in a list."""

    id: str
    title: str
    """Never empty: place and day where no item gives a title."""
    language: str
    place: CardPlace | None = None
    day: date
    """When it happened; where no article says, when it was first reported."""
    day_known: bool
    """Whether `day` is when it happened."""
    end: date | None = None
    """Last day, where it took several."""
    chips: tuple[Chip, ...] = ()
    """The gravest kind first."""
    withdrawn: tuple[str, ...] = ()
    """Kinds whose number was withdrawn, and that have none now."""
    disputed: bool = False
    """Some toll is disputed."""
    sources: int = 0
    """Independent speakers of the first chip's number."""
    stories: int = 0
    items: int = 0
    outlets: int = 0
    sparkline_kind: str | None = None
    sparkline: tuple[Point, ...] = ()
    """The toll of `sparkline_kind` over time, the oldest first, at most 32 steps."""
    last_cause: str | None = None
    """What happened last to a toll: `appeared`, `rose`, `fell`, `corrected`, `withdrawn`, `restated`."""
    updated: datetime


class Broker(Value):
    """How the desk stands to the broker, and how fresh what it shows is."""

    condition: BrokerCondition
    """`away`: the broker does not answer; what is shown is what was read before."""
    since: datetime
    """When this condition began."""
    reason: str | None = None
    """Why it is away, in words for people."""
    changed: datetime | None = None
    """Time of the newest record that was read."""
    foreign: dict[str, int] = Field(default_factory=dict)
    """By topic: records that are not Wirefeed's and were skipped."""
    left_out: int = 0
    """Incidents that are not kept, since there are more than WIREFEED_DESK_INCIDENTS; the longest unchanged ones."""


class IncidentList(Value):
    """A page of the list of incidents."""

    cards: tuple[Card, ...]
    total: int
    """Incidents that the filter selects, on all pages."""
    page: int
    pages: int
    query: str
    """The filter as a query string without `page`; empty where nothing is filtered."""
    next_query: str | None = None
    """Query string of the next page."""
    previous_query: str | None = None
    rule: str
    """The filter as an alert rule, TOML."""
    unfiltered: int
    """Incidents that the desk has."""
    broker: Broker


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
    outlets: tuple[str, ...]
    claim_count: int
    """All claims that the toll was chosen from; more than are shown where the incident is very large."""
    item_count: int
    change_count: int
    broker: Broker


# Articles


class Segment(Value):
    """A piece of text under the same marks."""

    text: str
    marks: tuple[str, ...] = ()
    """Ids of the marks that lie over it: `figure-1-number`, `entity-3`, `news-2`, `cut-4`."""


class Mark(Value):
    """What a piece of text is: a figure's number, its speaker, period or place, an entity, a new passage, a cut."""

    id: str
    sort: Literal["number", "sentence", "speaker", "victims", "place", "period", "entity", "news", "cut"]
    figure: str | None = None
    """Id of the figure that it belongs to."""
    label: str
    """In words for people."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Names and values that are shown on demand."""


class FigureView(Value):
    """A figure of an article, for a list beside the text."""

    id: str
    kind: str
    number: str
    role: str
    subset_of: str | None = None
    speaker: str | None = None
    victims: str | None = None
    place: str | None = None
    period: str | None = None
    confidence: float
    in_headline: bool = False


class Paragraph(Value):
    """A paragraph as segments, in order and without gaps."""

    segments: tuple[Segment, ...]


class VersionView(Value):
    """A version of the item."""

    version: int
    at: datetime
    headline: str | None = None
    verdict: str | None = None
    live: bool
    reason: str | None = None
    """Why it is not live."""
    added: tuple[str, ...] = ()
    """Sentences that the version before did not have."""
    removed: tuple[str, ...] = ()


class DuplicateView(Value):
    """An item that was held back as a repetition of this one."""

    item: str
    source: str
    headline: str | None = None
    verdict: str
    score: float
    shared_text: str | None = None
    at: datetime


class ArticlePage(Value):
    """All that is shown of an article."""

    item: str
    version: int
    live: bool
    headline: tuple[Segment, ...]
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    figures: tuple[FigureView, ...]
    source: str
    provider: str
    agency: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str
    published: datetime
    uri: str | None = None
    story: str
    verdict: str
    incidents: tuple[str, ...] = ()
    """Ids of the incidents that its claims are put to."""
    original: tuple[Segment, ...] = ()
    """The text as received with what was cut away marked; empty where it is not kept any more."""
    versions: tuple[VersionView, ...] = ()
    duplicates: tuple[DuplicateView, ...] = ()
    remarks: tuple[str, ...] = ()
    broker: Broker


# Alerts


class AlertRow(Value):
    """An alert."""

    id: str
    incident: str
    kind: str
    cause: str
    reason: str
    text: str
    """In a sentence: place, day, number, who says so."""
    before: int | None = None
    after: int | None = None
    attribution: str | None = None
    quote: str | None = None
    place: CardPlace | None = None
    day: date | None = None
    supersedes: str | None = None
    language: str
    at: datetime


class AlertList(Value):
    """The latest alerts, the newest first."""

    alerts: tuple[AlertRow, ...]
    broker: Broker


# Health


class StageHealth(Value):
    """A stage of the flow, over all its partitions."""

    stage: str
    topic: str
    lag: int
    read: int
    forwarded: int
    refused: int
    per_second: float | None = None
    last: datetime | None = None
    """Time of its last record."""


class DeskHealth(Value):
    """The desk itself."""

    incidents: int
    articles: int
    alerts: int
    listeners: int
    """Pages that get live changes now."""
    memory_bytes: int
    started: datetime
    version: str


class HealthPage(Value):
    """What `wirefeed status` says, and the state of the desk itself."""

    broker: Broker
    desk: DeskHealth
    stages: tuple[StageHealth, ...] = ()
    lag: int | None = None
    settled: bool | None = None
    dead_letters: int | None = None
    errors: dict[str, int] = Field(default_factory=dict)
    delivery: str | None = None
    status: dict[str, Any] | None = None
    """All of `wirefeed status --json`; null while it can't be read."""
    status_at: datetime | None = None
    problem: str | None = None
    """Why there is no status."""


# Dead letters


class DeadRow(Value):
    """A dead letter. Its key and value are on demand alone (`DeadPage`)."""

    id: str
    stage: str
    topic: str
    partition: int
    offset: int
    error: str
    message: str
    at: datetime
    attempts: int
    bytes: int | None = None
    truncated: bool = False
    """Too large to be kept: it can't be put back."""
    replayed: bool = False


class DeadList(Value):
    """A page of dead letters, the newest first."""

    letters: tuple[DeadRow, ...]
    total: int
    page: int
    pages: int
    query: str
    next_query: str | None = None
    previous_query: str | None = None
    may_replay: bool
    """Whether who asks may put letters back: a token is set and was given."""
    problem: str | None = None
    broker: Broker


class DeadPage(Value):
    """A dead letter with its record, as text where it is text."""

    row: DeadRow
    key: str | None = None
    value: str | None = None
    """At most the first 64 KiB."""
    value_base64: str | None = None
    cut: bool = False
    headers: dict[str, str | None] = Field(default_factory=dict)
    may_replay: bool
    broker: Broker


class Replayed(Value):
    """What became of a request to put a dead letter back."""

    id: str
    replayed: bool
    reason: str | None = None


# Errors and events


class Problem(Value):
    """An error, as the API gives it."""

    status: int
    title: str
    detail: str
    field: str | None = None
    """The parameter that is wrong."""


class IncidentEvent(Value):
    """An incident appeared or changed (event `incident`)."""

    id: str
    card: Card


class RemovedEvent(Value):
    """An incident is gone (event `removed`)."""

    id: str
