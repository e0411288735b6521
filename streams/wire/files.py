"""What `wirefeed parse` writes: files in, rows out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from schemas import BodyKind
from streams.errors import WireError
from streams.wire.assemble import Record
from streams.wire.intake import read_entries
from streams.wire.limits import Limits
from streams.wire.markup_text import html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import WireItem

UNNAMED: Final = "file"
"""Provider and id of a file's item where it states none; only for looking into files."""
NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)


def parse_files(paths: Iterable[str | Path], content_type: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield for each file `{"path", "ok", "error"?, "articles": [...]}`; one that can't be read says why.

    What an item must have on the wire (a provider, an id, a body) is not asked of a file: a provider or id that
    is not stated is null.
    """
    for path in paths:
        yield _parse_file(str(path), content_type)


def _parse_file(path: str, content_type: str | None) -> dict[str, Any]:
    try:
        record = Record(
            value=Path(path).read_bytes(),
            headers={"content-type": content_type} if content_type else {},
            received=NO_TIME,
            partition=0,
            offset=0,
            unnamed=UNNAMED,
        )
        entries = read_entries(record, Limits(min_body_chars=0))
        items = [entry for entry in entries if not isinstance(entry, WireError)]
        failed = next((entry for entry in entries if isinstance(entry, WireError)), None)
        if failed is not None and not items:
            raise failed
    except (WireError, OSError) as error:
        return {"path": path, "ok": False, "error": f"{type(error).__name__}: {error}", "articles": []}
    return {"path": path, "ok": True, "articles": [_article(item) for item in items]}


def _article(item: WireItem) -> dict[str, Any]:
    provenance = item.provenance
    return {
        "provider": None if provenance.provider == UNNAMED else provenance.provider,
        "item_id": None if provenance.item_id == UNNAMED else provenance.item_id,
        "version": provenance.version if provenance.version or provenance.version_created else None,
        "version_created": _iso(provenance.version_created),
        "published": _iso(provenance.published),
        "pubstatus": item.pubstatus.value,
        "embargoed_until": _iso(item.embargoed_until),
        "urgency": item.urgency,
        "ednote": item.ednote,
        "signals": list(item.signals),
        "headline": item.headline,
        "byline": item.byline,
        "dateline": item.dateline,
        "slugline": item.slugline,
        "subjects": list(item.subjects),
        "language": item.language,
        "uri": provenance.uri,
        "format": item.format,
        "remarks": list(item.remarks),
        "body": html_to_text(item.body) if item.body_kind is BodyKind.HTML else item.body,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
