"""The schemas in the tree are those of the code."""

from __future__ import annotations

import orjson

from tools.schemas import FOLDER, committed_files


def test_schemas_in_the_tree_are_up_to_date() -> None:
    """Where this fails, a model or topic changed: `make schemas` writes the files."""
    committed = {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert committed == committed_files()


def test_every_schema_has_an_id_of_its_own() -> None:
    """By which a program knows it, wherever it keeps it."""
    schemas = [orjson.loads(text) for name, text in committed_files().items() if name.endswith(".schema.json")]
    ids = [schema["$id"] for schema in schemas]
    assert len(set(ids)) == len(ids)
    assert {"urn:wirefeed:schema:EnrichedArticle:1", "urn:wirefeed:topic:wire.current.v1"} <= set(ids)
