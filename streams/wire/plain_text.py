"""Plain text as it is scraped or sent: the body is the text, nothing else is stated."""

from __future__ import annotations

from streams.wire.decode import clean_block, to_text
from streams.wire.draft import Draft


def parse_plain_text(value: bytes, charset: str | None) -> list[Draft]:
    """Return the one item of a text record."""
    return [Draft(format="text", body=clean_block(to_text(value, charset)))]
