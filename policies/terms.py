"""Terms of law as moments: when ten business days, or three years and fourteen days, are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from policies.basis import months_after
from policies.rulebook import Term

_DAY = timedelta(days=1)
_SATURDAY = 5


def ends(start: datetime, term: Term) -> datetime:
    """Return the last moment (aware) of a term that starts at `start` (aware).

    Weekends are those of the clock that `start` is on. A holiday gives nobody another day, which is
    the strict reading.
    """
    end = months_after(start, 12 * term.years + term.months) + term.days * _DAY
    for _ in range(term.business_days):
        end += _DAY
        while end.weekday() >= _SATURDAY:
            end += _DAY
    return end
