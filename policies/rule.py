"""What a rule is: a named objection with its sources. A rule may object; it can never approve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from policies.facts import Facts
from policies.finding import Finding
from policies.rows import Rows

Evidence = Literal[
    "statements",
    "contacts",
    "replies",
    "bars",
    "trouble",
    "permissions",
    "colleagues",
    "confirmation",
]
"""What there is none of for most people: fields of `Facts`; `trouble` is the house or the words
amiss, `permissions` is law here that asks for a consent or a registry, or bars the channel;
`confirmation` is an attempt that says it confirms a stop, `colleagues` are those elsewhere too."""

Check = Callable[[Facts, datetime, Rows], Finding | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its stable name and its documentation (the module's docstring)."""

    name: str
    check: Check
    cites: tuple[str, ...]
    doc: str
    silent_without: tuple[Evidence, ...] = ()


def rule(
    name: str, *, cites: tuple[str, ...] = (), silent_without: tuple[Evidence, ...] = ()
) -> Callable[[Check], Rule]:
    """Make a `Rule` of a check. Names are recorded for ever: never reuse one.

    `silent_without` names evidence in whose absence (all of it) the rule never objects, so that
    nobody need ask it; a property test holds every rule to what it declares.
    """

    def made(check: Check) -> Rule:
        return Rule(name, check, cites, check.__globals__["__doc__"], silent_without)

    return made
