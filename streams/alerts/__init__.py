"""Alerts for people: which changes of a toll are worth one, and how it is written."""

from streams.alerts.cloudevent import cloudevent_headers, to_cloudevent
from streams.alerts.distance import distance_km
from streams.alerts.outgoing import outgoing
from streams.alerts.sentence import describe

__all__ = ["cloudevent_headers", "describe", "distance_km", "outgoing", "to_cloudevent"]
