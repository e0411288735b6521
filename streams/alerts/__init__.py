"""Alerts for people: which changes of a toll are worth one, how it is written, and the rules for what goes to whom."""

from streams.alerts.cloudevent import cloudevent_headers, to_cloudevent
from streams.alerts.distance import distance_km
from streams.alerts.engine import RuleEngine
from streams.alerts.outgoing import outgoing
from streams.alerts.rule import Receiver, RuleSet
from streams.alerts.rule_file import RulesInvalid, load_rules, parse_rules
from streams.alerts.rule_source import RuleSource
from streams.alerts.sentence import describe, named_speaker

__all__ = [
    "Receiver",
    "RuleEngine",
    "RuleSet",
    "RuleSource",
    "RulesInvalid",
    "cloudevent_headers",
    "describe",
    "distance_km",
    "load_rules",
    "named_speaker",
    "outgoing",
    "parse_rules",
    "to_cloudevent",
]
