"""Every topic: its name, what its key means, what it carries, and how long it keeps it. The design's table, as code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import (
    Carried,
    CasualtyAlert,
    CleanArticle,
    DeadLetter,
    Duplicate,
    EnrichedArticle,
    Incident,
    LinkedClaims,
    Message,
    NinjsItem,
    Release,
    Retraction,
    Signature,
    Skip,
    UniqueArticle,
    WireItem,
)

if TYPE_CHECKING:
    from streams.settings import Settings

DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """A topic of the flow."""

    name: str
    """Short name: `raw`, `items`, ..."""
    key: str
    """What the record key means."""
    types: tuple[type[Message], ...]
    """Message types it carries; empty where it carries bytes as received."""
    retention_days: int | None = None
    """None where the topic is compacted."""
    purpose: str
    carries_items: bool = False
    """Items on their way to an outcome; what fails there is counted as refused."""
    before_judge: bool = False
    """Part of the way from `raw` to the judge, which is to see articles in the order of `raw`."""

    @property
    def compacted(self) -> bool:
        """Whether only the latest value of a key is kept."""
        return self.retention_days is None

    def full_name(self, settings: Settings) -> str:
        """Return the topic's name on the broker, such as `wire.raw.v1`."""
        return f"{settings.topic_prefix}.{self.name}.{settings.topic_version}"

    def partitions(self, settings: Settings) -> int:
        """Return how many partitions the topic has."""
        return settings.order_partitions if self.before_judge else settings.partitions

    def config(self) -> dict[str, str]:
        """Return the broker's settings for the topic."""
        if self.retention_days is None:
            return {"cleanup.policy": "compact"}
        return {"cleanup.policy": "delete", "retention.ms": str(self.retention_days * DAY_MS)}


RAW: Final = TopicSpec(
    name="raw",
    key="any",
    types=(),
    retention_days=7,
    purpose="the bytes as received",
    carries_items=True,
    before_judge=True,
)
ITEMS: Final = TopicSpec(
    name="items",
    key="item key",
    types=(WireItem, Release),
    retention_days=7,
    purpose="parsed items of any format",
    carries_items=True,
    before_judge=True,
)
ACCEPTED: Final = TopicSpec(
    name="accepted",
    key="source",
    types=(WireItem, Retraction),
    retention_days=7,
    purpose="items that may be published now, and retractions",
    carries_items=True,
    before_judge=True,
)
CLEAN: Final = TopicSpec(
    name="clean",
    key="language",
    types=(CleanArticle, Retraction),
    retention_days=7,
    purpose="text without page furniture",
    carries_items=True,
    before_judge=True,
)
UNIQUE: Final = TopicSpec(
    name="unique",
    key="item key",
    types=(UniqueArticle, Carried, Retraction),
    retention_days=7,
    purpose="articles that go on, with verdict and story",
    carries_items=True,
)
DUPLICATES: Final = TopicSpec(
    name="duplicates",
    key="item key",
    types=(Duplicate,),
    retention_days=7,
    purpose="which article it repeats, how, and the score",
)
ENRICHED: Final = TopicSpec(
    name="enriched",
    key="story id",
    types=(EnrichedArticle, Retraction),
    retention_days=30,
    purpose="every accepted version with entities and figures",
)
CURRENT: Final = TopicSpec(
    name="current", key="item key", types=(EnrichedArticle,), purpose="the latest live version of an item"
)
NINJS: Final = TopicSpec(
    name="ninjs",
    key="item key",
    types=(NinjsItem,),
    purpose="what `current` has, as IPTC ninjs 3.1, where it is asked for",
)
SIGNATURES: Final = TopicSpec(
    name="signatures",
    key="language",
    types=(Signature, Carried, Retraction, Skip),
    retention_days=90,
    purpose="what linking needs of an article, and no running text",
)
LINKED: Final = TopicSpec(
    name="linked",
    key="incident id",
    types=(LinkedClaims,),
    retention_days=90,
    purpose="claims put to an incident, or taken from it",
)
INCIDENTS: Final = TopicSpec(
    name="incidents", key="incident id", types=(Incident,), purpose="stories, claims, tolls and their history"
)
ALERTS: Final = TopicSpec(
    name="alerts",
    key="incident id",
    types=(CasualtyAlert,),
    retention_days=30,
    purpose="a toll appeared, rose, fell, was corrected or withdrawn",
)
DEAD: Final = TopicSpec(
    name="dead",
    key="original key",
    types=(DeadLetter,),
    retention_days=30,
    purpose="what could not be processed, with its original bytes",
)

TOPICS: Final = (
    RAW,
    ITEMS,
    ACCEPTED,
    CLEAN,
    UNIQUE,
    DUPLICATES,
    ENRICHED,
    CURRENT,
    NINJS,
    SIGNATURES,
    LINKED,
    INCIDENTS,
    ALERTS,
    DEAD,
)
"""In the order of the flow."""


def topic_named(name: str) -> TopicSpec:
    """Return the topic of a short name (`raw`) or a full one (`wire.raw.v1`). Raises KeyError with the names known."""
    for spec in TOPICS:
        if name == spec.name or (name.count(".") >= 2 and name.split(".")[-2] == spec.name):  # noqa: PLR2004
            return spec
    known = ", ".join(spec.name for spec in TOPICS)
    raise KeyError(f"no topic named {name!r}; known: {known}")


def counts_topic(settings: Settings) -> str:
    """Return the compacted topic that workers keep their counts on, keyed `stage/partition`: `wire.counts.v1`."""
    return f"{settings.topic_prefix}.counts.{settings.topic_version}"


def replays_topic(settings: Settings) -> str:
    """Return the topic that says which dead letters were put back, keyed by their ids: `wire.replays.v1`."""
    return f"{settings.topic_prefix}.replays.{settings.topic_version}"


def deliveries_topic(settings: Settings) -> str:
    """Return the compacted topic on which `wirefeed deliver` keeps what receivers know: `wire.deliveries.v1`."""
    return f"{settings.topic_prefix}.deliveries.{settings.topic_version}"


def feeds_topic(settings: Settings) -> str:
    """Return the compacted topic on which `wirefeed feed run` keeps what is known of feeds: `wire.feeds.v1`."""
    return f"{settings.topic_prefix}.feeds.{settings.topic_version}"


def record_limit(settings: Settings) -> int:
    """Return how many bytes a record may have on our topics: `max.message.bytes`, and a producer's request size.

    It is a multiple of the largest item: a dead letter carries its original in base64, also one that was refused for
    its size, and an enriched article adds offsets and figures to the text.
    """
    return max(1_048_576, 4 * settings.max_item_bytes)
