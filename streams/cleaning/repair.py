"""Characters put right: mojibake, entities, ligatures, and marks that no reader sees."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import ftfy

from streams.cleaning.limits import LONGEST_REPAIRED

_SUSPECT: Final = re.compile(
    "&[#a-zA-Z]|[^ -~‘’“”–—…•éèáóúñüöäßçÉ©®°½¼¾\u05d0-\u05ea\u0620-\u065f\u066e-\u06d3\u0900-\u097f\u0e00-\u0e7f"
    "\u3001-\u3011\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
)
"""An entity, or a character that mojibake is made of, or that is none to be seen. Scripts that are no code page of the
West taken for another are not suspect."""
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
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
    if len(line) > LONGEST_REPAIRED:
        line = unicodedata.normalize("NFC", _INVISIBLE.sub("", line))
    elif _SUSPECT.search(line):
        line = _INVISIBLE.sub("", ftfy.fix_text(line, _CONFIG))
    elif not unicodedata.is_normalized("NFC", line):
        line = unicodedata.normalize("NFC", line)
    return " ".join(line.split())
