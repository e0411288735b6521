"""What the tests of the wire share: a way to let a record in, and items made by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from schemas import Origin, Provenance, PubStatus, WireItem
from streams.wire import Limits, parse_record

if TYPE_CHECKING:
    from collections.abc import Mapping

ARRIVAL = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


LetIn = Callable[..., list[WireItem]]
MakeItem = Callable[..., WireItem]


@pytest.fixture(scope="session")
def let_in() -> LetIn:
    """Give the intake with the coordinates of some record."""

    def let(
        value: bytes | None, headers: Mapping[str, str] | None = None, *, limits: Limits | None = None
    ) -> list[WireItem]:
        return parse_record(
            value,
            headers or {},
            received=ARRIVAL,
            origin_partition=3,
            origin_offset=77,
            limits=limits or Limits(),
        )

    return let


def make_version(
    version: int,
    *,
    offset: int | None = None,
    status: PubStatus = PubStatus.USABLE,
    embargo: datetime | None = None,
    body: str | None = None,
    source: str = "example.org",
    received: datetime | None = None,
    signals: tuple[str, ...] = (),
    created: datetime | None = None,
) -> WireItem:
    """Return a version of the item `agency/item-1`; its arrival and origin follow from the version unless given."""
    place = version if offset is None else offset
    return WireItem(
        provenance=Provenance(
            provider="agency",
            source=source,
            item_id="item-1",
            version=version,
            version_created=created,
            received=received or ARRIVAL + timedelta(minutes=place),
            trace_id="0" * 31 + "1",
            origin=Origin(partition=0, offset=place),
        ),
        format="json",
        headline=f"Headline {version}",
        body=f"Body of version {version}." if body is None else body,
        pubstatus=status,
        embargoed_until=embargo,
        signals=signals,
    )


@pytest.fixture(scope="session")
def make_item() -> MakeItem:
    """Give the maker of versions."""
    return make_version
