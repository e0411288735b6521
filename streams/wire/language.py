"""Language tags as items state them."""

from __future__ import annotations

import re

_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$")


def language_tag(stated: str | None) -> str | None:
    """Return a BCP 47 tag (`en`, `nb-NO`), or None where the text does not have the form of one."""
    tag = (stated or "")[:40].strip().replace("_", "-").replace(".", "-")
    return tag if _TAG.match(tag) else None
