"""Rules that follow their file: read again when it changes, with the last good ones kept while it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.alerts.rule_file import RulesInvalid, load_rules
from streams.toml_file import stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    from streams.alerts.rule import RuleSet


class RuleSource:
    """The rules of a file. Raises `RulesInvalid` where the file is wrong at the start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = stamp_of(path)
        self.rules: RuleSet = load_rules(path)
        self.problem: RulesInvalid | None = None
        """What is wrong with the file as it is now; None while its rules are in use."""

    def refresh(self) -> bool:
        """Read the file again if it has changed; return whether there are other rules or another problem now."""
        stamp = stamp_of(self._path)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        before = (self.rules, str(self.problem or ""))
        try:
            self.rules, self.problem = load_rules(self._path), None
        except RulesInvalid as problem:
            self.problem = problem
        return (self.rules, str(self.problem or "")) != before
