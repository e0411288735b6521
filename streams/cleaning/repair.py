"""Characters put right: mojibake, entities, ligatures, and marks that no reader sees."""

from __future__ import annotations

import re
from typing import Final

import ftfy

_SUSPECT: Final = re.compile(r"&[#a-zA-Z]|[\x00-\x08\x0b-\x1f\x7f-\uffff]|[\U00010000-\U0010ffff]")
_HARMLESS: Final = re.compile(r"[‘’“”–—…•éèáóíúñüöäßçÉ©®°½¼¾]")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES: Final = re.compile(r"\s+")
_CONFIG: Final = ftfy.TextFixerConfig(
    unescape_html=True,
    uncurl_quotes=False,
    fix_character_width=False,
    remove_control_chars=False,
    fix_line_breaks=False,
    explain=False,
    normalization="NFC",
)


def repaired(line: str) -> str:
    """Return a line with its characters put right and its runs of space as single spaces; quotes stay as they are.

    Mojibake is undone by ftfy's rules, entities are decoded, ligatures taken apart; marks without a glyph
    (direction, zero width, soft hyphens, control) are left out.
    """
    if line.isascii() and "&" not in line and line.isprintable():
        spaced = "  " in line or line[:1] == " " or line[-1:] == " "
        return " ".join(line.split()) if spaced else line
    rest = _HARMLESS.sub("", line)
    if _SUSPECT.search(rest):
        line = ftfy.fix_text(line, _CONFIG)
    line = _INVISIBLE.sub("", line)
    return " ".join(line.split())
