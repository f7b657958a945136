"""Verdicts: what may be done with an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.channel import Channel


class Clearer(StrEnum):
    """Who can clear a hold."""

    REP = "rep"
    COMPLIANCE = "compliance"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Allow:
    """No rule objects."""


@dataclass(frozen=True, slots=True)
class Defer:
    """Not now; judge afresh at `until` (aware)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Reroute:
    """Not here; judge in full on the channel they asked for."""

    to: Channel


@dataclass(frozen=True, slots=True)
class Hold:
    """A human must look first; `by` says who can clear it."""

    by: Clearer


@dataclass(frozen=True, slots=True)
class Block:
    """No."""


Objection = Defer | Reroute | Hold | Block
Verdict = Allow | Objection


def name_of(verdict: Verdict) -> str:
    """Return the stored name of a verdict: `allow`, `defer`, `reroute`, `hold` or `block`."""
    return type(verdict).__name__.lower()
