"""What the doctor says of one thing: whether it is in order, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    WRONG = "wrong"
    """It does not do what it should: until it is mended, something fails."""
    MISSING = "missing"
    """It is not set up, or could not be looked at; the line says what that costs."""


class Group(StrEnum):
    """What belongs together, in the order in which it is told."""

    HOUSE = "the house"
    DATABASE = "the database"
    OUT = "email out"
    IN = "answers in"
    TEXTS = "texts"
    RECORDS = "what the DNS says of us"
    PAGES = "our pages"
    CLOCKS = "clocks"
    LAW = "the law"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. `do` says what mends it, and may be empty."""

    group: Group
    about: str
    state: State
    said: str
    do: str = ""


def ok(group: Group, about: str, said: str) -> Line:
    """Return a line for what is in order."""
    return Line(group, about, State.OK, said)


def wrong(group: Group, about: str, said: str, do: str = "") -> Line:
    """Return a line for what fails."""
    return Line(group, about, State.WRONG, said, do)


def missing(group: Group, about: str, said: str, do: str = "") -> Line:
    """Return a line for what is not there, or could not be seen."""
    return Line(group, about, State.MISSING, said, do)
