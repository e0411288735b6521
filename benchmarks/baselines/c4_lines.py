"""The line rules of C4: what a filter for whole-web text keeps of a flattened page.

After section 2.2 of Raffel et al. (2020), "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
Transformer": a line is kept that ends in a terminal mark, has at least five words and does not speak of JavaScript.
"""

from __future__ import annotations

ENDS = (".", "!", "?", '"', "”")
LEAST_WORDS = 5


def clean(text: str) -> str:
    """Return the lines of a text that the rules keep."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(
        line
        for line in lines
        if line.endswith(ENDS) and len(line.split()) >= LEAST_WORDS and "javascript" not in line.lower()
    )
