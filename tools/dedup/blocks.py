"""Lines of pages that were written as whole blocks, by several hands."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

BLOCKS: Final = Path(__file__).parent / "data" / "blocks.txt"
KEPT_HAND: Final = "kept-"
"""What the names of the hands begin with that nothing is learned from."""


class Block(NamedTuple):
    """Lines that stand together on a page: at its top, in the middle of the article, at its end."""

    top: list[str]
    mid: list[str]
    end: list[str]
    hand: str


def blocks() -> list[Block]:
    """Return the blocks of lines of all hands."""
    found: list[Block] = []
    hand = ""
    for paragraph in BLOCKS.read_text(encoding="utf-8").split("\n\n"):
        block = Block([], [], [], hand)
        for line in paragraph.splitlines():
            if line.startswith("@ "):
                hand = line[2:]
                block = Block([], [], [], hand)
            elif not line.startswith("# "):
                place, _, text = line.partition(": ")
                getattr(block, place).append(text)
        if block.top or block.mid or block.end:
            found.append(block)
    return found
