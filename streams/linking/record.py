"""What the linker keeps of an item: one record, written last, from which everything in memory is rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from schemas import LinkedClaims, Provenance, Signature, encode
from streams.linking.answers import Transfer

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = "i/"
EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})


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
    """What else went out: claims taken from another incident, earlier articles that the incident began with, and
    incidents that the article names."""
    transfer: Transfer | None = None
    """For `put`: from which incident the article came."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an item went when another article arrived."""

    group: str
    arrival: int
    """Of that article: what is known of the item since then counts more."""
    put: bool
    """Whether it was put to that group as an incident."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an item changed for others, as in its record."""

    merges: Mapping[str, str]
    moves: Mapping[str, Move]
    splits: Mapping[str, str]


class ItemRecord(NamedTuple):
    """An item as the linker knows it; a tuple with names, since each message copies it several times."""

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
    merges: Mapping[str, str] = EMPTY
    """Groups that this item showed to be part of another: that group by the one that is gone."""
    moves: Mapping[str, Move] = EMPTY
    """Items that went to another group when this one arrived: their own records are not touched, so that one write
    says all."""
    splits: Mapping[str, str] = EMPTY
    """Groups that this item showed to be another event than the one that they were part of: that one by the new one."""
    mentions: Mapping[str, str | None] = EMPTY
    """Incidents that the latest version names without being part of them, each with the article that showed it; None
    where that article is forgotten."""
    moved: int | None = None
    """Arrival of the article that moved the item last, where that one is forgotten and `group` says where it went."""
    decisions: Mapping[int, Decision] = EMPTY
    """By version."""

    @property
    def placed(self) -> int:
        """Arrival of the article that put the item where `group` says: its own, or one that moved it."""
        return self.arrival if self.moved is None else max(self.arrival, self.moved)

    def encoded(self) -> bytes:
        """Return the record as JSON, without what is empty."""
        signature, carried = self.signature, self.carried
        parts: dict[str, Any] = {
            "g": self.group,
            "p": self.put or None,
            "s": None if signature is None else orjson.Fragment(encode(signature)),
            "w": None if signature is None else self.norm,
            "c": None if carried is None else orjson.Fragment(encode(carried)),
            "o": self.copy_of,
            "k": _fragments(self.taken) if self.killed else None,
            "h": self.withheld,
            "m": dict(self.merges) or None,
            "v": {key: [move.group, move.arrival, move.put] for key, move in self.moves.items()} or None,
            "x": dict(self.splits) or None,
            "b": dict(self.mentions) or None,
            "a": self.moved,
            "d": {str(version): _packed(decision) for version, decision in self.decisions.items()} or None,
        }
        raw = {"n": self.arrival, "t": self.time, **{name: part for name, part in parts.items() if part is not None}}
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
        moves=_moves(raw),
        splits=raw.get("x", {}),
        mentions=raw.get("b", {}),
        moved=raw.get("a"),
        decisions={int(version): _decision(values) for version, values in raw.get("d", {}).items()},
    )


def read_changes(value: bytes) -> Changes:
    """Return what the item of a record changed for others, without reading its signature and claims."""
    raw = orjson.loads(value)
    return Changes(raw.get("m", {}), _moves(raw), raw.get("x", {}))


def _moves(raw: Mapping[str, Any]) -> dict[str, Move]:
    return {key: Move(*move) for key, move in raw.get("v", {}).items()}


def _fragments(claims: Iterable[LinkedClaims]) -> list[orjson.Fragment]:
    return [orjson.Fragment(encode(each)) for each in claims]


def _packed(decision: Decision) -> list[Any]:
    came = decision.transfer
    return [
        decision.action,
        decision.incident_id,
        decision.score,
        decision.copy_of,
        _fragments(decision.more),
        None if came is None else [came.old, came.new, came.split, came.number],
    ]


def _decision(values: list[Any]) -> Decision:
    action, incident_id, score, copy_of, more, *rest = values
    claims = tuple(map(LinkedClaims.model_validate, more))
    came = rest[0] if rest else None  # records that know of no transfer have no place for one
    return Decision(action, incident_id, score, copy_of, claims, None if came is None else Transfer(*came))
