"""The values of a pack's entries about consent and stops: kinds of basis, terms, limits."""

from __future__ import annotations

from outreach.domain.toml_tables import Toml
from policies.basis import OUTRIGHT, BasisKind, Life
from policies.rulebook import Confirmation, Term

LEAST_DAYS = 30
"""No record is let go sooner."""


def term(table: Toml, key: str) -> Term | None:
    """Return a length of time: `{ years = 3, days = 14 }` or `{ business_days = 10 }`."""
    if table.value(key) is None:
        return None
    row = table.table(key)
    term = Term(*(_none_or(row, unit) for unit in ("years", "months", "days", "business_days")))
    row.done()
    if not row.data:
        table.refuse(key, "is empty; it is written `{ business_days = 10 }`, or `{ days = 0 }`")
    return term


def refuse_too_short(table: Toml, kept: Term | None) -> None:
    """Refuse to keep records for less than a month: replies, receipts and reviews need them."""
    if kept is None:
        table.refuse("retain", "is missing: it says how long, as in `{ months = 24 }`")
    if not (kept.years or kept.months or kept.days >= LEAST_DAYS):
        table.refuse(
            "retain", f"is shorter than {LEAST_DAYS} days, and what is open still needs it"
        )


def _none_or(row: Toml, unit: str) -> int:
    """Return a whole number; absent is none, and 0 days is at once."""
    return 0 if row.value(unit) in (None, 0) else row.count(unit)


def confirmation(table: Toml) -> Confirmation | None:
    """Return the limit under `confirmation`: so many, within so many minutes."""
    if table.value("confirmation") is None:
        return None
    row = table.table("confirmation")
    limit = Confirmation(row.count("count"), row.count("minutes"))
    row.done()
    return limit


def accepts(table: Toml) -> tuple[BasisKind, ...]:
    """Return the kinds of basis under `accepts`; where nothing is said, only an outright yes."""
    kinds = table.choices("accepts", BasisKind, OUTRIGHT)
    if BasisKind.UNKNOWN in kinds or not kinds:
        table.refuse("accepts", "must name kinds of basis that are known, and at least one")
    return kinds


def lives(table: Toml) -> tuple[Life, ...]:
    """Return how long bases last, under `expires`: `{ basis = "purchase", months = 24 }`."""
    return tuple(_life(row) for row in table.tables("expires"))


def _life(row: Toml) -> Life:
    life = Life(row.choice("basis", BasisKind), row.count("months"))
    row.done()
    return life
