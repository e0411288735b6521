"""Claims of many articles to the toll of an incident."""

from streams.ledger.book import apply
from streams.ledger.toll import tolls

__all__ = ["apply", "tolls"]
