"""Which changes of a schema leave readers of a release with what they can't read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from streams.ops.json_schemas import message_schemas, read_message_schemas
from streams.ops.schema_compatibility import LOWER_BOUNDS, UPPER_BOUNDS, compare_releases, incompatibilities

RELEASED = Path(__file__).resolve().parents[2] / "fixtures" / "schemas"
TEXT = {"type": "string"}
NUMBER = {"type": "number"}


def thing(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object with properties, none of them required."""
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize("release", sorted(RELEASED.iterdir()), ids=lambda path: path.name)
def test_this_release_reads_what_released_ones_wrote(release: Path) -> None:
    """The messages of each release are kept as they were exported, and none of them has become unreadable."""
    released = read_message_schemas(release)
    assert released
    assert compare_releases(released, message_schemas()) == []


def test_a_schema_that_is_gone_is_a_fault() -> None:
    """One that is new is none."""
    assert compare_releases({"A.1": TEXT}, {"B.1": TEXT}) == ["A.1: the schema is gone"]
    assert compare_releases({"A.1": TEXT}, {"A.1": TEXT, "B.1": TEXT}) == []


def test_faults_name_the_schema_and_the_property() -> None:
    """So that a reader finds the place."""
    found = compare_releases({"A.1": thing(a=thing(b=TEXT))}, {"A.1": thing(a=thing(b=NUMBER))})
    assert found == ["A.1: value.a.b: type string is no longer taken"]


ALLOWED = {
    "nothing": (TEXT, TEXT),
    "a new optional property": (thing(a=TEXT), thing(a=TEXT, b=TEXT)),
    "a property that is no longer required": ({**thing(a=TEXT), "required": ["a"]}, thing(a=TEXT)),
    "other words": ({"title": "A", "description": "one", **TEXT}, {"title": "B", "default": "", **TEXT}),
    "a wider type": ({"type": "integer"}, NUMBER),
    "one more type": (TEXT, {"type": ["string", "null"]}),
    "any type": (TEXT, {}),
    "one more alternative": (TEXT, {"anyOf": [TEXT, {"type": "null"}]}),
    "alternatives in another order": ({"anyOf": [TEXT, NUMBER]}, {"anyOf": [NUMBER, TEXT]}),
    "one more value": ({"enum": ["a"]}, {"enum": ["a", "b"]}),
    "a list of values for one": ({"const": "a"}, {"enum": ["a", "b"]}),
    "any value": ({"enum": ["a"]}, {}),
    "a pattern less": ({**TEXT, "pattern": "a"}, TEXT),
    "items of a wider type": ({"items": {"type": "integer"}}, {"items": NUMBER}),
    "places of a wider type": ({"prefixItems": [{"type": "integer"}]}, {"prefixItems": [NUMBER]}),
    "other properties, which were refused": ({"additionalProperties": False}, {"additionalProperties": TEXT}),
}
REFUSED = {
    "a new required property": (
        thing(a=TEXT),
        {**thing(a=TEXT, b=TEXT), "required": ["b"]},
        "value.b: is now required",
    ),
    "a property that has become required": (
        thing(a=TEXT),
        {**thing(a=TEXT), "required": ["a"]},
        "value.a: is now required",
    ),
    "a property that is gone": (thing(a=TEXT, b=TEXT), thing(a=TEXT), "value.b: is gone"),
    "a narrower type": (NUMBER, {"type": "integer"}, "value: type number is no longer taken"),
    "a type, where any was taken": (
        {},
        {"type": ["array", "boolean", "null", "number", "object"]},
        "value: type string is no longer taken",
    ),
    "an alternative less": ({"anyOf": [TEXT, {"type": "null"}]}, TEXT, "value: type null is no longer taken"),
    "another alternative": (
        {"anyOf": [TEXT, NUMBER]},
        {"anyOf": [TEXT, {"type": "null"}]},
        "value: number is no longer taken",
    ),
    "a value less": ({"enum": ["a", "b"]}, {"enum": ["a"]}, "value: 'b' is no longer taken"),
    "two values less": ({"enum": ["a", "b", "c"]}, {"const": "a"}, "value: 'b', 'c' are no longer taken"),
    "a list of values, where any was taken": (
        TEXT,
        {**TEXT, "enum": ["a"]},
        "value: values outside of a list are no longer taken",
    ),
    "a pattern": (TEXT, {**TEXT, "pattern": "a"}, "value: pattern is another"),
    "another format": ({**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}, "value: format is another"),
    "items of another type": ({"items": TEXT}, {"items": NUMBER}, "value[]: type string is no longer taken"),
    "items of a type, where any was taken": (
        {"type": "array"},
        {"type": "array", "items": {"enum": ["a"]}},
        "value[]: values outside of a list are no longer taken",
    ),
    "another type in a place": (
        {"prefixItems": [TEXT, TEXT]},
        {"prefixItems": [TEXT, NUMBER]},
        "value[1]: type string is no longer taken",
    ),
    "one more place with a type": (
        {"prefixItems": [TEXT]},
        {"prefixItems": [TEXT, {"enum": [1]}]},
        "value[1]: values outside of a list are no longer taken",
    ),
    "other properties refused": ({}, {"additionalProperties": False}, "value.*: is no longer allowed"),
    "other properties of another type": (
        {"additionalProperties": TEXT},
        {"additionalProperties": NUMBER},
        "value.*: type string is no longer taken",
    ),
    "a keyword that is not compared": ({}, {"not": TEXT}, "value: keyword not can't be compared"),
}


