"""What a consent is worth: which kind of yes it was, and how long a law lets such a yes last.

A law that asks for consent names the kinds that will do (`Entry.accepts`), and what is not named
will not. Nothing here makes one kind out of another: a signed paper is `written` because somebody
recorded it as that.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime

from policies.channel import Name


class BasisKind(Name):
    """The kind of yes. Values are stored and stand in pack files: append only."""

    WRITTEN = "written"
    """In writing or by a form of their own, after reading for what and from whom, number named."""
    EXPRESS = "express"
    """Outright, by any means."""
    PURCHASE = "purchase"
    """Implied: they bought something, or have a contract with us."""
    INQUIRY = "inquiry"
    """Implied: they asked about what we sell."""
    CUSTOMER = "customer"
    """A customer, told of it at the sale and each time since, for our own similar goods."""
    PUBLISHED = "published"
    """A business address that they published themselves, with no word against such messages."""
    PRESUMED = "presumed"
    """A business that in the circumstances may be presumed to agree."""
    LEGITIMATE_INTEREST = "legitimate_interest"
    """An interest of ours that was weighed against theirs, in writing (GDPR art. 6(1)(f))."""
    UNKNOWN = "unknown"
    """Nobody knows which; no law accepts it."""


OUTRIGHT = (BasisKind.WRITTEN, BasisKind.EXPRESS)
"""What will do where a law asks for consent and says no more."""


@dataclass(frozen=True, slots=True)
class Life:
    """How many months a basis of this kind lasts, from the day it was given."""

    kind: BasisKind
    months: int


def months_after(given: datetime, months: int) -> datetime:
    """Return the same day and time so many months later; the last day of a shorter month."""
    year, month = divmod(given.month - 1 + months, 12)
    year, month = given.year + year, month + 1
    return given.replace(year=year, month=month, day=min(given.day, monthrange(year, month)[1]))
