"""What can go wrong in operating Wirefeed; each message tells the reader what to do next."""

from __future__ import annotations


class OperationFailed(Exception):
    """Something asked for could not be done. The message names the thing, the reason and the way out."""


class BrokerUnreachable(OperationFailed):
    """No broker answers, or it refuses the connection."""
