"""Lengths of time as somebody says them."""

from __future__ import annotations

from datetime import timedelta


def ago(span: timedelta) -> str:
    """Return a stretch of time in words: `40 minutes`, `3 hours`, `2 days`."""
    for size, word in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if span >= size:
            return _count(span // size, word)
    return _count(max(0, span // timedelta(minutes=1)), "minute")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
