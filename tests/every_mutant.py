"""Try every mutant of the rulebook, each in a fork of one process that has collected the tests.

    python tests/every_mutant.py [MUTANT...]        in `mutants`, where tests/mutation.py starts it

Every test runs once with nothing changed, and which functions of the rulebook it calls is written
down. Then each mutant has a fork, in which the tests that call its function run, the quickest
first, until one is red. What was called before the first test, or never again since, is asked of a
process of its own, which imports the mutant.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatch
from functools import wraps
from time import process_time
from typing import Any

import mutmut.mutation.trampoline
import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline_templates import mangle_function_name

TESTS = (
    "tests/policies",
    "tests/scenarios",
    "tests/laws",
    "--ignore=tests/policies/test_at_import.py",  # asks a process of its own
    "--ignore=tests/laws/test_law_04_no_words_without_clearance.py",  # these ask the whole house
    "--ignore=tests/laws/test_law_05_a_call_is_a_contact.py",
    "--ignore=tests/laws/test_law_10_replayable.py",
)
ALONE = ("tests/policies/test_kinds.py", "tests/policies/test_rule.py", "tests/policies/rules")
"""What a process of its own asks: the tests of what runs while importing, and of what it makes."""
QUIET = ("-q", "-s", "--assert=plain", "--tb=line", "-p", "no:cacheprovider", "--rootdir=.")
SECONDS = 5
"""Of the processor, for the tests of one mutant; it never ends if the last takes as long."""
SECONDS_ALONE = 300
MEMORY = 4 << 30  # bytes
ORIGINAL = "_mutmut_orig"
NOTICED, ENDLESS, LEFT, NOT_CALLED = "noticed", "endless", "left", "not-called"

Function = Callable[..., Any]
FORMS: dict[str, dict[str, Function]] = {}
"""Each function of the rulebook by its name: as it is, and as each of its mutants has it."""
CHOSEN: dict[str, str] = {}
CALLED: set[str] = set()


def main(names: list[str]) -> int:
    """Try every mutant, or those that are named; return 0 if each was noticed."""
    sys.path[0] = os.getcwd()
    mutmut.mutation.trampoline.wrap_in_trampoline = switched  # type: ignore[assignment]
    if names[:1] == ["--alone"]:
        choose(names[1])
        return pytest.main([*QUIET, "-x", *ALONE])
    return pytest.main([*QUIET, *TESTS], plugins=[Trials(names or ["*"])])


def switched(forms: dict[str, Function], **_: bool) -> Callable[[Function], Function]:
    """Call a function in the form that is chosen, and write down that it was called."""

    def made(function: Function) -> Function:
        within = function.__qualname__.rpartition(".")[0] or None
        mangled = mangle_function_name(name=function.__name__, class_name=within)
        name = f"{function.__module__}.{mangled}"
        FORMS[name] = forms

        @wraps(function)
        def called(*args: object, **named: object) -> object:
            CALLED.add(name)
            return forms[CHOSEN.get(name, ORIGINAL)](*args, **named)

        return called

    return made


def choose(mutant: str) -> None:
    """Have this mutant called in the place of its function."""
    CHOSEN[function_of(mutant)] = mutant.rpartition(".")[2]


def function_of(mutant: str) -> str:
    return mutant.rpartition("__mutmut_")[0]


class Trials:
    """What pytest does with the tests that it has collected."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.trusted: set[pytest.Item] = set()
        """Tests that are green in a fork in which nothing is changed."""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if noticed_alone("nothing"):
            msg = "a process of its own is red with nothing changed: `python -m pytest -x` first"
            raise pytest.UsageError(msg)
        early = frozenset(CALLED)
        callers = calls(session.items)
        gc.freeze()
        count: Counter[str] = Counter()
        for mutant in self.mutants():
            became = self.tried(mutant, callers[function_of(mutant)])
            if became == NOT_CALLED or (became == LEFT and function_of(mutant) in early):
                became = NOTICED if noticed_alone(mutant) else LEFT
            count[became] += 1
            if became != NOTICED:
                print(f"{mutant}: {became}", flush=True)
        print(f"{count.total()} mutants:", ", ".join(f"{n} {each}" for each, n in count.items()))
        session.testsfailed = count[LEFT]
        return True

    def mutants(self) -> list[str]:
        """Return the names of those that are to be tried."""
        every = [
            f"{function.rpartition('.')[0]}.{form}"
            for function, forms in FORMS.items()
            for form in forms
            if form != ORIGINAL
        ]
        return [each for each in every if any(fnmatch(each, name) for name in self.names)]

    def tried(self, mutant: str, tests: list[pytest.Item]) -> str:
        """Return what became of a mutant; what noticed it is asked first about the next."""
        became, number = in_a_fork(tests, mutant)
        if became != NOTICED:
            return became
        tests.insert(0, by := tests.pop(number))
        if by in self.trusted or in_a_fork([by])[0] != NOTICED:
            self.trusted.add(by)
            return NOTICED
        print(f"red in a fork in which nothing is changed, and left out: {by.nodeid}")
        tests.remove(by)
        return self.tried(mutant, tests)


def calls(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return which tests call each function, the quickest first."""
    found: dict[str, list[tuple[float, int, pytest.Item]]] = {name: [] for name in FORMS}
    for number, item in enumerate(items):
        forget()
        began = process_time()
        if is_red(item):
            print(f"red with nothing changed, and left out: {item.nodeid}")
            continue
        for name in CALLED:
            found[name].append((process_time() - began, number, item))
    forget()
    return {name: [item for *_, item in sorted(some)] for name, some in found.items()}


def forget() -> None:
    """Forget what was called, and what was found out by what was called."""
    from policies import facts_json

    CALLED.clear()
    facts_json._WRITERS.clear()
    facts_json._READERS.clear()


def is_red(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def in_a_fork(tests: list[pytest.Item], mutant: str | None = None) -> tuple[str, int]:
    """Return what becomes of a mutant, and the number of the test that noticed it."""
    answers, answer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(answer, asked(tests, mutant).encode())
        finally:
            os._exit(0)
    os.close(answer)
    with os.fdopen(answers) as pipe:
        became, _, number = (pipe.read() or ENDLESS).partition(" ")
    os.waitpid(child, 0)
    return became, int(number or 0)


def asked(tests: list[pytest.Item], mutant: str | None) -> str:
    """Return the answer of a fork: the first test that is red, or that none is."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    CALLED.clear()
    if mutant:
        choose(mutant)
    for number, item in enumerate(tests):
        if process_time() > SECONDS:
            break
        if is_red(item):
            return f"{NOTICED} {number}"
    return LEFT if mutant and function_of(mutant) in CALLED else NOT_CALLED


def noticed_alone(mutant: str) -> bool:
    """Whether a process that imports the mutant is red, or not back in time."""
    command = [sys.executable, __file__, "--alone", mutant]
    try:
        run = subprocess.run(command, capture_output=True, timeout=SECONDS_ALONE, check=False)
    except subprocess.TimeoutExpired:
        return True
    return run.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
