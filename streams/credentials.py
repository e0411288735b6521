"""Addresses and secrets from variables or files, never from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_SUFFIX: Final = "_FILE"
MAX_BYTES: Final = 65_536


class MissingCredential(Exception):
    """A variable that a receiver or a feed names is not set, or its file can't be read. The message has no value."""


def credential(name: str, environment: Mapping[str, str]) -> str:
    """Return the value of a variable, or the content of the file that the variable NAME_FILE names.

    Raises `MissingCredential`.
    """
    value = environment.get(name)
    if value:
        return value
    file = environment.get(name + FILE_SUFFIX)
    if not file:
        raise MissingCredential(f"neither {name} nor {name}{FILE_SUFFIX} is set")
    try:
        with Path(file).open(encoding="utf-8") as opened:
            return opened.read(MAX_BYTES).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingCredential(f"the file that {name}{FILE_SUFFIX} names can't be read") from error
