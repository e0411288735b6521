"""How much of an item the intake is willing to read, and whom it believes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one record; the defaults are those of the settings of the same names."""

    max_item_bytes: int = 5_000_000
    """A larger record is refused."""
    max_feed_items: int = 2_000
    """A feed or package of more items is refused."""
    min_body_chars: int = 1
    """A shorter body is refused, unless the item takes another version back."""
    max_id_chars: int = 512
    """A longer id is cut and made unique again by a digest of the whole."""
    max_line_chars: int = 2_000
    """A headline, slug or note line is cut here."""
    max_note_chars: int = 20_000
    """An editor's note is cut here."""
    provider_rights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a feed's `wf-provider`, the providers that its items may name for themselves; `*` for any."""
    require_provider: bool = False
    """Whether a record without `wf-provider` is refused; otherwise the provider that its items name is trusted."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the bounds that the settings give."""
        return cls(
            max_item_bytes=settings.max_item_bytes,
            max_feed_items=settings.max_feed_items,
            min_body_chars=settings.min_body_chars,
            provider_rights=settings.provider_rights,
            require_provider=settings.require_provider,
        )
