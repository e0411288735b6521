"""What the API of the desk returns and its pages show: frozen values, all text as plain text.

Text of the wire in them is as it was sent. Whoever puts it on a page escapes it.
"""

from streams.desk.values.alert import AlertList, AlertRow
from streams.desk.values.article import (
    ArticlePage,
    DuplicateView,
    FigureView,
    Mark,
    Paragraph,
    Segment,
    Sort,
    VersionView,
)
from streams.desk.values.base import Value
from streams.desk.values.broker import Broker, BrokerCondition
from streams.desk.values.card import Card, CardPlace, Chip, IncidentList, Point, Precision
from streams.desk.values.dead import DeadList, DeadPage, DeadRow, Replayed
from streams.desk.values.event import IncidentEvent, RemovedEvent
from streams.desk.values.health import DeskHealth, HealthPage, StageHealth
from streams.desk.values.incident import (
    ClaimView,
    IncidentPage,
    KindTimeline,
    OtherIncident,
    Reason,
    RetractedClaim,
    SpeakerClaims,
    Step,
    Story,
    StoryItem,
)
from streams.desk.values.problem import Problem

__all__ = [
    "AlertList",
    "AlertRow",
    "ArticlePage",
    "Broker",
    "BrokerCondition",
    "Card",
    "CardPlace",
    "Chip",
    "ClaimView",
    "DeadList",
    "DeadPage",
    "DeadRow",
    "DeskHealth",
    "DuplicateView",
    "FigureView",
    "HealthPage",
    "IncidentEvent",
    "IncidentList",
    "IncidentPage",
    "KindTimeline",
    "Mark",
    "OtherIncident",
    "Paragraph",
    "Point",
    "Precision",
    "Problem",
    "Reason",
    "RemovedEvent",
    "Replayed",
    "RetractedClaim",
    "Segment",
    "Sort",
    "SpeakerClaims",
    "StageHealth",
    "Step",
    "Story",
    "StoryItem",
    "Value",
    "VersionView",
]
