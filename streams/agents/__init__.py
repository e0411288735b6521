"""A handler for each stage, in the order of the flow. Each file: what it reads, the core it calls, where results go."""

from types import MappingProxyType
from typing import Final

from streams.agents.clean import CleanHandler
from streams.agents.dedup import DedupHandler
from streams.agents.enrich import EnrichHandler
from streams.agents.intake import IntakeHandler
from streams.agents.ledger import LedgerHandler
from streams.agents.lifecycle import LifecycleHandler
from streams.agents.link import LinkHandler
from streams.runner import OpenHandler

_BY_STAGE: dict[str, OpenHandler] = {
    "intake": IntakeHandler,
    "lifecycle": LifecycleHandler,
    "clean": CleanHandler,
    "dedup": DedupHandler,
    "enrich": EnrichHandler,
    "link": LinkHandler,
    "ledger": LedgerHandler,
}
HANDLERS: Final = MappingProxyType(_BY_STAGE)
"""What opens the handler of a partition, by the name of its stage."""

__all__ = [
    "HANDLERS",
    "CleanHandler",
    "DedupHandler",
    "EnrichHandler",
    "IntakeHandler",
    "LedgerHandler",
    "LifecycleHandler",
    "LinkHandler",
]
