"""What the rule engine keeps, splits and forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from streams.alerts import RuleEngine, parse_rules
from streams.alerts.engine import FORGET_AFTER, MAX_NOTICES
from tests.streams.alerts.scenarios import HEAD, MIDNIGHT, make_alert

RULES = parse_rules(HEAD.encode())
DIGEST = parse_rules(f'{HEAD}digest = "1h"\n'.encode())


def test_a_long_digest_is_several_messages() -> None:
    """A hundred changes are one message; one more begins another."""
    engine = RuleEngine(DIGEST, "desk")
    for number in range(MAX_NOTICES + 1):
        engine.take(make_alert(f"i{number}", "killed", None, 3, MIDNIGHT), MIDNIGHT, offset=number)
    assert engine.release(MIDNIGHT) == []
    sent = engine.release(MIDNIGHT + timedelta(hours=1))
    assert [len(each.notices) for each in sent] == [100, 1]
    assert sent[0].id != sent[1].id


@pytest.mark.parametrize(("days", "known"), [(90, True), (91, False)])
def test_what_has_not_changed_for_long_is_forgotten(days: int, *, known: bool) -> None:
    """Then a tombstone is stored, and the incident would be a first one again."""
    engine = RuleEngine(RULES, "desk")
    engine.take(make_alert("q", "killed", None, 3, MIDNIGHT), MIDNIGHT)
    engine.release(MIDNIGHT)
    engine.changed()
    assert timedelta(days=90) == FORGET_AFTER
    engine.forget(MIDNIGHT + timedelta(days=days))
    assert engine.changed() == ({} if known else {("rule", "q"): None})
    engine.take(make_alert("q", "killed", 3, 4, MIDNIGHT), MIDNIGHT, offset=1)
    (sent,) = engine.release(MIDNIGHT)
    assert sent.notices[0].change == ("rise" if known else "first")


def test_what_waits_is_not_forgotten() -> None:
    """It will be sent."""
    engine = RuleEngine(DIGEST, "desk")
    engine.take(make_alert("q", "killed", None, 3, MIDNIGHT), MIDNIGHT)
    engine.release(MIDNIGHT)
    engine.forget(MIDNIGHT + timedelta(days=400))
    assert len(engine.release(MIDNIGHT + timedelta(days=400))) == 1


def test_one_incident_forgotten_leaves_the_other_rule_its_own() -> None:
    """Parts of a change are still released for a rule that knows the incident."""
    rules = parse_rules(f'{HEAD}[[rules]]\nname = "two"\nreceivers = ["desk"]\nat_least = 10\n'.encode())
    engine = RuleEngine(rules, "desk")
    engine.take(make_alert("q", "killed", None, 3, MIDNIGHT), MIDNIGHT)
    engine.release(MIDNIGHT)
    later = MIDNIGHT + timedelta(days=80)
    engine.take(make_alert("q", "killed", 3, 12, later, part=1, parts=2), later, offset=1)
    engine.forget(MIDNIGHT + timedelta(days=100))
    engine.take(make_alert("q", "injured", None, 5, later, part=2, parts=2), later, offset=2)
    assert sorted(each.rule for each in engine.release(later)) == ["rule", "two"]


def test_what_a_rule_that_is_gone_has_left_is_removed() -> None:
    """Its state is stored as gone; a rule of that name starts again."""
    engine = RuleEngine(RULES, "desk")
    engine.take(make_alert("q", "killed", None, 3, MIDNIGHT), MIDNIGHT)
    watches = [watch for watch in engine.changed().values() if watch is not None]
    renamed = parse_rules(HEAD.replace('"rule"', '"other"').encode())
    assert RuleEngine(renamed, "desk", watches).changed() == {("rule", "q"): None}


def test_texts_follow_what_the_receiver_knows() -> None:
    """A rise over several steps is told from the number that was sent."""
    engine = RuleEngine(parse_rules(f"{HEAD}rise_by = 5\n".encode()), "desk")
    texts = []
    for offset, (before, after) in enumerate(((None, 12), (12, 14), (14, 17), (17, 9))):
        engine.take(make_alert("q", "killed", before, after, MIDNIGHT), MIDNIGHT, offset=offset)
        texts += [notice.text for each in engine.release(MIDNIGHT) for notice in each.notices]
    assert texts == [
        "12 killed: Story of q",
        "Death toll rises from 12 to 17: Story of q",
        "Death toll falls from 17 to 9: Story of q",
    ]


def test_texts_of_merged_changes_follow_the_sum() -> None:
    """A rise and a smaller fall that go out together are a rise."""
    engine = RuleEngine(DIGEST, "desk")
    texts = []
    steps = (((None, 12),), ((12, 15), (15, 13)), ((13, 15), (15, 10)))
    for hour, changes in enumerate(steps):
        now = MIDNIGHT + timedelta(hours=hour)
        for number, (before, after) in enumerate(changes):
            engine.take(make_alert("q", "killed", before, after, now), now, offset=10 * hour + number)
        engine.release(now)
        texts += [notice.text for each in engine.release(now + timedelta(hours=1)) for notice in each.notices]
    assert texts == [
        "12 killed: Story of q",
        "Death toll rises from 12 to 13: Story of q",
        "Death toll falls from 13 to 10: Story of q",
    ]
