"""The codec leaves nulls out, so that every field that may be null must have null as its default."""

from __future__ import annotations

from typing import get_args

import pytest

import schemas
from schemas import Message

MESSAGES = [
    model
    for name in schemas.__all__
    if isinstance(model := getattr(schemas, name), type) and issubclass(model, Message)
]


@pytest.mark.parametrize("model", MESSAGES, ids=lambda model: model.__name__)
def test_nullable_fields_have_a_default(model: type[Message]) -> None:
    """A message with a null field is read back as it was written."""
    nullable = {name for name, field in model.model_fields.items() if type(None) in get_args(field.annotation)}
    assert not {name for name in nullable if model.model_fields[name].is_required()}
