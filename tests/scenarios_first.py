"""mutmut, with a mutant's scenarios judged at once before pytest is asked for its other tests.

    python tests/scenarios_first.py run [MUTANT...]         in the copy that tests/mutation.py makes

Most mutants fall to a scenario, and pytest takes longer to find a thousand tests by name than they
take to run.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outreach.domain.scenarios import Scenario

FOLDER = Path("mutants/tests/scenarios")
AT_FIRST = 80
"""Scenarios that are tried before the other tests; the rest come last."""
TEST = "tests/scenarios/test_scenarios.py::test_it_ends_as_expected"


def main() -> None:
    """Run mutmut with what was asked on the command line."""
    sys.path[0] = os.getcwd()  # as `python -m mutmut` has it
    from mutmut.__main__ import cli
    from mutmut.runners.harness import PytestRunner

    collect, by_pytest = PytestRunner.warm_up, PytestRunner.run_tests

    def warm_up(self: PytestRunner) -> None:
        collect(self)
        scenarios()

    def run_tests(self: PytestRunner, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        if mutant_name is None:
            return by_pytest(self, mutant_name=mutant_name, tests=tests)
        known, asked = scenarios(), sorted(tests)
        judged = [known[name] for name in asked if name in known]
        random.Random(mutant_name).shuffle(judged)
        if any(map(fails, judged[:AT_FIRST])):
            return 1
        others = [name for name in asked if name not in known]
        if others and (code := by_pytest(self, mutant_name=mutant_name, tests=others)):
            return code
        return int(any(map(fails, judged[AT_FIRST:])))

    PytestRunner.warm_up, PytestRunner.run_tests = warm_up, run_tests  # type: ignore[method-assign]
    cli()


@cache
def scenarios() -> dict[str, Scenario]:
    """Return the scenarios by the name of the test that each is for pytest."""
    from outreach.bootstrap.judging import read

    folder = FOLDER.absolute()
    return {
        f"{TEST}[{path.relative_to(folder).with_suffix('').as_posix()}: {one.name}]": one
        for path in sorted(folder.rglob("*.toml"))
        for one in read(path)
    }


def fails(scenario: Scenario) -> bool:
    """Whether a scenario does not end as its author expects; that it raises is one way."""
    from outreach.bootstrap.judging import judge

    try:
        return judge(scenario).failures != ()
    except Exception:
        return True


if __name__ == "__main__":
    main()
