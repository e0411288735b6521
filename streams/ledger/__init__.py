"""Claims of many articles to the toll of an incident."""

from streams.ledger.attribution import speaker_of
from streams.ledger.book import Book, apply
from streams.ledger.claims import claim_id
from streams.ledger.publication import published
from streams.ledger.storage import IncidentStore
from streams.ledger.toll import tolls

__all__ = ["Book", "IncidentStore", "apply", "claim_id", "published", "speaker_of", "tolls"]
