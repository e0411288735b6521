"""What can be wrong with an item, in the domain's words; turned into a dead letter in one place."""

from __future__ import annotations


class WireError(Exception):
    """An item can't be processed. The message names the thing, the reason and, where there is one, the way out."""


class MalformedItem(WireError):
    """The bytes are not what their content type says, or a required field is missing or of the wrong form."""


class UnsupportedFormat(WireError):
    """No parser takes the content type."""


class ItemTooLarge(WireError):
    """The item is over a limit of the settings."""


class EmptyItem(WireError):
    """There is no text in it, or no value at all."""


class UnsafeMarkup(WireError):
    """XML with entities, a DTD or references to the outside, nested too deep, or expanding too far."""
