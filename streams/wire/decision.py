"""What the lifecycle decided about one version of an item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from schemas import Origin, Retraction, WireItem

Outcome = Literal["accepted", "superseded", "held", "retracted", "duplicate"]
HOLD_ALL_VERSIONS: Final = "hold-all-versions"
"""The signal of a version whose note says that its embargo or hold covers earlier versions too."""


class Reason(StrEnum):
    """Why, in words for people; the member's name is what the state keeps."""

    FIRST = "first version of the item"
    NEWER = "newer version"
    REINSTATED = "newer version of a withheld item"
    REVISION = "revised content under the same version"
    RELEASED = "embargo passed"
    OLDER = "older than the version that is live"
    OLDER_HELD = "older than the version that waits under an embargo"
    RESEND = "resend of a version already taken"
    RESEND_HELD = "resend of a version that waits under an embargo"
    EMBARGO = "embargo not passed"
    EMBARGO_OPEN = "embargo without a stated time"
    KILL = "killed by the provider"
    WITHHOLD = "withheld by the provider"
    KILLED_BEFORE = "the item was killed"
    WITHHELD_BEFORE = "the item is withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A held version whose wait this decision ended, and its outcome."""

    origin: Origin
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One outcome for one record, what to send for it, and what it ended."""

    outcome: Outcome
    reason: str
    publish: WireItem | None = None
    """The version to publish: on the item's own route, with the time of its acceptance recorded."""
    retract: Retraction | None = None
    """What withdraws the item downstream; None where nothing of it is published."""
    due: datetime | None = None
    """When a held version may be published; None where its embargo states no time."""
    match_version: int | None = None
    """The version that this one repeats or is older than."""
    ended: tuple[Ended, ...] = ()
    repeated: bool = False
    """The same record was decided before; this is that decision again."""
