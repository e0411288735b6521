"""What travels on the topics: frozen pydantic models and their codec. Imports nothing of `streams`."""

from schemas.base import Message
from schemas.clean import CleanArticle, Dateline, DroppedSpan, DropReason, OffsetRun, PageMetadata
from schemas.codec import SCHEMA_HEADER, UndecodableMessage, decode, encode, schema_name
from schemas.dead import DeadLetter
from schemas.enriched import EnrichedArticle
from schemas.entity import Entity, EntityType, Precision
from schemas.figure import (
    Attribution,
    CasualtyFigure,
    Estimate,
    Evidence,
    Kind,
    Period,
    Place,
    Qualifier,
    Role,
    SourceKind,
    Span,
    Victims,
)
from schemas.incident import (
    AlertCause,
    CasualtyAlert,
    Claim,
    DeniedNumber,
    Incident,
    LinkAction,
    LinkedClaims,
    LosingNumber,
    Member,
    Toll,
    TollChange,
)
from schemas.item import BodyKind, PubStatus, Release, Retraction, RetractionKind, Signal, WireItem
from schemas.provenance import Origin, Provenance
from schemas.scene import Scene, ScenePrecision
from schemas.signature import EventFrame, Signature, SignaturePlace
from schemas.unique import Carried, Duplicate, Judgement, News, NewsKind, UniqueArticle, Verdict

__all__ = [
    "SCHEMA_HEADER",
    "AlertCause",
    "Attribution",
    "BodyKind",
    "Carried",
    "CasualtyAlert",
    "CasualtyFigure",
    "Claim",
    "CleanArticle",
    "Dateline",
    "DeadLetter",
    "DeniedNumber",
    "DropReason",
    "DroppedSpan",
    "Duplicate",
    "EnrichedArticle",
    "Entity",
    "EntityType",
    "Estimate",
    "EventFrame",
    "Evidence",
    "Incident",
    "Judgement",
    "Kind",
    "LinkAction",
    "LinkedClaims",
    "LosingNumber",
    "Member",
    "Message",
    "News",
    "NewsKind",
    "OffsetRun",
    "Origin",
    "PageMetadata",
    "Period",
    "Place",
    "Precision",
    "Provenance",
    "PubStatus",
    "Qualifier",
    "Release",
    "Retraction",
    "RetractionKind",
    "Role",
    "Scene",
    "ScenePrecision",
    "Signal",
    "Signature",
    "SignaturePlace",
    "SourceKind",
    "Span",
    "Toll",
    "TollChange",
    "UndecodableMessage",
    "UniqueArticle",
    "Verdict",
    "Victims",
    "WireItem",
    "decode",
    "encode",
    "schema_name",
]
