"""Connectors that put what agencies and sites publish on `wire.raw`: polled documents, folders, and pushes."""

from streams.feeds.delivery import BrokerRefused, Delivery, RecordTooLarge, Sink
from streams.feeds.feed import AnyFeed, FeedSet, FolderFeed, PollFeed, PushFeed
from streams.feeds.feed_file import FeedsInvalid, load_feeds, parse_feeds
from streams.feeds.sink import RawSink

__all__ = [
    "AnyFeed",
    "BrokerRefused",
    "Delivery",
    "FeedSet",
    "FeedsInvalid",
    "FolderFeed",
    "PollFeed",
    "PushFeed",
    "RawSink",
    "RecordTooLarge",
    "Sink",
    "load_feeds",
    "parse_feeds",
]
