"""Language tags as items state them."""

from __future__ import annotations

import re
from typing import Final

from streams.wire.data_files import read_json

_SHORT: Final = {long: short for short, codes in read_json("languages.json")["three_letters"].items() for long in codes}
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$")


def language_tag(stated: str | None) -> str | None:
    """Return a BCP 47 tag (`en`, `nb-NO`), or None where the text does not have the form of one.

    A code of three letters (`eng`, `ger-AT`) becomes that of two: the language would be another one downstream.
    """
    tag = (stated or "")[:40].strip().replace("_", "-").replace(".", "-")
    if not _TAG.match(tag):
        return None
    code, hyphen, rest = tag.partition("-")
    return f"{_SHORT.get(code.lower(), code)}{hyphen}{rest}"
