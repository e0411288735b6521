"""Brings alerts to where people are: webhooks, and through Apprise chats, mail and the like."""

from streams.credentials import MissingCredential
from streams.delivery.delivery_loop import DeliveryBackend, DeliveryLoop, GivenUp, Received, Sender
from streams.delivery.outcome import Outcome, Verdict
from streams.delivery.senders import UnusableReceiver, sender_of

__all__ = [
    "DeliveryBackend",
    "DeliveryLoop",
    "GivenUp",
    "MissingCredential",
    "Outcome",
    "Received",
    "Sender",
    "UnusableReceiver",
    "Verdict",
    "sender_of",
]
