"""Connectors that put what agencies and sites publish on `wire.raw`: polled documents, folders, and pushes."""

from streams.feeds.delivery import BrokerRefused, Delivery, RecordTooLarge, Sink
from streams.feeds.feed import AnyFeed, FeedSet, FolderFeed, PollFeed, PushFeed
from streams.feeds.feed_file import FeedsInvalid, load_feeds, parse_feeds
from streams.feeds.fetch import Fetcher, FetchFailed, open_fetcher
from streams.feeds.politeness import HostGate
from streams.feeds.poll import Poller
from streams.feeds.poll_loop import PollLoop
from streams.feeds.sink import RawSink
from streams.feeds.state import FeedState, StateStore, failed, first_state, succeeded

__all__ = [
    "AnyFeed",
    "BrokerRefused",
    "Delivery",
    "FeedSet",
    "FeedState",
    "FeedsInvalid",
    "FetchFailed",
    "Fetcher",
    "FolderFeed",
    "HostGate",
    "PollFeed",
    "PollLoop",
    "Poller",
    "PushFeed",
    "RawSink",
    "RecordTooLarge",
    "Sink",
    "StateStore",
    "failed",
    "first_state",
    "load_feeds",
    "open_fetcher",
    "parse_feeds",
    "succeeded",
]
