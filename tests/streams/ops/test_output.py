"""Tables at a terminal of any width."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from streams.ops.cli.output import table

ID = "wire.accepted.v1/11/1234567"


@pytest.mark.parametrize("width", [160, 80, 60, 40])
@pytest.mark.parametrize("column", ["id", "dead letter"])
def test_an_id_is_never_cut_or_wrapped(width: int, column: str) -> None:
    """It is copied into the next command; what stands beside it gives way."""
    rows = [(ID, "2026-03-02 09:00:00", "intake", "MalformedItem", "the bytes are not what their content type says")]
    out = StringIO()
    Console(file=out, width=width).print(table((column, "at", "stage", "error", "message"), rows))
    assert ID in out.getvalue()
