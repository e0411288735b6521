"""The mutation tester: what counts as a change, which tests meet it, and how a run ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.mutation.apart import outcomes
from tools.mutation.__main__ import ROOT, mirror, table
from tools.mutation.coverage import Calls, counted, function_at
from tools.mutation.mutants import Mutant, behaviour, changed_line, short_diff
from tools.mutation.running import Outcome
from tools.mutation.swapping import can_swap

SOURCE = """
LIMIT = 3


def fits(size: int) -> bool:
    return size <= LIMIT
"""
TEST = """
from streams.box import fits


def test_fits():
    assert fits(3)
    assert not fits(9)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project of one function and one test, which never tries the size after the limit."""
    (tmp_path / "streams").mkdir()
    (tmp_path / "streams" / "box.py").write_text(SOURCE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_box.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:schemathesis\n")  # as in pyproject.toml
    (tmp_path / "tests" / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    return tmp_path


def test_a_change_of_an_annotation_is_no_change_of_behaviour() -> None:
    """Annotations are never run."""
    assert behaviour("def f(x: int | None) -> int: ...") == behaviour("def f(x: int & None) -> str: ...")


def test_a_change_under_type_checking_is_no_change_of_behaviour() -> None:
    """What only the type checker reads is never run."""
    assert behaviour("if TYPE_CHECKING:\n    x = 1") == behaviour("if TYPE_CHECKING:\n    x = 2")


def test_the_marks_of_a_signature_are_no_operators() -> None:
    """A star before keyword-only parameters is no product; a default is a value like any other."""
    assert behaviour("def f(*, a=1): ...") == behaviour("def f(a=1, /): ...")
    assert behaviour("def f(*, a=1): ...") != behaviour("def f(*, a=2): ...")
    assert behaviour("if TYPE_CHECKING:\n    x = 1") == behaviour("if not TYPE_CHECKING:\n    x = 1")


def test_a_change_of_a_constant_is_a_change_of_behaviour() -> None:
    """A named constant is a rule, and its number is changed like any other."""
    assert behaviour("LIMIT: int = 3") != behaviour("LIMIT: int = 4")


def test_flags_of_data_classes_are_no_behaviour() -> None:
    """Nothing assigns to one; its other arguments and other decorators count."""
    frozen, thawed = (f"@dataclass(frozen={flag})\nclass A:\n    x: int" for flag in (True, False))
    assert behaviour(frozen) == behaviour(thawed)
    assert behaviour(frozen) != behaviour(frozen.replace("frozen", "order"))
    assert behaviour(frozen.replace("dataclass", "other")) != behaviour(thawed.replace("dataclass", "other"))


def test_the_diff_shows_the_changed_lines_alone() -> None:
    """A survivor is shown by the lines that differ, and placed by the first of them."""
    assert short_diff("a\nb\nc", "a\nx\nc") == "-b\n+x"
    assert changed_line("a\nb\nc", "a\nx\nc") == 2


def test_a_line_belongs_to_the_innermost_function_and_its_decorators_count(tmp_path: Path) -> None:
    """The tests of a changed line are those that call the function around it."""
    path = tmp_path / "nested.py"
    path.write_text("X = 1\n@mark\ndef outer():\n    def inner():\n        return 1\n    return 2\n")
    assert function_at(path, 1) is None
    assert function_at(path, 5) == (str(path), 4)
    assert function_at(path, 6) == (str(path), 2)


def test_a_counted_file_still_does_what_it_did(tmp_path: Path) -> None:
    """Counting calls changes nothing else."""
    path = tmp_path / "box.py"
    path.write_text(SOURCE)
    called: list[tuple[str, int]] = []
    names: dict[str, object] = {"__wirefeed_called__": lambda *function: called.append(function)}
    exec(compile(counted(path), str(path), "exec"), names)  # noqa: S102 - the source stands above
    assert eval("fits(3) and not fits(4)", names)  # noqa: S307 - same
    assert called == [(str(path), 5), (str(path), 5)]


def test_code_outside_of_functions_meets_all_tests_and_the_fastest_first() -> None:
    """Any test may depend on a constant; the fastest is likely to end the mutant soonest."""
    calls = Calls({"slow": 2.0, "fast": 1.0}, {"slow": {("box.py", 5)}, "fast": set()})
    assert calls.tests_of(None) == ["fast", "slow"]
    assert calls.tests_of(("box.py", 5)) == ["slow"]


def test_a_package_has_the_tests_of_its_name_and_a_file_those_of_its_package() -> None:
    """The tests mirror the tree, and a target without tests is refused."""
    assert mirror(Path("streams/dedup")) == "tests/streams/dedup"
    assert mirror(Path("streams/wire/lifecycle.py")) == "tests/streams/wire/test_lifecycle.py"
    with pytest.raises(SystemExit, match="TESTS"):
        mirror(Path("streams/nothing_at_all.py"))


def test_a_noticed_change_is_killed_and_one_that_no_test_notices_survives(project: Path) -> None:
    """Tests decide, and the file itself stays as it is."""
    box = project / "streams" / "box.py"
    changes = {"size > LIMIT": Outcome.KILLED, "size < LIMIT": Outcome.KILLED, "size <= LIMIT + 1": Outcome.SURVIVED}
    sources = {change: SOURCE.replace("size <= LIMIT", change) for change in changes}
    assert outcomes(project, box, 6, sources) == changes
    assert box.read_text() == SOURCE


@pytest.mark.parametrize("more", ["", "\nLARGEST = LIMIT\n"])
def test_a_changed_constant_is_noticed_too(project: Path, more: str) -> None:
    """Also where something is worked out of it while its module is loaded."""
    box = project / "streams" / "box.py"
    box.write_text(SOURCE + more)
    changes = {"LIMIT = 2": Outcome.KILLED, "LIMIT = 4": Outcome.SURVIVED}
    sources = {change: SOURCE.replace("LIMIT = 3", change) + more for change in changes}
    assert outcomes(project, box, 2, sources) == changes


def test_the_body_of_a_function_is_changed_where_it_runs_unless_loading_calls_it(project: Path) -> None:
    """What a module has worked out while it was loaded would keep the old answer."""
    box = str(project / "streams" / "box.py")
    in_body, in_signature, constant = (Mutant(box, line, "", "") for line in (6, 5, 2))
    assert can_swap(in_body, set())
    assert not can_swap(in_body, {(box, 5)})
    assert not can_swap(in_signature, set())
    assert can_swap(constant, set())
    other = project / "streams" / "other.py"
    other.write_text(SOURCE + "LARGEST = LIMIT\n")
    assert not can_swap(Mutant(str(other), 2, "", ""), set())


def test_quick_tests_alone_can_be_chosen() -> None:
    """By the time of the processor, which a busy machine does not change."""
    calls = Calls({"slow": 9.0, "fast": 9.0}, {"slow": {("box.py", 5)}, "fast": set()}, work={"slow": 2.0, "fast": 1.0})
    assert calls.quicker_than(1.0).tests_of(None) == ["fast"]
    assert calls.quicker_than(2.0).tests_of(None) == ["slow", "fast"]


def test_a_timeout_counts_as_noticed() -> None:
    """A test that hangs has noticed the change."""
    mutant = Mutant(str(ROOT / "streams" / "box.py"), 1, "", "")
    rows = table([(mutant, Outcome.TIMEOUT, 1), (mutant, Outcome.SURVIVED, 1)])
    assert rows[-1] == "| all | 2 | 0 | 1 | 1 | 50% |"
