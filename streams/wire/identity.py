"""Who sent an item and which item it is: provider, id, source, version and trace id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import xxhash

from streams.wire.data_files import read_json
from streams.wire.dates import epoch_ms
from streams.wire.decode import clean_line

if TYPE_CHECKING:
    from datetime import datetime

MAX_URI_CHARS: Final = 4_000
MAX_VERSION: Final = 2**63 - 1
PROVIDER_CHARS: Final = 120
_SAFE_URI: Final = "!#$%&'()*+,/:;=?@[]~"
_VERSION = re.compile(r"^\s*[vV]?(\d{1,19})(?:\.0+)?\s*$", re.ASCII)
_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,100})?$", re.ASCII)
_URN_NEWSML = re.compile(r"^urn:newsml:([A-Za-z0-9.-]{1,100}):", re.IGNORECASE)
_TAG_URI = re.compile(r"^tag:(?:[^@,\s]{1,64}@)?([A-Za-z0-9.-]{1,100}),", re.IGNORECASE)
_HOST = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,8}$")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_TRACKING: Final = read_json("tracking.json")
_TRACKING_NAMES: Final = frozenset(_TRACKING["names"])
_TRACKING_PREFIXES: Final = tuple(_TRACKING["prefixes"])


def host_of(uri: str | None) -> str | None:
    """Return the host that a web address, a `urn:newsml:` or a `tag:` URI names, in lower case without `www.`."""
    if not uri:
        return None
    named = _URN_NEWSML.match(uri) or _TAG_URI.match(uri)
    if named:
        return named[1].lower().removeprefix("www.")
    try:
        host = urlsplit(uri[:MAX_URI_CHARS]).hostname
    except ValueError:
        return None
    if not host:
        return None
    try:
        plain = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    plain = plain.lower().rstrip(".").removeprefix("www.")
    return plain if _HOST.match(plain) else None


def canonical_uri(uri: str) -> str:
    """Return the address in the form in which it identifies an item.

    Scheme and host in lower case, `http` as `https`, no default port, no fragment, no parameters that only
    track the reader (`data/tracking.json`), no trailing slash. What is no web address is returned trimmed.
    """
    trimmed = clean_line(uri, MAX_URI_CHARS)
    try:
        parts = urlsplit(trimmed)
        port = parts.port
    except ValueError:
        return trimmed
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return trimmed
    host = parts.hostname.lower()
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if name.lower() not in _TRACKING_NAMES and not name.lower().startswith(_TRACKING_PREFIXES)
    ]
    path = quote(parts.path.rstrip("/"), safe=_SAFE_URI)
    return urlunsplit(("https", host, path, urlencode(kept), ""))


def clean_id(stated: str, limit: int) -> str:
    """Return an item id without control characters; an over-long one is cut and ends with a digest of the whole."""
    whole = stated if len(stated) <= limit * 4 else stated[: limit * 4]
    line = clean_line(whole, limit * 4)
    if len(line) <= limit and len(whole) == len(stated):
        return line
    digest = xxhash.xxh3_64_hexdigest(stated.encode("utf-8", "replace"))
    return f"{line[: limit - 17]}~{digest}"


def clean_provider(stated: str) -> str:
    """Return a provider's name for the item key: one line, no slash, bounded."""
    return clean_line(stated, PROVIDER_CHARS).replace("/", "-").strip("-. ")


def stated_version(stated: object) -> int | None:
    """Return the number of a version, or None where it is not a number that can order versions."""
    if isinstance(stated, bool) or stated is None:
        return None
    if isinstance(stated, int):
        return stated if 0 <= stated <= MAX_VERSION else None
    if isinstance(stated, float):
        return int(stated) if stated.is_integer() and 0 <= stated <= MAX_VERSION else None
    if not isinstance(stated, str):
        return None
    found = _VERSION.match(stated[:64])
    number = int(found[1]) if found else None
    return number if number is not None and number <= MAX_VERSION else None


def version_number(stated: object, version_created: datetime | None, received: datetime) -> int:
    """Return what orders an item's versions: the stated number, else the version time, else arrival, in epoch ms."""
    number = stated_version(stated)
    if number is not None:
        return number
    return max(0, epoch_ms(version_created if version_created is not None else received))


def trace_id(traceparent: str | None, value: bytes, item_key: str) -> str:
    """Return the trace id of a W3C `traceparent`, else 32 hex digits derived from the bytes and the item key."""
    found = _TRACEPARENT.match(traceparent.strip().lower()[:200]) if traceparent else None
    if found and found[1].strip("0"):
        return found[1]
    digest = xxhash.xxh3_128(value)
    digest.update(b"\x00" + item_key.encode("utf-8", "replace"))
    return digest.hexdigest()
