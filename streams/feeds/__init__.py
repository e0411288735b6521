"""Connectors that put what agencies and sites publish on `wire.raw`: polled documents, folders, and pushes."""

from typing import TYPE_CHECKING

from streams.on_demand import names_on_demand

if TYPE_CHECKING:
    from streams.feeds.delivery import BrokerRefused, Delivery, RecordTooLarge, Sink, digest_uri
    from streams.feeds.feed import AnyFeed, FeedSet, FolderFeed, PollFeed, PushFeed
    from streams.feeds.feed_file import FeedsInvalid, load_feeds, parse_feeds
    from streams.feeds.fetch import Fetched, Fetcher, FetchFailed, open_fetcher
    from streams.feeds.folder_loop import FolderLoop
    from streams.feeds.new_feed import new_name, table_of
    from streams.feeds.politeness import HostGate
    from streams.feeds.poll import Poller, address_of, delivery_of, document_of, request_of
    from streams.feeds.poll_loop import PollLoop
    from streams.feeds.push_server import PushServer
    from streams.feeds.schedule import due
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
    "Fetched",
    "Fetcher",
    "FolderFeed",
    "FolderLoop",
    "HostGate",
    "PollFeed",
    "PollLoop",
    "Poller",
    "PushFeed",
    "PushServer",
    "RawSink",
    "RecordTooLarge",
    "Sink",
    "StateStore",
    "address_of",
    "delivery_of",
    "digest_uri",
    "document_of",
    "due",
    "failed",
    "first_state",
    "load_feeds",
    "new_name",
    "open_fetcher",
    "parse_feeds",
    "request_of",
    "succeeded",
    "table_of",
]

__getattr__ = names_on_demand(
    __name__,
    {
        "delivery": ("BrokerRefused", "Delivery", "RecordTooLarge", "Sink", "digest_uri"),
        "feed": ("AnyFeed", "FeedSet", "FolderFeed", "PollFeed", "PushFeed"),
        "feed_file": ("FeedsInvalid", "load_feeds", "parse_feeds"),
        "fetch": ("Fetched", "Fetcher", "FetchFailed", "open_fetcher"),
        "folder_loop": ("FolderLoop",),
        "new_feed": ("new_name", "table_of"),
        "politeness": ("HostGate",),
        "poll": ("Poller", "address_of", "delivery_of", "document_of", "request_of"),
        "poll_loop": ("PollLoop",),
        "push_server": ("PushServer",),
        "schedule": ("due",),
        "sink": ("RawSink",),
        "state": ("FeedState", "StateStore", "failed", "first_state", "succeeded"),
    },
)
