"""A filter as an alert rule: a rules file of `wirefeed deliver`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from streams.desk.filters import point_of
from streams.incidents.selection import NEAR_KM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.desk.filters import Filter

HEAD: Final = """\
[receivers.desk]
url_env = "DESK_URL"  # the variable with the address of your webhook
secret_env = "DESK_SECRET"

[[rules]]
name = "saved from the desk"
receivers = ["desk"]
"""
UNSAVED: Final = ("q", "place", "since", "until", "disputed")
"""Filters that a rule has no condition for: a rule is about what is to come, wherever its title says it."""


def rule_of(wanted: Filter) -> str:
    """Return the rules file. Filters that a rule can't have are named in comments."""
    conditions = "".join(f"{line}\n" for line in _conditions(wanted))
    unsaved = "".join(f"# not in the rule, which has no such condition: {name}\n" for name in _unsaved(wanted))
    return f"{HEAD}{conditions}{unsaved}"


def _conditions(wanted: Filter) -> Iterator[str]:
    if wanted.kind is not None:
        yield f'kinds = ["{wanted.kind.value}"]'
    if wanted.min is not None:
        yield f"at_least = {wanted.min}"
    if wanted.country is not None:
        yield f"countries = [{toml_text(wanted.country.upper())}]"
    if wanted.near is not None:
        lat, lon = point_of(wanted.near)
        yield f"near = {{ lat = {lat}, lon = {lon}, km = {wanted.km or NEAR_KM} }}"
    for name, value in (("groups", wanted.group), ("providers", wanted.provider), ("languages", wanted.language)):
        if value is not None:
            yield f"{name} = [{toml_text(value)}]"


def _unsaved(wanted: Filter) -> Iterator[str]:
    yield from (name for name in UNSAVED if getattr(wanted, name) is not None)


def toml_text(text: str) -> str:
    """Return text as a basic string of TOML: that of JSON, which leaves DEL as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
