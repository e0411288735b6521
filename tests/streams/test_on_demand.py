"""Packages whose modules are imported when a name of theirs is first asked for."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("streams.feeds", "streams.ops.feeds", "streams.runner", "streams.wire")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_there_when_it_is_asked_for(package: str) -> None:
    """What `__all__` lists comes from the module that type checkers are told."""
    module = import_module(package)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    imports = [each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
    own = [each for each in imports if (each.module or "").startswith(package)]
    told = {name.name: each.module for each in own for name in each.names}
    assert set(told) == set(module.__all__)
    for name, where in told.items():
        assert getattr(module, name) is getattr(import_module(str(where)), name)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_public_name_is_that_of_a_module(package: str) -> None:
    """Where the module was imported first, Python would give it in the place of the name."""
    module = import_module(package)
    files = {file.stem for folder in module.__path__ for file in Path(folder).glob("*.py")}
    assert files.isdisjoint(module.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module, so that `hasattr` and imports of modules go on working."""
    with pytest.raises(AttributeError, match=r"module 'streams\.wire' has no attribute 'nothing'"):
        import_module("streams.wire").nothing  # noqa: B018


def test_a_module_is_imported_with_the_first_of_its_names() -> None:
    """Not with the package; and once it was asked for, a name is an attribute like any other."""
    code = (
        "import sys, streams.wire\n"
        "assert 'streams.wire.intake' not in sys.modules\n"
        "streams.wire.parse_record\n"
        "assert 'streams.wire.intake' in sys.modules\n"
        "assert 'parse_record' in vars(streams.wire)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
