"""The API is what its OpenAPI document says, for requests that schemathesis draws from the document."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from streams.desk.openapi import OPERATIONS
from streams.ops.desk.app import build_app
from tests.streams.ops.desk.desks import TOKEN, desk_with, incident

EXAMPLES = 15
"""For each operation; the same in every run."""
ENDLESS = "/api/events"
ASKED = [(each.method, each.path) for each in OPERATIONS if each.path != ENDLESS]
WITH_QUERY = ("/api/incidents", "/api/incidents.geojson", "/api/dead")
BAD_REQUEST = 400
NAMED = {"host": "localhost"}


@pytest.fixture(scope="module")
def api() -> Any:
    """Return the document as the desk serves it, with a desk of some incidents behind it."""
    state = desk_with(
        incident("afn/1", 3), incident("sea/2", 30), desk_token=TOKEN, desk_requests_per_second=1_000_000.0
    )
    return schemathesis.openapi.from_asgi("/api/openapi.json", build_app(state), headers=NAMED)


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_answers_are_those_of_the_document(api: Any, method: str, path: str) -> None:
    """Each answer has a status, a type and a body that the document knows, and none is a failure of the desk."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=api[path][method].as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=NAMED)

    holds()


@pytest.mark.parametrize("path", WITH_QUERY)
def test_what_the_document_does_not_allow_is_refused_by_name(api: Any, path: str) -> None:
    """A query string that the document does not allow gets an error that names one of its parameters."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=api[path]["get"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def holds(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(headers=NAMED)
        if not all(str(value).strip() == "" for value in (case.query or {}).values()):
            assert answer.status_code == BAD_REQUEST
            assert answer.json()["field"] in case.query

    holds()
