"""What one of us notes about a person: a call, a meeting, a milestone, money and time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from outreach.errors import InputError

LONGEST_NOTE = 20_000
LONGEST_MINUTES = 100_000
_MONEY = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?\s*([A-Za-z]{3})")


class NoteKind(StrEnum):
    """What a note tells of. Values are stored: append only."""

    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    MILESTONE = "milestone"
    """Something that both sides reached: `quote sent`, `trial agreed`, `delivered`."""
    READINESS = "readiness"
    """How ready they are, in their own terms: `nothing for nine months`, `no idea who decides`."""


OF_CONTACT = frozenset({NoteKind.CALL, NoteKind.MEETING, NoteKind.VISIT})


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the words of whoever wrote it; it binds nothing, a statement does.

    `at` is when it happened, `noted_at` when it was written down. `amount` is money in the smallest
    unit of `currency` (ISO 4217). `statement_id` names what was read out of these words and binds.
    `organisation_id`: everybody there shares it.
    """

    id: str
    person_id: str
    at: datetime
    by: str
    text: str
    kind: NoteKind = NoteKind.NOTE
    noted_at: datetime | None = None
    minutes: int | None = None
    amount: int | None = None
    currency: str | None = None
    statement_id: str | None = None
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of a currency."""

    amount: int
    currency: str

    def __str__(self) -> str:
        return f"{Decimal(self.amount) / 100:.2f} {self.currency}"


def money(written: str) -> Money:
    """Return an amount such as `120.50 EUR`; raise `InputError`."""
    found = _MONEY.fullmatch(written.strip())
    if found is None:
        msg = f"`{written}` is no amount of money: write it as in `120.50 EUR`"
        raise InputError(msg)
    cents = (found[2] or "").ljust(2, "0")
    return Money(int(found[1]) * 100 + int(cents or 0), found[3].upper())


@dataclass(frozen=True, slots=True)
class Spent:
    """What a relationship has cost us so far, as far as it was noted."""

    minutes: int = 0
    money: tuple[Money, ...] = field(default=())


def spent(notes: Iterable[Note]) -> Spent:
    """Return the sums of time and of money, each currency by itself."""
    known = list(notes)
    amounts: dict[str, int] = {}
    for one in known:
        if one.amount and one.currency:
            amounts[one.currency] = amounts.get(one.currency, 0) + one.amount
    minutes = sum(one.minutes or 0 for one in known)
    return Spent(minutes, tuple(Money(amounts[name], name) for name in sorted(amounts)))
