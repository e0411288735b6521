"""Alerts for people: which changes of a toll are worth one, and how it is written."""

from streams.alerts.cloudevent import to_cloudevent
from streams.alerts.rules import wanted
from streams.alerts.sentence import describe

__all__ = ["describe", "to_cloudevent", "wanted"]
