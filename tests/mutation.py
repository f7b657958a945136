"""Let mutmut loose on the rulebook: change it in every small way there is, and see a test turn red.

    python -m tests.mutation [MUTANT...]        "policies.rules.at_rest.*", say

mutmut leaves decorated functions alone, and those are our rules and everything remembered. So it
gets a copy, in `.mutmut`, in which rules are registered by a call, properties are named twice and
nothing is remembered. It writes the mutants; tests/every_mutant.py tries them. docs/mutants.md says
what survived.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".mutmut"
COPIED = ("policies", "channels", "outreach", "templates", "tests", "pyproject.toml")
FEW = """

# The same examples for every mutant, and few of them.
import hypothesis

settings.register_profile(
    "few",
    parent=settings.get_profile("house"),
    max_examples=10,
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
settings.load_profile("few")
"""


def main(names: list[str]) -> int:
    """Try every mutant, or those that are named; return 0 if each was noticed."""
    prepare()
    with chdir(COPY):
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(2)
    command = [sys.executable, "tests/every_mutant.py", *names]
    return subprocess.run(command, cwd=COPY / "mutants", check=False).returncode


def prepare() -> None:
    """Put what is to be mutated and what tests it into the copy."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    for name in COPIED:
        _copied(ROOT / name, COPY / name)
    for path in (COPY / "policies").rglob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (COPY / "tests" / "policies").rglob("*.py"):
        path.write_text(with_few(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (COPY / "tests" / "conftest.py").open("a", encoding="utf-8") as file:
        file.write(FEW)


def _copied(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, to)


def with_few(source: str) -> str:
    """Return a test that names how many examples it wants, with no more than the others have."""
    return re.sub(r"max_examples=\d+", "max_examples=10", source)


def undecorated(source: str) -> str:
    """Return a module that does the same without a decorator on any function."""
    lines = source.splitlines(keepends=True)
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    for node in sorted(functions, key=lambda node: node.lineno, reverse=True):
        decorator = node.decorator_list[0]
        text = ast.unparse(decorator)
        before, body = decorator.lineno - 1, lines[node.lineno - 1 : node.end_lineno]
        indent = " " * node.col_offset
        if text == "property":
            body[0] = body[0].replace(f"def {node.name}(", f"def _asked_{node.name}(")
            body.append(f"{indent}{node.name} = property(_asked_{node.name})\n")
        elif not text.startswith("lru_cache"):
            body.append(f"{indent}{node.name} = {text}({node.name})\n")
        lines[before : node.end_lineno] = body
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
