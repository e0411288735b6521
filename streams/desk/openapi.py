"""The OpenAPI document of the desk's API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from streams.desk.filters import MAX_PAGE, MAX_TEXT, Filter
from streams.desk.values import (
    AlertList,
    ArticlePage,
    DeadList,
    DeadPage,
    HealthPage,
    IncidentEvent,
    IncidentList,
    IncidentPage,
    Problem,
    RemovedEvent,
    Replayed,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE: Final = "#/components/schemas/{model}"
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
ANSWERED: Final = {400: "wrong parameter", 401: "no token", 403: "refused", 404: "not there", 503: "not now"}
"""What an answer with a problem means. Any may be 421 (another host's name) or 429 (too many requests) too."""
ALWAYS: Final = {421: "the request names another host", 429: "too many requests"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A path of the API and what it answers."""

    path: str
    summary: str
    answer: type[Value] | None = None
    media: str = JSON
    filtered: bool = False
    """Takes the filter of incidents as its query string."""
    parameters: tuple[dict[str, Any], ...] = ()
    problems: tuple[int, ...] = (401,)
    method: str = "get"
    token: bool = False


def _in_path(name: str, meaning: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _asked(name: str, what: str) -> dict[str, Any]:
    meaning = f"Given, with any value: {what}."
    return {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}


SEARCH: Final[tuple[dict[str, Any], ...]] = (
    {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": MAX_TEXT}},
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}},
)
INCIDENT: Final = _in_path("id", "Id of an incident, percent-encoded as one part of the path.")
ITEM: Final = _in_path("item", "Item key, percent-encoded as one part of the path.")
LETTER: Final = _in_path("id", "Id of a dead letter, percent-encoded as one part of the path.")
RECEIVED: Final = _asked("received", "also the text as it was received, with what was cut away")
VERSIONS: Final = _asked("versions", "also the versions of the last three days, with their differences")
OPERATIONS: Final = (
    Operation(
        path="/api/incidents",
        summary="A page of the incidents that a filter selects.",
        answer=IncidentList,
        filtered=True,
        problems=(400, 401),
    ),
    Operation(
        path="/api/incidents.geojson",
        summary="The incidents that a filter selects as GeoJSON, 5,000 at most.",
        media="application/geo+json",
        filtered=True,
        problems=(400, 401),
    ),
    Operation(
        path="/api/incidents/{id}",
        summary="An incident: toll over time, claims by speaker, stories, what no longer counts.",
        answer=IncidentPage,
        parameters=(INCIDENT,),
        problems=(401, 404),
    ),
    Operation(
        path="/api/articles/{item}",
        summary="The live version of an article with its figures marked.",
        answer=ArticlePage,
        parameters=(ITEM, RECEIVED, VERSIONS),
        problems=(401, 404, 503),
    ),
    Operation(path="/api/alerts", summary="The latest alerts, the newest first.", answer=AlertList),
    Operation(path="/api/health", summary="The state of the flow and of the desk.", answer=HealthPage),
    Operation(
        path="/api/dead",
        summary="A page of the dead letters in which a text stands.",
        answer=DeadList,
        parameters=SEARCH,
        problems=(400, 401),
    ),
    Operation(
        path="/api/dead/{id}",
        summary="A dead letter with its record.",
        answer=DeadPage,
        parameters=(LETTER,),
        problems=(401, 404, 503),
    ),
    Operation(
        path="/api/dead/{id}/replay",
        summary="Put the record of a dead letter back where it was read, once. Needs the token.",
        answer=Replayed,
        parameters=(LETTER,),
        problems=(401, 403, 404, 503),
        method="post",
        token=True,
    ),
    Operation(
        path="/api/events",
        summary="Server-sent events: `incident` (IncidentEvent), `removed` (RemovedEvent), `alert` (AlertRow), "
        "`health` (Broker), and `reload` where a page has missed too much.",
        media="text/event-stream",
        problems=(401, 503),
    ),
)


def openapi(version: str) -> dict[str, Any]:
    """Return the document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wirefeed desk",
            "version": version,
            "description": "What the pages of the desk show, for programs. Text of wires is plain text, never markup.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    parameters = [*operation.parameters, *(_filter_parameters() if operation.filtered else ())]
    return {
        "operationId": f"{operation.method}_{operation.path.strip('/').translate(_IN_NAMES)}",
        "summary": operation.summary,
        **({"parameters": parameters} if parameters else {}),
        "responses": {"200": _answer(operation), **_problems(operation)},
        "security": [{"token": []}] if operation.token else [{}, {"token": []}],
    }


_IN_NAMES: Final = str.maketrans({"/": "_", ".": "_", "{": None, "}": None})


def _answer(operation: Operation) -> dict[str, Any]:
    if operation.answer is not None:
        schema: dict[str, Any] = {"$ref": REFERENCE.format(model=operation.answer.__name__)}
    else:
        schema = {"type": "string" if operation.media.startswith("text/") else "object"}
    return {"description": operation.summary, "content": {operation.media: {"schema": schema}}}


def _problems(operation: Operation) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}}
    meant = {status: ANSWERED[status] for status in operation.problems} | ALWAYS
    return {str(status): {"description": meaning, "content": content} for status, meaning in sorted(meant.items())}


def _filter_parameters() -> Iterator[dict[str, Any]]:
    for name, field in Filter.model_json_schema(ref_template=REFERENCE)["properties"].items():
        kept = {key: value for key, value in field.items() if key not in {"default", "title"}}
        given = [each for each in kept.pop("anyOf", []) if each != {"type": "null"}]
        schema = {**(given[0] if given else {}), **kept}
        # A form sends all its fields: one that is empty asks for nothing.
        yield {"name": name, "in": "query", "allowEmptyValue": True, "schema": schema}


def _schemas() -> dict[str, Any]:
    shown: dict[type[Value], None] = dict.fromkeys((Problem, IncidentEvent, RemovedEvent))
    shown |= dict.fromkeys(operation.answer for operation in OPERATIONS if operation.answer is not None)
    _, document = models_json_schema([(model, "serialization") for model in shown], ref_template=REFERENCE)
    filters = Filter.model_json_schema(ref_template=REFERENCE).get("$defs", {})
    return {**document["$defs"], **filters}
