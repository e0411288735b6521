"""What a trace does not have, and why it may not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Signature
from streams.ops.trace.ending import LIGHT
from streams.ops.wording import version_name
from streams.pipeline.topology import consumers
from streams.runner import Outcome
from streams.topics import LINKED, RAW, SIGNATURES, TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.ops.trace.hop import Hop, Version
    from streams.ops.trace.query import RecordSource
    from streams.settings import Settings
    from streams.topics import TopicSpec

_SPECS = {spec.name: spec for spec in TOPICS}


async def missing(
    source: RecordSource, settings: Settings, hops: Sequence[Hop], versions: Sequence[Version]
) -> list[str]:
    """Return a sentence for each thing that one would look for and not find."""
    notes = [note for version in versions for note in await _of_version(source, settings, hops, version)]
    return list(dict.fromkeys(notes))


async def _of_version(source: RecordSource, settings: Settings, hops: Sequence[Hop], version: Version) -> list[str]:
    steps = [hop for hop in hops if hop.origin == version.origin]
    notes = []
    if all(hop.topic != RAW.name for hop in steps):
        notes.append(await _no_raw(source, settings, version))
    if version.outcome is None:
        notes.append(await _in_flight(source, settings, steps, version))
    signature = next((hop for hop in steps if isinstance(hop.message, Signature)), None)
    if version.outcome is Outcome.PUBLISHED and signature and all(hop.topic != LINKED.name for hop in steps):
        waiting = await _waiting(source, settings, signature, SIGNATURES)
        why = waiting or _unlinked(signature)
        notes.append(f"version {version_name(version.number)} is in no incident: {why}")
    return notes


def _unlinked(hop: Hop) -> str:
    assert isinstance(hop.message, Signature)  # noqa: S101  # the caller looked for one
    if not hop.message.figures:
        return "it counts no victims, and is like no article that does"
    return "linking put it to none, or waits for an article that was judged before it"


async def _no_raw(source: RecordSource, settings: Settings, version: Version) -> str:
    origin = version.origin
    name = f"{RAW.full_name(settings)}/{origin.partition}/{origin.offset}"
    extent = await source.extent(RAW.full_name(settings), origin.partition)
    if extent is not None and origin.offset < extent.begin:
        return (
            f"{name} is there no more: the topic keeps {RAW.retention_days} days, and begins at {extent.begin:,} by now"
        )
    if extent is None or origin.offset >= extent.end:
        return f"{name} is not there: the topic was created again since"
    return f"{name} was not looked up, or the record there can't be read"


async def _in_flight(source: RecordSource, settings: Settings, steps: Sequence[Hop], version: Version) -> str:
    under_way = [hop for hop in steps if hop.topic in LIGHT and hop.written]
    if not under_way:
        return f"how version {version_name(version.number)} ended can't be told: its earlier records are there no more"
    last = max(under_way, key=lambda hop: LIGHT.index(hop.topic))
    spec = _SPECS[last.topic]
    waiting = await _waiting(source, settings, last, spec)
    if waiting is not None:
        return f"version {version_name(version.number)} is in flight: {waiting}"
    place = f"{spec.full_name(settings)}/{last.partition}/{last.offset}"
    return (
        f"version {version_name(version.number)} went no further than {place}, which was handled: what came of it is "
        f"there no more, or `wirefeed dead show {place}` has it"
    )


async def _waiting(source: RecordSource, settings: Settings, hop: Hop, spec: TopicSpec) -> str | None:
    """Return who has not read a record yet, None where it was read."""
    stage = consumers(spec)[0]
    committed = await source.committed(spec.full_name(settings), hop.partition)
    if committed is not None and committed > hop.offset:
        return None
    place = f"{spec.full_name(settings)}/{hop.partition}"
    reached = "has read nothing of it" if committed is None else f"has got to {committed:,}"
    return f"{stage} {reached} on {place}, and the record is at {hop.offset:,}"
