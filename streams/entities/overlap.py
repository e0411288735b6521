"""Mentions of several rules in one list, none overlapping another."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from streams.entities.mentions import ORGANISATION, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable


def _first(mention: Mention) -> int:
    return mention.first


def merged(known: list[Mention], modelled: list[Mention]) -> list[Mention]:
    """Return known names and the model's spans, both in order; where they overlap, the longer, and else the known one.

    A known name of several words stands against a longer span that the model takes for no body.
    """
    kept: list[Mention] = []
    used: set[int] = set()
    starts = [mention.first for mention in modelled]
    for mention in known:
        at = max(0, bisect_right(starts, mention.first) - 1)
        overlapping = []
        while at < len(modelled) and modelled[at].first < mention.last:
            if modelled[at].last > mention.first:
                overlapping.append(at)
            at += 1
        wider = next((modelled[at] for at in overlapping if _holds(modelled[at], mention)), None)
        if wider is not None and (" " not in mention.text or wider.type == ORGANISATION):
            continue
        used.update(overlapping)
        kept.append(mention)
    kept += [mention for at, mention in enumerate(modelled) if at not in used]
    return sorted(kept, key=_first)


def _holds(wide: Mention, narrow: Mention) -> bool:
    inside = wide.first <= narrow.first and narrow.last <= wide.last
    return inside and wide.last - wide.first > narrow.last - narrow.first


def overruled(mentions: list[Mention], stronger: list[Mention]) -> list[Mention]:
    """Return mentions with those that `stronger` overlaps taken out for it.

    A known name stays, and so does a longer name of the same type that begins with the stronger one.
    """
    kept: list[Mention] = []
    used: set[int] = set()
    starts = [mention.first for mention in mentions]
    for mention in stronger:
        at = max(0, bisect_right(starts, mention.first) - 1)
        overlapping = []
        while at < len(mentions) and mentions[at].first < mention.last:
            if mentions[at].last > mention.first:
                overlapping.append(at)
            at += 1
        if not any(mentions[at].entry is not None or _goes_on(mentions[at], mention) for at in overlapping):
            used.update(overlapping)
            kept.append(mention)
    rest = [mention for at, mention in enumerate(mentions) if at not in used]
    return added(sorted(rest, key=_first), kept)


def _goes_on(name: Mention, start: Mention) -> bool:
    longer = name.first == start.first and name.last >= start.last and name.type == start.type
    return longer and " and " not in name.text


def added(mentions: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """Return mentions, in order, with those of `more` that overlap none of them nor one taken before."""
    starts = [mention.first for mention in mentions]
    out = list(mentions)
    end = -1
    for mention in sorted(more, key=_first):
        at = bisect_right(starts, mention.first) - 1
        if mention.first < end or (at >= 0 and mentions[at].last > mention.first):
            continue
        if at + 1 < len(mentions) and mentions[at + 1].first < mention.last:
            continue
        out.append(mention)
        end = mention.last
    return sorted(out, key=_first)
