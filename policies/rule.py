"""What a rule is: a named objection with its sources. A rule may object; it can never approve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from policies.facts import Facts
from policies.finding import Finding
from policies.rows import Rows

Check = Callable[[Facts, datetime, Rows], Finding | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its stable name and its documentation (the module's docstring)."""

    name: str
    check: Check
    cites: tuple[str, ...]
    doc: str


def rule(name: str, *, cites: tuple[str, ...] = ()) -> Callable[[Check], Rule]:
    """Make a `Rule` of a check. Names are recorded for ever: never reuse one."""

    def made(check: Check) -> Rule:
        return Rule(name, check, cites, check.__globals__.get("__doc__") or "")

    return made
