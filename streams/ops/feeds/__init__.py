"""Feeds on Kafka: the process that runs them, and what is known of them on a compacted topic."""

from typing import TYPE_CHECKING

from streams.on_demand import names_on_demand

if TYPE_CHECKING:
    from streams.ops.feeds.kept_states import StoredFeed, read_feeds
    from streams.ops.feeds.service import run_feeds


__all__ = ["StoredFeed", "read_feeds", "run_feeds"]

__getattr__ = names_on_demand(
    __name__,
    {
        "kept_states": ("StoredFeed", "read_feeds"),
        "service": ("run_feeds",),
    },
)
