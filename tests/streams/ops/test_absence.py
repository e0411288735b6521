"""How long a worker has been without work."""

from __future__ import annotations

from streams.ops.absence import Absence, broker_answers
from streams.ops.broker import free_port
from streams.settings import Settings


def test_time_without_work_counts_while_the_broker_answers() -> None:
    """The probe says so once it is as long as allowed."""
    absence = Absence(10.0, "outside the group")
    for now in (0.0, 5.0, 9.9):
        absence.note(now, absent=True, answers=True)
    assert absence.reasons == ()
    absence.note(10.0, absent=True, answers=True)
    assert absence.reasons == ("outside the group for 10 s while the broker answers",)


def test_time_without_a_broker_does_not_count() -> None:
    """Neither the time before nor that until it answers again."""
    absence = Absence(10.0, "outside the group")
    absence.note(0.0, absent=True, answers=True)
    absence.note(4.0, absent=True, answers=True)
    absence.note(8.0, absent=True, answers=False)
    absence.note(500.0, absent=True, answers=True)
    absence.note(505.0, absent=True, answers=True)
    assert absence.seconds == 9.0


def test_an_answered_heartbeat_ends_the_absence() -> None:
    """The next one begins at nothing."""
    absence = Absence(10.0, "outside the group")
    absence.note(0.0, absent=True, answers=True)
    absence.note(60.0, absent=True, answers=True)
    absence.note(61.0, absent=False, answers=False)
    absence.note(62.0, absent=True, answers=True)
    assert (absence.seconds, absence.reasons) == (0.0, ())


async def test_a_broker_that_is_away_does_not_answer() -> None:
    """Nothing listens at the address."""
    assert not await broker_answers(Settings(brokers=f"127.0.0.1:{free_port()}"))
