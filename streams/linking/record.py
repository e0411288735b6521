"""What the linker keeps of an item: one record, written last, from which everything in memory is rebuilt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import LinkedClaims, Provenance, Signature, encode

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "i/"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was answered to one version of an item."""

    action: str | None = None
    """`put` or `carry`; None where the item was put nowhere."""
    incident_id: str | None = None
    score: float = 0.0
    copy_of: str | None = None
    """For `carry`: the item whose copy it is."""
    more: tuple[LinkedClaims, ...] = ()
    """What else went out: claims taken from another incident, or earlier articles that the incident began with."""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item as the linker knows it."""

    arrival: int
    """Number of the message in the order of arrival; that of the latest version."""
    time: float
    """When the latest message on it was received, in seconds since 1970."""
    group: str | None = None
    """Articles that tell of one event, whether or not any of them counts victims; the incident's id once one does."""
    put: bool = False
    """Whether it has been put to that group as an incident."""
    signature: Signature | None = None
    """Of the latest version; None for a copy, a killed item, and one that the linker has no use for."""
    norm: float = 0.0
    """Of the signature's words, under the rarities when it came."""
    carried: Provenance | None = None
    """For a copy: where it was carried."""
    copy_of: str | None = None
    killed: bool = False
    withheld: int | None = None
    """Where the item was withheld and not killed: the version up to which; a newer one is linked again."""
    taken: tuple[LinkedClaims, ...] = ()
    """What went out when it was killed."""
    merges: Mapping[str, str] = field(default_factory=dict)
    """Groups that this item showed to be part of another: that group by the one that is gone."""
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    """By version."""

    def encoded(self) -> bytes:
        """Return the record as JSON."""
        raw: dict[str, Any] = {"n": self.arrival, "t": self.time}
        if self.group is not None:
            raw["g"] = self.group
        if self.put:
            raw["p"] = True
        if self.signature is not None:
            raw["s"] = orjson.Fragment(encode(self.signature))
            raw["w"] = self.norm
        if self.carried is not None:
            raw["c"] = orjson.Fragment(encode(self.carried))
        if self.copy_of is not None:
            raw["o"] = self.copy_of
        if self.killed:
            raw["k"] = [orjson.Fragment(encode(claims)) for claims in self.taken]
        if self.withheld is not None:
            raw["h"] = self.withheld
        if self.merges:
            raw["m"] = dict(self.merges)
        if self.decisions:
            raw["d"] = {
                str(version): [
                    decision.action,
                    decision.incident_id,
                    decision.score,
                    decision.copy_of,
                    [orjson.Fragment(encode(claims)) for claims in decision.more],
                ]
                for version, decision in self.decisions.items()
            }
        return orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)


def read_record(value: bytes) -> ItemRecord:
    """Return the record in `value`, as `ItemRecord.encoded` wrote it."""
    raw = orjson.loads(value)
    return ItemRecord(
        arrival=raw["n"],
        time=raw["t"],
        group=raw.get("g"),
        put=raw.get("p", False),
        signature=Signature.model_validate(raw["s"]) if "s" in raw else None,
        norm=raw.get("w", 0.0),
        carried=Provenance.model_validate(raw["c"]) if "c" in raw else None,
        copy_of=raw.get("o"),
        killed="k" in raw,
        withheld=raw.get("h"),
        taken=tuple(map(LinkedClaims.model_validate, raw.get("k", ()))),
        merges=raw.get("m", {}),
        decisions={
            int(version): Decision(action, incident_id, score, copy_of, tuple(map(LinkedClaims.model_validate, more)))
            for version, (action, incident_id, score, copy_of, more) in raw.get("d", {}).items()
        },
    )
