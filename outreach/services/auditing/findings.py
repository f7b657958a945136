"""What an audit looked at, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

SHOWN = 20
"""Violations of one kind that are named; the others are counted."""


class Check(StrEnum):
    """What must be true of every house. Values are printed: append only."""

    ACCOUNTED = "accounted"
    CLEARED = "cleared"
    ONCE = "once"
    STOPPED = "stopped"
    HEARD = "heard"
    POINTING = "pointing"
    LEDGER = "ledger"
    RECEIVED = "received"


TRUE_OF_ALL: Mapping[Check, str] = {
    Check.ACCOUNTED: "every attempt is in exactly one state that can be accounted for",
    Check.CLEARED: "nothing left without a clearance that was redeemed",
    Check.ONCE: "nobody received the same twice",
    Check.STOPPED: "nothing left to anybody whose stop was on record",
    Check.HEARD: "every message that came in was heard, and once",
    Check.POINTING: "promises and enrolments belong to people who are there, and go on",
    Check.LEDGER: "the ledger is as it was written",
    Check.RECEIVED: "what was received elsewhere is what left here",
}
REMEDY: Mapping[Check, str] = {
    Check.ACCOUNTED: "look at it with `outreach why ID`; if it is being sent or cleared, start the "
    "engine, which puts right what a crash left",
    Check.CLEARED: "halt the house (`outreach halt --because ...`) and find out what sends around "
    "the gate before anything else leaves",
    Check.ONCE: "halt the house, and see with `outreach why ID` what was handed over when",
    Check.STOPPED: "halt the house; `outreach why ID` shows what the decision rested on",
    Check.HEARD: "look among `outreach inbound list`, and note what was said with `outreach hear`",
    Check.POINTING: "find the person with `outreach people show ID`, and end what is owed to "
    "nobody",
    Check.LEDGER: "keep this database as it is, and compare it with the last backup",
    Check.RECEIVED: "compare the record with `outreach why ID`; what is unknown here and was "
    "received there is settled with `outreach doubt settle ID`",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One row that is not as it must be: which, and what is wrong with it."""

    about: str
    because: str


@dataclass(slots=True)
class Checked:
    """One check: how many rows it looked at, how many are amiss, and the first of them."""

    check: Check
    looked_at: int
    amiss: int = 0
    shown: list[Violation] = field(default_factory=list)

    def add(self, about: str, because: str) -> None:
        """Count a violation, and name it while there is room."""
        self.amiss += 1
        if len(self.shown) < SHOWN:
            self.shown.append(Violation(about, because))


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole: when, how many attempts in which state, and every check."""

    at: datetime
    states: Mapping[str, int]
    checked: tuple[Checked, ...]

    @property
    def violations(self) -> int:
        """Return how many rows are not as they must be."""
        return sum(one.amiss for one in self.checked)
