"""Reads a feeds file: TOML, checked, with the line of each error and the nearest right name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from streams.feeds.feed import FEED_KINDS, FeedSet
from streams.nearest import did_you_mean
from streams.toml_file import FileInvalid, Path_, Problem, TomlFile, parse_toml, read_toml, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class FeedsInvalid(FileInvalid):
    """A feeds file can't be used. Its message has a line for each problem: file, line, reason."""


def load_feeds(path: Path) -> FeedSet:
    """Return the feeds of a file. Raises `FeedsInvalid`, also where it can't be read."""
    return parse_feeds(read_toml(path, FeedsInvalid), str(path))


def parse_feeds(content: bytes, name: str = "feeds") -> FeedSet:
    """Return the feeds in the bytes of a file. Raises `FeedsInvalid`."""
    file = parse_toml(content, name, FeedsInvalid)
    try:
        return FeedSet.model_validate(file.values)
    except ValidationError as error:
        raise FeedsInvalid(name, [_problem(dict(each), file) for each in error.errors(include_url=False)]) from error


def _problem(error: Mapping[str, Any], file: TomlFile) -> Problem:
    path = _as_written(tuple(error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    match error["type"]:
        case "extra_forbidden":
            message = f"there is no such name{did_you_mean(str(path[-1]), _names(path, file))}"
        case "union_tag_invalid":
            path, kind = (*path, "kind"), str(error["ctx"]["tag"])
            message = f"{kind!r} is no kind of feed ({', '.join(FEED_KINDS)}){did_you_mean(kind, FEED_KINDS)}"
        case "union_tag_not_found":
            message = f"kind is missing: one of {', '.join(FEED_KINDS)}"
    return Problem(file.line_of(path), f"{shown(path)}: {message}")


def _as_written(path: Path_) -> Path_:
    """Return a path of pydantic as it stands in the file: without the kind, which chooses the model of a feed."""
    return (*path[:2], *path[3:]) if len(path) > 2 and path[2] in FEED_KINDS else path  # noqa: PLR2004 - feeds, name


def _names(path: Path_, file: TomlFile) -> Iterable[str]:
    """Return the names that the table at a path may have."""
    if len(path) == 1:
        return FeedSet.model_fields
    return FEED_KINDS[file.values["feeds"][path[1]]["kind"]].model_fields
