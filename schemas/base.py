"""What every message on a Wirefeed topic has in common."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A frozen value that travels on a topic.

    Unknown fields are ignored, so that an older consumer reads what a newer producer wrote; a field may be
    added with a default at any time, and `schema_version` rises only when an old reader would misread.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="float")

    schema_version: ClassVar[int] = 1
