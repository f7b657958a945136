"""When a term of law is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from policies.basis import months_after
from policies.rulebook import Term
from policies.terms import ends

TUESDAY = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (Term(), "2026-11-24"),
        (Term(days=14), "2026-12-08"),
        (Term(business_days=3), "2026-11-27"),
        (Term(business_days=4), "2026-11-30"),  # over a weekend
        (Term(business_days=10), "2026-12-08"),  # Thanksgiving is a business day
        (Term(months=3), "2027-02-24"),
        (Term(years=5), "2031-11-24"),
        (Term(years=3, days=14), "2029-12-08"),
    ],
)
def test_a_term_ends_at_the_same_time_of_day(term: Term, day: str) -> None:
    assert ends(TUESDAY, term) == datetime.fromisoformat(f"{day}T16:30:00Z")


def test_business_days_from_a_saturday_start_on_monday() -> None:
    saturday = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    assert ends(saturday, Term(business_days=1)) == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-31", 12, "2027-01-31"),
    ],
)
def test_a_month_that_is_too_short_ends_a_basis_on_its_last_day(
    given: str, months: int, end: str
) -> None:
    at = datetime.fromisoformat(f"{given}T09:00:00Z")
    assert months_after(at, months) == datetime.fromisoformat(f"{end}T09:00:00Z")
