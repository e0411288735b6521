"""Rules files: what is read, and what is said about a wrong one."""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Kind
from streams.alerts import RuleEngine, RulesInvalid, RuleSource, load_rules, parse_rules
from streams.alerts.rule_file import MAX_BYTES
from tests.streams.alerts.scenarios import MIDNIGHT, make_alert

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[receivers.desk]
url = "https://desk.example/hook"

[[rules]]
name = "all"
receivers = ["desk"]
"""


def problems(text: str) -> list[str]:
    """Return what is wrong with a file."""
    with pytest.raises(RulesInvalid) as caught:
        parse_rules(text.encode(), "rules.toml")
    return str(caught.value).splitlines()


def test_a_rule_without_conditions_is_read() -> None:
    """All kinds and changes, at once."""
    (rule,) = parse_rules(GOOD.encode()).rules
    assert (rule.kinds, rule.debounce, rule.digest) == (frozenset(Kind), timedelta(0), None)


TOO_MANY = "rules = [" + ",".join(f'{{ name = "r{n}", receivers = ["desk"] }}' for n in range(10_001)) + "]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + 'kindz = ["killed"]\n', "rules.toml:8: rules 1, kindz: there is no such name; did you mean kinds?"),
        (
            GOOD + "[rules.quiet]\nstart = 22:00:00\nend = 07:00:00\nzone = 'X'\n",
            "11: rules 1, quiet, zone: there is no",
        ),
        (
            GOOD + "near = { lat = 91, lon = 0, km = 3 }\n",
            "rules.toml:8: rules 1, near, lat: Input should be less than",
        ),
        (
            GOOD.replace('["desk"]', '["dekk"]'),
            "rules.toml:7: rules 1, receivers: 'dekk' is none of the receivers; did you mean desk?",
        ),
        (GOOD + 'tiers = ["agency"]\n[tiers]\nagencies = []\n', "8: rules 1, tiers: 'agency' is none of the tiers"),
        (GOOD + GOOD.partition("\n\n")[2], "rules.toml:9: rules 2, name: 'all' is the name of an earlier rule"),
        (GOOD + 'debounce = "5 weeks"\n', "rules.toml:8: rules 1, debounce: give a number and a unit: 30s, 5m, 2h, 1d"),
        (GOOD + 'countries = ["Sudan"]\n', "rules.toml:8: rules 1, countries: 'Sudan' is no country code"),
        (GOOD + 'kinds = ["kiled"]\n', "did you mean killed?"),
        (GOOD + 'changes = ["raise"]\n', "did you mean rise?"),
        (GOOD + "at_least = 0\n", "rules.toml:8: rules 1, at_least: Input should be greater than or equal to 1"),
        (
            GOOD.replace("url =", "ulr ="),
            "rules.toml:3: receivers, desk, ulr: there is no such name; did you mean url?",
        ),
        (GOOD.replace('url = "https://desk.example/hook"', ""), "receivers, desk: give either url or url_env"),
        (
            GOOD + "quiet = { start = 22:00:00, end = 07:00:00, timezone = 'Mars/Base' }\n",
            "'Mars/Base' is no time zone",
        ),
        ("[[rules]\n", "rules.toml:1: it is no TOML"),
        ("a = 1\nb = \n", "rules.toml:2: it is no TOML"),
        ("rulez = 1\n", "rules.toml:1: rulez: there is no such name; did you mean rules?"),
        ("x = " + "[" * 5000, "it is no TOML"),
        (GOOD + "[[rule]]\nname = 'x'\n", "rules.toml:8: rule: there is no such name; did you mean rules?"),
        (GOOD.replace('["desk"]', '"desk"'), 'rules.toml:7: rules 1, receivers: it must be a list, such as ["one"'),
        (GOOD + 'kinds = "killed"\n', 'rules.toml:8: rules 1, kinds: it must be a list, such as ["one", "two"]'),
        (GOOD + 'quiet = "night"\n', "rules.toml:8: rules 1, quiet: it must be a table"),
        (GOOD.replace('"all"', "3"), "rules.toml:6: rules 1, name: it must be text in quotes"),
        (GOOD + 'at_least = "many"\n', "rules.toml:8: rules 1, at_least: it must be a whole number"),
        (GOOD + "near = { lat = 1, km = 3 }\n", "rules.toml:8: rules 1, near, lon: it must be given"),
        (TOO_MANY, "rules.toml:1: rules: it has 10,001 entries, and 10,000 are allowed"),
    ],
)
def test_a_wrong_file_is_told_with_line_reason_and_nearest_name(text: str, message: str) -> None:
    """One line for each problem."""
    assert message in "\n".join(problems(text))


def test_all_problems_are_told_at_once() -> None:
    """A file is put right in one go."""
    assert len(problems(GOOD + 'kindz = ["killed"]\nat_leest = 3\n')) == 2


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    """The message has the name and the reason."""
    with pytest.raises(RulesInvalid, match="it can't be read: No such file"):
        load_rules(tmp_path / "rules.toml")
    with pytest.raises(RulesInvalid, match="rules:2: it is not UTF-8"):
        parse_rules(b"\n\xff")


@pytest.mark.parametrize(("size", "message"), [(MAX_BYTES, "no TOML"), (MAX_BYTES + 1, "larger than 10,000,000 bytes")])
def test_a_file_is_bounded(size: int, message: str) -> None:
    """A file of gigabytes by mistake is not read."""
    with pytest.raises(RulesInvalid, match=message):
        parse_rules(b"=" * size)


@given(st.text(max_size=200))
def test_any_text_is_rules_or_a_message(text: str) -> None:
    """Nothing else comes of it."""
    with contextlib.suppress(RulesInvalid):
        parse_rules(text.encode(errors="replace"))


def test_a_thousand_rules_are_fast() -> None:
    """They are read in a second or so, and considered for an alert in milliseconds."""
    rule = GOOD.partition("\n\n")[2]
    text = GOOD + "".join(rule.replace("all", f"rule {number}") + f"at_least = {number}\n" for number in range(1, 1000))
    began = time.perf_counter()
    rules = parse_rules(text.encode())
    assert len(rules.rules) == 1000
    engine = RuleEngine(rules, "desk")
    for number in range(20):
        engine.take(make_alert(f"i{number}", "killed", None, 5, MIDNIGHT), MIDNIGHT, offset=number)
    assert len(engine.release(MIDNIGHT)) == 20 * 6
    assert time.perf_counter() - began < 10


class TestSource:
    """Rules that follow their file."""

    def test_new_rules_are_used_without_a_restart(self, tmp_path: Path) -> None:
        """A file that has changed is read again, one that hasn't is not."""
        file = tmp_path / "rules.toml"
        file.write_text(GOOD)
        source = RuleSource(file)
        assert not source.refresh()
        file.write_text(GOOD + "at_least = 10\n")
        assert source.refresh()
        assert source.rules.rules[0].at_least == 10
        assert not source.refresh()

    def test_a_wrong_file_changes_nothing(self, tmp_path: Path) -> None:
        """The last good rules stay, the problem is there to be told, and a right file ends it."""
        file = tmp_path / "rules.toml"
        file.write_text(GOOD)
        source = RuleSource(file)
        file.write_text(GOOD + "at_leest = 10\n")
        assert source.refresh()
        assert "did you mean at_least?" in str(source.problem)
        assert len(source.rules.rules) == 1
        file.unlink()
        assert source.refresh()
        assert "can't be read" in str(source.problem)
        file.write_text(GOOD + "at_least = 11\n")
        assert source.refresh()
        assert (source.problem, source.rules.rules[0].at_least) == (None, 11)

    def test_a_wrong_file_at_the_start_is_an_error(self, tmp_path: Path) -> None:
        """There are no earlier rules to stay with."""
        with pytest.raises(RulesInvalid):
            RuleSource(tmp_path / "rules.toml")
