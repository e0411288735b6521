"""What every message on a Wirefeed topic has in common."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""A whole number that the encoder takes, and that readers in other languages can hold."""


class Message(BaseModel):
    """A frozen value that travels on a topic.

    Unknown fields are ignored, so that an older consumer reads what a newer producer wrote; a field may be
    added with a default at any time, and `schema_version` rises only when an old reader would misread.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="float")

    schema_version: ClassVar[int] = 1
