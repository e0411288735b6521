"""What every value of the API has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value of the API."""

    model_config = ConfigDict(frozen=True, extra="forbid")
