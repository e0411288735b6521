"""The stages in the order of the flow. Each file: what it reads, the core it calls, where results go."""

from streams.agents.clean import CLEAN_STAGE
from streams.agents.dedup import DEDUP_STAGE
from streams.agents.enrich import ENRICH_STAGE
from streams.agents.intake import INTAKE_STAGE
from streams.agents.ledger import LEDGER_STAGE
from streams.agents.lifecycle import LIFECYCLE_STAGE
from streams.agents.link import LINK_STAGE

STAGES = (
    INTAKE_STAGE,
    LIFECYCLE_STAGE,
    CLEAN_STAGE,
    DEDUP_STAGE,
    ENRICH_STAGE,
    LINK_STAGE,
    LEDGER_STAGE,
)

__all__ = ["STAGES"]
