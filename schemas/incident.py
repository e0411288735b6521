"""What happened: the claims of many stories on one event, and its toll."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from schemas.base import Int64, Message
from schemas.figure import CasualtyFigure, Qualifier, SourceKind
from schemas.provenance import Provenance
from schemas.scene import Scene
from schemas.signature import SignaturePlace


class LinkAction(StrEnum):
    """Whether an article's claims are put to an incident or taken from it."""

    PUT = "put"
    CARRY = "carry"
    """No claims of its own: the outlet of a copy."""
    TAKE = "take"
    MENTION = "mention"
    """No claims and no part in the incident: a round-up, an anniversary or a trial names it, or does so no longer."""


class LinkedClaims(Message):
    """The claims of one version of an article and the incident they were put to or taken from."""

    incident_id: str
    action: LinkAction
    provenance: Provenance
    story_id: str
    headline: str | None = None
    agency: str | None = None
    copy_of: str | None = None
    """For CARRY: item key of the article whose claims the outlet carries."""
    score: float = 0.0
    """Certainty that the article reports this incident, 0 to 1."""
    places: tuple[SignaturePlace, ...] = ()
    figures: tuple[CasualtyFigure, ...] = ()
    scene: Scene | None = None
    """Where the article says that it happened."""
    reason: str | None = None
    """For TAKE, and for a MENTION that no longer holds: `killed`, `withheld`, `moved`, or `superseded`."""
    moved_to: str | None = None
    """For TAKE: the incident that the item goes to; null where it goes to none. For MENTION: the one named now."""
    moved_from: str | None = None
    """For PUT and CARRY: the incident that the item was taken from. For MENTION: the one that was named before."""
    split: bool = False
    """One incident turned out to be two, and the item went from it to the new one."""
    decided: Int64 | None = None
    """Number of the linker's decision that moved the item: of two words on one version, the later decision counts."""
    correction: bool = False
    """The version says of itself that it corrects an earlier one."""
    language: str = "und"
    """The route of the article: incidents are of one language."""


class DeniedNumber(Message):
    """A number that a correction withdrew."""

    kind: str
    number: Int64
    at: datetime
    item_key: str
    """The item that corrected itself."""


class Claim(Message):
    """A figure of an article as the ledger keeps it, with who carried it."""

    item_key: str
    version: Int64
    source: str
    agency: str | None = None
    story_id: str
    received: datetime
    published: datetime | None = None
    figure: CasualtyFigure
    outlets: tuple[str, ...] = ()
    """Sources that carried it in copies."""


class LosingNumber(Message):
    """A number that was claimed and is not the toll."""

    number: Int64
    claim: str
    """`item key#figure id` of the newest claim of it."""
    reason: str
    """`overtaken`, `denied`, `implausible` or `outweighed`."""


class Toll(Message):
    """The toll of one kind: never a sum of claims that the text does not add."""

    low: Int64
    best: Int64
    high: Int64 | None = None
    """Null where the best claim is open ("at least 42")."""
    basis: tuple[str, ...] = ()
    """`item key#figure id` of the claims that `best` rests on."""
    attribution: str | None = None
    as_of: datetime | None = None
    qualifier: Qualifier | None = None
    """How the best claim qualifies its number."""
    word: str | None = None
    """The vague word that `best` stands for, such as "dozens"."""
    disputed: bool = False
    """Sides of a fight, or speakers of two sides, give numbers that exclude each other."""
    implausible: bool = False
    """It is a thousand times what the only items that give it said in an earlier version, or more, or it is a million
    or more and one speaker alone gives it."""
    others: tuple[LosingNumber, ...] = ()
    """Numbers that were claimed and lost, and why; the newest first, bounded."""


class TollChange(Message):
    """A step in a toll's history."""

    at: datetime
    kind: str
    before: Int64 | None = None
    after: Int64 | None = None
    cause: str
    """A value of `AlertCause`."""
    item_key: str
    version: Int64 = 0
    """Version of the item that caused it."""
    taken: str | None = None
    """Why that item was withdrawn, where that is the cause."""
    moved_to: str | None = None
    """The incident that the item went to, where it was moved."""
    decided: Int64 | None = None
    """Number of the decision that moved the item; null where none did."""
    was: Toll | None = None
    now: Toll | None = None
    """The tolls before and after: what an alert says once more when the article is read again."""
    evidence: str | None = None
    """The words of the number."""
    place: SignaturePlace | None = None
    """Where it happened, as known before the change; only where the change withdrew the toll."""
    start: date | None = None
    """The day on which it happened, under the same condition."""


