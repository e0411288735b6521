"""Compiled modules say what their sources say, and are used for nothing but exactly those."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from streams import COMPILED_GROUP, MAY_BE_COMPILED
from streams.compiled_code import MANIFEST, SWITCH, compiled, described, digest, usable

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/corpus"
ENDLESS = {"count", "cycle", "repeat", "iter"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a manifest of one module, made of one source in the same folder."""
    source = tmp_path / "module.py"
    source.write_text("A = 1\n")
    write_manifest(tmp_path, suffix=EXTENSION_SUFFIXES[0])
    return tmp_path


def write_manifest(folder: Path, *, suffix: str) -> None:
    """Write the manifest of a module made of a source."""
    manifest = {
        "suffix": suffix,
        "modules": {"module": "module.so"},
        "sources": {"module.py": digest(folder / "module.py")},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest))


class TestUsable:
    """What may be used of a folder."""

    def test_modules_of_unchanged_sources_are_used(self, folder: Path) -> None:
        """They are found by name."""
        assert usable(folder, folder).files == {"module": folder / "module.so"}

    def test_nothing_is_used_once_a_source_has_changed(self, folder: Path) -> None:
        """The reason names the source and the way out."""
        (folder / "module.py").write_text("A = 2\n")

        files, reason = usable(folder, folder)

        assert not files
        assert "module.py has changed" in reason
        assert "make compiled" in reason

    def test_nothing_is_used_once_a_source_is_gone(self, folder: Path) -> None:
        """A module that was renamed is not found under its old name."""
        (folder / "module.py").unlink()

        assert not usable(folder, folder).files

    def test_nothing_is_used_of_another_python(self, folder: Path) -> None:
        """Extensions hold for one version of Python on one platform."""
        write_manifest(folder, suffix=".cpython-27-vax.so")

        files, reason = usable(folder, folder)

        assert not files
        assert "another Python" in reason

    @pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b"\xff", b'{"suffix": 1, "modules": 2, "sources": 3}'])
    def test_a_broken_manifest_is_no_fault(self, folder: Path, manifest: bytes) -> None:
        """The sources are used, and the reason names the file."""
        (folder / MANIFEST).write_bytes(manifest)

        files, reason = usable(folder, folder)

        assert not files
        assert MANIFEST in reason

    def test_without_a_build_the_way_to_one_is_told(self, tmp_path: Path) -> None:
        """It needs a C compiler."""
        assert "C compiler" in usable(tmp_path, tmp_path).reason


def run(*arguments: str, switch: str) -> subprocess.CompletedProcess[str]:
    """Run Python with compiled modules or without."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, SWITCH: switch},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture
def in_use() -> None:
    """Skip where nothing is compiled; with CI set it must be."""
    if not compiled().files:
        if os.environ.get("CI"):
            pytest.fail(described())
        pytest.skip(described())


@pytest.mark.usefixtures("in_use")
class TestSameResults:
    """Compiled and plain, the modules give the same."""

    def test_the_switch_keeps_sources_in_use(self) -> None:
        """The module that is loaded is the source, or the extension."""
        program = "import streams.casualties.extract as module; print(module.__file__)"

        assert run("-c", program, switch="0").stdout.strip().endswith(".py")
        assert run("-c", program, switch="1").stdout.strip().endswith(EXTENSION_SUFFIXES[0])

    @pytest.mark.parametrize(
        ("command", "corpus"),
        [
            ("casualties", CORPUS / "incidents/events.jsonl"),
            ("casualties", CORPUS / "incidents/no_event.jsonl"),
            ("incidents", CORPUS / "incidents/events.jsonl"),
        ],
    )
    def test_both_print_the_same(self, command: str, corpus: Path) -> None:
        """Every figure and incident of the corpus, with every field."""
        arguments = ("-m", "streams.ops.cli", "extract", command, str(corpus))

        plain, extension = run(*arguments, switch="0"), run(*arguments, switch="1")

        assert plain.stdout.count("\n") > 20, plain.stderr
        assert extension.stdout == plain.stdout


def build() -> Any:
    """Return the module that compiles."""
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestBuild:
    """What is compiled, and what a build does without a compiler."""

    def endless(self, module: Path) -> Iterator[str]:
        """Yield the generator expressions of a module that draw from what never ends."""
        for node in ast.walk(ast.parse(module.read_bytes())):
            if isinstance(node, ast.GeneratorExp):
                for each in node.generators:
                    if isinstance(each.iter, ast.Call) and getattr(each.iter.func, "id", "") in ENDLESS:
                        yield f"{module}:{node.lineno}"

    def test_no_generator_expression_draws_from_what_never_ends(self) -> None:
        """A list is made of a generator expression that is given away: an endless one would take all memory."""
        modules = build().modules()

        assert len(modules) > 50
        assert [found for module in modules for found in self.endless(ROOT / module)] == []

    def test_all_that_is_compiled_is_looked_for(self) -> None:
        """Python asks for the compiled form of what its name allows."""
        built = build()
        names = [".".join(module.with_suffix("").parts) for module in built.modules()]

        assert [name for name in (*names, f"{COMPILED_GROUP}__mypyc") if not name.startswith(MAY_BE_COMPILED)] == []

    def test_a_build_depends_on_all_that_compiled_modules_import(self) -> None:
        """Among them what they import for types alone, and the enumerations of messages."""
        sources = {path.as_posix() for path in build().sources([Path("streams/casualties/extract.py")])}

        assert {"streams/casualties/english/tokens.py", "schemas/figure.py"} <= sources

    def test_without_a_compiler_a_build_fails_with_its_words_and_leaves_what_was_there(self) -> None:
        """The package is then installed as plain Python."""
        before = described()
        program = "import hatch_build; print(hatch_build.compile_in_a_process())"

        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "CC": "/nowhere/cc"},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

        assert done.stdout.strip() == "False"
        assert "plain Python" in done.stderr
        assert "/nowhere/cc" in done.stderr
        compiled.cache_clear()
        assert described() == before
