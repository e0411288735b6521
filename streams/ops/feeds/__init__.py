"""Feeds on Kafka: the process that runs them, and what is known of them on a compacted topic."""

from streams.ops.feeds.kept_states import StoredFeed, read_feeds
from streams.ops.feeds.service import run_feeds

__all__ = ["StoredFeed", "read_feeds", "run_feeds"]
