"""From the times a sentence names to when nothing is wanted: then, or at all others."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.listening.clocks import DAY_END
from outreach.listening.windows import Window
from policies.statement import EVERY_DAY, Quiet

_NOON, _SIX, _NINE_PM = 12 * 60, 18 * 60, 21 * 60


def _split(windows: list[Window]) -> tuple[tuple[int, ...], list[Window]]:
    """Part the days a sentence names from its hours; no days named is every day."""
    named = {day for w in windows if w.days != EVERY_DAY for day in w.days}
    return tuple(sorted(named)) or EVERY_DAY, [w for w in windows if w.days == EVERY_DAY]


def inside(windows: list[Window]) -> Iterator[Quiet]:
    """Yield the times that are named as quiet."""
    days, hours = _split(windows)
    if not hours and windows:
        yield Quiet(days)
    for window in hours:
        first, last = _widened(window, is_dated=days != EVERY_DAY)
        yield Quiet(days, first, last)


def _widened(window: Window, *, is_dated: bool) -> tuple[int, int]:
    """Return when a part of the day is over for good: nobody wants six where nine is too early."""
    is_morning = is_dated and window.part and window.last == _NOON
    first = 0 if is_morning else window.first
    ends = window.part and window.first < window.last
    if ends and (window.last >= _NINE_PM or (is_dated and window.last == _SIX)):
        return first, DAY_END
    return first, window.last


def _common(hours: list[Window]) -> tuple[int, int]:
    """Return the hours of the first, narrowed by an edge ("evenings, after seven")."""
    first, last = hours[0].first, hours[0].last
    if hours[0].part and first < last:
        for edge in hours[1:]:
            later, sooner = max(first, edge.first), min(last, edge.last)
            if edge.edge and later < sooner:
                first, last = later, sooner
    return first, last


def outside(windows: list[Window]) -> Iterator[Quiet]:
    """Turn the only times that suit into all others; a night belongs to the days around it."""
    days, hours = _split(windows)
    others = tuple(day for day in EVERY_DAY if day not in days)
    if others:
        yield Quiet(others)
    if not hours:
        return
    first, last = _common(hours)
    if first > last or (first > 0 and last < DAY_END and not others):
        yield Quiet(days, last, first)
    else:
        if first > 0:
            yield Quiet(days, 0, first)
        if last < DAY_END:
            yield Quiet(days, last, DAY_END)
