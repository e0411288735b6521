"""The schemas that stand in the tree: `make schemas` writes them, and tests compare them with the models."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from streams.ops.asyncapi import asyncapi_document
from streams.ops.json_schemas import indented, schema_files
from streams.settings import Settings

FOLDER: Final = Path(__file__).resolve().parents[1] / "schemas" / "json"
ASYNCAPI: Final = "asyncapi.json"


def committed_files() -> dict[str, bytes]:
    """Return the files under `schemas/json` as they should be, by their path in it."""
    settings = Settings()
    return {ASYNCAPI: indented(asyncapi_document(settings)), **schema_files(settings)}


def main() -> None:
    """Write the files, and remove those of messages and topics that are gone."""
    files = committed_files()
    for path in FOLDER.rglob("*.json"):
        if str(path.relative_to(FOLDER)) not in files:
            path.unlink()
    for name, text in files.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(text)


if __name__ == "__main__":
    main()
