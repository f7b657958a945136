"""Let mutmut loose on the rulebook: change it in every small way there is, and see a test turn red.

    python -m tests.mutation [MUTANT...]        "policies.rules.at_rest.*", say

mutmut leaves decorated functions alone, and those are our rules and everything remembered. So it
gets a copy, in `.mutmut`, in which rules are registered by a call, properties are named twice and
nothing is remembered. It goes on where it was stopped. docs/mutants.md says how to read it, and
what survived.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".mutmut"
QUICKER = ROOT / "tests" / "scenarios_first.py"
COPIED = ("policies", "channels", "outreach", "templates", "tests", "pyproject.toml")
FEW = """

# The same examples for every mutant, and few of them; and what takes long and is not mutated is
# done once, before the forks.
import hypothesis
from datetime import date
from outreach.bootstrap.holidays import holiday_name
from outreach.bootstrap.rulebook import load_rulebook

settings.register_profile(
    "few",
    parent=settings.get_profile("house"),
    max_examples=10,
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
settings.load_profile("few")


def pytest_sessionstart() -> None:
    from policies import facts_json  # forget what was worked out before the mutant was chosen

    facts_json._WRITERS.clear()
    facts_json._READERS.clear()


load_rulebook()
for country in ("US", "FR", "DE", "ES", "GB"):
    holiday_name(country, date(2026, 7, 4))
"""
ONCE = """

from functools import lru_cache as _remembered
read = _remembered(maxsize=None)(read)
"""
APPENDED = {"tests/conftest.py": FEW, "outreach/bootstrap/judging.py": ONCE}


def main(names: list[str]) -> int:
    """Try every mutant, or those that are named; return 0 if each was noticed."""
    prepare()
    command = [sys.executable, str(QUICKER), "run", "--max-children", "2", *names]
    run = subprocess.run(command, cwd=COPY, check=False)
    if run.returncode:
        return run.returncode
    left = sorted(survivors())
    for where, some in groupby(left, key=lambda name: name.partition("__mutmut_")[0]):
        print(f"{where}: {len(list(some))}")
    print(f"{len(left)} not noticed")
    return 1 if left else 0


def mutmut(*words: str) -> list[str]:
    """Return a command of mutmut's."""
    return [sys.executable, "-m", "mutmut", *words]


def survivors() -> Iterator[str]:
    """Yield the name of every mutant that no test noticed."""
    shown = subprocess.run(
        mutmut("results"), cwd=COPY, check=True, capture_output=True, text=True
    ).stdout
    for line in shown.splitlines():
        name, _, became = line.strip().partition(": ")
        if became in ("survived", "no tests"):
            yield name


def prepare() -> None:
    """Put what is to be mutated and what tests it into the copy."""
    for name in COPIED:
        shutil.rmtree(COPY / name, ignore_errors=True)
        _copied(ROOT / name, COPY / name)
    for path in (COPY / "policies").rglob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (COPY / "tests" / "policies").rglob("*.py"):
        path.write_text(with_few(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name, text in APPENDED.items():
        with (COPY / name).open("a", encoding="utf-8") as file:
            file.write(text)


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
