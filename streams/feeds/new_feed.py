"""A feed that is added to a file by its address: the name that it gets, and the text that is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

NAME_CHARS: Final = 60
"""Leaves room for a number, where the host has several feeds."""
_OTHER: Final = re.compile(r"[^A-Za-z0-9]{1,200}")


def host_of_url(url: str) -> str:
    """Return the host of an address, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def new_name(url: str, taken: Container[str]) -> str:
    """Return a name for the feed at an address that no other feed has: its host, with a number if need be."""
    base = _OTHER.sub("-", host_of_url(url)).strip("-")[:NAME_CHARS] or "feed"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def table_of(name: str, fields: Mapping[str, str | bool | None]) -> str:
    """Return a feed as it is written into a feeds file; what is None is left out."""
    # A string of JSON is one of TOML too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value is not None]
    return "\n".join((f"[feeds.{name}]", *lines, ""))
