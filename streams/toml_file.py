"""Reads TOML files that people write: what is wrong is said with file, line, reason and the nearest right name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

MAX_BYTES: Final = 10_000_000
_HEADER: Final = re.compile(r"^\s*(\[\[?)([^\[\]]{1,400})\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""^\s*([A-Za-z0-9_."'\- ]{1,400}?)\s*=""")
_TOML_TYPES: Final = {
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), 'a list, such as ["one", "two"]'),
    **dict.fromkeys(("model_type", "dict_type"), "a table, such as { name = 3 }"),
    "string_type": 'text in quotes, such as "night"',
    **dict.fromkeys(("int_type", "int_parsing"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing"), "a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    "missing": "given",
}
"""What a value must be, by the type of pydantic's error: its own words are those of Python."""
_TOML_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")

Path_ = tuple[Any, ...]
"""Where a value stands: names of tables and keys, and numbers in arrays."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file."""

    line: int | None
    message: str


class FileInvalid(ValueError):
    """A file can't be used. Its message has a line for each problem: file, line, reason."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{name}:{each.line or 1}: {each.message}" for each in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The values of a file, and the line of each table and key."""

    values: dict[str, Any]
    lines: Mapping[Path_, int]

    def line_of(self, path: Path_) -> int | None:
        """Return the line of a path, of the first of the tables under it, or of the nearest table around it."""
        if path in self.lines:
            return self.lines[path]
        under = [line for found, line in self.lines.items() if found[: len(path)] == path]
        if under:
            return min(under)
        return next((self.lines[path[:end]] for end in range(len(path) - 1, 0, -1) if path[:end] in self.lines), None)


def read_toml(path: Path, invalid: type[FileInvalid]) -> bytes:
    """Return the bytes of a file, cut past the limit that refuses it. Raises `invalid` where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise invalid(str(path), [Problem(None, f"it can't be read: {error.strerror or error}")]) from error


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with a file: time, size and inode, since an editor may replace it within a tick."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def parse_toml(content: bytes, name: str, invalid: type[FileInvalid]) -> TomlFile:
    """Return the values in the bytes of a file, with their lines. Raises `invalid`."""
    if len(content) > MAX_BYTES:
        raise invalid(name, [Problem(None, f"it is larger than {MAX_BYTES:,} bytes")])
    try:
        text = content.decode()
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise invalid(name, [Problem(content[: error.start].count(b"\n") + 1, "it is not UTF-8")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise invalid(name, [_toml_problem(error)]) from error
    return TomlFile(values, dict(_lines(text)))


def reason(error: Mapping[str, Any]) -> str:
    """Return what is wrong with a value, by pydantic's error on it, in the words of TOML."""
    if error["type"] in _TOML_TYPES:
        return f"it must be {_TOML_TYPES[error['type']]}"
    if error["type"] == "too_long":
        return f"it has {error['ctx']['actual_length']:,} entries, and {error['ctx']['max_length']:,} are allowed"
    return str(error["msg"]).removeprefix("Value error, ")


def shown(path: Path_) -> str:
    """Return a path as people write it, counted from 1: `rules 3, kinds`."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return ", ".join(parts)


def _toml_problem(error: Exception) -> Problem:
    found = _TOML_LINE.search(str(error))
    return Problem(int(found[1]) if found else None, f"it is no TOML: {error}")


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
