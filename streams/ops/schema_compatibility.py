"""Whether programs of this release read what an earlier one wrote, by comparing the JSON Schemas of a message.

This is BACKWARD compatibility as a schema registry checks it: every value that the old schema takes, the new one takes
too. It is stricter in one point: a property that is gone is a fault, since consumers of the old release read it. It is
laxer in one: a new optional property is none, though the old schema allowed any value under an unknown name; our
writers send no such names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]

ANNOTATIONS: Final = frozenset(
    {"$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated"}
)
"""Keywords that allow or forbid nothing."""
COMPARED: Final = frozenset({"type", "enum", "const", "required", "properties", "items", "prefixItems", "anyOf"})
LOWER_BOUNDS: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
EXACT: Final = ("pattern", "format", "contentEncoding", "contentMediaType", "multipleOf", "uniqueItems")
"""Keywords that may go, and may not come or change: nothing tells whether another pattern takes more."""
KNOWN: Final = ANNOTATIONS | COMPARED | {*LOWER_BOUNDS, *UPPER_BOUNDS, *EXACT, "additionalProperties", "$ref"}
ANY: Final[Schema] = {}


def compare_releases(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[str]:
    """Return what is incompatible in the schemas of a release, by name; a schema that is gone is a fault."""
    faults = [f"{name}: the schema is gone" for name in old if name not in new]
    return faults + [
        f"{name}: {fault}"
        for name, schema in old.items()
        if name in new
        for fault in incompatibilities(schema, new[name])
    ]


def incompatibilities(old: Schema, new: Schema) -> list[str]:
    """Return what the old schema takes and the new one does not, a line each with the path of the property."""
    return list(_Comparison(old, new).faults(old, new, "value"))


class _Comparison:
    """Compares two documents, each with definitions of its own that it refers to."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old.get("$defs", {})
        self._new = new.get("$defs", {})
        self._open: set[tuple[str, str]] = set()
        """Pairs of references that are being compared, since a schema may refer to itself."""

    def faults(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        """Yield the faults at a path and below it."""
        pair = old.get("$ref", ""), new.get("$ref", "")
        if pair in self._open:
            return
        nested = pair != ("", "")
        if nested:
            self._open.add(pair)
        yield from self._resolved_faults(_resolved(old, self._old), _resolved(new, self._new), path)
        if nested:
            self._open.discard(pair)

    def _resolved_faults(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        if "anyOf" in old or "anyOf" in new:
            yield from self._choice_faults(old, new, path)
            return
        yield from _value_faults(old, new, path)
        yield from self._object_faults(old, new, path)
        yield from self._array_faults(old, new, path)

    def _choice_faults(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        """Yield a fault for each old alternative that no new one takes as a whole."""
        choices = new.get("anyOf", [new])
        for choice in old.get("anyOf", [old]):
            tried = [list(self.faults(choice, each, path)) for each in choices]
            if all(tried):
                fewest = min(tried, key=len)
                yield from fewest if len(choices) == 1 else [f"{path}: {_named(choice)} is no longer taken"]

    def _object_faults(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        known = set(old.get("required", ()))
        yield from (f"{path}.{name}: is now required" for name in new.get("required", ()) if name not in known)
        now = new.get("properties", {})
        for name, schema in old.get("properties", {}).items():
            if name in now:
                yield from self.faults(schema, now[name], f"{path}.{name}")
            else:
                yield f"{path}.{name}: is gone"
        yield from self._part_faults(old, new, "additionalProperties", f"{path}.*")

    def _array_faults(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        yield from self._part_faults(old, new, "items", f"{path}[]")
        before, now = old.get("prefixItems", []), new.get("prefixItems", [])
        for place, schema in enumerate(now):
            yield from self.faults(before[place] if place < len(before) else ANY, schema, f"{path}[{place}]")

    def _part_faults(self, old: Schema, new: Schema, keyword: str, path: str) -> Iterator[str]:
        before, now = old.get(keyword, True), new.get(keyword, True)
        if now is True or before is False:
            return
        if now is False:
            yield f"{path}: is no longer allowed"
            return
        yield from self.faults(ANY if before is True else before, now, path)


def _value_faults(old: Schema, new: Schema, path: str) -> Iterator[str]:
    lost = _types(old) - _types(new) if "type" in new else frozenset()
    if lost:
        yield f"{path}: type {', '.join(sorted(lost))} is no longer taken"
    gone = _lost_values(old, new)
    if gone:
        yield f"{path}: {gone} no longer taken"
    for keyword in LOWER_BOUNDS:
        if keyword in new and old.get(keyword, float("-inf")) < new[keyword]:
            yield f"{path}: {keyword} is higher"
    for keyword in UPPER_BOUNDS:
        if keyword in new and old.get(keyword, float("inf")) > new[keyword]:
            yield f"{path}: {keyword} is lower"
    for keyword in EXACT:
        if keyword in new and old.get(keyword) != new[keyword]:
            yield f"{path}: {keyword} is another"
    yield from (f"{path}: keyword {keyword} can't be compared" for keyword in sorted(new.keys() - KNOWN))


def _lost_values(old: Schema, new: Schema) -> str:
    now = _values(new)
    if now is None:
        return ""
    before = _values(old)
    if before is None:
        return "values outside of a list are"
    lost = [value for value in before if value not in now]
    return f"{', '.join(map(repr, lost))} {'is' if len(lost) == 1 else 'are'}" if lost else ""


def _values(schema: Schema) -> list[Any] | None:
    """Return the values that a schema lists, None where it lists none."""
    return [schema["const"]] if "const" in schema else schema.get("enum")


ALL_TYPES: Final = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def _types(schema: Schema) -> frozenset[str]:
    """Return the types that a schema takes; whoever takes numbers takes integers."""
    stated = schema.get("type", ALL_TYPES)
    types = frozenset({stated}) if isinstance(stated, str) else frozenset(stated)
    return types | {"integer"} if "number" in types else types


def _resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return what a schema refers to, with its own keywords beside it."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    rest = {name: value for name, value in schema.items() if name != "$ref"}
    return {**definitions[reference.rpartition("/")[2]], **rest}


def _named(schema: Schema) -> str:
    """Return what stands for an alternative in a message."""
    return str(schema.get("$ref", "")).rpartition("/")[2] or str(schema.get("type", "a value"))
