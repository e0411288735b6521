"""Reads a rules file: TOML, checked, with the line of each error and the nearest right name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError

from streams.alerts.rule import Change, Limit, Near, Quiet, Receiver, Rule, RuleSet, problems_between
from streams.nearest import did_you_mean
from streams.toml_file import (
    MAX_BYTES,
    FileInvalid,
    Path_,
    Problem,
    TomlFile,
    parse_toml,
    read_toml,
    reason,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["MAX_BYTES", "Problem", "RulesInvalid", "load_rules", "parse_rules"]

_TABLES: Final[dict[str, type[BaseModel]]] = {"near": Near, "quiet": Quiet, "limit": Limit}


class RulesInvalid(FileInvalid):
    """A rules file can't be used. Its message has a line for each problem: file, line, reason."""


def load_rules(path: Path) -> RuleSet:
    """Return the rules of a file. Raises `RulesInvalid`, also where it can't be read."""
    return parse_rules(read_toml(path, RulesInvalid), str(path))


def parse_rules(content: bytes, name: str = "rules") -> RuleSet:
    """Return the rules in the bytes of a file. Raises `RulesInvalid`."""
    file = parse_toml(content, name, RulesInvalid)
    try:
        rules = RuleSet.model_validate(file.values)
    except ValidationError as error:
        raise RulesInvalid(name, [_problem(dict(each), file) for each in error.errors(include_url=False)]) from error
    if wrong := [_crossed(*each, file) for each in problems_between(rules)]:
        raise RulesInvalid(name, wrong)
    return rules


def _problem(error: Mapping[str, Any], file: TomlFile) -> Problem:
    path = tuple(error["loc"])
    message = reason(error)
    if error["type"] == "extra_forbidden":
        return Problem(
            file.line_of(path), f"{shown(path)}: there is no such name{did_you_mean(str(path[-1]), _names(path))}"
        )
    if error["type"] == "enum":
        message += did_you_mean(str(error.get("input")), _choices(path))
    return Problem(file.line_of(path), f"{shown(path)}: {message}")


def _crossed(path: Path_, name: str, what: str, known: Iterable[str], file: TomlFile) -> Problem:
    return Problem(file.line_of(path), f"{shown(path)}: {name!r} {what}{did_you_mean(name, known)}")


def _names(path: Path_) -> Iterable[str]:
    """Return the names that the table at a path may have."""
    if len(path) == 1:
        return RuleSet.model_fields
    if path[0] == "receivers":
        return Receiver.model_fields
    table = _TABLES.get(str(path[2])) if len(path) > 3 else None  # noqa: PLR2004 - rules, number, table, name
    return (table or Rule).model_fields


def _choices(path: Path_) -> Iterable[str]:
    """Return the values that a set of names may have."""
    if len(path) < 3 or path[0] != "rules" or path[2] not in Rule.model_fields:  # noqa: PLR2004 - rules, number, field
        return ()
    chosen = get_args(Rule.model_fields[str(path[2])].annotation)
    return [str(value) for each in chosen for value in (each if isinstance(each, type(Change)) else ())]
