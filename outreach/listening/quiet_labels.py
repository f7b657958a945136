"""Quiet times as labels: days by name, hours from-to on each of those days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.statement import DAY_MINUTES, EVERY_DAY, Quiet

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def quiet_label(quiet: Iterable[Quiet]) -> object:
    """Return one quiet time, a list of several, or None.

    `from` later than `to` is the end of each of those days and their beginning, so a night that
    begins on some days only is told as two stretches.
    """
    labels = [_label(part) for one in dict.fromkeys(quiet) for part in _within_days(one)]
    return labels[0] if len(labels) == 1 else labels or None


def clock(minute: int) -> str:
    """Return a minute of the day as people write it; 24:00 is the end of the day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _within_days(quiet: Quiet) -> Iterator[Quiet]:
    if quiet.start < quiet.end or quiet.start == quiet.end or quiet.days == EVERY_DAY:
        yield quiet
        return
    yield Quiet(quiet.days, quiet.start, DAY_MINUTES)
    if quiet.end:
        yield Quiet(tuple(sorted((day + 1) % 7 for day in quiet.days)), 0, quiet.end)


def _label(quiet: Quiet) -> dict[str, object]:
    whole = quiet.start == quiet.end
    return {
        "days": [DAYS[day] for day in quiet.days],
        "from": clock(0 if whole else quiet.start),
        "to": clock(DAY_MINUTES if whole else quiet.end),
    }
