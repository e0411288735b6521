"""Reads a rules file: TOML, checked, with the line of each error and the nearest right name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError

from streams.alerts.rule import Change, Limit, Near, Quiet, Receiver, Rule, RuleSet, problems_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

MAX_BYTES: Final = 10_000_000
_HEADER: Final = re.compile(r"^\s*(\[\[?)([^\[\]]{1,400})\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""^\s*([A-Za-z0-9_."'\- ]{1,400}?)\s*=""")
_TOML_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_TABLES: Final[dict[str, type[BaseModel]]] = {"near": Near, "quiet": Quiet, "limit": Limit}

Path_ = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a rules file."""

    line: int | None
    message: str


class RulesInvalid(ValueError):
    """A rules file can't be used. Its message has a line for each problem: file, line, reason."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{name}:{each.line or 1}: {each.message}" for each in problems))
        self.problems = tuple(problems)


def load_rules(path: Path) -> RuleSet:
    """Return the rules of a file. Raises `RulesInvalid`, also where it can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RulesInvalid(str(path), [Problem(None, f"it can't be read: {error.strerror or error}")]) from error
    return parse_rules(content, str(path))


def parse_rules(content: bytes, name: str = "rules") -> RuleSet:
    """Return the rules in the bytes of a file. Raises `RulesInvalid`."""
    if len(content) > MAX_BYTES:
        raise RulesInvalid(name, [Problem(None, f"it is larger than {MAX_BYTES:,} bytes")])
    try:
        text = content.decode()
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RulesInvalid(name, [Problem(content[: error.start].count(b"\n") + 1, "it is not UTF-8")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesInvalid(name, [_toml_problem(error)]) from error
    lines = dict(_lines(text))
    try:
        rules = RuleSet.model_validate(values)
    except ValidationError as error:
        raise RulesInvalid(name, [_problem(dict(each), lines) for each in error.errors(include_url=False)]) from error
    if wrong := [_crossed(*each, lines) for each in problems_between(rules)]:
        raise RulesInvalid(name, wrong)
    return rules


def _toml_problem(error: Exception) -> Problem:
    found = _TOML_LINE.search(str(error))
    return Problem(int(found[1]) if found else None, f"it is no TOML: {error}")


def _problem(error: Mapping[str, Any], lines: Mapping[Path_, int]) -> Problem:
    path = tuple(error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return Problem(_line(path, lines), f"{_shown(path)}: there is no such name{_hint(str(path[-1]), _names(path))}")
    if error["type"] == "enum":
        message += _hint(str(error.get("input")), _choices(path))
    return Problem(_line(path, lines), f"{_shown(path)}: {message}")


def _crossed(path: Path_, name: str, what: str, known: Iterable[str], lines: Mapping[Path_, int]) -> Problem:
    return Problem(_line(path, lines), f"{_shown(path)}: {name!r} {what}{_hint(name, known)}")


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


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _shown(path: Path_) -> str:
    """Return a path as people write it, counted from 1: `rules 3, kinds`."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return ", ".join(parts)


def _line(path: Path_, lines: Mapping[Path_, int]) -> int | None:
    """Return the line of a path, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _lines(text: str) -> Iterator[tuple[Path_, int]]:
    """Yield the path and line of each table and key; good enough for messages, since TOML's reader gives no lines."""
    table: Path_ = ()
    counts: dict[Path_, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header is not None:
            table = _parts(header[2])
            table = _indexed(table, counts, opens=header[1] == "[[")
            yield table, number
        elif (key := _KEY.match(line)) is not None:
            yield (*table, *_parts(key[1])), number


def _indexed(table: Path_, counts: dict[Path_, int], *, opens: bool) -> Path_:
    """Return the path of a table with the number of the array element that it is, or is in."""
    if opens:
        counts[table] = counts.get(table, -1) + 1
        return (*table, counts[table])
    for length in range(len(table) - 1, 0, -1):
        if table[:length] in counts:
            return (*table[:length], counts[table[:length]], *table[length:])
    return table


def _parts(name: str) -> Path_:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
