"""Whether a worker may still count on its partitions."""

from __future__ import annotations

import time

import pytest
from faust.types import TP

from streams.pipeline.kafka import AtLeastOnceOutbox, Fenced
from streams.pipeline.kafka.membership import Membership, boot_seconds
from streams.runner import OutRecord
from streams.settings import Settings


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_worker_is_in_doubt_when_the_session_timeout_has_passed_since_its_last_heartbeat() -> None:
    """Up to the timeout it is a member, past it the group may have given its partitions away."""
    clock = Clock()
    membership = Membership(10.0, clock)
    membership.confirm(1_000.0)
    clock.now = 1_010.0
    assert not membership.in_doubt
    clock.now = 1_010.1
    assert membership.in_doubt


def test_an_answered_heartbeat_ends_the_doubt() -> None:
    """The time counts from when the heartbeat was sent."""
    clock = Clock()
    membership = Membership(10.0, clock)
    membership.confirm(1_000.0)
    clock.now = 1_020.0
    membership.confirm(1_019.0)
    assert not membership.in_doubt


def test_a_silence_past_the_session_timeout_is_counted_when_it_ends() -> None:
    """What was handed over before it can be told from what came after; heartbeats in time count nothing."""
    clock = Clock()
    membership = Membership(10.0, clock)
    for sent in (1_000.0, 1_010.0, 1_015.0):
        membership.confirm(sent)
    assert membership.lapses == 0
    membership.confirm(1_025.1)
    assert membership.lapses == 1


def test_partitions_that_were_held_through_a_silence_are_lost_until_others_are_assigned() -> None:
    """A broker may answer a heartbeat of a worker whose partitions it has given away, before it says so."""
    clock = Clock()
    membership = Membership(10.0, clock)
    membership.confirm(1_000.0)
    membership.begin()
    clock.now = 1_012.0
    membership.confirm(1_012.0)
    assert (membership.in_doubt, membership.lost) == (False, True)
    membership.begin()
    assert not membership.lost


def test_a_worker_that_has_not_joined_yet_is_not_in_doubt() -> None:
    """Without partitions there is nothing to lose."""
    assert not Membership(0.0, Clock()).in_doubt


def test_the_clock_goes_on_like_the_machine_s() -> None:
    """It gives seconds, and never goes back."""
    first, wall = boot_seconds(), time.monotonic()
    assert first >= wall - 1.0
    assert boot_seconds() >= first


@pytest.mark.parametrize("answered", [False, True])
async def test_nothing_is_sent_at_least_once_after_a_stop_until_partitions_are_assigned(*, answered: bool) -> None:
    """The outbox refuses before it connects to any broker, also where a heartbeat was answered meanwhile."""
    clock = Clock()
    membership = Membership(10.0, clock)
    membership.confirm(1_000.0)
    outbox = AtLeastOnceOutbox(Settings(brokers="127.0.0.1:1"), membership)
    clock.now = 1_011.0
    if answered:
        membership.confirm(1_011.0)
    with pytest.raises(Fenced, match="heartbeat"):
        await outbox.send(TP("wire.raw.v1", 0), [OutRecord("wire.items.v1", b"k", b"v")])
