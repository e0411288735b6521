"""Provider and id of text and pages, which state neither: by the rules of intake, with the file's place to go by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from streams.errors import WireError
from streams.feeds import digest_uri
from streams.wire import Limits, parse_record

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHOUT_IDENTITY: Final = {"text/plain", "text/html", "application/xhtml+xml"}
"""Formats that need not state provider or id. The path of the file, or a digest, is used as the id."""
FILE_PROVIDER: Final = "file"
_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Any time serves: what is parsed here is not sent."""
_LIMITS: Final = Limits(max_item_bytes=2**62)
"""How large an item may be is a setting of the workers."""


class Refused(Exception):
    """Intake would refuse the bytes. The message says why."""


def identity(
    value: bytes, content_type: str, *, provider: str | None, uri: str | None, place: str | None
) -> tuple[str | None, str]:
    """Return provider and address that the headers of text or a page are to state.

    The provider is None where the item has its own: that of a page is the host of its address. Raises `Refused` where
    intake would refuse the item.
    """
    uri = uri or place or digest_uri(value)
    stated = {"content-type": content_type, "wf-uri": uri}
    if provider is None:
        try:
            _check(value, stated)
        except Refused:  # it may only lack a provider
            provider = FILE_PROVIDER
        else:
            return None, uri
    _check(value, {**stated, "wf-provider": provider})
    return provider, uri


def _check(value: bytes, headers: Mapping[str, str]) -> None:
    try:
        parse_record(value, headers, received=_AT, origin_partition=0, origin_offset=0, limits=_LIMITS)
    except WireError as error:
        raise Refused(str(error)) from error
