"""How feeds do, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from streams.feeds import AnyFeed, FeedState

COLUMNS: Final = ("feed", "kind", "state", "last success", "next poll", "sent", "last error")


def condition(state: FeedState | None, now: datetime, *, enabled: bool = True) -> str:
    """Return in a word or two how a feed does."""
    if not enabled:
        return "not enabled"
    if state is None:
        return "never run"
    failing = f"fails, {state.failures} in a row" if state.failures else ""
    if state.is_silent(now):
        return f"silent ({failing})" if failing else "silent"
    return failing or "works"


def row(name: str, kind: str, state: FeedState | None, now: datetime, *, enabled: bool = True) -> tuple[object, ...]:
    """Return a line of the table. The last error is shown also where the feed works again, with its time."""
    error = None
    if state is not None and state.last_error:
        error = f"{_time(state.last_error_at)} {state.last_error}"
    return (
        name,
        kind,
        condition(state, now, enabled=enabled),
        _time(state.last_success) if state else None,
        _time(state.next_poll) if state else None,
        state.sent if state else 0,
        error,
    )


def state_json(name: str, kind: str, state: FeedState | None, now: datetime, *, enabled: bool = True) -> dict[str, Any]:
    """Return how a feed does as JSON data."""
    shown = {"since", "last_success", "last_sent", "sent", "failures", "last_error", "last_error_at", "next_poll"}
    return {
        "feed": name,
        "kind": kind,
        "enabled": enabled,
        "condition": condition(state, now, enabled=enabled),
        "silent": state is not None and enabled and state.is_silent(now),
        **(state.model_dump(mode="json", include=shown) if state is not None else {}),
    }


def configuration_json(feed: AnyFeed) -> dict[str, Any]:
    """Return what the file states of a feed as JSON data; times are in seconds."""
    return feed.model_dump(mode="json", exclude_none=True)


def _time(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%d %H:%M:%S}" if time is not None else None
