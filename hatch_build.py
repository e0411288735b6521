"""Compiles the modules that cost most: while the package is built, and as `python hatch_build.py` (`make compiled`).

mypyc turns typed modules into C extensions. Where mypy, setuptools, a C compiler or the headers of Python are missing,
or the compiler fails, the package is built as plain Python and says so: it gives the same results more slowly.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent
LEFT_OUT = frozenset(
    {
        "__init__.py",  # packages stay as they are: they only name what is theirs
        "files.py",
        "languages.py",  # closes a circle of imports
        "classifier.py",  # its time is numpy's
        "vectors.py",
    }
)
OPTIMISATION = "1"
"""Of the C compiler: with more, it takes longer, and the modules are no quicker."""
WORK = ROOT / "build" / "compiled"
BUILT = WORK / "modules"
"""What a build makes, until it is whole."""
LONGEST = 1800
"""Seconds after which a compiler is given up."""


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled modules to a wheel, or puts them into the source tree of an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a package without compiled modules is a whole package, too."""
        if os.environ.get("WIREFEED_COMPILED") == "0" or not compile_in_a_process() or version == "editable":
            return  # an editable install finds them in the source tree
        build_data["artifacts"].append("/streams/compiled")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def compile_in_a_process() -> bool:
    """Compile in a process of its own, and return whether it succeeded; what went wrong is printed."""
    command = [sys.executable, str(Path(__file__).resolve()), "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(f"The modules can't be compiled and run as plain Python: {error}", file=sys.stderr)
        return False
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-5:])
        print(f"The modules can't be compiled and run as plain Python:\n{said}", file=sys.stderr)
    return not done.returncode


def modules() -> list[Path]:
    """Return the modules to compile, relative to the root."""
    from streams import COMPILED_PACKAGES

    folders = (ROOT.joinpath(*package.split(".")) for package in COMPILED_PACKAGES)
    found = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    return [path.relative_to(ROOT) for path in found if path.name not in LEFT_OUT]


def sources(of: list[Path]) -> list[Path]:
    """Return modules and all of ours that they import, directly or not: what the compiled code depends on."""
    seen: dict[Path, None] = {}
    waiting = list(of)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen[path] = None
        for node in ast.walk(ast.parse((ROOT / path).read_bytes())):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            waiting.extend(file for name in names if (file := _source(name)) is not None)
    return sorted(seen)


def _source(module: str) -> Path | None:
    if module.partition(".")[0] not in {"streams", "schemas"}:
        return None
    place = Path(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if (ROOT / file).is_file()), None)


def _name(module: Path) -> str:
    return ".".join(module.with_suffix("").parts)


def compile_modules(*, quiet: bool) -> None:
    """Compile all modules, and put them into `streams/compiled` once they are whole.

    Raises what mypyc and the compiler raise; both also end the process by themselves with their message.
    """
    from mypyc.build import mypycify
    from setuptools import setup
    from setuptools.command.build_ext import build_ext

    from streams import COMPILED_GROUP, compiled_code

    class AtOnce(build_ext):  # type: ignore[misc] # setuptools has no types
        """Compiles the C files of one extension side by side: setuptools takes them in turn."""

        def build_extensions(self) -> None:
            """Build, with as many compilers as there are processors."""
            self.compiler.compile = partial(_at_once, self.compiler.compile)
            super().build_extensions()

    wanted = modules()
    made_of = {path.as_posix(): compiled_code.digest(ROOT / path) for path in sources(wanted)}
    shutil.rmtree(BUILT, ignore_errors=True)
    os.chdir(ROOT)
    options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", "--no-warn-unused-ignores"]
    extensions = mypycify(
        [*options, *map(str, wanted)],
        opt_level=OPTIMISATION,
        debug_level="0",
        multi_file=True,
        group_name=COMPILED_GROUP,
        target_dir=str(WORK / "c"),
    )
    for extension in extensions:
        # Each version of a C compiler warns of something else, and none of it is ours: it must not end the build.
        extension.extra_compile_args = [flag for flag in extension.extra_compile_args if flag != "-Werror"]
    folders = [f"--build-lib={BUILT}", f"--build-temp={WORK}"]
    arguments = [*(["--quiet"] if quiet else []), "build_ext", *folders]
    commands = {"build_ext": AtOnce}
    setup(name=COMPILED_GROUP, packages=[], ext_modules=extensions, script_args=arguments, cmdclass=commands)
    suffix = EXTENSION_SUFFIXES[0]
    built = {_name(path): f"{path.with_suffix('').as_posix()}{suffix}" for path in wanted}
    built[f"{COMPILED_GROUP}__mypyc"] = f"{COMPILED_GROUP}__mypyc{suffix}"
    missing = [file for file in built.values() if not (BUILT / file).is_file()]
    if missing:
        raise FileNotFoundError(f"the compiler gave no {missing[0]}")
    manifest = {"suffix": suffix, "modules": built, "sources": made_of}
    (BUILT / compiled_code.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    shutil.rmtree(compiled_code.FOLDER, ignore_errors=True)
    shutil.copytree(BUILT, compiled_code.FOLDER)


def _at_once(compile_some: Callable[..., list[str]], sources: list[str], **options: Any) -> list[str]:
    """Return the object files of C files, each made by a compiler of its own."""

    def compiled(source: str) -> list[str]:
        return compile_some([source], **options)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [made for some in pool.map(compiled, sources) for made in some]


if __name__ == "__main__":
    compile_modules(quiet="--quiet" in sys.argv)
