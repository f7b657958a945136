"""What one rule objects to, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from policies.reason import Clause
from policies.remedy import Remedy
from policies.statement import Statement
from policies.verdict import Objection


class Bears(StrEnum):
    """What a finding bears on."""

    PERSON = "person"
    CHANNEL = "channel"
    MOMENT = "moment"
    WORDS = "words"


class Force(StrEnum):
    """How a sentence may cite a pack's value."""

    LAW = "law"
    CARRIER = "carrier"
    CODE = "code"
    COURTESY = "courtesy"


@dataclass(frozen=True, slots=True)
class Quote:
    """The person's own words as evidence, with the span that matters (character offsets)."""

    statement: Statement
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """A pack's entry as evidence: where it stands, and when somebody last checked the source."""

    entry: str
    citation: str
    force: Force = Force.LAW
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's objection.

    It objects throughout [now, `ends`); `ends` None is for ever. `because` is one short clause in
    plain words, without the quote and without the law's name: those are in `quotes` and `cites`.
    """

    rule: str
    asks: Objection
    bears: Bears
    because: str
    ends: datetime | None = None
    quotes: tuple[Quote, ...] = ()
    cites: tuple[Cite, ...] = ()
    change: str = ""
    """What would change it, as a sentence: `Other words would change it.`"""
    clause: Clause | None = None
    """Which clause `because` is, for other languages; none where only English says it."""
    remedy: Remedy | None = None
    """What takes it away, where waiting does not."""
