"""The OpenAPI document."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from streams.desk.filters import Filter
from streams.desk.openapi import openapi

DOCUMENT = openapi("1.0")


def references(value: Any) -> set[str]:
    """Return all references in a document."""
    if isinstance(value, dict):
        found = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return found.union(*(references(each) for each in value.values()))
    return set().union(*(references(each) for each in value)) if isinstance(value, list) else set()


def test_every_reference_leads_somewhere() -> None:
    """What the document refers to is in it, and each schema is one."""
    schemas = DOCUMENT["components"]["schemas"]
    assert {each.removeprefix("#/components/schemas/") for each in references(DOCUMENT)} <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_lists_take_every_filter() -> None:
    """The list of incidents documents each filter with its limits."""
    parameters = DOCUMENT["paths"]["/api/incidents"]["get"]["parameters"]
    by_name = {each["name"]: each["schema"] for each in parameters}
    assert set(by_name) == set(Filter.model_fields)
    assert by_name["min"]["minimum"] == 1
    assert "killed" in str(DOCUMENT["components"]["schemas"]["Kind"])


def test_what_needs_the_token_says_so() -> None:
    """Putting a dead letter back needs the token; everything else may do without on this machine."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            assert (operation["security"] == [{"token": []}]) is path.endswith("/replay")
            assert {"421", "429"} <= set(operation["responses"])
            assert (method == "post") is path.endswith("/replay")


def test_operations_have_names_of_their_own() -> None:
    """A client can be generated: no two operations share a name."""
    names = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)
