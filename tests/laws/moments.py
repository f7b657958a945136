"""Moments and lengths of time to draw: made once, for making a strategy costs more than drawing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

START = datetime(2026, 1, 5, tzinfo=UTC)
MINUTES = 330 * 24 * 60
CHANGES = (
    datetime(2026, 3, 8, 10, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 9, tzinfo=UTC),
)
"""Moments at which clocks change somewhere."""

_anywhere = st.integers(0, MINUTES // 15).map(lambda n: START + timedelta(minutes=15 * n))
near_changes = st.tuples(st.sampled_from(CHANGES), st.integers(-36 * 60, 36 * 60)).map(
    lambda drawn: drawn[0] + timedelta(minutes=drawn[1])
)
_moments = _anywhere | near_changes


def moments() -> st.SearchStrategy[datetime]:
    """Moments of one year, often near a change of clocks, often on the quarter of an hour."""
    return _moments


days = st.integers(0, 330).map(lambda n: date(2026, 1, 10) + timedelta(days=n))
minutes_of_day = st.integers(0, 95).map(lambda quarter: quarter * 15)
lately = st.integers(0, 10) | st.integers(0, 90 * 24 * 60) | st.integers(0, 700 * 24 * 60)
"""Minutes before now: often the last few, mostly this season, at times two years ago."""
ago = lately.map(lambda minutes: timedelta(minutes=minutes))
around = st.integers(-10, 800).map(lambda back: timedelta(days=back))
"""How long ago something was written down; at times it says tomorrow."""