class Member(Message):
    """What the ledger knows of an item of the incident, so that (version, retraction) decides and never arrival."""

    item_key: str
    version: Int64
    source: str
    story_id: str
    received: datetime
    copy_of: str | None = None
    """Item key of the article that it carries a copy of."""
    correction: bool = False
    """The version says of itself that it corrects an earlier one."""
    taken: str | None = None
    """Why nothing of it counts: `killed`, `withheld`, `moved`, `superseded`; null while it is live."""
    headline: str | None = None
    published: datetime | None = None
    place: SignaturePlace | None = None
    """Its scene, or else the place that it names most."""
    moved_to: str | None = None
    """The incident that it went to, where it was moved."""
    decided: Int64 | None = None
    """Number of the decision that moved it here or away; null where it never moved."""
    least: dict[str, Int64] = Field(default_factory=dict)
    """By figure kind, the smallest number above 0 that was a total in an older or a withdrawn version."""
    older: tuple[Int64, ...] = ()
    """Versions before this one that were put to the incident, the newest first; bounded. One that comes again is known
    by it."""


class Incident(Message):
    """The state of one incident, compacted on its id."""

    incident_id: str
    split_from: str | None = None
    """The incident of which this one was a part until it was split."""
    split_into: tuple[str, ...] = ()
    """Incidents that were parts of this one until it was split; bounded."""
    moved_from: tuple[str, ...] = ()
    """Other incidents from which items came: where they are gone, they were merged into this one; bounded."""
    title: str | None = None
    language: str
    stories: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    place: SignaturePlace | None = None
    start: date | None = None
    end: date | None = None
    tolls: dict[str, Toll] = Field(default_factory=dict)
    """By figure kind."""
    claims: tuple[Claim, ...] = ()
    denied: tuple[DeniedNumber, ...] = ()
    """Numbers that corrections withdrew; bounded."""
    history: tuple[TollChange, ...] = ()
    updated: datetime
    members: tuple[Member, ...] = ()
    """Known items, live or withdrawn: the first, those of the claims, then the newest; bounded."""
    mentions: tuple[Member, ...] = ()
    """Round-ups, anniversaries and trials that name the incident and belong to none, or to another; bounded. No toll
    rests on them."""
    claim_count: Int64 | None = None
    """Number of the claims that the toll is chosen from; `claims` has those that the tolls name, then the newest."""
    member_count: Int64 | None = None
    """Number of the known items."""
    change_count: Int64 | None = None
    """Number of the changes that are remembered; `history` has the newest."""


class AlertCause(StrEnum):
    """What happened to a toll."""

    APPEARED = "appeared"
    ROSE = "rose"
    FELL = "fell"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RESTATED = "restated"
    """The number stands, but the item that the latest alert quoted was killed or withheld: this alert replaces it."""


class AlertReason(StrEnum):
    """Why a toll changed: what happened to the item that changed it."""

    REPORT = "report"
    """The item, or a version of it, gives another number."""
    CORRECTION = "correction"
    """The item says that it corrects an earlier version."""
    KILLED = "killed"
    """The provider killed the item."""
    WITHHELD = "withheld"
    """The provider withholds the item for now."""
    MOVED = "moved"
    """The item belongs to another incident."""
    SUPERSEDED = "superseded"
    """A newer version of the item no longer belongs to the incident."""


class CasualtyAlert(Message):
    """How a toll changed, and why. On the topic: a CloudEvent in binary mode.

    No text of an item that is killed, withheld or under embargo is in it.
    """

    id: str
    """Derived from incident, kind, cause and the article that caused it: the same at every replay."""
    incident_id: str
    cause: AlertCause
    reason: AlertReason = AlertReason.REPORT
    moved_to: str | None = None
    """The incident that the item went to, where `reason` is `moved`."""
    split_from: str | None = None
    """The incident of which this one was a part until it was split."""
    kind: str
    before: Toll | None = None
    after: Toll | None = None
    supersedes: str | None = None
    """Id of the alert before it on the same incident and kind, which no longer holds."""
    title: str | None = None
    """Title of the incident; place and date where no item is left that gives it one."""
    place: SignaturePlace | None = None
    start: date | None = None
    """The day on which it happened; null where no article says."""
    end: date | None = None
    attribution: str | None = None
    speaker: SourceKind | None = None
    """What kind of speaker vouches for the number."""
    sources: Int64 = 0
    """Independent speakers that vouch for the number."""
    confidence: float | None = None
    """The surest claim of the number, 0 to 1."""
    groups: tuple[str, ...] = ()
    """Sides and groups that the claims of the number name, as victims or speakers: entity ids and names."""
    evidence: str | None = None
    """The words of the number ("at least 42")."""
    quote: str | None = None
    """The sentence that gives the number, bounded in length."""
    items: tuple[str, ...] = ()
    """Keys of the items whose words the alert repeats, in its title or quote."""
    language: str = "und"
    provenance: Provenance
    """Of the item that changed the toll."""
    at: datetime
    part: Int64 = 1
    parts: Int64 = 1
    """One change of an incident may raise several alerts, one a kind: this is number `part` of `parts`."""