@pytest.mark.parametrize(("old", "new"), ALLOWED.values(), ids=ALLOWED)
def test_a_change_that_takes_all_old_values_is_allowed(old: dict[str, Any], new: dict[str, Any]) -> None:
    """It needs nothing of anybody."""
    assert incompatibilities(old, new) == []


@pytest.mark.parametrize(("old", "new", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_change_that_leaves_old_values_out_is_a_fault(old: dict[str, Any], new: dict[str, Any], fault: str) -> None:
    """One line says which, and the way back is named by no more than itself."""
    assert incompatibilities(old, new) == [fault]


@pytest.mark.parametrize("keyword", [*LOWER_BOUNDS, *UPPER_BOUNDS])
def test_bounds_may_widen_and_not_narrow(keyword: str) -> None:
    """One that comes where there was none is narrower, too; one that goes is wider."""
    lower = keyword in LOWER_BOUNDS
    wide, narrow = ({keyword: 1}, {keyword: 2}) if lower else ({keyword: 2}, {keyword: 1})
    fault = [f"value: {keyword} is {'higher' if lower else 'lower'}"]
    assert incompatibilities(narrow, wide) == incompatibilities(wide, wide) == incompatibilities(wide, {}) == []
    assert incompatibilities(wide, narrow) == incompatibilities({}, wide) == fault


def test_definitions_are_compared_where_they_are_used() -> None:
    """By what they hold; the name of a definition means nothing."""
    old = {**thing(a={"$ref": "#/$defs/Text"}), "$defs": {"Text": TEXT}}
    same = {**thing(a={"$ref": "#/$defs/Words"}), "$defs": {"Words": TEXT}}
    other = {**thing(a={"$ref": "#/$defs/Text", "default": 1}), "$defs": {"Text": NUMBER}}
    assert incompatibilities(old, same) == []
    assert incompatibilities(old, other) == ["value.a: type string is no longer taken"]


def test_an_alternative_is_named_by_its_definition() -> None:
    """Where several were left to choose from."""
    old = {"anyOf": [{"$ref": "#/$defs/Old"}, TEXT], "$defs": {"Old": thing(a=TEXT)}}
    assert incompatibilities(old, {"anyOf": [TEXT, NUMBER]}) == ["value: Old is no longer taken"]


def test_a_schema_that_refers_to_itself_is_compared_to_its_end() -> None:
    """A tree has trees in it."""
    old = {"$ref": "#/$defs/Tree", "$defs": {"Tree": thing(leaf=TEXT, next={"$ref": "#/$defs/Tree"})}}
    new = {"$ref": "#/$defs/Tree", "$defs": {"Tree": thing(leaf=NUMBER, next={"$ref": "#/$defs/Tree"})}}
    assert incompatibilities(old, old) == []
    assert incompatibilities(old, new) == ["value.leaf: type string is no longer taken"]


def test_what_stands_beside_a_reference_counts_too() -> None:
    """It narrows what the definition takes."""
    old = {**thing(a={"$ref": "#/$defs/Text"}), "$defs": {"Text": TEXT}}
    new = {**thing(a={"$ref": "#/$defs/Text", "maxLength": 3}), "$defs": {"Text": TEXT}}
    assert incompatibilities(old, new) == ["value.a: maxLength is lower"]
    assert incompatibilities(new, old) == []
