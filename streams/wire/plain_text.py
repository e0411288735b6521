"""Plain text as it is scraped or sent: the body is the text, nothing else is stated."""

from __future__ import annotations

from typing import Final

from streams.errors import MalformedItem, UnsupportedFormat
from streams.wire.decode import clean_block, decoded
from streams.wire.draft import Draft

CONTROLS_SHARE: Final = 0.05
"""Text from old systems has a control character here and there; with a larger share the bytes are something else."""
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\x0b\x0c\x1b")
_DOCUMENTS: Final = {b"%PDF-": "PDF", b"{\\rtf": "RTF", b"PK\x03\x04": "a zip archive or an Office document"}


def parse_plain_text(value: bytes, charset: str | None) -> list[Draft]:
    """Return the one item of a text record.

    Raises `UnsupportedFormat` for documents that only begin like text, and `MalformedItem` for other bytes.
    """
    for mark, name in _DOCUMENTS.items():
        if value.startswith(mark):
            raise UnsupportedFormat(f"no parser takes {name}; send its text")
    source = decoded(value, charset)
    text = source.text
    controls = len(text) - len(text.translate(dict.fromkeys(_CONTROLS)))
    if controls > len(text) * CONTROLS_SHARE:
        raise MalformedItem(f"{controls} of {len(text)} characters are control characters; this is no text")
    return [Draft(format="text", body=clean_block(text), remarks=source.remarks)]
