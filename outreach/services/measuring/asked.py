"""Of which period somebody wants to know, and what people lost are broken down by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.losses import By
from outreach.errors import InputError

USUAL = timedelta(days=30)
LONGEST = timedelta(days=366)
SOON_AFTER = 14
"""Days after a contact within which a refusal is put down to it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From `since` on and before `until`; `after` days a contact counts as what they left after."""

    since: datetime
    until: datetime
    by: By = By.SEQUENCE
    after: int = SOON_AFTER

    @property
    def within(self) -> timedelta:
        """Return for how long a contact counts as what somebody left after."""
        return timedelta(days=self.after)


def period(
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    by: By = By.SEQUENCE,
    after: int = SOON_AFTER,
) -> Asked:
    """Return what is asked for: the last thirty days, where nothing is said.

    Raises `InputError` for a period that ends before it begins or is longer than a year.
    """
    last = min(until, now) if until else now
    first = since or last - USUAL
    if first >= last:
        msg = f"a period ends after it begins: this one begins on {first:%Y-%m-%d}"
        raise InputError(msg)
    if last - first > LONGEST:
        msg = f"a period is {LONGEST.days} days long at most"
        raise InputError(msg)
    return Asked(first, last, by, after)
