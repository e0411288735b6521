"""Alerts for people: which changes of a toll are worth one, and how it is written."""

from streams.alerts.cloudevent import cloudevent_headers, to_cloudevent
from streams.alerts.rules import alerting
from streams.alerts.sentence import describe

__all__ = ["alerting", "cloudevent_headers", "describe", "to_cloudevent"]
