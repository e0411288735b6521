"""What rules would have sent, without sending it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
from typer.testing import CliRunner

from streams.alerts import parse_rules
from streams.ops.cli import app
from streams.ops.rule_trial import Timed, alerts_in_file, trial
from streams.settings import Settings
from tests.streams.alerts.scenarios import MIDNIGHT, make_alert, told

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
[receivers.desk]
url = "https://desk.example/hook"
[receivers.chat]
url = "https://chat.example/hook"
[[rules]]
name = "now"
receivers = ["desk"]
[[rules]]
name = "later"
receivers = ["chat"]
digest = "1d"
"""
ARTICLES = [
    {
        "id": str(number),
        "url": f"https://afn.example/{number}",
        "published": f"2026-03-04T0{number}:00:00Z",
        "title": f"Bus crash near Karal kills {dead}",
        "text": f"A bus fell into a gorge near Karal on Wednesday and {dead} people were killed, police said.",
    }
    for number, dead in ((1, 12), (2, 15))
]


def test_each_receiver_gets_its_own() -> None:
    """A message of the one goes out at once, that of the other at the end of the day."""
    at = MIDNIGHT + timedelta(hours=8)
    alerts = [Timed(make_alert("q", "killed", None, 12, at), at)]
    found = [(receiver, told(message)) for receiver, message in trial(parse_rules(RULES.encode()), alerts)]
    assert found == [("desk", "08:00 first killed ->12"), ("chat", "24:00 first killed ->12")]
    assert list(trial(parse_rules(RULES.encode()), [])) == []


def test_articles_give_the_alerts_of_the_pipeline() -> None:
    """They go all the way from text to toll."""
    alerts = alerts_in_file(ARTICLES, Settings())
    assert [each.alert.cause.value for each in alerts][:1] == ["appeared"]
    assert alerts[0].alert.quote is not None


def test_the_command_prints_them(tmp_path: Path) -> None:
    """For people with text, and for machines as JSON."""
    rules, articles = tmp_path / "rules.toml", tmp_path / "articles.jsonl"
    rules.write_text(RULES)
    articles.write_bytes(b"\n".join(orjson.dumps(each) for each in ARTICLES))
    result = CliRunner().invoke(app, ["alerts", "test", str(rules), "--articles", str(articles)])
    assert result.exit_code == 0
    assert "desk  now" in result.output
    assert "first: " in result.output


def test_a_rule_whose_kinds_are_not_published_is_noted(tmp_path: Path) -> None:
    """It can find nothing, which a user would take for a quiet day."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES + 'kinds = ["trapped"]\n')
    result = CliRunner().invoke(app, ["alerts", "check", str(rules), "--json"])
    assert "which WIREFEED_ALERT_KINDS leaves out" in result.output
