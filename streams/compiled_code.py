"""Compiled modules: used in place of their sources, if they were built from exactly the sources that are there.

A build (`hatch_build.py`) puts C extensions of the modules that cost most into `streams/compiled`, beside a manifest
with a digest of each source that they were made of. A source that has changed since makes all of them stale, and Python
then reads the sources as if nothing had been built: what runs is always what the sources say.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parent / "compiled"
"""What a build makes."""
MANIFEST: Final = "manifest.json"
"""Its name in that folder: the suffix of the extensions, file by module, digest by source."""
SWITCH: Final = "WIREFEED_COMPILED"
"""Variable that keeps the sources in use if it is "0"."""


class Compiled(NamedTuple):
    """The compiled modules that can be used, by name, and in words why there are none."""

    files: Mapping[str, Path]
    reason: str


def digest(source: Path) -> str:
    """Return the digest of a source, as a manifest holds it."""
    return sha256(source.read_bytes()).hexdigest()


def usable(folder: Path, root: Path) -> Compiled:
    """Return the compiled modules of a folder: none if one of their sources under `root` has changed since."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        suffix, modules, sources = str(manifest["suffix"]), dict(manifest["modules"]), dict(manifest["sources"])
    except FileNotFoundError:
        reason = "nothing was compiled. Install a C compiler and the headers of Python, then run `make compiled`."
        return Compiled({}, reason)
    except (OSError, ValueError, LookupError, TypeError) as error:
        return Compiled({}, f"{folder / MANIFEST} can't be read ({error}). Run `make compiled`.")
    if suffix not in EXTENSION_SUFFIXES:
        return Compiled({}, f"the modules were compiled for another Python ({suffix}). Run `make compiled`.")
    changed = next((name for name, made_of in sources.items() if _digest_or_none(root / name) != made_of), None)
    if changed is not None:
        return Compiled({}, f"{changed} has changed since the modules were compiled. Run `make compiled`.")
    return Compiled({name: folder / file for name, file in modules.items()}, "")


def _digest_or_none(source: Path) -> str | None:
    try:
        return digest(source)
    except OSError:
        return None


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    """Return the compiled modules that this process uses."""
    if os.environ.get(SWITCH) == "0":
        return Compiled({}, f"{SWITCH} is 0.")
    return usable(FOLDER, FOLDER.parent.parent)


def described() -> str:
    """Return a line for people: how many compiled modules are in use, or why none is and the way out."""
    files, reason = compiled()
    return f"{len(files)} compiled modules are in use." if files else f"Modules run as plain Python: {reason}"


def spec_of(module: str) -> ModuleSpec | None:
    """Return how to load the compiled form of a module, None where it has none that this process uses."""
    file = compiled().files.get(module)
    return None if file is None else spec_from_file_location(module, file)
